"""Room on a small disk: a table is dropped as soon as no model and no test of the night will read it any more."""

from __future__ import annotations

import threading
from collections.abc import Collection, Iterable, Iterator
from typing import TYPE_CHECKING, TypeVar

import duckdb

from flows.constraints import Condition, Key, refuse_broken, stated_conditions, stated_keys, tests_taken_out
from flows.dbt_calls import warehouse_under_way
from flows.errors import BuildError

if TYPE_CHECKING:
    from dbt.contracts.graph.manifest import Manifest

Constraint = TypeVar("Constraint", Key, Condition)
# The schemas of what is made on the way to the marts.
ON_THE_WAY = ("staging", "intermediate")


class Dropping:
    """The tables of a warehouse under construction that can go, each with what is still to read it."""

    def __init__(self, project: Manifest, kept: Collection[str], absent: Collection[str] = ()) -> None:
        """Find out what reads what.

        Args:
            project: the parsed project, with all its tests.
            kept: the names of tables that are read when all models are built.
            absent: the sources whose staged tables are not made.
        """
        from dbt.contracts.graph.nodes import ModelNode

        made = {
            key: node
            for key, node in project.nodes.items()
            if node.fqn[1:2] != ["staging"] or node.fqn[2] not in absent
        }
        models = {key: node for key, node in made.items() if isinstance(node, ModelNode)}
        views = {key for key, node in models.items() if node.config.materialized == "view"}
        # What a view shows may be asked for at any time.
        shown = {read for view in views for read in models[view].depends_on.nodes}
        self._relations = {
            key: str(node.relation_name)
            for key, node in models.items()
            if node.schema in ON_THE_WAY and node.name not in kept and key not in views | shown
        }
        # A table is there to be dropped when it has been made and each of its readers is done.
        self._awaited = {key: {key} for key in self._relations}
        self._keys, self._conditions = list(stated_keys(project, absent)), list(stated_conditions(project, absent))
        taken_out = set(tests_taken_out(project))
        for key, node in made.items():
            for read in () if key in taken_out else getattr(node.depends_on, "nodes", ()):
                if read in self._awaited:
                    self._awaited[read].add(key)
        self._lock = threading.Lock()
        self._dropped: set[str] = set()
        self._failures: list[Exception] = []

    def note_success(self, node: str) -> None:
        """Drop the tables that were waiting for nothing but this, each after it has been found sound.

        Args:
            node: dbt's id of a model that has been built, or of a test that has passed.
        """
        with self._lock:
            over = [key for key, awaited in self._awaited.items() if awaited == {node}]
            for awaited in self._awaited.values():
                awaited.discard(node)
        for key in over:
            self._drop(self._relations[key])

    def left(self, stated: Iterable[Constraint]) -> Iterator[Constraint]:
        """The keys or conditions of tables that stand; those of the others held when their tables went.

        Raises:
            BuildError: they did not of one; the sentence names it.
        """
        for failure in self._failures:
            raise failure
        return (one for one in stated if one.relation not in self._dropped)

    def _drop(self, relation: str) -> None:
        keys = [one for one in self._keys if one.relation == relation]
        conditions = [one for one in self._conditions if one.relation == relation]
        try:
            with warehouse_under_way() as connection:
                refuse_broken(connection, keys, conditions)
                connection.execute(f"drop table {relation}")
        except (BuildError, duckdb.Error) as error:
            # dbt would take it for a failure of the model that it has just built.
            self._failures.append(error)
        else:
            self._dropped.add(relation)
