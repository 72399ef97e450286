"""From one file to a temporary table of its rows as text, numbered as a spreadsheet numbers them."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from flows.sources.files.limits import FileLimits, UnreadableFileError, judge_parquet, judge_size
from flows.sources.files.mapping import FileFormat
from flows.sources.files.prepared import PreparedCsv, count_records, kind_of, prepare_csv
from flows.sources.files.reader import InboxFile
from flows.sources.files.records import NO_NUL, Record, read_records
from flows.sources.files.sql import identifier, literal

if TYPE_CHECKING:
    import duckdb
    import pyarrow

# What is held in memory at a time, whichever is reached first.
RECORDS_IN_A_BATCH, CHARACTERS_IN_A_BATCH = 50_000, 1 << 24
WHOLE_IN_PARQUET = tuple(f"{sign}{size}INT" for sign in ("", "U") for size in ("TINY", "SMALL", "BIG", "HUGE"))
TYPED_IN_PARQUET = (
    "DATE",
    "TIMESTAMP",
    "INTEGER",
    "UINTEGER",
    *WHOLE_IN_PARQUET,
    "DECIMAL",
    "FLOAT",
    "DOUBLE",
    "BOOLEAN",
)


@dataclass(frozen=True)
class RawTable:
    """A temporary table with the columns c0, c1, ... for the names of the header.

    `row` is SQL for the spreadsheet row; `typed` are the names whose values came typed, so that they are written as
    ISO dates and plain numbers whatever the mapping says; `refused` counts the records that could not be split, which
    stand in the problems already.
    """

    table: str
    file: InboxFile
    header: tuple[str, ...]
    row: str
    typed: frozenset[str] = frozenset()
    refused: int = 0


def load_raw(
    connection: "duckdb.DuckDBPyConnection",
    file: InboxFile,
    form: FileFormat,
    *,
    table: str,
    problems: str,
    workspace: Path,
    limits: FileLimits | None = None,
) -> RawTable:
    """Read one file into a temporary table; records that cannot be split go to the table of problems.

    Raises:
        UnreadableFileError: the file as a whole is not what it should be.
    """
    if kind_of(file.name) == "parquet":
        return _load_parquet(connection, file, table, problems, workspace, limits)
    prepared = prepare_csv(file, form, workspace, limits)
    raw = RawTable(table, file, prepared.header, "rowid + 2")
    if prepared.lines is not None and _load_fast(connection, prepared, form, table, workspace):
        return raw
    return _load_slowly(connection, prepared, form, replace(raw, row="source_row"), problems)


def _load_fast(
    connection: "duckdb.DuckDBPyConnection", prepared: PreparedCsv, form: FileFormat, table: str, workspace: Path
) -> bool:
    """Let DuckDB parse the file; False when it finds anything wrong, so that the file is read patiently instead.

    The records are counted a second time, by their line ends: a parser that loses rows in silence is found out.
    """
    import duckdb

    columns = ", ".join(f"'c{place}': 'VARCHAR'" for place in range(len(prepared.header)))
    try:
        # Not parallel = false: DuckDB 2.0 then drops a value whose quote is never closed, and all rows after it.
        connection.execute(
            f"create or replace temp table {table} as select * from read_csv({_path(prepared.path, workspace)}, "
            f"auto_detect = false, header = false, skip = 1, delim = {literal(form.delimiter)}, "
            f"quote = {literal(form.quote)}, escape = {literal(form.quote)}, columns = {{{columns}}}, "
            f"strict_mode = true, null_padding = false, hive_partitioning = false, compression = 'none')"
        )
    except duckdb.Error:
        return False
    counted = connection.execute(f"select count(*) + 1 from {table}").fetchone()
    records = counted[0] if counted else 0
    return bool(records == prepared.lines or (form.quote and records == count_records(prepared.path, form.quote)))


def _load_slowly(
    connection: "duckdb.DuckDBPyConnection", prepared: PreparedCsv, form: FileFormat, raw: RawTable, problems: str
) -> RawTable:
    import pyarrow

    width = len(prepared.header)
    names = [f"c{place}" for place in range(width)]
    kinds = [pyarrow.string()] * width + [pyarrow.int64()]
    declared = ", ".join(f"{name} varchar" for name in names)
    connection.execute(f"create or replace temp table {raw.table} ({declared}, source_row bigint)")
    records = islice(read_records(prepared.path, form.delimiter, form.quote, width), 1, None)
    refused = 0
    last: Record | None = None
    for batch in _batches(records):
        last = batch[-1]
        # An empty field is null here too, so that a row lands alike whichever way its file was read.
        good = [
            (*(field or None for field in record.fields), record.row) for record in batch if record.fields is not None
        ]
        if good:
            values = [pyarrow.array(column, kind) for column, kind in zip(zip(*good, strict=True), kinds, strict=True)]
            _append(connection, raw.table, pyarrow.table(values, names=[*names, "source_row"]))
        bad = [record for record in batch if record.fields is None]
        refused += len(bad)
        if bad:
            _append(connection, problems, _refusals(raw.file.name, bad))
    if last is not None and last.is_cut(form.delimiter, form.quote, width):
        connection.execute(f"delete from {problems} where file = {literal(raw.file.name)}")
        raise UnreadableFileError(f"a whole file; it ends in the middle of row {last.row}, so write it again")
    return replace(raw, refused=refused)


def _batches(records: Iterator[Record]) -> Iterator[list[Record]]:
    batch: list[Record] = []
    characters = 0
    for record in records:
        batch.append(record)
        characters += len(record.raw)
        if len(batch) == RECORDS_IN_A_BATCH or characters >= CHARACTERS_IN_A_BATCH:
            yield batch
            batch, characters = [], 0
    if batch:
        yield batch


def _refusals(file: str, records: list[Record]) -> "pyarrow.Table":
    import pyarrow

    text = pyarrow.string()
    nothing = pyarrow.nulls(len(records), text)
    return pyarrow.table(
        {
            "file": pyarrow.array([file] * len(records), text),
            "row": pyarrow.array([record.row for record in records], pyarrow.int64()),
            "column_name": nothing,
            "value": nothing,
            "expected": pyarrow.array([record.expected for record in records], text),
            "raw": pyarrow.array([record.raw for record in records], text),
            "_row_key": nothing,
        }
    )


def _append(connection: "duckdb.DuckDBPyConnection", table: str, arrow: "pyarrow.Table") -> None:
    connection.register("arrow_batch", arrow)
    try:
        connection.execute(f"insert into {table} by name select * from arrow_batch")
    finally:
        connection.unregister("arrow_batch")


def _load_parquet(
    connection: "duckdb.DuckDBPyConnection",
    file: InboxFile,
    table: str,
    problems: str,
    workspace: Path,
    limits: FileLimits | None,
) -> RawTable:
    import duckdb

    judge_size(file.bytes, limits)
    _judge_parquet(file)
    path = _path(file.path, workspace)
    source = f"read_parquet({path}, hive_partitioning = false, file_row_number = true)"
    try:
        judge_parquet(connection, path, file.bytes, limits)
        described = connection.execute(f"describe select * from {source}").fetchall()
        columns = [(str(name), str(kind)) for name, kind, *_ in described if name != "file_row_number"]
        texts = ", ".join(
            f"{as_text(identifier(name), kind)} as c{place}" for place, (name, kind) in enumerate(columns)
        )
        connection.execute(
            f"create or replace temp table {table} as select {texts}, file_row_number + 2 as source_row from {source}"
        )
    except duckdb.Error as error:
        raise UnreadableFileError("a whole Parquet file; it is cut off or damaged, so write it again") from error
    header = tuple(name.strip() for name, _ in columns)
    if len({name.casefold() for name in header}) < len(header):
        raise UnreadableFileError("every column name once; the file has one twice")
    typed = frozenset(name.strip() for name, kind in columns if kind.split("(")[0].startswith(TYPED_IN_PARQUET))
    refused = _refuse_nul(connection, file, table, len(columns), problems)
    return RawTable(table, file, header, "source_row", typed, refused)


def _judge_parquet(file: InboxFile) -> None:
    try:
        with file.path.open("rb") as opened:
            start = opened.read(4)
            opened.seek(max(file.bytes - 4, 0))
            end = opened.read(4)
    except OSError as error:
        raise UnreadableFileError(f"a file that can be opened ({error.strerror}); check its permissions") from error
    if not start:
        raise UnreadableFileError("a header and rows; the file is empty")
    if start != b"PAR1":
        raise UnreadableFileError("a Parquet file, as its name says; the file holds something else")
    if end != b"PAR1":
        raise UnreadableFileError("a whole Parquet file; it is cut off or damaged, so write it again")


def _refuse_nul(connection: "duckdb.DuckDBPyConnection", file: InboxFile, table: str, width: int, problems: str) -> int:
    """Parquet may hold NULs in its texts; CSV has been scanned for them before."""
    texts = ", ".join(f"c{place}" for place in range(width))
    holds_nul = f"contains(concat_ws(' ', {texts}), chr(0))"
    connection.execute(
        f"insert into {problems} by name select {literal(file.name)} as file, source_row as row, "
        f"{literal(NO_NUL)} as expected, replace(concat_ws(',', {texts}), chr(0), '\\x00') as raw "
        f"from {table} where {holds_nul}"
    )
    deleted = connection.execute(f"delete from {table} where {holds_nul}").fetchone()
    return int(deleted[0]) if deleted else 0


def as_text(column: str, kind: str) -> str:
    """SQL that writes a typed Parquet value as the text that a tidy CSV would hold."""
    if kind == "TIMESTAMP WITH TIME ZONE":
        return f"strftime(timezone('UTC', {column}), '%Y-%m-%d %H:%M:%S.%f') || 'Z'"
    if kind.startswith("TIMESTAMP"):
        return f"strftime(cast({column} as timestamp), '%Y-%m-%d %H:%M:%S.%f')"
    if kind in ("FLOAT", "DOUBLE"):
        return (
            f"coalesce(rtrim(rtrim(cast(try_cast({column} as decimal(38, 8)) as varchar), '0'), '.'), "
            f"cast({column} as varchar))"
        )
    if kind.endswith("]") or kind.startswith(("STRUCT", "MAP", "UNION")):
        return f"cast(to_json({column}) as varchar)"
    return f"cast({column} as varchar)"


def _path(path: Path, workspace: Path) -> str:
    """A path as SQL; one with characters that DuckDB would take for a pattern is reached through a link."""
    absolute = path.resolve()
    if any(character in str(absolute) for character in "*?["):
        link = workspace / f"link{absolute.suffix}"
        link.unlink(missing_ok=True)
        link.symlink_to(absolute)
        absolute = link
    return literal(str(absolute))
