"""Imports what later stages need while the sources are read, which leaves Python idle."""

import contextlib
import importlib
from threading import Thread

# What takes seconds to import, in the order in which a night comes to need it.
NEEDED_LATER = (
    "great_expectations",
    "flows.quality.warehouse",
    "dbt.cli.main",
    "dbt.adapters.duckdb",
    "flows.report",
    "flows.workbook",
)


def import_meanwhile(names: tuple[str, ...] = NEEDED_LATER) -> Thread:
    """Import modules beside whatever the caller goes on to do.

    A module that cannot be imported is left to the stage that needs it, which says what is wrong.

    Returns:
        The thread that imports them.
    """
    thread = Thread(target=_import_all, args=(names,), name="imports")
    thread.start()
    return thread


def _import_all(names: tuple[str, ...]) -> None:
    for name in names:
        with contextlib.suppress(Exception):
            importlib.import_module(name)
