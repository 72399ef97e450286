"""What the models are told of the runs themselves: the gates' results, how each stream stood, what was published."""

import json
from typing import TYPE_CHECKING, Any

from flows.quality.batch_tables import fill_table
from flows.runs import Run, RunRecord, earlier_records

if TYPE_CHECKING:
    import duckdb

RUN = {"run_id": "varchar", "as_of": "date", "started_at": "timestamp"}
GATE_RESULTS = {
    **RUN,
    **dict.fromkeys(
        ("gate", "suite", "table", "column", "expectation", "severity", "outcome", "observed", "sample", "remedy"),
        "varchar",
    ),
    "unexpected_rows": "bigint",
    "failing_since": "date",
    "failing_since_run": "varchar",
}
STREAM_RUNS = {
    **RUN,
    **dict.fromkeys(("source", "stream", "run_outcome", "last_changed_run"), "varchar"),
    "newest_date": "date",
    **dict.fromkeys(
        ("rows_read", "rows_refused", "rows_new", "rows_changed", "rows_deleted", "rows_after"),
        "bigint",
    ),
}
# Names that SQL has a use of its own for.
RENAMED = {"table": "table_name", "column": "column_name"}


def fill_audit(connection: "duckdb.DuckDBPyConnection", run: Run) -> None:
    """Make the schema `audit` of a warehouse: the run, what was published before it, and the last runs it may know of.

    An answer about the past adds nothing of its own, so that it tells what was known then.
    """
    connection.execute("create schema audit")
    connection.execute("create table audit.run_context (run_id varchar, as_of date)")
    connection.execute("insert into audit.run_context values ($run, $as_of)", {"run": run.run_id, "as_of": run.as_of})
    connection.execute("create table audit.previous_publication (mart varchar, rows bigint)")
    if previous := _previous_marts(run):
        connection.executemany("insert into audit.previous_publication values (?, ?)", previous)
    shown = run.policy.count("quality_history_runs")
    records = [*earlier_records(run), *([] if run.answers_the_past else [run.record])][-shown:]
    add_results(connection, records)
    rows = [{**_run(record), **stream} for record in records for stream in record.standing]
    # The present run has not ended yet; whoever reads of it reads a publication.
    fill_table(connection, "audit.stream_runs", STREAM_RUNS, [_ended(row, run.run_id) for row in rows])


def add_results(connection: "duckdb.DuckDBPyConnection", records: list[RunRecord], gate: str | None = None) -> None:
    """Add the results of some runs' gates, or of one gate of them, to `audit.gate_results`."""
    columns = {RENAMED.get(name, name): kind for name, kind in GATE_RESULTS.items()}
    rows = [
        {RENAMED.get(name, name): value for name, value in {**_run(record), **result}.items()}
        for record in records
        for result in record.gates
        if gate in (None, result["gate"])
    ]
    fill_table(connection, "audit.gate_results", columns, rows)


def _run(record: RunRecord) -> dict[str, Any]:
    # Landed and recorded moments are UTC; DuckDB's timestamp has no zone.
    started = record.started_at.split("+")[0]
    return {"run_id": record.run_id, "as_of": record.as_of, "started_at": started, "run_outcome": record.outcome}


def _ended(row: dict[str, Any], present: str) -> dict[str, Any]:
    return {**row, "run_outcome": "published"} if row["run_id"] == present else row


def _previous_marts(run: Run) -> list[tuple[str, int]]:
    manifest = run.home.published / "manifest.json"
    # An answer about the past is not the successor of what is published: it may well have fewer rows.
    if run.answers_the_past or not manifest.exists():
        return []
    marts = json.loads(manifest.read_text(encoding="utf-8"))["marts"]
    return [(name, mart["rows"]) for name, mart in marts.items()]
