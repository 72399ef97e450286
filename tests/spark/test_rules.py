"""The unit tests of the models hold on Spark too: every rule of every source, over given rows."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

pytestmark = [pytest.mark.spark, pytest.mark.timeout(3600)]

AS_OF = date(2026, 6, 30)


def test_every_unit_test_of_the_models_holds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from flows.dbt_calls import call_dbt
    from flows.runs import ask, open_run
    from flows.settings import DBT_PROJECT
    from flows.sources import connectors
    from flows.spark.night import spark_warehouse
    from flows.warehouse import prepare_warehouse

    run = open_run(ask(tmp_path / "home", as_of=AS_OF))
    streams = {name: source.streams() for name, source in connectors().items()}
    prepare_warehouse(run, streams)
    monkeypatch.setenv("ACCOUNT360_SPARK_MASTER", "local[1]")
    monkeypatch.setenv("ACCOUNT360_SEEDS", str(run.workshop / "policy"))
    monkeypatch.setenv("ACCOUNT360_THREADS", "2")
    # The models of every source are built, over a landing without a row, since a unit test asks for their columns.
    command = ["build", "--exclude-resource-type", "test", "--target", "spark"]
    command += ["--vars", json.dumps({"as_of": AS_OF.isoformat()}), "--target-path", str(tmp_path / "target")]
    command += ["--project-dir", str(DBT_PROJECT), "--profiles-dir", str(DBT_PROJECT)]
    with spark_warehouse(run, streams):
        result: Any = call_dbt(command, None, tmp_path / "dbt.log")
    assert result.exception is None
    told = [(item.node.resource_type, item.node.name, str(item.status), item.message) for item in result.result]
    assert [line for line in told if line[2] not in {"success", "pass", "no-op"}] == []
    assert sum(kind == "unit_test" for kind, *_ in told) > 400
