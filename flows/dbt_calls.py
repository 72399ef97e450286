"""One call of dbt inside this process, which is over only when its threads are and the warehouse is closed."""

from __future__ import annotations

import contextlib
import gc
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from multiprocessing.dummy import DummyProcess
from pathlib import Path
from typing import TYPE_CHECKING

from flows.errors import BuildError

if TYPE_CHECKING:
    import duckdb
    from dbt.cli.main import dbtRunnerResult
    from dbt.contracts.graph.manifest import Manifest

NO_LOGS_OF_ITS_OWN = ("--log-level", "none", "--log-level-file", "none")
# What is under way when a night is given up may be a large model, which takes minutes at most.
LONGEST_STATEMENT_SECONDS = 900.0


def call_dbt(
    arguments: Sequence[str], project: Manifest | None, log: Path, note_success: Callable[[str], None] | None = None
) -> dbtRunnerResult:
    """Run dbt, wait until none of its threads works any more, and close the file it keeps open.

    Args:
        arguments: the command and its options.
        project: the parsed project; dbt parses it itself when there is none.
        log: the file to which what dbt says is added.
        note_success: called with dbt's id of each model once it is built, and of each test once it has passed.

    Raises:
        BuildError: a statement of dbt went on long after dbt had given up.
        KeyboardInterrupt: somebody stopped it.
    """
    from dbt.cli.main import dbtRunner

    from flows.dbt_events import events_logged, successes_told

    before = _workers()
    try:
        with _parsed_project_set_aside(), events_logged(log) as write:
            callbacks = [write, *([successes_told(note_success)] if note_success else [])]
            result = dbtRunner(manifest=project, callbacks=callbacks).invoke(
                [*arguments, "--log-path", str(log.parent), *NO_LOGS_OF_ITS_OWN]
            )
            # At the first failure dbt tells the other threads to stop, and does not wait for them if that goes wrong.
            # One that works on would find the file closed, open it again, and abort the process when that ends.
            _let_go(result.exception)
            _wait_for(_workers() - before)
    finally:
        _close_warehouse()
    if isinstance(result.exception, KeyboardInterrupt):
        # dbt takes somebody's stopping it for a failure of its own.
        raise result.exception
    return result


@contextmanager
def _parsed_project_set_aside() -> Iterator[None]:
    # A parsed project is a million objects that live as long as the call: the collector need not walk them each time.
    gc.freeze()
    try:
        yield
    finally:
        gc.unfreeze()


def _let_go(error: BaseException | None) -> None:
    """Forget where an error came from: dbt leaves its idle threads waiting for as long as the error remembers them."""
    if error is None:
        return
    while error is not None:
        error.__traceback__ = None
        error = error.__cause__ or error.__context__
    gc.collect()


def _workers() -> set[DummyProcess]:
    return {thread for thread in threading.enumerate() if isinstance(thread, DummyProcess)}


def _wait_for(workers: Iterable[DummyProcess]) -> None:
    deadline = time.monotonic() + LONGEST_STATEMENT_SECONDS
    for worker in workers:
        worker.join(max(0.0, deadline - time.monotonic()))
        if worker.is_alive():
            raise BuildError(
                f"A statement of the models did not end within {LONGEST_STATEMENT_SECONDS:.0f} seconds after the "
                "models had failed; see work/logs/dbt.log, end this process and run again."
            )


def warehouse_under_way() -> contextlib.closing[duckdb.DuckDBPyConnection]:
    """The warehouse that dbt works on at the moment, opened once more."""
    from dbt.adapters.duckdb.connections import DuckDBConnectionManager

    return contextlib.closing(DuckDBConnectionManager.env().conn.cursor())  # type: ignore[attr-defined]


def _close_warehouse() -> None:
    from dbt.adapters.duckdb.connections import DuckDBConnectionManager

    # There is none to close when dbt failed before it opened the file, which it says by a bare Exception.
    with contextlib.suppress(Exception):
        DuckDBConnectionManager.env().close()  # type: ignore[no-untyped-call]
    DuckDBConnectionManager.close_all_connections()  # type: ignore[no-untyped-call]
