"""What the project states of all tables, tested in one go: a test of dbt's own would cost more than its statement."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Any

import duckdb

from flows.errors import BuildError

if TYPE_CHECKING:
    from dbt.contracts.graph.manifest import Manifest
    from dbt.contracts.graph.nodes import ManifestNode

# The generic tests by which a table states its key and what its rows hold to.
KEY_TEST = "primary_key"
CONDITION_TEST = "holds"
VALUES_TEST = "accepted_values"
TESTED_HERE = (KEY_TEST, CONDITION_TEST, VALUES_TEST)
SHOWN = 5


@dataclass(frozen=True)
class Key:
    """The columns of a table that are never missing and never the same in two rows; `rows` says which are in doubt."""

    table: str
    relation: str
    columns: tuple[str, ...]
    rows: str = "true"

    def is_decided_within(self, column: str | None) -> bool:
        """Whether the rows that share a value of the column are tested without any other row."""
        return column in self.columns


@dataclass(frozen=True)
class Condition:
    """A condition over a row's own columns that no row of a table makes false; `rows` says which are in doubt."""

    table: str
    relation: str
    text: str
    rows: str = "true"

    def is_decided_within(self, column: str | None) -> bool:
        """Whether the rows that share a value of the column are tested without any other row."""
        return column is not None


def take_out_tests(project: "Manifest") -> "dict[str, ManifestNode]":
    """Take the tests of what is stated here out of a parsed project: dbt would look at each of them to leave it alone.

    Returns:
        What was taken out, by its place among the project's nodes.
    """
    return {key: project.nodes.pop(key) for key in tests_taken_out(project)}


def tests_taken_out(project: "Manifest") -> list[str]:
    """The places, among the project's nodes, of the tests of what is stated here."""
    from dbt.contracts.graph.nodes import GenericTestNode

    return [
        key
        for key, node in project.nodes.items()
        if isinstance(node, GenericTestNode) and node.test_metadata.name in TESTED_HERE
    ]


def stated_keys(project: "Manifest", absent: Collection[str] = ()) -> Iterator[Key]:
    """The keys that the project states of its tables, in order of the tables' names.

    Args:
        project: the parsed project.
        absent: the sources whose staged tables were not made.
    """
    for table, relation, _, arguments in _stated(project, (KEY_TEST,), absent):
        yield Key(table, relation, tuple(arguments["columns"]))


def stated_conditions(project: "Manifest", absent: Collection[str] = ()) -> Iterator[Condition]:
    """The conditions that the project states of the rows of its tables, in order of the tables' names.

    Args:
        project: the parsed project.
        absent: the sources whose staged tables were not made.
    """
    for table, relation, test, arguments in _stated(project, (CONDITION_TEST, VALUES_TEST), absent):
        if test == VALUES_TEST:
            listed = ", ".join("'" + str(value).replace("'", "''") + "'" for value in arguments["values"])
            yield Condition(table, relation, f"{arguments['column_name']} in ({listed})")
        else:
            yield Condition(table, relation, str(arguments["condition"]))


def _stated(
    project: "Manifest", tests: Collection[str], absent: Collection[str]
) -> Iterator[tuple[str, str, str, dict[str, Any]]]:
    """Of each test of these names: its table, the relation of that, the test's name and what it was given."""
    from dbt.contracts.graph.nodes import GenericTestNode

    found = []
    for node in project.nodes.values():
        if isinstance(node, GenericTestNode) and node.test_metadata.name in tests:
            (tested,) = node.depends_on.nodes
            table = project.nodes.get(tested) or project.sources[tested]
            if absent and table.fqn[1:2] == ["staging"] and table.fqn[2] in absent:
                continue
            stated = (table.name, str(table.relation_name), node.test_metadata.name, dict(node.test_metadata.kwargs))
            found.append((table.name, str(node.name), stated))
    return (stated for *_, stated in sorted(found, key=lambda one: one[:2]))


def refuse_broken(connection: duckdb.DuckDBPyConnection, keys: Iterable[Key], conditions: Iterable[Condition]) -> None:
    """Stop at a table with a row without its key, with two rows of one key, or with a row that breaks a condition.

    A condition that is NULL of a row counts as holding.

    Args:
        connection: the warehouse.
        keys: the keys to be held by.
        conditions: the conditions to be held to; those of one table stand side by side.

    Raises:
        BuildError: there is such a table; the sentence names it, and the first such keys or how many such rows.
    """
    broken = [sentence for key in keys if (sentence := _broken(connection, key))]
    for (relation, rows), together in groupby(conditions, lambda one: (one.relation, one.rows)):
        broken += _broken_conditions(connection, relation, rows, list(together))
    if broken:
        more = f" and {len(broken) - SHOWN} more" if len(broken) > SHOWN else ""
        raise BuildError(
            f"The warehouse refused its own result: {'; '.join(broken[:SHOWN])}{more}. Nothing was published; report "
            "a fault of the models with these words."
        )


def _broken(connection: duckdb.DuckDBPyConnection, key: Key) -> str | None:
    columns = ", ".join(key.columns)
    missing = " or ".join(f"{column} is null" for column in key.columns)
    rows = connection.execute(
        f"select {columns} from {key.relation} where {key.rows} group by {columns} having count(*) > 1 or {missing} "
        f"order by {columns} limit {SHOWN}"
    ).fetchall()
    if not rows:
        return None
    listed = ", ".join(
        "(" + ", ".join("no value" if value is None else str(value) for value in row) + ")" for row in rows
    )
    return f"{key.table} has not one row for each ({columns}): {listed}"


def _broken_conditions(
    connection: duckdb.DuckDBPyConnection, relation: str, rows: str, conditions: Sequence[Condition]
) -> Iterator[str]:
    """The conditions that rows of one table break, all counted in one pass over it."""
    counts = ", ".join(f"count(*) filter (where not ({condition.text}))" for condition in conditions)
    ((*counted,),) = connection.execute(f"select {counts} from {relation} where {rows}").fetchall()
    for condition, count in zip(conditions, counted, strict=True):
        if count:
            yield f"{condition.table} has {count} rows of which this is not true: {condition.text}"
