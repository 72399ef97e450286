"""What changed in a stream since its last landing, written as one Parquet file."""

from dataclasses import dataclass
from datetime import date, datetime

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
    version: str | None = None,
    deleted: str = "false",
    part: int = 0,
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
        version: the column with the moment of a row's last change, before which an older one does not come.
        deleted: a condition on `incoming` under which a row says that it is gone.
        part: the number of the stream's file in the run, where two sources of one run land the same stream.
    """
    before = loading.landing.files(source, stream)
    landed = f"({landed_rows(columns, map(str, before))})"
    # Of a part of a stream, the rows that did not come need not be compared.
    spoken_of = scope if is_whole else f"({scope}) and _row_key in (select _row_key from {incoming})"
    _standing(connection, landed, spoken_of, version)
    standing = _count(connection, "select count(*) from standing where not is_gone") if is_whole else None
    _changes(connection, columns, incoming, version, deleted)
    if is_whole and not _has_unknown_key(connection, present_keys):
        _add_vanished(connection, incoming, present_keys)
    counts = connection.execute("""
        select
            count(*) filter (where is_new and not is_gone),
            count(*) filter (where not is_new and not is_gone),
            count(*) filter (where was_here and is_gone),
            count(*)
        from changes
    """).fetchall()[0]
    written = _written(connection, landed, columns, incoming)
    files = (_write(connection, loading, source, stream, written, part),) if counts[3] or not before else ()
    rows_before = standing if standing is not None else _standing_rows(connection, landed, scope)
    return StreamChange(stream, rows_before if before else None, counts[0], counts[1], counts[2], files)


def _standing(connection: duckdb.DuckDBPyConnection, landed: str, scope: str, version: str | None) -> None:
    """The newest version of rows, by nothing but its key, its hash and its moment: rows may be wide."""
    moment = f"arg_max({quoted(version)}, _run_id)" if version else "null::varchar"
    connection.execute(f"""
        create or replace temp table standing as
        select
            _row_key, arg_max(_row_hash, _run_id) as _row_hash, arg_max(_deleted, _run_id) as is_gone,
            {moment} as moment
        from {landed}
        where ({scope})
        group by _row_key
    """)


def _standing_rows(connection: duckdb.DuckDBPyConnection, landed: str, scope: str) -> int:
    """How many rows stand; which version of a row is its newest is asked only of those that were ever deleted."""
    keys = _count(connection, f"select count(distinct _row_key) from {landed} where ({scope})")
    ever_deleted = f"select _row_key from {landed} where _deleted"
    if not _count(connection, f"select count(*) from ({ever_deleted})"):
        return keys
    newest = f"select arg_max(_deleted, _run_id) as is_gone from {landed} where ({scope}) "
    gone = f"{newest} and _row_key in ({ever_deleted}) group by _row_key"
    return keys - _count(connection, f"select count(*) from ({gone}) where is_gone")


def _count(connection: duckdb.DuckDBPyConnection, query: str) -> int:
    return int(connection.execute(query).fetchall()[0][0])


def _changes(
    connection: duckdb.DuckDBPyConnection, columns: tuple[str, ...], incoming: str, version: str | None, deleted: str
) -> None:
    hashed = ", ".join(f"coalesce({quoted(column)}, chr(0))" for column in columns)
    newer = "and coalesce(arriving.moment >= standing.moment, true)" if version else ""
    connection.execute(f"""
        create or replace temp table changes as
        select
            arriving._row_key, arriving._row_hash, arriving.is_gone,
            standing._row_key is null or standing.is_gone as is_new,
            coalesce(not standing.is_gone, false) as was_here
        from (
            select
                _row_key, md5(concat_ws(chr(31), {hashed})) as _row_hash, {deleted} as is_gone,
                {quoted(version) if version else "null"} as moment
            from {incoming}
        ) as arriving
        left join standing on arriving._row_key = standing._row_key
        where
            (
                standing._row_key is null
                or standing._row_hash <> arriving._row_hash
                or standing.is_gone <> arriving.is_gone
            )
            {newer}
    """)


def _add_vanished(connection: duckdb.DuckDBPyConnection, incoming: str, present_keys: str | None) -> None:
    refused = f"and _row_key not in (select _row_key from {present_keys})" if present_keys else ""
    connection.execute(f"""
        insert into changes
        select _row_key, _row_hash, true, false, true
        from standing
        where not is_gone and _row_key not in (select _row_key from {incoming}) {refused}
    """)


def _written(connection: duckdb.DuckDBPyConnection, landed: str, columns: tuple[str, ...], incoming: str) -> str:
    """The rows to write: those that came, and of those that vanished the content they had."""
    arrived = f"""
        select {_listed("arrived", columns)}, changes._row_hash, changes.is_gone
        from {incoming} as arrived
        inner join changes on arrived._row_key = changes._row_key
    """
    gone = f"select 1 from changes where is_gone and _row_key not in (select _row_key from {incoming})"
    if not connection.execute(f"select exists ({gone})").fetchall()[0][0]:
        return arrived
    return f"""
        {arrived}
        union all
        select {_listed("vanished", columns)}, changes._row_hash, changes.is_gone
        from {landed} as vanished
        inner join changes on vanished._row_key = changes._row_key
        where changes.is_gone and vanished._row_key not in (select _row_key from {incoming})
        qualify row_number() over (partition by vanished._row_key order by vanished._run_id desc) = 1
    """


def _has_unknown_key(connection: duckdb.DuckDBPyConnection, keys: str | None) -> bool:
    # A refused row whose key cannot be read may be any of the rows that seem to have vanished.
    return bool(keys) and bool(
        connection.execute(f"select exists (select 1 from {keys} where _row_key is null)").fetchall()[0][0]
    )


def _write(
    connection: duckdb.DuckDBPyConnection, loading: Loading, source: str, stream: str, rows: str, part: int
) -> LandedFile:
    folder = loading.landing.folder(source, stream, loading.loaded_at.date())
    path = folder / f"{loading.run_id}-{part}.parquet"
    temporary = path.with_suffix(".tmp")
    count = connection.execute(
        f"""
        copy (
            select
                * exclude (is_gone),
                $source as _source, $stream as _stream, $run_id as _run_id,
                $loaded_at::timestamp as _loaded_at, $known_on::date as _known_on, is_gone as _deleted
            from ({rows})
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
    return LandedFile(source, stream, path.relative_to(loading.landing.root).as_posix(), count, sha256_of(path))


def _listed(relation: str, columns: tuple[str, ...]) -> str:
    return ", ".join(f"{relation}.{quoted(column)}" for column in (*columns, *ROW_COLUMNS))
