"""Writes what came in as tables that the incoming gate judges: streams, their columns, and what is usual for both."""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from flows.sources.connector import StreamBatch
from flows.stream_history import Reading, StreamHistory, as_facts

if TYPE_CHECKING:
    import duckdb

STREAM = {"source": "varchar", "stream": "varchar"}
COUNTS = dict.fromkeys(
    ("rows_read", "rows_refused", "rows_new", "rows_changed", "rows_deleted", "rows_before", "rows_after"), "bigint"
)
AGE = {"newest_date": "date", "days_behind": "integer"}
SHARES = {"filled_share": "double", "refused_share": "double", "kind": "varchar", "kind_share": "double"}
BEFORE = {f"{name}_before": kind for name, kind in SHARES.items()}

# One row per stream of the batch; per column that it has or had at the reading before; per stream that ever landed; and
# the same facts of earlier readings, first loads left out, since they are as large as all that was ever new.
TABLES: Mapping[str, Mapping[str, str]] = {
    "batch_streams": {**STREAM, **COUNTS, "refused_share": "double", "volume_change": "double", **AGE},
    "batch_columns": {
        **STREAM,
        "column_name": "varchar",
        "rows_good": "bigint",
        "rows_good_before": "bigint",
        "is_declared": "boolean",
        "is_here": "boolean",
        "was_here": "boolean",
        **SHARES,
        **BEFORE,
        "average": "double",
    },
    "batch_freshness": {**STREAM, **AGE},
    "usual_streams": {**STREAM, "run_id": "varchar", "rows_new": "bigint"},
    "usual_columns": {
        **STREAM,
        "column_name": "varchar",
        "run_id": "varchar",
        "filled_share": "double",
        "average": "double",
    },
}


def write_batch_tables(
    connection: "duckdb.DuckDBPyConnection",
    batches: Sequence[StreamBatch],
    history: StreamHistory,
    as_of: date,
    usual_runs: int,
) -> None:
    """Make the tables of one batch.

    Args:
        connection: an empty DuckDB file.
        batches: what was read, stream by stream.
        history: earlier readings of the streams.
        as_of: the knowledge date, from which days behind are counted.
        usual_runs: how many earlier readings say what is usual.
    """
    facts = {(batch.source, batch.stream): as_facts(batch) for batch in batches}
    earlier = {key: history.readings(*key) for key in facts}
    usual = [reading for readings in earlier.values() for reading in readings[-usual_runs:]]
    ages = {key: history.readings(*key)[-1]["newest_date"] for key in history.streams()}
    ages |= {key: fact["newest_date"] or ages.get(key) for key, fact in facts.items()}
    rows: dict[str, list[Mapping[str, Any]]] = {
        "batch_streams": [_stream(fact, as_of) for fact in facts.values()],
        "batch_columns": [
            column
            for key, fact in facts.items()
            for column in _columns(fact, earlier[key][-1] if earlier[key] else None)
        ],
        "batch_freshness": [
            {"source": source, "stream": stream, **_age(newest, as_of)} for (source, stream), newest in ages.items()
        ],
        "usual_streams": [reading for reading in usual if reading["rows_before"] is not None],
        "usual_columns": [_of_stream(reading, column) for reading in usual for column in reading["columns"]],
    }
    for table, columns in TABLES.items():
        fill_table(connection, table, columns, rows[table])


def fill_table(
    connection: "duckdb.DuckDBPyConnection", table: str, columns: Mapping[str, str], rows: Iterable[Mapping[str, Any]]
) -> None:
    """Make a table when it is missing and add rows: what a row does not name is NULL, what else it has stays out."""
    described = ", ".join(f"{name} {kind}" for name, kind in columns.items())
    connection.execute(f"create table if not exists {table} ({described})")
    kept = [{name: row.get(name) for name in columns} for row in rows]
    connection.execute(
        f"insert into {table} select unnest(from_json($rows, $shape), recursive := true)",
        {"rows": json.dumps(kept), "shape": json.dumps([dict(columns)])},
    )


def _stream(fact: Reading, as_of: date) -> Mapping[str, Any]:
    read, before = fact["rows_read"], fact["rows_before"]
    return {
        **fact,
        "refused_share": fact["rows_refused"] / read if read else 0.0,
        "volume_change": fact["rows_after"] / before - 1 if before else None,
        **_age(fact["newest_date"], as_of),
    }


def _age(newest: str | None, as_of: date) -> Mapping[str, Any]:
    return {"newest_date": newest, "days_behind": (as_of - date.fromisoformat(newest)).days if newest else None}


def _columns(fact: Reading, before: Reading | None) -> list[Mapping[str, Any]]:
    now = {column["name"]: column for column in fact["columns"]}
    then = {column["name"]: column for column in before["columns"]} if before else {}
    found: list[Mapping[str, Any]] = []
    for name in dict.fromkeys([*now, *then]):
        column, was = now.get(name, {}), then.get(name, {})
        found.append(
            {
                **_of_stream(fact, column),
                "column_name": name,
                "rows_good": fact["rows_read"] - fact["rows_refused"],
                "rows_good_before": before["rows_read"] - before["rows_refused"] if before else None,
                "is_declared": bool({**was, **column}.get("is_declared")),
                "is_here": bool(column.get("is_here")),
                "was_here": bool(was.get("is_here")) if before else None,
                **{f"{name}_before": was.get(name) for name in SHARES},
            }
        )
    return found


def _of_stream(reading: Reading, column: Reading) -> Mapping[str, Any]:
    named = {"source": reading["source"], "stream": reading["stream"], "run_id": reading.get("run_id")}
    return {**column, **named, "column_name": column.get("name")}
