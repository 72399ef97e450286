"""What comes in: every source is read, the batch is judged as a whole, and only then does it count."""

import contextlib
import contextvars
import shutil
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from expectations import suites
from flows.errors import GateRefused, SourceError
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


def read_sources(run: Run, sources: Sequence[Connector]) -> list[Batch]:
    """Read what is new in every source, side by side, and write it to the landing, uncommitted.

    A source that cannot be read does not keep the others: it is noted as stale, and stands as it stood.

    Raises:
        InputError: what was read cannot be used.
        ConfigurationError: a source's settings are wrong.
        SourceError: no source could be read.
    """
    failures: list[SourceError] = []
    batches: list[Batch] = []
    with ThreadPoolExecutor(max_workers=max(len(sources), 1), thread_name_prefix="source") as pool:
        # Each thread gets the context of this one, so that its notes go to the stage under way.
        readings = [pool.submit(contextvars.copy_context().run, extract, run, source) for source in sources]
        for source, reading in zip(sources, readings, strict=True):
            try:
                batches.append(reading.result())
            except SourceError as error:
                failures.append(error)
                run.note_stale(source.name, None, str(error))
    if failures and not batches:
        raise failures[0]
    for batch in batches:
        for stream, sentence in batch.stale.items():
            run.note_stale(batch.source, stream, sentence)
    return batches


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
        _forget_readings(run, batches)
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
    _forget_readings(run, batches)


def _forget_readings(run: Run, batches: list[Batch]) -> None:
    """Remove what was set down of streams that have landed, or were refused and must be read anew once corrected.

    What a stale stream has set down stays: its next reading goes on there.
    """
    for stream in (stream for batch in batches for stream in batch.streams):
        shutil.rmtree(run.home.spool / stream.source / stream.stream, ignore_errors=True)


def _history(run: Run) -> StreamHistory:
    return StreamHistory(run.home.streams, {commit.run_id for commit in run.landing.commits()})


def _write_tables(run: Run, batches: list[Batch], history: StreamHistory, database: Path) -> None:
    database.parent.mkdir(parents=True, exist_ok=True)
    database.unlink(missing_ok=True)
    with contextlib.closing(open_database(database, run)) as connection:
        read = [stream for batch in batches for stream in batch.streams]
        write_batch_tables(connection, read, history, run.as_of, run.policy.count("usual_runs"))
