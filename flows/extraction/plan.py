"""What one run has to read of a stream: everything, what has changed since the last reading, or a span of the past."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from flows.extraction.streams import ObjectStream, Window
from flows.landing import Landing


@dataclass(frozen=True)
class Mark:
    """How far a stream was read by its last committed reading.

    Attributes:
        cursor: the moment from which the next reading asks for changes.
        listed: when everything was last listed.
        first_day: the earliest day from which a listing was asked for; None for from the beginning.
    """

    cursor: datetime | None = None
    listed: datetime | None = None
    first_day: date | None = None

    def to_origin(self) -> dict[str, list[str]]:
        """The mark as a commit record keeps it."""
        kept = {"cursor": self.cursor, "listed": self.listed, "first_day": self.first_day}
        return {name: [value.isoformat()] if value else [] for name, value in kept.items()}


@dataclass(frozen=True)
class Plan:
    """The windows to list, or the moment since which to ask for changes.

    `is_listing` says that everything is listed, and `is_whole` that what the listing lacks is gone.
    """

    since: datetime | None
    windows: tuple[Window, ...]
    is_listing: bool
    is_whole: bool
    first_day: date | None

    def to_record(self) -> dict[str, Any]:
        """The plan as JSON can hold it, to be compared with that of a reading that was cut off."""
        return {
            "since": self.since.isoformat() if self.since else None,
            "windows": [window.name for window in self.windows[:-1]],
            "is_whole": self.is_whole,
            "first_day": self.first_day.isoformat() if self.first_day else None,
        }


@dataclass(frozen=True)
class Reach:
    """How far back a source is read, how often everything is listed anew, and by how much readings overlap."""

    start_date: date | None
    relist_days: int
    overlap: timedelta


def last_mark(landing: Landing, source: str, stream: str) -> Mark | None:
    """The mark of the last committed reading of a stream; None before the first."""
    for origin in landing.origins(source, stream):
        cursor, listed, day = (origin.get(name, []) for name in ("cursor", "listed", "first_day"))
        return Mark(
            datetime.fromisoformat(cursor[0]) if cursor else None,
            datetime.fromisoformat(listed[0]) if listed else None,
            date.fromisoformat(day[0]) if day else None,
        )
    return None


def make_plan(
    stream: ObjectStream[Any],
    mark: Mark | None,
    reach: Reach,
    began: datetime,
    *,
    full_refresh: bool,
    backfill_from: date | None,
) -> Plan:
    """What to read of a stream now.

    Args:
        stream: the stream.
        mark: how far it was read; None before the first reading.
        reach: what the configuration says of the source.
        began: the moment this run began.
        full_refresh: list everything again.
        backfill_from: the first day of a span of the past that is to be read, month by month.
    """
    earliest = _earliest(mark, reach, backfill_from)
    if backfill_from is not None and stream.has_windows:
        return Plan(None, month_windows(backfill_from, began), is_listing=False, is_whole=False, first_day=earliest)
    is_due = full_refresh or mark is None or _is_due(mark, reach, began) or _is_forgotten(stream, mark, began)
    if mark is None or mark.cursor is None or stream.changed is None or is_due:
        from_a_day_on = stream.has_windows and earliest is not None
        windows = month_windows(earliest, began) if earliest and from_a_day_on else (Window(),)
        # Changes may have brought an object from before that day, which is not gone because the listing lacks it.
        is_whole = stream.is_whole and not from_a_day_on
        return Plan(None, windows, is_listing=True, is_whole=is_whole, first_day=earliest)
    since = mark.cursor - reach.overlap
    return Plan(since, (Window(),), is_listing=False, is_whole=False, first_day=mark.first_day)


def next_mark(plan: Plan, mark: Mark | None, began: datetime, newest_version: str | None, has_versions: bool) -> Mark:
    """How far a stream is read once a reading is committed.

    Args:
        plan: what was read.
        mark: how far the stream was read before.
        began: the moment the reading began.
        newest_version: the newest moment of a change that was seen, by the source's own clock.
        has_versions: whether objects tell such moments; our own clock stands in where they do not.
    """
    before = mark.cursor if mark else None
    if newest_version:
        seen = datetime.fromisoformat(newest_version)
        cursor = max(seen, before) if before else seen
    else:
        cursor = before if has_versions and before else began
    listed = began if plan.is_listing or mark is None else mark.listed
    return Mark(cursor, listed, plan.first_day)


def month_windows(first_day: date, until: datetime) -> tuple[Window, ...]:
    """Windows of calendar months (UTC) from a day on; the last one is open, so that nothing new falls between two."""
    edges = [datetime.combine(first_day, time(), UTC)]
    while True:
        last = edges[-1]
        following = datetime(last.year + last.month // 12, last.month % 12 + 1, 1, tzinfo=UTC)
        if following >= until:
            break
        edges.append(following)
    return tuple(Window(start, end) for start, end in zip(edges, [*edges[1:], None], strict=True))


def _earliest(mark: Mark | None, reach: Reach, backfill_from: date | None) -> date | None:
    """The first day of listings: what was once asked for further back is listed ever after."""
    asked = backfill_from or reach.start_date
    if mark is None:
        return asked
    return min(asked, mark.first_day) if asked and mark.first_day else None


def _is_forgotten(stream: ObjectStream[Any], mark: Mark, began: datetime) -> bool:
    """Whether the source no longer remembers all that has changed since the last reading."""
    if mark.cursor is None or stream.changes_days is None:
        return False
    return began - mark.cursor >= timedelta(days=stream.changes_days)


def _is_due(mark: Mark, reach: Reach, began: datetime) -> bool:
    return mark.listed is None or began - mark.listed >= timedelta(days=reach.relist_days)
