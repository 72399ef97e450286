"""Takes a person out of Parquet and DuckDB files, written anew since DuckDB keeps deleted rows in free blocks."""

import contextlib
import itertools
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import duckdb
import pyarrow

from flows.erasure.rows import Layout, clean_row
from flows.erasure.terms import Terms
from flows.extraction.erased import object_name
from flows.landing.columns import quoted
from flows.settings import memory_limit, threads
from flows.sources.files.sql import literal

TEXT = "VARCHAR"
HASH = "_row_hash"
NESTED = ("STRUCT", "MAP", "UNION", "JSON", "VARIANT")
# Each table of corrections has a name of its own.
_numbers = itertools.count()
LayoutOf = Callable[[Sequence[str]], Layout]


@dataclass(frozen=True)
class _Table:
    """One table: a relation with a number for each row, and the columns with their types."""

    relation: str
    number: str
    columns: tuple[tuple[str, str], ...]


def clean_parquet(
    source: Path, target: Path, terms: Terms, layout_of: LayoutOf, hashed: Sequence[str] | None = None
) -> int:
    """Write a Parquet file without the person; nothing is written when they are not in it.

    Args:
        source: the file.
        target: where the new one is written.
        terms: what names the person.
        layout_of: the layout by the names of the columns.
        hashed: the columns over which a landed row is hashed, so that its hash stays true.

    Returns:
        How many cells changed.
    """
    with _working() as connection:
        relation = f"read_parquet({_path(source)}, hive_partitioning = false, file_row_number = true)"
        described = connection.execute(f"describe select * from {relation}").fetchall()
        columns = tuple((str(name), str(kind)) for name, kind, *_ in described if name != "file_row_number")
        table = _Table(relation, "file_row_number", columns)
        changed, selected = _cleaned(connection, table, terms, layout_of([name for name, _ in columns]), hashed)
        if changed:
            connection.execute(f"copy ({selected}) to {_path(target)} (format parquet, compression zstd)")
    return changed


def clean_duckdb(source: Path, target: Path, terms: Terms, layout_of: LayoutOf) -> int:
    """Write a DuckDB file without the person, of the same storage version; nothing when they are not in it.

    Returns:
        How many cells changed.
    """
    with _working() as connection:
        connection.execute(f"attach {_path(source)} as old (read_only)")
        cleaned = {
            table.relation.removeprefix("old."): _cleaned(
                connection, table, terms, layout_of([name for name, _ in table.columns])
            )
            for table in _tables(connection)
        }
        changed = sum(count for count, _ in cleaned.values())
        if changed:
            target.unlink(missing_ok=True)
            connection.execute(f"attach {_path(target)} as new (storage_version {literal(_version(connection))})")
            connection.execute("copy from database old to new (schema)")
            for name, (_, selected) in cleaned.items():
                connection.execute(f"insert into new.{name} {selected}")
    return changed


@cache
def _connection() -> duckdb.DuckDBPyConnection:
    """One connection for all files, since opening one takes longer than reading most of them."""
    connection = duckdb.connect()
    connection.execute("set memory_limit = $limit", {"limit": memory_limit()})
    connection.execute("set threads = $threads", {"threads": threads()})
    connection.execute("set TimeZone = 'UTC'")
    return connection


@contextlib.contextmanager
def _working() -> Iterator[duckdb.DuckDBPyConnection]:
    """The connection, which forgets afterwards what was attached and kept."""
    connection = _connection()
    try:
        yield connection
    finally:
        for name in ("old", "new"):
            connection.execute(f"detach database if exists {name}")
        for (name,) in connection.execute("select table_name from duckdb_tables() where temporary").fetchall():
            connection.execute(f"drop table {quoted(name)}")


def _tables(connection: duckdb.DuckDBPyConnection) -> list[_Table]:
    rows = connection.execute("""
        select schema_name, table_name, list(column_name order by column_index), list(data_type order by column_index)
        from duckdb_columns()
        inner join duckdb_tables() using (database_name, schema_name, table_name)
        where database_name = 'old'
        group by all
        order by all
    """).fetchall()
    return [
        _Table(f"old.{quoted(schema)}.{quoted(name)}", "rowid", tuple(zip(names, kinds, strict=True)))
        for schema, name, names, kinds in rows
    ]


def _version(connection: duckdb.DuckDBPyConnection) -> str:
    found = connection.execute(
        "select tags['storage_version'] from duckdb_databases() where database_name = 'old'"
    ).fetchall()[0][0]
    return str(found).rstrip("+")


def _cleaned(
    connection: duckdb.DuckDBPyConnection,
    table: _Table,
    terms: Terms,
    places: Layout,
    hashed: Sequence[str] | None = None,
) -> tuple[int, str]:
    """How many cells change, and a query for the whole table as it should be, its rows in their order."""
    searched = [place for place, (_, kind) in enumerate(table.columns) if _is_text(kind) or place in places.ids]
    numbers, rows, changed = [], [], 0
    for number, *cells in connection.execute(_suspects(table, searched, places, terms)).fetchall():
        whole: list[str | None] = [None] * len(table.columns)
        for place, cell in zip(searched, cells, strict=True):
            whole[place] = cell
        cleaned, count = clean_row(whole, places, terms)
        if count:
            changed += count
            numbers.append(number)
            rows.append([cleaned[place] for place in searched])
    if not rows:
        return 0, f"select {_names(table)} from {table.relation} order by {table.number}"
    corrections = f"corrections_{next(_numbers)}"
    _keep(connection, corrections, numbers, rows)
    return changed, _corrected(table, corrections, searched, places, hashed)


def _suspects(table: _Table, searched: Sequence[int], places: Layout, terms: Terms) -> str:
    """The rows worth a closer look, their searched columns as text."""
    texts = {place: f"cast({quoted(table.columns[place][0])} as varchar)" for place in searched}
    needles = literal("|".join(sorted(terms.needles)))
    conditions = ["false"]
    known = [*terms.person.tokens, *terms.person.tokens.values()]
    ids = ", ".join(literal(name) for name in known)
    for place, text in texts.items():
        if not terms.is_plain:
            conditions.append(f"{text} is not null")
        elif _is_text(table.columns[place][1]) and terms.needles:
            conditions.append(f"regexp_matches(lower({text}), {needles})")
        if place in places.ids and ids:
            conditions.append(f"trim({text}) in ({ids})")
    if places.objects and terms.person.objects:
        named = ", ".join(map(literal, sorted(terms.person.objects)))
        prefix = object_name(places.objects.source, places.objects.stream, "")
        conditions.append(f"{literal(prefix)} || {texts[places.objects.id]} in ({named})")
    listed = ", ".join([table.number, *texts.values()])
    return f"select {listed} from {table.relation} where {' or '.join(conditions)}"


def _keep(
    connection: duckdb.DuckDBPyConnection, name: str, numbers: Sequence[int], rows: Sequence[Sequence[str | None]]
) -> None:
    columns = {
        f"c{place}": pyarrow.array(values, pyarrow.string()) for place, values in enumerate(zip(*rows, strict=True))
    }
    connection.register("found", pyarrow.table({"number": pyarrow.array(numbers, pyarrow.int64()), **columns}))
    connection.execute(f"create temp table {name} as select * from found")
    connection.unregister("found")


def _corrected(
    table: _Table, corrections: str, searched: Sequence[int], places: Layout, hashed: Sequence[str] | None
) -> str:
    selected = []
    for place, (name, kind) in enumerate(table.columns):
        own = f"given.{quoted(name)}"
        if place not in searched:
            selected.append(own)
            continue
        correction = f"corrections.c{searched.index(place)}"
        if not _is_text(kind):
            # A numeric id becomes a text in the whole column, since a token is one.
            own = f"cast({own} as varchar)"
        elif kind != TEXT:
            correction = f"cast({correction} as {kind})"
        selected.append(f"case when corrections.number is null then {own} else {correction} end as {quoted(name)}")
    query = (
        f"select {', '.join(selected)}, corrections.number is not null as _is_corrected, given._number as _number "
        f"from (select *, {table.number} as _number from {table.relation}) as given "
        f"left join {corrections} as corrections on corrections.number = given._number"
    )
    names = [_hash(hashed, table) if hashed and name == HASH else quoted(name) for name, _ in table.columns]
    return f"select {', '.join(names)} from ({query}) order by _number"


def _hash(hashed: Sequence[str], table: _Table) -> str:
    has = {name for name, _ in table.columns}
    texts = ", ".join(f"coalesce({quoted(name) if name in has else 'null'}, chr(0))" for name in hashed)
    return f"case when _is_corrected then md5(concat_ws(chr(31), {texts})) else {HASH} end as {HASH}"


def _names(table: _Table) -> str:
    return ", ".join(quoted(name) for name, _ in table.columns)


def _is_text(kind: str) -> bool:
    return kind == TEXT or kind.startswith(NESTED) or kind.endswith("]")


def _path(path: Path) -> str:
    return literal(str(path))
