"""Judges an inbox without loading it: every bad row, every reference into nothing, every circle of parents."""

import contextlib
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from flows.sources.files.limits import FileLimits
from flows.sources.files.problems import Problem
from flows.sources.files.reader import Inbox, open_inbox
from flows.sources.files.references import reference_problems
from flows.sources.files.sql import identifier
from flows.sources.files.validation import Incoming, load_stream

if TYPE_CHECKING:
    import duckdb

LISTED_PROBLEMS = 100


@dataclass(frozen=True)
class StreamCheck:
    """The rows of one stream: read = good + refused + combined; `problems` counts every problem found."""

    files: int
    rows_read: int
    rows_good: int
    rows_refused: int
    problems: int


@dataclass(frozen=True)
class CheckReport:
    """What is wrong with an inbox: `problems` lists the first ones of each stream, `problem_count` counts all."""

    problems: tuple[Problem, ...]
    problem_count: int
    warnings: tuple[str, ...]
    streams: dict[str, StreamCheck]

    @property
    def is_clean(self) -> bool:
        """Whether nothing at all would be refused."""
        return self.problem_count == 0

    def lines(self) -> Iterator[str]:
        """The report as a person reads it: each problem, what else to know, then the rows of each stream."""
        yield from (problem.sentence() for problem in self.problems)
        if (hidden := self.problem_count - len(self.problems)) > 0:
            yield f"... and {hidden:,} more problems like these."
        yield from self.warnings
        for name, stream in self.streams.items():
            refused = f", {stream.rows_refused:,} refused" if stream.rows_refused else ""
            yield f"{name}: {stream.rows_read:,} rows read, {stream.rows_good:,} good{refused}"
        found = f"{self.problem_count:,} problems found" if self.problem_count else "No problem found"
        yield f"{found}; nothing was loaded."


def check_inbox(
    folder: Path,
    *,
    earliest: date,
    latest: date,
    threads: int = 2,
    listed: int = LISTED_PROBLEMS,
    limits: FileLimits | None = None,
) -> CheckReport:
    """Read and judge every file of an inbox and the references between its streams; nothing is landed.

    Args:
        folder: the inbox.
        earliest: the first day that a date may name.
        latest: the last day that a date may name.
        threads: threads of DuckDB; the result is the same for any number.
        listed: how many problems of each stream are listed; all are counted.
        limits: how large a file may be; None for any size.

    Raises:
        InputError: the folder or mapping.yml cannot be used.
    """
    inbox = open_inbox(folder, limits)
    problems: list[Problem] = []
    checks: dict[str, StreamCheck] = {}
    with _database(threads) as connection:
        loaded = {
            name: load_stream(connection, stream, earliest=earliest, latest=latest, limits=limits)
            for name, stream in inbox.streams.items()
        }
        for name, incoming in loaded.items():
            unresolved, count = reference_problems(connection, inbox.streams[name], loaded, listed)
            found = _first_problems(connection, name, incoming, listed)
            problems += [*incoming.file_problems, *found, *unresolved][:listed]
            total = len(incoming.file_problems) + _count(connection, incoming.problems) + count
            checks[name] = _stream_check(len(inbox.streams[name].files), incoming, total)
    missing = _missing_accounts(inbox)
    return CheckReport(
        problems=(*missing, *problems),
        problem_count=len(missing) + sum(check.problems for check in checks.values()),
        warnings=inbox.warnings,
        streams=checks,
    )


@contextlib.contextmanager
def _database(threads: int) -> "Iterator[duckdb.DuckDBPyConnection]":
    import duckdb

    with (
        tempfile.TemporaryDirectory(prefix="account360-") as spill,
        contextlib.closing(duckdb.connect(config={"threads": threads, "temp_directory": spill})) as connection,
    ):
        yield connection


def _stream_check(files: int, incoming: Incoming, problems: int) -> StreamCheck:
    good = incoming.rows_read - incoming.rows_refused - incoming.rows_combined
    return StreamCheck(files, incoming.rows_read, good, incoming.rows_refused, problems)


def _first_problems(
    connection: "duckdb.DuckDBPyConnection", name: str, incoming: Incoming, listed: int
) -> list[Problem]:
    rows = connection.execute(
        f"select file, row, column_name, value, expected from {identifier(incoming.problems)} "
        f"order by file, row, column_name nulls first, expected limit {int(listed)}"
    ).fetchall()
    return [Problem(name, *row) for row in rows]


def _count(connection: "duckdb.DuckDBPyConnection", table: str) -> int:
    row = connection.execute(f"select count(*) from {identifier(table)}").fetchone()
    return int(row[0]) if row else 0


def _missing_accounts(inbox: Inbox) -> tuple[Problem, ...]:
    if "accounts" in inbox.streams:
        return ()
    return (Problem("accounts", "accounts.csv", None, None, None, "this file, the only one that may not be missing"),)
