"""The keys that the project states are kept by every table, or the night says which rows break them."""

from pathlib import Path

import duckdb
import pytest
import yaml
from dbt.contracts.graph.manifest import Manifest

from flows.errors import BuildError
from flows.keys import KEY_TEST, Key, refuse_broken_keys, stated_keys
from flows.settings import DBT_PROJECT

KEY = Key("scores", '"warehouse"."main"."scores"', ("month", "account_id"))


def warehouse(folder: Path, rows: str) -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect(str(folder / "warehouse.duckdb"))
    connection.execute(f"create table scores as select * from (values {rows}) as rows (month, account_id)")
    return connection


def test_rows_of_different_keys_are_let_through(tmp_path: Path) -> None:
    refuse_broken_keys(warehouse(tmp_path, "(date '2026-01-01', 'A'), (date '2026-01-01', 'B')"), [KEY])


def test_a_key_that_stands_twice_is_named(tmp_path: Path) -> None:
    twice = warehouse(tmp_path, "(date '2026-01-01', 'A'), (date '2026-01-01', 'A'), (date '2026-02-01', 'A')")
    with pytest.raises(
        BuildError, match=r"scores has not one row for each \(month, account_id\): \(2026-01-01, A\)\. "
    ):
        refuse_broken_keys(twice, [KEY])


def test_a_row_without_a_part_of_its_key_is_named(tmp_path: Path) -> None:
    missing = warehouse(tmp_path, "(date '2026-01-01', null), (date '2026-01-01', 'A')")
    with pytest.raises(BuildError, match=r"\(2026-01-01, no value\)\. "):
        refuse_broken_keys(missing, [KEY])


def test_every_key_that_the_project_states_is_looked_at(compiled_project: Path) -> None:
    project = Manifest.from_msgpack((compiled_project / "partial_parse.msgpack").read_bytes())
    stated = [
        table["name"]
        for file in sorted((DBT_PROJECT / "models").rglob("*.yml"))
        for kind, tables in yaml.safe_load(file.read_text(encoding="utf-8")).items()
        if kind in {"models", "seeds"}
        for table in tables
        if any(KEY_TEST in test for test in table.get("data_tests", []))
    ]
    keys = list(stated_keys(project))
    assert sorted(key.table for key in keys) == sorted(stated)
    assert all(key.columns for key in keys)
