"""References between the streams of one inbox: ids that name nothing, and accounts that are their own ancestors."""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from flows.sources.files.problems import Problem
from flows.sources.files.reader import InboxStream
from flows.sources.files.sql import identifier
from flows.sources.files.streams import load_streams
from flows.sources.files.validation import Incoming

if TYPE_CHECKING:
    import duckdb

PARENT = "parent_account_id"
SYSTEM_ACCOUNTS = "system_accounts"


@dataclass(frozen=True)
class _Reference:
    """A column whose values must be keys of another stream, and the tables of good rows on both sides."""

    stream: str
    column: str
    good: str
    target: str
    target_good: str
    # The system whose own ids the column may hold too, and the table of its customers, when the inbox has them.
    system: str | None = None
    system_good: str | None = None


def reference_problems(
    connection: "duckdb.DuckDBPyConnection", inbox_stream: InboxStream, loaded: dict[str, Incoming], listed: int
) -> tuple[list[Problem], int]:
    """The first problems with what a stream's good rows refer to in the same inbox, and how many there are in all."""
    stream = inbox_stream.stream
    pairs = [(column.name, column.references) for column in stream.columns.values() if column.references]
    if stream.name == "accounts":
        pairs.append((PARENT, "accounts"))
    problems: list[Problem] = []
    total = 0
    for column, target in pairs:
        # A target that is not in the inbox may have been landed before: nothing can be said here.
        if target in loaded:
            reference = _Reference(stream.name, column, loaded[stream.name].good, target, loaded[target].good)
            if target == "accounts" and stream.system and SYSTEM_ACCOUNTS in loaded:
                reference = replace(reference, system=stream.system, system_good=loaded[SYSTEM_ACCOUNTS].good)
            found, count = _unknown(connection, reference, listed)
            problems += found
            total += count
    if stream.name == "accounts":
        circles = parent_circles(connection, loaded["accounts"])
        problems += circles
        total += len(circles)
    return problems[:listed], total


def _unknown(connection: "duckdb.DuckDBPyConnection", reference: _Reference, listed: int) -> tuple[list[Problem], int]:
    column, key = reference.column, load_streams()[reference.target].key[0]
    rows = connection.execute(
        f"select _origin_file, _origin_row, {identifier(column)}, count(*) over () as total "
        f"from {identifier(reference.good)} as referring "
        f"where {identifier(column)} is not null "
        f"and not exists (select 1 from {identifier(reference.target_good)} as referred "
        f"where referred.{identifier(key)} = referring.{identifier(column)}) {_no_customer_of_its_system(reference)}"
        f"order by _origin_file, _origin_row limit {int(listed)}"
    ).fetchall()
    expected = f"the {key} of a good row of {reference.target}"
    if reference.system_good:
        expected += f", or a {reference.system} id of {SYSTEM_ACCOUNTS}"
    problems = [Problem(reference.stream, file, row, column, value, expected) for file, row, value, _ in rows]
    return problems, rows[0][3] if rows else 0


def _no_customer_of_its_system(reference: _Reference) -> str:
    if reference.system_good is None:
        return ""
    return (
        f"and not exists (select 1 from {identifier(reference.system_good)} as customers "
        f"where customers.system = '{reference.system}' "
        f"and customers.system_account_id = referring.{identifier(reference.column)}) "
    )


def parent_circles(connection: "duckdb.DuckDBPyConnection", accounts: Incoming) -> list[Problem]:
    """One problem per circle of parents, at the account with the smallest id; it names the whole circle."""
    rows = connection.execute(
        f"select account_id, {PARENT}, _origin_file, _origin_row from {identifier(accounts.good)} "
        f"where {PARENT} is not null order by account_id"
    ).fetchall()
    parents = {account: parent for account, parent, _, _ in rows}
    origins = {account: (file, row) for account, _, file, row in rows}
    problems = []
    for circle in _circles(parents):
        file, row = origins[circle[0]]
        path = " > ".join((*circle, circle[0]))
        expected = f"a parent outside its own descendants; the circle is {path}"
        problems.append(Problem("accounts", file, row, PARENT, parents[circle[0]], expected))
    return problems


def _circles(parents: dict[str, str]) -> list[tuple[str, ...]]:
    """Every circle once, each beginning with its smallest id; every account is visited once."""
    circles: list[tuple[str, ...]] = []
    seen: set[str] = set()
    for start in parents:
        path: dict[str, None] = {}
        account: str | None = start
        while account is not None and account not in seen:
            seen.add(account)
            path[account] = None
            account = parents.get(account)
        if account in path:
            members = list(path)[list(path).index(account) :]
            first = members.index(min(members))
            circles.append(tuple(members[first:] + members[:first]))
    return sorted(circles)
