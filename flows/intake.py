"""What comes in: every source is read, the batch is judged as a whole, and only then does it count."""

import contextlib
from pathlib import Path

from expectations import suites
from flows.errors import GateRefused
from flows.landing import Commit
from flows.patience import patience_of, read_patiently
from flows.quality.batch_tables import write_batch_tables
from flows.quality.gates import run_gate
from flows.quality.results import GateResult
from flows.quarantine import write_refused_batch
from flows.runs import Run, note_gate
from flows.sources import Batch, Connector
from flows.stream_history import StreamHistory, standing
from flows.warehouse import open_database


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
    history = _history(run)
    _write_tables(run, batches, history, database)
    chosen = {name: suite(run.policy.settings) for name, suite in suites("incoming").items()}
    result = run_gate("incoming", chosen, database, docs=run.data_docs)
    note_gate(run, result)
    read = [stream for batch in batches for stream in batch.streams]
    run.record.standing = standing(history, read, run.run_id, landed=not result.is_red)
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
    history, keep = _history(run), run.policy.count("usual_runs")
    for batch in batches:
        for stream in batch.streams:
            history.add(stream, run.run_id, run.as_of.isoformat(), keep)
    if origins or files:
        loaded_at = run.request.started_at.isoformat(timespec="seconds")
        run.landing.commit(Commit(run.run_id, run.as_of.isoformat(), loaded_at, files, origins))


def _history(run: Run) -> StreamHistory:
    return StreamHistory(run.home.streams, {commit.run_id for commit in run.landing.commits()})


def _write_tables(run: Run, batches: list[Batch], history: StreamHistory, database: Path) -> None:
    database.parent.mkdir(parents=True, exist_ok=True)
    database.unlink(missing_ok=True)
    with contextlib.closing(open_database(database, run)) as connection:
        read = [stream for batch in batches for stream in batch.streams]
        write_batch_tables(connection, read, history, run.as_of, run.policy.count("usual_runs"))
