"""What changed in a stream since its last landing, written as one Parquet file."""

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

import duckdb

from flows.files import sync_file
from flows.landing.columns import landed_rows, quoted
from flows.landing.commits import LandedFile, Landing, sha256_of

# The columns that every landed row carries beside its stream's own.
ROW_COLUMNS = ("_origin_file", "_origin_row", "_row_key")


@dataclass(frozen=True)
class StreamChange:
    """How a stream changed, in rows, and the uncommitted files that say so."""

    stream: str
    rows_before: int | None
    rows_new: int
    rows_changed: int
    rows_deleted: int
    files: tuple[LandedFile, ...]

    @property
    def rows_after(self) -> int:
        """Rows that stand once this change is committed."""
        return (self.rows_before or 0) + self.rows_new - self.rows_deleted


@dataclass(frozen=True)
class Loading:
    """Which run lands, when, and from which knowledge date its rows count."""

    landing: Landing
    run_id: str
    loaded_at: datetime
    as_of: date


def land_changes(
    connection: duckdb.DuckDBPyConnection,
    loading: Loading,
    source: str,
    stream: str,
    columns: tuple[str, ...],
    incoming: str,
    *,
    is_whole: bool,
    scope: str = "true",
    present_keys: str | None = None,
) -> StreamChange:
    """Write the new, the changed and, from a whole export, the vanished rows of a stream.

    Args:
        connection: a private DuckDB connection that holds `incoming`.
        loading: the run that lands.
        source: the connector's name.
        stream: the stream's name.
        columns: the stream's own columns, which `incoming` has beside `_origin_file, _origin_row, _row_key`.
        incoming: a relation with one row per key.
        is_whole: whether `incoming` is the stream's whole content, so that a missing key is a deletion.
        scope: a condition on the standing rows that `incoming` speaks of.
        present_keys: a relation of further `_row_key`s that are there though their rows were refused.
    """
    before = loading.landing.files(source, stream)
    _standing(connection, before, columns, scope)
    hashed = ", ".join(f"coalesce({quoted(column)}, chr(0))" for column in columns)
    connection.execute(f"""
        create or replace temp table arriving as
        select *, md5(concat_ws(chr(31), {hashed})) as _row_hash from {incoming}
    """)
    connection.execute(f"""
        create or replace temp table changes as
        select
            {_listed("arriving", columns)}, arriving._row_hash,
            false as _deleted, standing._row_key is null as is_new
        from arriving
        left join standing on arriving._row_key = standing._row_key
        where standing._row_key is null or standing._row_hash <> arriving._row_hash
    """)
    if is_whole and not _has_unknown_key(connection, present_keys):
        refused = f"and _row_key not in (select _row_key from {present_keys})" if present_keys else ""
        connection.execute(f"""
            insert into changes
            select {_listed("standing", columns)}, standing._row_hash, true, false
            from standing
            where _row_key not in (select _row_key from arriving) {refused}
        """)
    counts = connection.execute("""
        select
            (select count(*) from standing),
            count(*) filter (where is_new),
            count(*) filter (where not is_new and not _deleted),
            count(*) filter (where _deleted)
        from changes
    """).fetchall()[0]
    files = (_write(connection, loading, source, stream, columns),) if sum(counts[1:]) or not before else ()
    return StreamChange(stream, counts[0] if before else None, counts[1], counts[2], counts[3], files)


def _has_unknown_key(connection: duckdb.DuckDBPyConnection, keys: str | None) -> bool:
    # A refused row whose key cannot be read may be any of the rows that seem to have vanished.
    return bool(keys) and bool(
        connection.execute(f"select exists (select 1 from {keys} where _row_key is null)").fetchall()[0][0]
    )


def _standing(connection: duckdb.DuckDBPyConnection, files: list[Path], columns: tuple[str, ...], scope: str) -> None:
    connection.execute(f"""
        create or replace temp table standing as
        select {_listed("landed", columns)}, _row_hash
        from (
            select *, row_number() over (partition by _row_key order by _run_id desc) as version
            from ({landed_rows(columns, map(str, files))})
        ) as landed
        where version = 1 and not _deleted and ({scope})
    """)


def _write(
    connection: duckdb.DuckDBPyConnection, loading: Loading, source: str, stream: str, columns: tuple[str, ...]
) -> LandedFile:
    folder = loading.landing.folder(source, stream, loading.loaded_at.date())
    path = folder / f"{loading.run_id}-0.parquet"
    temporary = path.with_suffix(".tmp")
    rows = connection.execute(
        f"""
        copy (
            select
                {_listed("changes", columns)}, changes._row_hash,
                $source as _source, $stream as _stream, $run_id as _run_id,
                $loaded_at::timestamp as _loaded_at, $known_on::date as _known_on, changes._deleted
            from changes
            order by _row_key
        ) to '{str(temporary).replace("'", "''")}' (format parquet, compression zstd)
        """,
        {
            "source": source,
            "stream": stream,
            "run_id": loading.run_id,
            "loaded_at": loading.loaded_at.replace(tzinfo=None),
            "known_on": loading.as_of,
        },
    ).fetchall()[0][0]
    sync_file(temporary)
    temporary.replace(path)
    return LandedFile(source, stream, path.relative_to(loading.landing.root).as_posix(), rows, sha256_of(path))


def _listed(relation: str, columns: tuple[str, ...]) -> str:
    return ", ".join(f"{relation}.{quoted(column)}" for column in (*columns, *ROW_COLUMNS))
