"""What the section `sql` of sources.yml may say."""

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, SecretStr

from flows.errors import ConfigurationError, shown
from flows.extraction.configuration import SourceSettings
from flows.sources.files.streams import Stream, load_streams

# What may stand in a query besides its words: texts, names and comments, in which a word means nothing.
ASIDE = re.compile(r"'(?:[^']|'')*'|\"(?:[^\"]|\"\")*\"|--[^\n]*|/\*.*?\*/", re.DOTALL)
QUERIES = ("select", "with")


class SqlStream(BaseModel):
    """One stream of the file-drop format and where it stands in the database.

    Attributes:
        table: the table or view, with its schema before a point.
        query: a select in its place.
        cursor: the column by which new and changed rows are told: a moment, a day or a growing number.
        mode: snapshot, where a row that is missing is gone; or append, where rows are only added and changed.
        columns: the database's name for each of ours.
        constants: values that all rows have.
        values: what the database's values mean in ours.
        other_columns: columns of a table that come along though the format does not know them.
        timezone: the zone of moments without one.
        overlap_numbers: how far below the newest number of the cursor a reading begins.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)

    table: str | None = None
    query: str | None = None
    cursor: str | None = None
    mode: Literal["snapshot", "append"] = "snapshot"
    columns: Mapping[str, str] = Field(default_factory=dict)
    constants: Mapping[str, str] = Field(default_factory=dict)
    values: Mapping[str, Mapping[str, str]] = Field(default_factory=dict)
    other_columns: tuple[str, ...] = ()
    timezone: str = "UTC"
    overlap_numbers: int = Field(default=1_000, ge=0)

    @property
    def place(self) -> str:
        """The table or the query, as people are told of it."""
        return f"table {self.table}" if self.table else "query"

    def fingerprint(self, stream: Stream, *others: str) -> str:
        """A hash over all that decides what is read and how it is judged."""
        content: Any = [self.model_dump(mode="json"), asdict(stream), *others]
        return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()


class SqlSettings(SourceSettings):
    """Address and streams of one database.

    Attributes:
        url: its address with user and password, as SQLAlchemy writes it.
        streams: what to read, by the streams of the file-drop format.
        statement_seconds: how long the database may take over one statement, or over one chunk of its rows.
        chunk_rows: rows that are fetched at a time.
    """

    url: SecretStr
    streams: Mapping[str, SqlStream]
    statement_seconds: int = Field(default=600, ge=1)
    chunk_rows: int = Field(default=50_000, ge=1)


def judged(settings: SqlSettings) -> dict[str, tuple[Stream, SqlStream]]:
    """The declared streams with their places, in declared order.

    Raises:
        ConfigurationError: a stream or a column is unknown, or a place is no table and no query.
    """
    declared = load_streams()
    if not settings.streams:
        raise ConfigurationError("sources.yml: streams of sql is empty; name what to read, such as usage.")
    for name, place in settings.streams.items():
        if name not in declared:
            raise ConfigurationError(
                f"sources.yml: streams of sql names '{shown(name)}', which is none; known: {', '.join(declared)}."
            )
        _judge(declared[name], place)
    return {name: (stream, settings.streams[name]) for name, stream in declared.items() if name in settings.streams}


def _judge(stream: Stream, place: SqlStream) -> None:
    where = f"sources.yml: streams.{stream.name} of sql"
    if (place.table is None) == (place.query is None):
        raise ConfigurationError(f"{where} needs either a table or a query; write one of them.")
    if place.mode == "append" and place.cursor is None:
        raise ConfigurationError(f"{where} has the mode append and no cursor; name the column that tells new rows.")
    if place.mode == "snapshot" and place.cursor is not None:
        raise ConfigurationError(f"{where} has a cursor and the mode snapshot; write mode: append, or leave it out.")
    for setting in ("columns", "constants", "values"):
        for column in getattr(place, setting):
            if column not in stream.columns:
                raise ConfigurationError(
                    f"{where}: {setting} names '{shown(column)}', which is no column of {stream.name}; "
                    f"known: {', '.join(stream.columns)}."
                )
    if both := sorted(set(place.columns) & set(place.constants)):
        raise ConfigurationError(f"{where}: {both[0]} stands under columns and under constants; keep one.")
    if place.query is not None:
        _judge_query(where, place.query)


def _judge_query(where: str, query: str) -> None:
    words = ASIDE.sub(" ", query).strip().removesuffix(";").strip()
    if not words.lower().startswith(QUERIES) or ";" in words:
        raise ConfigurationError(f"{where}: its query is no single select; nothing else is sent to the database.")
