"""What every connection to DuckDB keeps to: the memory and the processors that the settings leave to it."""

import contextlib
from pathlib import Path

import duckdb

from flows.settings import memory_limit, threads


def hold_to_limits(
    connection: duckdb.DuckDBPyConnection, memory: str | None = None, processors: int | None = None
) -> None:
    """Keep a connection to the memory and the threads of the settings, where nothing else is said.

    Left to itself DuckDB takes four fifths of the machine's memory and all of its processors.
    """
    connection.execute("set memory_limit = $limit", {"limit": memory or memory_limit()})
    connection.execute("set threads = $threads", {"threads": processors or threads()})


def opened_to_read(file: Path) -> contextlib.closing[duckdb.DuckDBPyConnection]:
    """A DuckDB file to read, held to the limits and closed at the end of the context."""
    connection = duckdb.connect(str(file), read_only=True)
    hold_to_limits(connection)
    return contextlib.closing(connection)
