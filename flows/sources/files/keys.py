"""Keys over all files of a stream: a later row of a key is refused, or rows of one key are combined by the mapping."""

from typing import TYPE_CHECKING

from flows.sources.files.expressions import normal
from flows.sources.files.reader import InboxStream
from flows.sources.files.sql import identifier, literal
from flows.sources.files.streams import Column

if TYPE_CHECKING:
    import duckdb


def refuse_duplicates(
    connection: "duckdb.DuckDBPyConnection",
    key: tuple[str, ...],
    good: str,
    problems: str,
    raw_rows: dict[str, tuple[str, str, str]],
) -> int:
    """Move every row whose key stands in an earlier row (by file name, then row) to the problems; how many.

    `raw_rows` gives for each file its raw table, the SQL of the row's number and the SQL of the row as JSON.
    """
    if not _has_duplicates(connection, good):
        return 0
    connection.execute(
        f"create or replace temp table duplicates as select * from ("
        f"select rowid as position, _origin_file, _origin_row, _row_key, {_shown_key(key)} as value, "
        f"row_number() over same_key as place, "
        f"first_value(_origin_file) over same_key as first_file, first_value(_origin_row) over same_key as first_row "
        f"from {good} where _row_key in (select _row_key from {good} group by _row_key having count(*) > 1) "
        f"window same_key as (partition by _row_key order by _origin_file nulls last, _origin_row nulls last "
        f"rows between unbounded preceding and unbounded following)) where place > 1"
    )
    for file, (table, row, json) in raw_rows.items():
        connection.execute(
            f"insert into {problems} by name select _origin_file as file, _origin_row as row, "
            f"{literal(', '.join(key))} as column_name, duplicates.value as value, "
            "'the only row of its key; ' || first_file || ' row ' || first_row "
            "|| ' came first and stands' as expected, "
            f"{json} as raw, duplicates._row_key as _row_key "
            f"from duplicates join {table} as raw on raw.{row} = _origin_row "
            f"where _origin_file = {literal(file)}"
        )
    connection.execute(f"delete from {good} where rowid in (select position from duplicates)")
    refused = _number(connection, "select count(*) from duplicates")
    connection.execute("drop table duplicates")
    return refused


def combine_keys(connection: "duckdb.DuckDBPyConnection", inbox_stream: InboxStream, good: str) -> int:
    """Make one row of the rows of each key, with the first one's other values; how many rows went into others."""
    before = _number(connection, f"select count(*) from {good}")
    columns = inbox_stream.stream.columns
    first = "row_number() over (partition by _row_key order by _origin_file nulls last, _origin_row nulls last)"
    combined = ", ".join(
        f"{normal(columns[name], _combined(columns[name], how))} as {identifier(name)}"
        for name, how in inbox_stream.combine.items()
    )
    connection.execute(
        f"create or replace temp table combined as with keyed as (select *, {first} as place from {good}), "
        f"totals as (select _row_key as total_key, {combined} from {good} group by _row_key) "
        f"select keyed.* exclude (place) replace ({_taken(inbox_stream)}) "
        f"from keyed join totals on totals.total_key = keyed._row_key where place = 1"
    )
    connection.execute(f"create or replace temp table {good} as select * from combined")
    connection.execute("drop table combined")
    return before - _number(connection, f"select count(*) from {good}")


def _combined(column: Column, how: str) -> str:
    exact = "hugeint" if column.type == "integer" else "decimal(38, 8)"
    return f"cast({how}(cast({identifier(column.name)} as {exact})) as {exact})"


def _taken(inbox_stream: InboxStream) -> str:
    return ", ".join(f"totals.{identifier(name)} as {identifier(name)}" for name in inbox_stream.combine)


def _shown_key(key: tuple[str, ...]) -> str:
    return " || ', ' || ".join(f"coalesce({identifier(name)}, 'empty')" for name in key)


def _has_duplicates(connection: "duckdb.DuckDBPyConnection", good: str) -> bool:
    return _number(connection, f"select count(*) - count(distinct _row_key) from {good}") > 0


def _number(connection: "duckdb.DuckDBPyConnection", query: str) -> int:
    row = connection.execute(query).fetchone()
    return int(row[0]) if row else 0
