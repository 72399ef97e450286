"""How a night ends: the marts are judged, published with their report, and the run is put on record."""

import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from expectations import suites
from flows import publish as publication
from flows.artifacts import record_artifacts
from flows.costs import costs_kept
from flows.disk import disk_faults_told
from flows.endings import follow_up
from flows.errors import Account360Error, GateRefused, plain_sentence
from flows.lineage import LINEAGE_FILE
from flows.parsed_models import Described
from flows.progress import note
from flows.publish.notices import show_stale
from flows.quality.docs import write_index
from flows.quality.gates import run_gate
from flows.quality.page import write_results
from flows.quality.results import GateResult
from flows.report import Drawn, write_report
from flows.runs import Run, finished, note_gate
from flows.settings import now
from flows.warehouse import publish_results
from flows.workbook import Edition, write_workbook


def judge_marts(run: Run) -> GateResult:
    """Hold the built marts against the policy.

    Raises:
        GateRefused: the gate is red; the last good version stands.
    """
    chosen = {name: suite(run.policy.settings) for name, suite in suites("marts").items()}
    result = run_gate("marts", chosen, run.warehouse, docs=run.data_docs)
    note_gate(run, result)
    note(result.sentence())
    if result.is_red:
        raise GateRefused(f"{result.sentence()} The last good version stands.")
    publish_results(run)
    return result


def publish(run: Run, models: Mapping[str, Described], gates: list[GateResult]) -> dict[str, Any]:
    """Put the marts, the report, the calendars, the workbook and the results of the gates before the readers."""

    def add_pages(folder: Path) -> None:
        write_results(gates, folder / "quality")
        if run.data_docs:
            write_index(run.data_docs)
            shutil.move(run.data_docs, folder / "quality" / "data_docs")
        drawn = Drawn(run.workshop / LINEAGE_FILE, {name: model.unique_id for name, model in models.items()})
        write_report(folder, run.as_of, run.policy, drawn)
        show_stale(folder, run.record.stale, run.run_id, run.record.as_of)
        publication.write_calendars(folder, run.as_of)
        write_workbook(folder, Edition(run.as_of, run.policy.text("reporting_currency"), run.record.stale))

    published = publication.publish(run, models, gates, add_pages)
    run.record.marts = {name: mart["rows"] for name, mart in published["marts"].items()}
    note(f"{len(published['marts'])} marts, {sum(run.record.marts.values()):,} rows")
    return published


@contextmanager
def recorded(run: Run) -> Iterator[None]:
    """Put on record how the run ends, whether it publishes, is refused or fails."""
    failure: BaseException | None = None
    try:
        with disk_faults_told(run.home.root), costs_kept(run.record.stages):
            yield
        run.record.outcome = "published"
    except GateRefused as error:
        failure = error
        run.record.outcome, run.record.message = "refused", str(error)
        raise
    except Account360Error as error:
        failure = error
        run.record.message = str(error)
        raise
    except Exception as error:
        failure = error
        run.record.message = f"Unexpected: {error!r}"
        raise
    except KeyboardInterrupt as error:
        failure = error
        run.record.message = plain_sentence(error)
        raise
    finally:
        run.record.finished_at = finished(now())
        shutil.rmtree(run.home.work / "data_docs", ignore_errors=True)
        run.record.write(run.home)
        follow_up(run, failure)
        record_artifacts(run)
