"""What a stream of objects is: how it is read, what tells its objects and versions apart, and which fields count."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Generic, Literal, TypeVar

Client = TypeVar("Client")
FieldType = Literal["text", "integer", "decimal", "boolean", "date", "timestamp", "epoch"]
Object = Mapping[str, Any]

MILLISECONDS = 1_000
# Seconds since 1970 reach this in the year 5138; what is larger counts milliseconds.
LARGEST_SECONDS = 100_000_000_000


@dataclass(frozen=True)
class Field:
    """One field that the staging models read: its type, whether every object must hold it, whether it names a person.

    A timestamp is ISO 8601, an epoch a number of seconds or milliseconds since 1970.
    """

    type: FieldType = "text"
    required: bool = False
    pii: bool = False


@dataclass(frozen=True)
class Window:
    """A span of time of which a listing gives what was made in it; an end that is None is open."""

    start: datetime | None = None
    end: datetime | None = None

    @property
    def name(self) -> str:
        """The window as part of a file's name."""
        return f"{_day(self.start)}-{_day(self.end)}"


@dataclass(frozen=True)
class ObjectStream(Generic[Client]):
    """One kind of object of a source.

    Attributes:
        name: the stream, as the landing and the staging models name it.
        description: one sentence.
        fields: the fields that count, by their paths (`price.id`, `items.data[0].id`).
        listed: gives every page of objects of a window, or of all of them.
        changed: gives the pages of objects changed since a moment; None when the source cannot tell, so that every
            reading is a whole listing.
        changes_days: days for which the source remembers what changed; None when it does not forget.
        has_windows: whether a listing can be asked for in windows of time.
        key: the id of an object.
        version: the moment of an object's last change as text that sorts; None where objects do not tell.
        is_deleted: whether an object says that it is gone.
        dated_by: the field with the business date that tells how fresh the stream is.
        is_whole: whether an object that a whole listing lacks is gone.
        permission: what its key must be given to read it, as the system calls it.
        entity: the canonical entity that its objects become, whose columns may stand in a company's own fields.
    """

    name: str
    description: str
    fields: Mapping[str, Field]
    listed: Callable[[Client, Window], Iterator[Sequence[Object]]]
    changed: Callable[[Client, datetime], Iterator[Sequence[Object]]] | None = None
    changes_days: int | None = None
    has_windows: bool = False
    key: Callable[[Object], str] = lambda item: str(item["id"])
    version: Callable[[Object], str | None] | None = None
    is_deleted: Callable[[Object], bool] = lambda _item: False
    dated_by: str | None = None
    is_whole: bool = True
    permission: str = ""
    entity: str = ""


def moment_text(value: object) -> str | None:
    """A moment as an API writes it, as text in UTC that sorts; None for none.

    Args:
        value: ISO 8601 text, or seconds or milliseconds since 1970 as a number or as digits.

    Raises:
        ValueError: it is no moment.
    """
    if value is None or value == "":
        return None
    text = str(value)
    if text.lstrip("-").replace(".", "", 1).isdigit():
        seconds = float(text)
        moment = datetime.fromtimestamp(seconds / MILLISECONDS if abs(seconds) > LARGEST_SECONDS else seconds, UTC)
    else:
        moment = datetime.fromisoformat(text)
        moment = moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    return f"{moment:%Y-%m-%dT%H:%M:%S.%f}Z"


def _day(moment: datetime | None) -> str:
    return f"{moment:%Y%m%dT%H%M%S}" if moment else "open"
