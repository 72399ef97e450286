"""What one run reads of a table: everything, spans of the past that were asked for, or what is new by its cursor."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from flows.extraction.plan import month_windows
from flows.landing import Landing
from flows.settings import RunRequest
from flows.sources.files.taking_in import LANDED_AS
from flows.sources.sql.cursor import Value, earlier, kept, not_after, on_day, restored
from flows.sources.sql.settings import SqlSettings, SqlStream

# Clocks differ, and moments without a zone may be ahead of ours.
AHEAD = timedelta(days=1)


@dataclass(frozen=True)
class Mark:
    """How far a stream was read: its newest cursor, when everything was read, from which day, by which settings."""

    cursor: Value | None
    listed: datetime | None
    first_day: date | None
    fingerprint: str

    def to_origin(self) -> dict[str, list[str]]:
        """The mark as a commit record keeps it."""
        return {
            "cursor": kept(self.cursor) if self.cursor is not None else [],
            "listed": [self.listed.isoformat()] if self.listed else [],
            "first_day": [self.first_day.isoformat()] if self.first_day else [],
            "fingerprint": [self.fingerprint],
        }


@dataclass(frozen=True)
class Span:
    """Rows whose cursor is at `start` or later and before `end`; rows without one come with the span that says so."""

    name: str
    start: Value | None = None
    end: Value | None = None
    with_empty: bool = True


@dataclass(frozen=True)
class Plan:
    """The spans to read of a stream; `is_everything` says that nothing is left out but what lies before `first_day`."""

    spans: tuple[Span, ...]
    is_everything: bool
    first_day: date | None
    fingerprint: str

    def to_record(self) -> dict[str, Any]:
        """The plan as JSON can hold it, to be compared with that of a reading that was cut off."""
        starts = [str(span.start) for span in self.spans]
        return {"spans": starts, "is_everything": self.is_everything, "fingerprint": self.fingerprint}


def last_mark(landing: Landing, source: str, stream: str) -> Mark | None:
    """The mark of the last committed reading of a stream; None where files gave it since, or nothing did."""
    for commit in reversed(landing.commits()):
        dropped = commit.origins.get(f"{LANDED_AS}/{stream}", {})
        if dropped.get("files"):
            return None
        if origin := commit.origins.get(f"{source}/{stream}"):
            return Mark(
                restored(origin["cursor"]),
                datetime.fromisoformat(origin["listed"][0]) if origin["listed"] else None,
                date.fromisoformat(origin["first_day"][0]) if origin["first_day"] else None,
                origin["fingerprint"][0],
            )
    return None


def needs_newest(place: SqlStream, settings: SqlSettings, request: RunRequest) -> bool:
    """Whether a plan needs to know of which kind the cursor's values are: it parts them by months."""
    return place.cursor is not None and (request.backfill_from or settings.start_date) is not None


def make_plan(
    place: SqlStream,
    mark: Mark | None,
    settings: SqlSettings,
    request: RunRequest,
    fingerprint: str,
    newest: Value | None,
) -> Plan:
    """What to read of a stream now.

    Args:
        place: the stream's place in the database.
        mark: how far it was read; None before the first reading.
        settings: those of the source.
        request: the run.
        fingerprint: tells what is read and how; another one than before reads everything again.
        newest: the newest value of the cursor, where the plan needs one.
    """
    if place.cursor is None:
        return Plan((Span("everything"),), True, None, fingerprint)
    began = request.started_at
    is_known = mark is not None and mark.cursor is not None and mark.fingerprint == fingerprint
    if request.backfill_from is not None and is_known and newest is not None:
        spans = _months(request.backfill_from, began, newest)
        return Plan(spans, False, _earliest(mark, request.backfill_from), fingerprint)
    if mark is None or mark.cursor is None or not is_known or request.full_refresh or _is_due(mark, settings, began):
        first_day = _first_day(mark, settings, request)
        spans = _months(first_day, began, newest) if first_day and newest is not None else (Span("everything"),)
        return Plan(spans, True, first_day, fingerprint)
    since = earlier(mark.cursor, timedelta(minutes=settings.overlap_minutes), place.overlap_numbers)
    return Plan((Span("new", start=since),), False, mark.first_day, fingerprint)


def next_mark(plan: Plan, mark: Mark | None, began: datetime, seen: Value | None) -> Mark:
    """How far a stream is read once a reading is committed; `seen` is the newest cursor of its rows."""
    before = mark.cursor if mark and mark.fingerprint == plan.fingerprint else None
    cursor = not_after(seen, began + AHEAD) if seen is not None else before
    if before is not None and seen is not None and not plan.is_everything and type(before) is type(cursor):
        cursor = max(before, cursor)  # type: ignore[type-var]
    listed = began if plan.is_everything or mark is None else mark.listed
    return Mark(cursor, listed, plan.first_day, plan.fingerprint)


def _months(first_day: date, until: datetime, newest: Value) -> tuple[Span, ...]:
    """A span for each month from a day on; one for everything where the cursor is a number."""
    spans = []
    for window in month_windows(first_day, until):
        start = on_day(newest, window.start) if window.start else None
        if start is None:
            return (Span("everything"),)
        end = on_day(newest, window.end) if window.end else None
        spans.append(Span(window.name, start, end, with_empty=end is None))
    return tuple(spans)


def _first_day(mark: Mark | None, settings: SqlSettings, request: RunRequest) -> date | None:
    asked = request.backfill_from or settings.start_date
    return _earliest(mark, asked) if asked else None


def _earliest(mark: Mark | None, asked: date) -> date | None:
    """What was once read further back is read so ever after."""
    if mark is None or mark.listed is None:
        return asked
    return min(asked, mark.first_day) if mark.first_day else None


def _is_due(mark: Mark, settings: SqlSettings, began: datetime) -> bool:
    return mark.listed is None or began - mark.listed >= timedelta(days=settings.relist_days)
