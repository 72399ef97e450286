"""Values of a cursor column: how they are kept, and where a reading begins that overlaps with the one before."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

Value = datetime | date | Decimal | str
DAY_CHARACTERS = 10


def value_of(found: object) -> Value | None:
    """What a database gave as the newest value of a cursor; None for none.

    Raises:
        ValueError: it is neither a moment, a day nor a number.
    """
    if found is None or found == "":
        return None
    if isinstance(found, bool):
        raise ValueError
    if isinstance(found, (int, float, Decimal)):
        return Decimal(str(found))
    if isinstance(found, str):
        datetime.fromisoformat(found)
        return found
    if isinstance(found, date):
        return found
    raise ValueError


def kept(value: Value) -> list[str]:
    """A value as a commit record keeps it: its kind, then its text."""
    if isinstance(value, datetime):
        return ["moment", value.isoformat()]
    if isinstance(value, date):
        return ["day", value.isoformat()]
    return ["number", str(value)] if isinstance(value, Decimal) else ["text", value]


def restored(record: list[str]) -> Value | None:
    """The value of a record; None when there is none."""
    if not record:
        return None
    kind, text = record
    if kind == "moment":
        return datetime.fromisoformat(text)
    if kind == "day":
        return date.fromisoformat(text)
    return Decimal(text) if kind == "number" else text


def earlier(value: Value, overlap: timedelta, numbers: int) -> Value:
    """Where a reading begins, so that rows which come late are seen."""
    if isinstance(value, datetime):
        return value - overlap
    if isinstance(value, date):
        # A day is not over when it is read.
        return value - overlap if overlap.days else value
    if isinstance(value, Decimal):
        return value - numbers
    return _as_text(datetime.fromisoformat(value) - overlap, value)


def not_after(value: Value, latest: datetime) -> Value:
    """The value, unless it lies in the future: one row with a wrong year must not hide all that follow."""
    if isinstance(value, datetime):
        return min(value, latest if value.tzinfo else latest.replace(tzinfo=None))
    if isinstance(value, date):
        return min(value, latest.date())
    if isinstance(value, Decimal):
        return value
    moment = datetime.fromisoformat(value)
    bound = latest if moment.tzinfo else latest.replace(tzinfo=None)
    return value if moment <= bound else _as_text(bound, value)


def on_day(like: Value, day: datetime) -> Value | None:
    """The beginning of a day in UTC as a value of the same kind; None where values are numbers."""
    if isinstance(like, datetime):
        return day if like.tzinfo else day.replace(tzinfo=None)
    if isinstance(like, date):
        return day.date()
    # As a text, a day comes before all of its moments.
    return None if isinstance(like, Decimal) else day.date().isoformat()


def bound(value: Value) -> Value | int:
    """The value as a driver takes it; a whole number is none with decimals."""
    is_whole = isinstance(value, Decimal) and value == value.to_integral_value()
    return int(value) if is_whole and isinstance(value, Decimal) else value


def _as_text(moment: datetime, like: str) -> str:
    """A moment as the texts of the column are written, without what follows its seconds."""
    own = datetime.fromisoformat(like)
    moment = moment.astimezone(own.tzinfo or UTC) if moment.tzinfo else moment
    if len(like) == DAY_CHARACTERS:
        return moment.date().isoformat()
    return f"{moment:%Y-%m-%d}{like[DAY_CHARACTERS]}{moment:%H:%M:%S}"
