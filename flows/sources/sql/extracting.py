"""Rows of a database set down as Parquet, a span a file, and made one file that is read like a dropped one."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from flows.errors import SourceError, shown
from flows.extraction.spool import Spool
from flows.files import as_pattern, sync_file
from flows.landing.columns import quoted
from flows.settings import RunRequest
from flows.sources.files.mapping import FileFormat
from flows.sources.files.raw import as_text
from flows.sources.files.reader import InboxFile, InboxStream
from flows.sources.files.sql import literal
from flows.sources.files.streams import Stream
from flows.sources.sql.cursor import Value, kept, restored
from flows.sources.sql.database import CURSOR, Database
from flows.sources.sql.plan import Plan, Span
from flows.sources.sql.settings import SqlStream

if TYPE_CHECKING:
    import duckdb
    import pyarrow

NEWEST = "account360_newest"
WHOLE = "whole"


@dataclass(frozen=True)
class Extracted:
    """What was set down of a stream: a spool, and the newest cursor in it."""

    spool: Spool
    newest: Value | None


def wanted_columns(source: str, stream: Stream, place: SqlStream, header: Sequence[str]) -> list[str]:
    """The columns to read, as the database writes them: those that the stream has, and those named to come along.

    Of a query all come along. Nothing else leaves the database.

    Raises:
        SourceError: a column that is named or required is not there.
    """
    found = {name.casefold(): name for name in header}

    def missing(theirs: str, why: str) -> SourceError:
        return SourceError(
            f"The source {source} has no column {shown(theirs)} in its {place.place}, {why}; it has "
            f"{', '.join(map(shown, header))}.",
            may_pass=False,
            of_stream=True,
        )

    chosen = []
    for name, column in stream.columns.items():
        theirs = place.columns.get(name, name)
        if theirs.casefold() in found and name not in place.constants:
            chosen.append(found[theirs.casefold()])
        elif name in place.columns:
            raise missing(theirs, f"which sources.yml names for {name}")
        elif column.required and name not in place.constants:
            raise missing(theirs, f"which {stream.name} cannot do without; name its column under columns")
    for theirs in place.other_columns:
        if theirs.casefold() not in found:
            raise missing(theirs, "which sources.yml names under other_columns")
        chosen.append(found[theirs.casefold()])
    return list(dict.fromkeys([*chosen, *(header if place.query is not None else ())]))


def set_down(
    database: Database,
    source: str,
    stream: Stream,
    place: SqlStream,
    plan: Plan,
    request: RunRequest,
    lasting: timedelta,
) -> Extracted:
    """Read the spans of a plan; those that an earlier reading had finished are there already.

    Raises:
        SourceError: they cannot be read.
    """
    spool = Spool(request.home.spool / source / stream.name, plan, request.started_at, lasting)
    wanted = wanted_columns(source, stream, place, database.header(place))
    for span in plan.spans:
        if not spool.holds(span.name):
            _write(database, place, wanted, span, spool.path(span.name))
    found = [value for file in spool.files() if (value := _newest_of(file)) is not None]
    return Extracted(spool, max(found, default=None))


def as_inbox_stream(source: str, stream: Stream, place: SqlStream, extracted: Extracted) -> InboxStream:
    """What was set down, as if it had been dropped as one file of that stream."""
    path = _joined(extracted.spool.files(), stream, place, extracted.spool.folder)
    file = InboxFile(path, f"{source}/{stream.name}.parquet", "", path.stat().st_size)
    return InboxStream(
        stream=stream,
        files=(file,),
        mode=place.mode,
        format=FileFormat(timezone=place.timezone),
        columns=place.columns,
        constants=place.constants,
        values=place.values,
        lookups={},
        combine={},
        fingerprint="",
    )


def _write(database: Database, place: SqlStream, wanted: Sequence[str], span: Span, path: Path) -> None:
    """Set the rows of a span down as text, under its name once they are all there, with the newest cursor beside."""
    import duckdb
    import pyarrow as pa
    import pyarrow.compute as pc
    import pyarrow.parquet as pq

    temporary = path.with_suffix(".part")
    schema = pa.schema([(name, pa.string()) for name in wanted])
    newest: Value | None = None
    options = {"compression": "zstd", "compression_level": 1}
    with duckdb.connect() as connection, pq.ParquetWriter(temporary, schema, **options) as writer:
        for chunk in database.chunks(place, wanted, span):
            if place.cursor is not None:
                seen = database.cursor_value(place, pc.max(chunk[CURSOR]).as_py())
                newest = max((value for value in (newest, seen) if value is not None), default=None)
            writer.write_table(_texts(connection, chunk.select(wanted), schema))
        if newest is not None:
            writer.add_key_value_metadata({NEWEST: json.dumps(kept(newest))})
    sync_file(temporary)
    temporary.replace(path)


def _texts(
    connection: "duckdb.DuckDBPyConnection", chunk: "pyarrow.Table", schema: "pyarrow.Schema"
) -> "pyarrow.Table":
    """The rows with every value as the text that a tidy file would hold."""
    import pyarrow as pa

    if all(pa.types.is_string(kind) or pa.types.is_null(kind) for kind in chunk.schema.types):
        return chunk.cast(schema)
    connection.register("chunk", chunk)
    described = connection.execute("describe select * from chunk").fetchall()
    texts = ", ".join(f"{as_text(quoted(name), kind)} as {quoted(name)}" for name, kind, *_ in described)
    written: pa.Table = connection.sql(f"select {texts} from chunk").to_arrow_table()
    return written.cast(schema)


def _newest_of(file: Path) -> Value | None:
    import pyarrow.parquet as pq

    metadata = pq.read_metadata(file).metadata or {}
    return restored(json.loads(metadata.get(NEWEST.encode(), b"[]")))


def _joined(files: Sequence[Path], stream: Stream, place: SqlStream, folder: Path) -> Path:
    """One file of all spans; a row that has moved on from one to a later one while they were read stands in that."""
    import duckdb
    import pyarrow.parquet as pq

    if len(files) == 1:
        return files[0]
    found = {name.casefold(): name for name in pq.read_schema(files[0]).names}
    theirs = [found.get(place.columns.get(name, name).casefold()) for name in stream.key]
    key = ", ".join(quoted(name) for name in theirs if name is not None) or "null"
    path = folder / WHOLE / "rows.parquet"
    path.parent.mkdir(exist_ok=True)
    listed = ", ".join(literal(as_pattern(file)) for file in files)
    with duckdb.connect() as connection:
        connection.execute(f"set temp_directory = {literal(str(folder / WHOLE))}")
        connection.execute(f"""
            copy (
                select * exclude (filename) from read_parquet([{listed}], filename = true)
                qualify filename = max(filename) over (partition by {key})
            ) to {literal(str(path))} (format parquet, compression zstd)
        """)
    return path
