"""What comes in: every source is read, the batch is judged as a whole, and only then does it count."""

import contextlib
from pathlib import Path

from expectations import suites
from flows.errors import GateRefused
from flows.landing import Commit
from flows.patience import patience_of, read_patiently
from flows.quality.gates import run_gate
from flows.quality.results import GateResult
from flows.quarantine import write_refused_batch
from flows.runs import Run
from flows.sources import Batch, Connector
from flows.warehouse import open_database

BATCH_COLUMNS = """
    source varchar, stream varchar, rows_read bigint, rows_refused bigint, refused_share double, rows_new bigint,
    rows_changed bigint, rows_deleted bigint, rows_before bigint, rows_after bigint, volume_change double,
    newest_date date, days_behind integer
"""


def extract(run: Run, connector: Connector) -> Batch:
    """Read what is new in one source and write it to the landing, uncommitted.

    Raises:
        InputError: what was read cannot be used.
        SourceError: the source could not be read after its retries, or not within its time.
    """
    return read_patiently(
        connector.name,
        patience_of(run.policy),
        lambda: connector.extract(run.request, run.policy, run.loading),
    )


def judge_batches(run: Run, batches: list[Batch]) -> GateResult:
    """Hold the incoming batch against the policy before any row of it counts.

    Raises:
        GateRefused: the gate is red; nothing of the batch will count.
    """
    database = run.home.work / "incoming.duckdb"
    _write_profile(run, batches, database)
    chosen = {name: suite(run.policy.settings) for name, suite in suites("incoming").items()}
    result = run_gate("incoming", chosen, database)
    run.record.gates += result.to_records()
    if result.is_red:
        write_refused_batch(run, batches)
        run.record.refused_rows = sum(stream.rows_refused for batch in batches for stream in batch.streams)
        run.landing.remove_uncommitted()
        raise GateRefused(f"{result.sentence()} The refused rows and their reasons stand in {run.home.quarantine}.")
    return result


def commit_batches(run: Run, batches: list[Batch]) -> None:
    """Make the batch count: one record, written last."""
    files = tuple(file for batch in batches for file in batch.files)
    origins = {name: origin for batch in batches for name, origin in batch.origins.items()}
    if origins or files:
        loaded_at = run.request.started_at.isoformat(timespec="seconds")
        run.landing.commit(Commit(run.run_id, run.as_of.isoformat(), loaded_at, files, origins))


def _write_profile(run: Run, batches: list[Batch], database: Path) -> None:
    database.parent.mkdir(parents=True, exist_ok=True)
    database.unlink(missing_ok=True)
    with contextlib.closing(open_database(database, run)) as connection:
        connection.execute(f"create table batch_streams ({BATCH_COLUMNS})")
        for batch in batches:
            for stream in batch.streams:
                connection.execute(
                    "insert into batch_streams values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                    [
                        stream.source,
                        stream.stream,
                        stream.rows_read,
                        stream.rows_refused,
                        stream.rows_refused / stream.rows_read if stream.rows_read else 0.0,
                        stream.rows_new,
                        stream.rows_changed,
                        stream.rows_deleted,
                        stream.rows_before,
                        stream.rows_after,
                        stream.rows_after / stream.rows_before - 1 if stream.rows_before else None,
                        stream.newest_date,
                        (run.as_of - stream.newest_date).days if stream.newest_date else None,
                    ],
                )
