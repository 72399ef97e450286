"""The nightly flow: read, judge, land, build, judge, publish. One run at a time works on a home."""

import contextlib
from datetime import date
from pathlib import Path
from typing import Any

from prefect import flow

from flows import intake, outcome, quarantine, warehouse
from flows.capacity import refuse_beyond_capacity
from flows.disk import disk_faults_told
from flows.endings import failures_followed_up
from flows.garbage import seldom_collected
from flows.lock import run_lock
from flows.permissions import close_to_others, private_files
from flows.quality.results import GateResult
from flows.runs import Run, RunRecord, ask, open_run
from flows.settings import Home, RunRequest, default_home
from flows.sources import Batch, connectors, named_connectors
from flows.stages import INPUT_OUTPUT_RETRIES, stage

read_sources = stage("Read the sources")(intake.read_sources)
judge_batches = stage("Judge what came in")(intake.judge_batches)
commit_batches = stage("Land it", INPUT_OUTPUT_RETRIES)(intake.commit_batches)
prepare_warehouse = stage("Prepare the warehouse")(warehouse.prepare_warehouse)
build_models = stage("Build the models")(warehouse.build_models)
write_quarantine = stage("Write the quarantine")(quarantine.write_quarantine)
judge_marts = stage("Judge the marts")(outcome.judge_marts)
publish = stage("Publish", INPUT_OUTPUT_RETRIES)(outcome.publish)


@flow(name="nightly", log_prints=True)
def nightly(
    home: str | None = None,
    inbox: str | None = None,
    as_of: date | None = None,
    policy: str | None = None,
    source: list[str] | None = None,
    full_refresh: bool = False,
    backfill_from: date | None = None,
) -> dict[str, Any]:
    """One nightly run on a home: ingest, build, validate, publish, report.

    Args:
        home: the company's folder; ACCOUNT360_HOME when not given.
        inbox: where files are dropped, a folder or an address such as s3://bucket; `<home>/inbox` when not given.
        as_of: the knowledge date; today in the policy's time zone when not given.
        policy: a folder with the company's own rules.
        source: names of the connectors to read; all when not given.
        full_refresh: read everything again, whether it has changed or not.
        backfill_from: the first day of a span of the past to read from systems, month by month.

    Returns:
        The manifest of what was published.

    Raises:
        Account360Error: the run did not publish; the sentence says why and what to do.
    """
    place = Path(home) if home else default_home()
    rules = Path(policy) if policy else None
    return run_night(settled(place, inbox, as_of, rules, tuple(source or ()), full_refresh, backfill_from))


def settled(
    home: Path,
    inbox: Path | str | None,
    as_of: date | None,
    policy: Path | None,
    sources: tuple[str, ...],
    full_refresh: bool,
    backfill_from: date | None = None,
) -> RunRequest:
    """What a run is asked to do; people are told when it cannot even be asked."""
    with failures_followed_up(Home(home.expanduser().resolve()), policy, as_of):
        return ask(home, inbox, as_of, policy, sources, full_refresh, backfill_from)


def run_night(request: RunRequest) -> dict[str, Any]:
    """The night itself, from the sources to the readers."""
    with private_files(), seldom_collected(), disk_faults_told(request.home.root), contextlib.ExitStack() as held:
        with failures_followed_up(request.home, request.policy, request.as_of):
            held.enter_context(run_lock(request.home))
            close_to_others(request.home)
            run = open_run(request)
        with outcome.recorded(run):
            keeps_tables = refuse_beyond_capacity(run)
            gates = [] if run.answers_the_past else [take_in(run)]
            streams = {name: source.streams() for name, source in connectors().items()}
            increment = prepare_warehouse(run, streams, keeps_tables=keeps_tables)
            models = build_models(run, increment, keeps_tables=keeps_tables)
            run.record.refused_rows = write_quarantine(run)
            gates.append(judge_marts(run))
            return publish(run, models, gates)


def take_in(run: Run) -> GateResult:
    """Read every source, judge the batch, and let it count."""
    batches: list[Batch] = read_sources(run, list(named_connectors(run.request).values()))
    run.note_batches(batches)
    verdict = judge_batches(run, batches)
    commit_batches(run, batches)
    return verdict


__all__ = ["RunRecord", "nightly", "run_night", "settled"]
