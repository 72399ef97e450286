"""What every connection to DuckDB keeps to: the memory and the processors that the settings leave to it."""

import contextlib
from collections.abc import Iterator
from pathlib import Path

import duckdb

from flows.errors import ConfigurationError
from flows.settings import memory_limit, threads

# How DuckDB begins to say it.
OUT_OF_MEMORY = "Out of Memory Error"


def hold_to_limits(
    connection: duckdb.DuckDBPyConnection, memory: str | None = None, processors: int | None = None
) -> None:
    """Keep a connection to the memory and the threads of the settings, where nothing else is said.

    Left to itself DuckDB takes four fifths of the machine's memory and all of its processors.
    """
    connection.execute("set memory_limit = $limit", {"limit": memory or memory_limit()})
    connection.execute("set threads = $threads", {"threads": processors or threads()})


@contextlib.contextmanager
def within_memory(what: str, limit: str) -> Iterator[None]:
    """Say in a sentence when DuckDB wants more memory than it may take.

    Args:
        what: what is being done, as the sentence begins.
        limit: the memory that it may take.

    Raises:
        ConfigurationError: it does.
    """
    try:
        yield
    except duckdb.OutOfMemoryException as error:
        raise ConfigurationError(too_little_memory(what, limit)) from error


def too_little_memory(what: str, limit: str) -> str:
    """The sentence for a company that is too large for the memory that DuckDB may take."""
    return (
        f"{what} takes more than the {limit} of memory that DuckDB may take; raise ACCOUNT360_MEMORY_LIMIT, or lower "
        "ACCOUNT360_THREADS."
    )


def literal(value: object) -> str:
    """A value as a text in SQL, where a statement takes no parameters."""
    return "'" + str(value).replace("'", "''") + "'"


def opened_to_read(file: Path) -> contextlib.closing[duckdb.DuckDBPyConnection]:
    """A DuckDB file to read, held to the limits and closed at the end of the context."""
    connection = duckdb.connect(str(file), read_only=True)
    hold_to_limits(connection)
    return contextlib.closing(connection)
