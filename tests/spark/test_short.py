"""The comparison of the engines in the few minutes that every change can spare: the marts only, without nights around
them and without the data tests, which the marts being the same lets pass as they do on DuckDB."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pytest
from awkward import add_awkward_rows
from comparing import differences

pytestmark = [pytest.mark.spark, pytest.mark.timeout(1800)]

AS_OF = date(2026, 6, 30)


def export_marts(warehouse: Path, folder: Path) -> int:
    """Write each mart of a warehouse as a Parquet file; returns how many there are."""
    (folder / "parquet").mkdir(parents=True)
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        names = connection.execute("select table_name from duckdb_tables() where schema_name = 'main'").fetchall()
        for (name,) in names:
            connection.execute(f"copy main.{name} to '{folder}/parquet/{name}.parquet'")
    return len(names)


def test_every_mart_of_a_small_company_is_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from flows.dbt_calls import call_dbt
    from flows.demo import write_demo
    from flows.nightly import take_in
    from flows.runs import ask, open_run
    from flows.settings import DBT_PROJECT
    from flows.sources import connectors
    from flows.spark.night import carry_back, spark_warehouse
    from flows.warehouse import build_models, prepare_warehouse

    home = tmp_path / "a home"
    write_demo(home / "inbox", accounts=12, months=15, seed=3, as_of=AS_OF)
    add_awkward_rows(home / "inbox")
    run = open_run(ask(home, as_of=AS_OF))
    take_in(run)
    streams = {name: source.streams() for name, source in connectors().items()}
    prepare_warehouse(run, streams)
    build_models(run)
    assert export_marts(run.warehouse, tmp_path / "duckdb") > 100

    prepare_warehouse(run, streams)
    monkeypatch.setenv("ACCOUNT360_SPARK_MASTER", "local[1]")
    monkeypatch.setenv("ACCOUNT360_SEEDS", str(run.workshop / "policy"))
    given = {"as_of": AS_OF.isoformat(), "landed_sources": ["files"]}
    absent = [name for name in streams if name != "files" and (DBT_PROJECT / "models" / "staging" / name).is_dir()]
    command = ["build", "--fail-fast", "--exclude-resource-type", "test", "--exclude-resource-type", "unit_test"]
    command += ["--exclude", *(f"path:models/staging/{name}" for name in absent), "--target", "spark"]
    command += ["--vars", json.dumps(given), "--target-path", str(tmp_path / "target"), "--no-write-json"]
    command += ["--project-dir", str(DBT_PROJECT), "--profiles-dir", str(DBT_PROJECT)]
    with spark_warehouse(run, streams) as session:
        result: Any = call_dbt(command, None, tmp_path / "dbt.log")
        failed = [(item.node.name, item.message) for item in result.result if str(item.status) == "error"]
        assert (failed, result.exception) == ([], None)
        carry_back(session, run)
    export_marts(run.warehouse, tmp_path / "spark")
    assert list(differences(tmp_path / "duckdb", tmp_path / "spark")) == []
