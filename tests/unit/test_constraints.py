"""What the project states of every table is kept by its rows, or the night says which of them break it."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import duckdb
import pytest
import yaml
from dbt.contracts.graph.manifest import Manifest

from flows.constraints import (
    KEY_TEST,
    TESTED_HERE,
    Condition,
    Key,
    refuse_broken,
    stated_conditions,
    stated_keys,
    take_out_tests,
)
from flows.errors import BuildError
from flows.settings import DBT_PROJECT

KEY = Key("scores", '"warehouse"."main"."scores"', ("month", "account_id"))


def warehouse(folder: Path, rows: str) -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect(str(folder / "warehouse.duckdb"))
    connection.execute(f"create table scores as select * from (values {rows}) as rows (month, account_id)")
    return connection


def test_rows_of_different_keys_are_let_through(tmp_path: Path) -> None:
    refuse_broken(warehouse(tmp_path, "(date '2026-01-01', 'A'), (date '2026-01-01', 'B')"), [KEY], [])


def test_a_key_that_stands_twice_is_named(tmp_path: Path) -> None:
    twice = warehouse(tmp_path, "(date '2026-01-01', 'A'), (date '2026-01-01', 'A'), (date '2026-02-01', 'A')")
    with pytest.raises(
        BuildError, match=r"scores has not one row for each \(month, account_id\): \(2026-01-01, A\)\. "
    ):
        refuse_broken(twice, [KEY], [])


def test_a_row_without_a_part_of_its_key_is_named(tmp_path: Path) -> None:
    missing = warehouse(tmp_path, "(date '2026-01-01', null), (date '2026-01-01', 'A')")
    with pytest.raises(BuildError, match=r"\(2026-01-01, no value\)\. "):
        refuse_broken(missing, [KEY], [])


def tables_that_state(tests: set[str], parts: Callable[[Mapping[str, Any]], list[Any]]) -> list[str]:
    """The table of each test of these names that the project's files hold, in order."""
    return sorted(
        table["name"]
        for file in (DBT_PROJECT / "models").rglob("*.yml")
        for kind, tables in yaml.safe_load(file.read_text(encoding="utf-8")).items()
        if kind in {"models", "seeds"}
        for table in tables
        for part in parts(table)
        for test in part.get("data_tests", [])
        if isinstance(test, dict) and not tests.isdisjoint(test)
    )


def test_every_key_that_the_project_states_is_looked_at(compiled_project: Path) -> None:
    project = Manifest.from_msgpack((compiled_project / "partial_parse.msgpack").read_bytes())
    keys = list(stated_keys(project))
    assert sorted(key.table for key in keys) == tables_that_state({KEY_TEST}, lambda table: [table])
    assert all(key.columns for key in keys)


def test_the_rows_that_break_a_condition_are_counted_and_those_of_which_it_is_unknown_are_not(tmp_path: Path) -> None:
    rows = warehouse(tmp_path, "(date '2026-01-01', 'A'), (date '2026-02-01', 'B'), (null, 'C'), (null, null)")
    relation = KEY.relation
    after = Condition("scores", relation, "month > date '2026-01-01'")
    named = Condition("scores", relation, "account_id in ('A', 'B')")
    early = Condition("scores", relation, "month < date '2027-01-01'")
    refuse_broken(rows, [], [early])
    with pytest.raises(BuildError) as refused:
        refuse_broken(rows, [], [after, early, named])
    assert (
        str(refused.value)
        .split(": ", 1)[1]
        .startswith(
            "scores has 1 rows of which this is not true: month > date '2026-01-01'; "
            "scores has 1 rows of which this is not true: account_id in ('A', 'B'). Nothing was published"
        )
    )


def test_every_condition_and_list_of_values_that_the_project_states_is_looked_at(compiled_project: Path) -> None:
    project = Manifest.from_msgpack((compiled_project / "partial_parse.msgpack").read_bytes())
    conditions = list(stated_conditions(project))
    stated = tables_that_state({*TESTED_HERE} - {KEY_TEST}, lambda table: [table, *table.get("columns", [])])
    assert sorted(condition.table for condition in conditions) == stated
    bands = [condition.text for condition in conditions if condition.table == "account_health"]
    assert "band in ('good', 'fair', 'poor')" in bands


def test_the_tests_that_are_taken_out_of_the_project_are_those_of_what_is_stated_here(compiled_project: Path) -> None:
    project = Manifest.from_msgpack((compiled_project / "partial_parse.msgpack").read_bytes())
    stated = [*stated_keys(project), *stated_conditions(project)]
    nodes = set(project.nodes)
    taken = take_out_tests(project)
    assert len(taken) == len(stated)
    assert [*stated_keys(project), *stated_conditions(project)] == []
    # Singular tests and those of other names are left to dbt.
    assert any(key.startswith("test.") for key in project.nodes)
    project.nodes.update(taken)
    assert set(project.nodes) == nodes
    assert [*stated_keys(project), *stated_conditions(project)] == stated
