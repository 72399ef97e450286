"""The calendar of care as iCalendar files, one for everybody and one an owner; the same marts give the same bytes."""

import hashlib
import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from pathlib import Path

from flows.databases import opened_to_read

PLAIN_NAME = re.compile(r"(?!(con|prn|aux|nul|com\d|lpt\d)$)[a-z0-9][a-z0-9_-]{0,63}", re.IGNORECASE)
SEQUENCE_FROM = date(2000, 1, 1)

# What is done needs no place in a calendar, and a campaign that goes to many accounts is one event of its owner.
ENTRIES = """
    select
        case when kind = 'campaign' then concat_ws('|', item, occurrence, coalesce(calendar.owner_id, '')) else uid end,
        coalesce(calendar.owner_id, '') as owner_id, kind, item, min(status), task,
        case when kind = 'campaign' then count(*) || ' accounts' else max(coalesce(account_name, account_id)) end,
        case when kind = 'campaign' then '' else max(account_id) end,
        min(due_date)
    from care_calendar as calendar
    inner join (select account_id, account_name from account_360) as accounts using (account_id)
    where status <> 'done'
    group by 1, 2, 3, 4, task
    order by min(due_date), 1
"""
# Calendars know line breaks as escapes and no other control character.
CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")


@dataclass(frozen=True)
class Entry:
    """One day's entry: what, with whom, and whose it is; an empty owner is nobody."""

    key: str
    owner_id: str
    kind: str
    item: str
    status: str
    task: str
    account_name: str
    account_id: str
    due_date: date


def write_calendars(folder: Path, as_of: date) -> None:
    """Write `care_calendar.ics` and `calendars/<owner>.ics` from the marts that stand in a version's folder.

    Args:
        folder: the version's folder, which holds `account360.duckdb`.
        as_of: the knowledge date; every event is stamped with it, so that no clock is read.
    """
    with opened_to_read(folder / "account360.duckdb") as connection:
        entries = [Entry(*row) for row in connection.execute(ENTRIES).fetchall()]
    by_owner: defaultdict[str, list[bytes]] = defaultdict(list)
    # An event stands in two calendars and is made once: making it takes far longer than writing it.
    with (folder / "care_calendar.ics").open("wb") as everybody:
        begin, end = _frame("Care calendar")
        everybody.write(begin)
        for entry in entries:
            event = _event(entry, as_of)
            everybody.write(event)
            by_owner[entry.owner_id].append(event)
        everybody.write(end)
    by_owner.pop("", None)
    (folder / "calendars").mkdir()
    for owner_id, name in file_names(by_owner).items():
        begin, end = _frame(f"Care calendar of {owner_id}")
        (folder / "calendars" / f"{name}.ics").write_bytes(begin + b"".join(by_owner[owner_id]) + end)


def file_names(owner_ids: Iterable[str]) -> dict[str, str]:
    """A file name for each owner, without its ending: the id where every system takes it, else with a checksum."""
    owners = sorted(owner_ids)
    taken = Counter(owner.casefold() for owner in owners)
    return {
        owner: owner if PLAIN_NAME.fullmatch(owner) and taken[owner.casefold()] == 1 else _marked_name(owner)
        for owner in owners
    }


def _marked_name(owner_id: str) -> str:
    readable = re.sub(r"[^A-Za-z0-9]+", "-", owner_id).strip("-")[:40]
    return f"{readable or 'owner'}-{_checksum(owner_id)[:8]}"


def _checksum(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def _frame(name: str) -> tuple[bytes, bytes]:
    """What stands before the events of a calendar, and what stands behind them."""
    from icalendar import Calendar

    calendar: Calendar = Calendar()
    calendar.add("prodid", "-//account360//care calendar//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", name)
    calendar.add("refresh-interval", timedelta(days=1), parameters={"VALUE": "DURATION"})
    begin, end, nothing = bytes(calendar.to_ical()).partition(b"END:VCALENDAR")
    return begin, end + nothing


def _event(entry: Entry, as_of: date) -> bytes:
    late = "Overdue: " if entry.status == "overdue" else ""
    lines = (entry.task, entry.account_id and f"Account {entry.account_id}")
    stamp = datetime.combine(as_of, time(), UTC)
    return b"".join(
        (
            b"BEGIN:VEVENT\r\n",
            _text("SUMMARY", CONTROL.sub(" ", f"{late}{entry.account_name}: {entry.item.replace('_', ' ')}")),
            _recurring("dtstart", entry.due_date),
            _recurring("dtend", entry.due_date + timedelta(days=1)),
            _recurring("dtstamp", stamp),
            _text("UID", f"{_checksum(entry.key) if entry.kind == 'campaign' else entry.key}@account360"),
            # Higher than the night's before, so that a calendar that knows the event takes the new day.
            _recurring("sequence", (as_of - SEQUENCE_FROM).days),
            _recurring("categories", (entry.kind,)),
            _text("DESCRIPTION", CONTROL.sub(" ", "\n".join(filter(None, lines)))),
            _recurring("last-modified", stamp),
            _recurring("status", "CONFIRMED" if entry.status == "planned" else "TENTATIVE"),
            _recurring("transp", "TRANSPARENT"),
            b"END:VEVENT\r\n",
        )
    )


def _text(name: str, value: str) -> bytes:
    """A property of an event that few others share, escaped and folded."""
    from icalendar import vText
    from icalendar.parser import Contentline, Parameters

    return bytes(Contentline.from_parts(name, Parameters(), vText(value)).to_ical()) + b"\r\n"


@lru_cache(maxsize=1024)
def _recurring(name: str, value: object) -> bytes:
    """A property that stands in many events: a component is made for it once, which takes far longer than a line."""
    from icalendar import Event

    event: Event = Event()
    event.add(name, list(value) if isinstance(value, tuple) else value)
    return bytes(event.to_ical()).removeprefix(b"BEGIN:VEVENT\r\n").removesuffix(b"END:VEVENT\r\n")
