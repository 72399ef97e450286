"""mapping.yml: how a foreign export is read as our streams, judged strictly before any file is opened."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Any, Literal, TypeVar, cast

from flows.errors import InputError
from flows.sources.files import mapping_values as values
from flows.sources.files.mapping_values import Place
from flows.sources.files.streams import Stream, load_streams

FILE_NAME = "mapping.yml"
Mode = Literal["snapshot", "append"]
Read = TypeVar("Read")

FORMAT_KEYS = ("delimiter", "encoding", "quote", "date_format", "decimal_comma", "timezone")
STREAM_KEYS = ("files", "mode", *FORMAT_KEYS, "columns", "constants", "values", "lookups", "combine")
LOOKUP_KEYS = ("stream", "match", "by")
COMBINABLE = ("decimal", "integer")


@dataclass(frozen=True)
class FileFormat:
    """How the text of a file is written; without date formats, dates are ISO 8601."""

    delimiter: str = ","
    encoding: str = "utf-8"
    quote: str = '"'
    date_format: tuple[str, ...] = ()
    decimal_comma: bool = False
    timezone: str = "UTC"


@dataclass(frozen=True)
class Lookup:
    """Where a column's value stands: in the row of `stream` whose `match` equals our file's column `by`."""

    stream: str
    match: str
    by: str


@dataclass(frozen=True)
class StreamMapping:
    """What mapping.yml says of one stream; `columns` holds their name for each of ours."""

    files: tuple[str, ...] = ()
    mode: Mode = "snapshot"
    format: FileFormat = FileFormat()
    columns: Mapping[str, str] = field(default_factory=dict)
    constants: Mapping[str, str] = field(default_factory=dict)
    values: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    lookups: Mapping[str, Lookup] = field(default_factory=dict)
    combine: Mapping[str, str] = field(default_factory=dict)


def load_mapping(folder: Path) -> dict[str, StreamMapping]:
    """The mapping of every stream, the defaults applied; plain ISO, UTF-8 and commas where there is no mapping.yml.

    Raises:
        InputError: the file is not readable YAML, or a key, a column or a value in it is unknown or wrong.
    """
    streams = load_streams()
    path = folder / FILE_NAME
    if not path.exists() and not path.is_symlink():
        return {name: StreamMapping() for name in streams}
    top = Place(FILE_NAME)
    content = values.keyed(top, values.load_yaml(path), ("defaults", "streams"))
    defaults = _format(top.at("defaults"), values.keyed(top.at("defaults"), content.get("defaults"), FORMAT_KEYS))
    written = values.keyed(top.at("streams"), content.get("streams"), tuple(streams))
    mappings = {
        name: _stream(top.at("streams").at(name), stream, written.get(name), defaults)
        for name, stream in streams.items()
    }
    _judge_lookups(top.at("streams"), mappings)
    return mappings


def _format(place: Place, written: Mapping[str, Any], base: FileFormat | None = None) -> FileFormat:
    readers = {
        "delimiter": values.delimiter,
        "encoding": values.encoding,
        "quote": values.quote,
        "date_format": values.date_formats,
        "decimal_comma": values.boolean,
        "timezone": values.timezone,
    }
    changes = {key: reader(place.at(key), written[key]) for key, reader in readers.items() if key in written}
    read = replace(base or FileFormat(), **cast("dict[str, Any]", changes))
    if read.delimiter == read.quote:
        raise InputError(f"{place}: the delimiter and the quote are the same character; choose another quote.")
    if read.decimal_comma and read.delimiter == "," and not read.quote:
        raise InputError(f"{place}: a decimal comma needs quotes or another delimiter than the comma.")
    return read


def _stream(place: Place, stream: Stream, content: Any, defaults: FileFormat) -> StreamMapping:
    written = values.keyed(place, content, STREAM_KEYS)
    known = tuple(stream.columns)
    section = {key: values.keyed(place.at(key), written.get(key), known) for key in STREAM_KEYS[-5:]}
    _judge_overlaps(place, section)
    return StreamMapping(
        files=values.file_patterns(place.at("files"), written.get("files")),
        mode=cast("Mode", values.one_of(place.at("mode"), written.get("mode", "snapshot"), ("snapshot", "append"))),
        format=_format(place, written, defaults),
        columns=_each(place.at("columns"), section["columns"], values.text),
        constants=_each(place.at("constants"), section["constants"], values.text),
        values=_each(place.at("values"), section["values"], values.replacements),
        lookups=_each(place.at("lookups"), section["lookups"], _lookup),
        combine=_each(place.at("combine"), section["combine"], partial(_combination, stream)),
    )


def _each(place: Place, section: Mapping[str, Any], reader: Callable[[Place, Any], Read]) -> dict[str, Read]:
    return {column: reader(place.at(column), content) for column, content in section.items()}


def _lookup(place: Place, content: Any) -> Lookup:
    written = values.keyed(place, content, LOOKUP_KEYS)
    for key in ("stream", "match"):
        if key not in written:
            raise InputError(f"{place}: the key '{key}' is missing; a lookup names a stream and the column to match.")
    name = values.one_of(place.at("stream"), written["stream"], tuple(load_streams()))
    match = values.text(place.at("match"), written["match"])
    return Lookup(name, match, values.text(place.at("by"), written.get("by", match)))


def _combination(stream: Stream, place: Place, content: Any) -> str:
    column = stream.columns[place.key]
    if column.name in stream.key or column.type not in COMBINABLE:
        raise InputError(f"{place}: only a number outside the key can be combined; {column.name} is not one.")
    return values.one_of(place, content, ("sum", "max", "min"))


def _judge_overlaps(place: Place, section: Mapping[str, Mapping[str, Any]]) -> None:
    for column in section["columns"]:
        for other in ("constants", "lookups"):
            if column in section[other]:
                raise InputError(f"{place.at(other).at(column)}: the column stands under columns too; keep one.")
    for column in section["constants"]:
        if column in section["lookups"]:
            raise InputError(f"{place.at('lookups').at(column)}: the column stands under constants too; keep one.")


def _judge_lookups(place: Place, mappings: Mapping[str, StreamMapping]) -> None:
    """A lookup reads a stream that looks nothing up itself, by the one column that is its key."""
    streams = load_streams()
    for name, mapping in mappings.items():
        for column, lookup in mapping.lookups.items():
            here = place.at(name).at("lookups").at(column)
            source = streams[lookup.stream]
            if source.key != (lookup.match,):
                raise InputError(
                    f"{here}: match is '{lookup.match}'; expected the whole key of {source.name}, "
                    f"which is {', '.join(source.key)}."
                )
            if column not in source.columns:
                raise InputError(f"{here}: {source.name} has no column '{column}' to fill it from.")
            if mappings[source.name].lookups:
                raise InputError(f"{here}: {source.name} is filled by lookups itself; name a stream that is not.")
