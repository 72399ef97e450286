"""Which cells of a row name a person, and the row without them."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from flows.erasure.person import folded
from flows.erasure.terms import Terms
from flows.extraction.erased import object_name, texts_at, without_person
from flows.sources.files.streams import Stream, load_streams

CONTACT_ID = "contact_id"
EMAIL = "email"
# Texts about a row's person that no declared column has: in marts, in extra columns, in rows that were refused.
FREE_TEXTS = frozenset({"contact_name", "description", "details", "evidence", "mobile", "note", "notes", "phone"})
# Columns that hold a refused row as it was read, and the value that was wrong with it.
RAW = frozenset({"raw", "row_as_read"})
WRONG_VALUE = "value"
EXTRA = "_extra"
ROW_KEY = "_row_key"
PIECES = re.compile(r"[\",;|\t{}\[\]\r\n]+")

Cells = list[str | None]


@dataclass(frozen=True)
class ObjectPlaces:
    """Where the ids of objects stand and the objects as JSON, what they are objects of, and their personal paths."""

    id: int
    payload: int
    source: str
    stream: str
    paths: tuple[str, ...]

    def named(self, row: Sequence[str | None]) -> str:
        """What tells the object of a row from all others."""
        return object_name(self.source, self.stream, row[self.id] or "")

    def is_of(self, row: Sequence[str | None], terms: Terms) -> bool:
        """Whether the object is the person's, or holds their address in a personal field."""
        if self.named(row) in terms.person.objects:
            return True
        payload = row[self.payload] or ""
        if not terms.may_hold(payload):
            return False
        item = json.loads(payload)
        return any(folded(text) in terms.person.emails for path in self.paths for text in texts_at(item, path))


@dataclass(frozen=True)
class Layout:
    """The places of columns in a table: ids and addresses of a person, copies of whole rows, what else is personal.

    `objects` says where objects of a system stand in it.
    """

    ids: tuple[int, ...] = ()
    emails: tuple[int, ...] = ()
    raw: tuple[int, ...] = ()
    personal: tuple[int, ...] = ()
    objects: "ObjectPlaces | None" = None


@cache
def personal_columns() -> frozenset[str]:
    """Names of all columns that hold personal data, whatever the table."""
    declared = (column.name for stream in load_streams().values() for column in stream.columns.values() if column.pii)
    return frozenset(declared) | FREE_TEXTS | {EXTRA}


def layout(columns: Sequence[str]) -> Layout:
    """The layout of any table, by the names of its columns."""
    names = [name.strip().casefold() for name in columns]
    raw = _places(names, RAW)
    beside_raw = _places(names, {WRONG_VALUE}) if raw else ()
    return Layout(
        ids=tuple(place for place, name in enumerate(names) if name == CONTACT_ID or name.endswith(f"_{CONTACT_ID}")),
        emails=tuple(place for place, name in enumerate(names) if name == EMAIL or name.endswith(f"_{EMAIL}")),
        raw=raw,
        personal=(*_places(names, personal_columns()), *raw, *beside_raw),
    )


def landed_layout(stream: str, columns: Sequence[str]) -> Layout:
    """The layout of a landed file: where contacts are the key, the key is an id too."""
    found = layout(columns)
    declared = load_streams().get(stream)
    if declared is not None and declared.key == (CONTACT_ID,):
        return Layout((*found.ids, *_places(list(columns), {ROW_KEY})), found.emails, found.raw, found.personal)
    return found


def dropped_layout(stream: Stream, header: Sequence[str], mapped: Mapping[str, str], kept: frozenset[str]) -> Layout:
    """The layout of a dropped file under the names of its own header.

    Args:
        stream: the stream that the file belongs to.
        header: the names of its columns.
        mapped: their name for each of ours, as mapping.yml has it.
        kept: their names of columns that other streams are looked up by.
    """
    names = [name.strip(" \t\r\n\ufeff\u00a0").casefold() for name in header]
    ours = {mapped.get(name, name).strip().casefold(): column for name, column in stream.columns.items()}
    found = {place: ours.get(name) for place, name in enumerate(names)}
    looked_up = {name.strip().casefold() for name in kept}
    personal = [place for place, column in found.items() if (column.pii if column else names[place] not in looked_up)]
    return Layout(
        ids=tuple(place for place, column in found.items() if column and column.name == CONTACT_ID),
        emails=tuple(place for place, column in found.items() if column and column.name == EMAIL),
        personal=tuple(personal),
    )


def object_layout(source: str, stream: str, paths: tuple[str, ...], columns: Sequence[str]) -> Layout:
    """The layout of a landed file of objects, whose columns say nothing and whose paths say all."""
    names = list(columns)
    if "id" not in names or "payload" not in names:
        return layout(columns)
    return Layout(objects=ObjectPlaces(names.index("id"), names.index("payload"), source, stream, paths))


def clean_row(row: Sequence[str | None], places: Layout, terms: Terms) -> tuple[Cells, int]:
    """The row without the person, and how many of its cells changed; facts stay, ids become tokens."""
    if places.objects is not None:
        return _clean_object(row, places.objects, terms)
    own = is_own(row, places, terms)
    cells: Cells = list(row)
    for place, cell in enumerate(row):
        if cell is None:
            continue
        if place in places.ids and cell.strip() in terms.person.tokens:
            cells[place] = terms.person.tokens[cell.strip()]
        elif own and place in places.personal:
            cells[place] = None if cell else cell
        else:
            cells[place] = terms.clean(cell, own)[0]
    return cells, sum(before != after for before, after in zip(row, cells, strict=True))


def _clean_object(row: Sequence[str | None], places: ObjectPlaces, terms: Terms) -> tuple[Cells, int]:
    own, nameless = places.is_of(row, terms), terms.without_ids
    cells: Cells = list(row)
    if own:
        cells[places.payload] = without_person(row[places.payload] or "{}", places.paths)
    cells = [nameless.clean(cell, own)[0] if cell is not None else None for cell in cells]
    return cells, sum(before != after for before, after in zip(row, cells, strict=True))


def is_own(row: Sequence[str | None], places: Layout, terms: Terms) -> bool:
    """Whether the row is about the person: it has their id or their address in a cell of its own."""
    person = terms.person
    tokens = set(person.tokens.values())
    return (
        any((row[place] or "").strip() in person.tokens or row[place] in tokens for place in places.ids)
        or any(folded(row[place] or "") in person.emails for place in places.emails)
        or any(speaks_of(row[place] or "", terms) for place in places.raw)
    )


def speaks_of(raw: str, terms: Terms) -> bool:
    """Whether a row that could not be read, as JSON or as a line, has the person's id or address among its values."""
    try:
        read = json.loads(raw)
    except ValueError:
        read = None
    if isinstance(read, dict):
        values = {str(value).strip() for value in _values(read)}
        named = {str(value).strip() for name, value in read.items() if CONTACT_ID in str(name).casefold()}
        return _names(values, terms) or not named.isdisjoint(terms.person.tokens)
    return _names({piece.strip() for piece in PIECES.split(raw)}, terms)


def _values(read: Any) -> Iterator[Any]:
    """Every value of a JSON, however deep it stands."""
    if isinstance(read, (dict, list)):
        for inner in read.values() if isinstance(read, dict) else read:
            yield from _values(inner)
    elif read is not None:
        yield read


def _names(values: set[str], terms: Terms) -> bool:
    return not values.isdisjoint(terms.person.clear_ids) or not terms.person.emails.isdisjoint(map(folded, values))


def _places(names: Sequence[str], wanted: frozenset[str] | set[str]) -> tuple[int, ...]:
    return tuple(place for place, name in enumerate(names) if name in wanted)
