"""The calendar files: they say what the mart says, take an owner's odd id, and a moved day updates the same event."""

import contextlib
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import icalendar
import pytest

from flows.publish import write_calendars
from flows.publish.calendars import file_names

NIGHT, NEXT_NIGHT = date(2026, 6, 30), date(2026, 7, 1)
Row = tuple[str, str, str | None, str, str, str, str]

# uid, account, owner, item, kind, status, due date
CALL: Row = ("u1", "A1", "USR-1", "contact", "contact", "due", "2026-07-15")
MEETING: Row = ("u2", "A2", "USR-2", "strategic meeting", "contact", "planned", "2026-07-16")
LATE: Row = ("u3", "A2", None, "contact", "contact", "overdue", "2026-06-30")
DONE: Row = ("u4", "A1", "USR-1", "workshop", "contact", "done", "2026-06-10")
NEWS: list[Row] = [(f"n{n}", f"A{n}", "USR-1", "newsletter", "campaign", "due", "2026-09-04") for n in (1, 2, 3)]


def published(folder: Path, rows: list[Row], as_of: date = NIGHT) -> Path:
    """A version's folder with the marts that the calendars are made from, and the calendars."""
    folder.mkdir()
    with contextlib.closing(duckdb.connect(str(folder / "account360.duckdb"))) as connection:
        connection.execute("""
            create table care_calendar (uid text, account_id text, owner_id text, item text, kind text, status text,
                due_date date, task text default '4 in 12 months; twice, if need be', occurrence int default 1)""")
        for row in rows:
            connection.execute(
                "insert into care_calendar (uid, account_id, owner_id, item, kind, status, due_date)"
                " values (?, ?, ?, ?, ?, ?, ?)",
                row,
            )
        connection.execute("""
            create table account_360 as from (values ('A1', 'Aino; Björn, & Co' || chr(10) || 'Oy'), ('A2', null),
                ('A3', 'Three' || chr(7) || 'Oy')) as accounts (account_id, account_name)""")
    write_calendars(folder, as_of)
    return folder


def events(path: Path) -> dict[str, Any]:
    """The events of a calendar file by their UID, each of which must be there once."""
    found = list(icalendar.Calendar.from_ical(path.read_bytes()).walk("VEVENT"))
    assert len({str(event["UID"]) for event in found}) == len(found)
    return {str(event["UID"]): event for event in found}


def test_an_event_is_a_whole_day_with_the_account_and_what_is_due(tmp_path: Path) -> None:
    found = events(published(tmp_path / "v", [CALL, MEETING, LATE, DONE]) / "care_calendar.ics")

    assert sorted(found) == ["u1@account360", "u2@account360", "u3@account360"]
    call = found["u1@account360"]
    assert (call.decoded("DTSTART"), call.decoded("DTEND")) == (date(2026, 7, 15), date(2026, 7, 16))
    assert str(call["SUMMARY"]) == "Aino; Björn, & Co\nOy: contact"
    assert str(call["DESCRIPTION"]) == "4 in 12 months; twice, if need be\nAccount A1"
    assert str(found["u2@account360"]["SUMMARY"]) == "A2: strategic meeting"
    assert [str(found[f"u{n}@account360"]["STATUS"]) for n in (1, 2)] == ["TENTATIVE", "CONFIRMED"]
    assert str(found["u3@account360"]["SUMMARY"]) == "Overdue: A2: contact"


def test_every_owner_has_a_calendar_and_nobody_has_none(tmp_path: Path) -> None:
    folder = published(tmp_path / "v", [CALL, MEETING, LATE])

    assert sorted(path.name for path in (folder / "calendars").iterdir()) == ["USR-1.ics", "USR-2.ics"]
    assert list(events(folder / "calendars" / "USR-1.ics")) == ["u1@account360"]


def test_a_campaign_to_many_accounts_is_one_event(tmp_path: Path) -> None:
    (event,) = events(published(tmp_path / "v", NEWS) / "calendars" / "USR-1.ics").values()

    assert str(event["SUMMARY"]) == "3 accounts: newsletter"


def test_a_moved_day_updates_the_event_that_subscribers_have(tmp_path: Path) -> None:
    first = events(published(tmp_path / "one", [CALL, *NEWS]) / "care_calendar.ics")
    moved = (*CALL[:-1], "2026-07-20")
    second = events(published(tmp_path / "two", [moved, *NEWS], NEXT_NIGHT) / "care_calendar.ics")

    assert second.keys() == first.keys()
    assert second["u1@account360"].decoded("DTSTART") == date(2026, 7, 20)
    for uid, event in second.items():
        assert event["SEQUENCE"] == first[uid]["SEQUENCE"] + 1
        assert event.decoded("LAST-MODIFIED").date() == event.decoded("DTSTAMP").date() == NEXT_NIGHT


def test_the_same_marts_give_the_same_bytes_in_any_order_of_rows(tmp_path: Path) -> None:
    one, other = (
        published(tmp_path / "one", [CALL, LATE, *NEWS]),
        published(tmp_path / "two", [*NEWS[::-1], LATE, CALL]),
    )

    for path in ("care_calendar.ics", "calendars/USR-1.ics"):
        assert (one / path).read_bytes() == (other / path).read_bytes()


def test_control_characters_of_a_name_stay_out(tmp_path: Path) -> None:
    row: Row = ("u9", "A3", "USR-1", "contact", "contact", "due", "2026-07-15")
    content = (published(tmp_path / "v", [row]) / "care_calendar.ics").read_bytes()

    assert b"\x07" not in content
    assert b"SUMMARY:Three Oy: contact\r\n" in content


def test_a_calendar_without_entries_is_still_a_calendar(tmp_path: Path) -> None:
    assert events(published(tmp_path / "v", []) / "care_calendar.ics") == {}


@pytest.mark.parametrize(
    "owner", ["../../etc/passwd", "a/b", "CON", ".hidden", "Åsa Öberg", "", "x" * 300, "a b", "💼"]
)
def test_an_odd_id_becomes_a_safe_file_name(owner: str) -> None:
    (name,) = file_names([owner]).values()

    assert name.isascii()
    assert 0 < len(name) <= 64
    assert not set(name) & set("/\\. :")
    assert name.upper() != "CON"


def test_two_ids_never_share_a_file_even_where_case_does_not_count() -> None:
    names = file_names(["usr-1", "USR-1", "a/b", "a:b", "plain"])

    assert len({name.casefold() for name in names.values()}) == 5
    assert names["plain"] == "plain"
