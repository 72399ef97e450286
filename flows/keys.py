"""The keys of all tables, tested in one go: as a test of dbt's own each would cost more than its statement does."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import duckdb

from flows.errors import BuildError

if TYPE_CHECKING:
    from dbt.contracts.graph.manifest import Manifest

# The generic test by which a table of the project states its key; a call of dbt that leaves it to us excludes it.
KEY_TEST = "primary_key"
SHOWN = 5


@dataclass(frozen=True)
class Key:
    """The columns of a table that are never missing and never the same in two rows; `rows` says which are in doubt."""

    table: str
    relation: str
    columns: tuple[str, ...]
    rows: str = "true"


def stated_keys(project: "Manifest", absent: Collection[str] = ()) -> Iterator[Key]:
    """The keys that the project states of its tables, in order of the tables' names.

    Args:
        project: the parsed project.
        absent: the sources whose staged tables were not made.
    """
    from dbt.contracts.graph.nodes import GenericTestNode

    for node in sorted(project.nodes.values(), key=lambda node: str(node.name)):
        if isinstance(node, GenericTestNode) and node.test_metadata.name == KEY_TEST:
            (tested,) = node.depends_on.nodes
            table = project.nodes.get(tested) or project.sources[tested]
            if absent and table.fqn[1:2] == ["staging"] and table.fqn[2] in absent:
                continue
            yield Key(table.name, str(table.relation_name), tuple(node.test_metadata.kwargs["columns"]))


def refuse_broken_keys(connection: duckdb.DuckDBPyConnection, keys: Iterable[Key]) -> None:
    """Stop at a table with a row without its key, or with two rows of one key.

    Args:
        connection: the warehouse.
        keys: the keys to be held by.

    Raises:
        BuildError: there is such a table; the sentence names it and the first such keys.
    """
    broken = [sentence for key in keys if (sentence := _broken(connection, key))]
    if broken:
        raise BuildError(
            f"The warehouse refused its own result: {'; '.join(broken[:SHOWN])}. Nothing was published; report a fault "
            "of the models with these keys."
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
