"""The tiny company's calendars over two nights: a meeting that nobody held becomes overdue, in the same event."""

from datetime import date
from pathlib import Path
from typing import Any

import icalendar
import pytest
from nights import History, command, night, rows
from tiny_company import FIRST_NIGHT, drop, first_drop

pytestmark = pytest.mark.xdist_group("tiny")
FIRST_CONTACT = (
    "select uid, status, due_date, deadline from care_calendar where account_id = 'AURORA-FI' and occurrence = 1"
)


def events(published: Path) -> dict[str, Any]:
    """The events of everybody's calendar by UID."""
    content = (published / "care_calendar.ics").read_bytes()
    found = list(icalendar.Calendar.from_ical(content).walk("VEVENT"))
    assert len({str(event["UID"]) for event in found}) == len(found) > 0
    return {str(event["UID"]): event for event in found}


def test_a_planned_meeting_that_was_not_held_is_overdue_under_the_same_uid(tiny_history: History) -> None:
    first, second = tiny_history.after_first / "published", tiny_history.home / "published"

    # A customer of class B since 1 November is due three months later; the meeting of 10 February serves that.
    ((uid, *planned),) = rows(first, FIRST_CONTACT)
    assert planned == ["planned", "2026-02-10", "2026-02-01"]
    # 28 February is a Saturday, so what is overdue is made up for on Monday.
    assert rows(second, FIRST_CONTACT) == [(uid, "overdue", "2026-03-02", "2026-02-01")]
    one, other = events(first)[f"{uid}@account360"], events(second)[f"{uid}@account360"]
    assert (one.decoded("DTSTART"), other.decoded("DTSTART")) == (date(2026, 2, 10), date(2026, 3, 2))
    assert other["SEQUENCE"] > one["SEQUENCE"]
    assert str(other["SUMMARY"]) == "Overdue: Aurora Finland: contact"


def test_a_prospect_has_neither_rules_nor_a_calendar(tiny_history: History) -> None:
    published = tiny_history.after_first / "published"

    assert rows(published, "select account_id, level, done, required, status from care_compliance order by all") == [
        ("AURORA", "any", 0, 4, "not_due"),
        ("AURORA-FI", "any", 0, 4, "not_due"),
        ("BOREALIS", "operational", 0, 6, "not_due"),
        ("BOREALIS", "strategic", 0, 3, "not_due"),
        ("BOREALIS", "tactical", 0, 4, "not_due"),
    ]
    assert rows(published, "select count(*) from care_calendar where account_id = 'CIRRUS'") == [(0,)]


@pytest.mark.slow
def test_accounts_and_activities_alone_are_enough(tmp_path: Path) -> None:
    files = {name: text for name, text in first_drop().items() if name in ("accounts", "activities")}
    drop(tmp_path / "inbox", files)
    night(tmp_path, FIRST_NIGHT)

    # Without books the account of 1 December 2024 may be a customer: one contact of class C in twelve months is missed.
    assert rows(
        tmp_path / "published",
        "select done, required, status from care_compliance where account_id = 'CIRRUS'",
    ) == [(0, 1, "missed")]


def test_an_impossible_rule_ends_the_command_with_one_sentence(tmp_path: Path) -> None:
    drop(tmp_path / "policy", {"care_model": "segment,level,activity_type,min_count,window_months\nA,any,any,7,0\n"})

    said = command("run", "--home", tmp_path / "home", "--as-of", FIRST_NIGHT, "--policy", tmp_path / "policy")

    assert said.returncode == 2
    assert "care_model.csv: window_months is '0'; write a whole number of 1 or more." in said.stderr
    assert "Traceback" not in said.stderr
