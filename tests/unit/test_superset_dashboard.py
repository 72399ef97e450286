"""The ready dashboard of Apache Superset: all that its files name is there, and its database is opened read-only."""

import json
import re
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import duckdb
import pytest
import yaml

from flows.settings import DBT_PROJECT, PROJECT_ROOT

FOLDER = PROJECT_ROOT / "docs" / "superset"
BUNDLE = FOLDER / "account360_dashboard"
# The settings of a chart that name columns, and those that name metrics, one or a list.
COLUMN_SETTINGS = ("x_axis", "groupby", "all_columns")
METRIC_SETTINGS = ("metric", "metrics", "percent_metrics", "timeseries_limit_metric")


@cache
def files(kind: str) -> list[dict[str, Any]]:
    return [yaml.safe_load(file.read_text(encoding="utf-8")) for file in sorted((BUNDLE / kind).rglob("*.yaml"))]


@cache
def datasets() -> dict[str, dict[str, Any]]:
    return {dataset["uuid"]: dataset for dataset in files("datasets")}


@cache
def contracts() -> dict[str, dict[str, str]]:
    """The marts by the names of their tables, with their columns and types."""
    found = {}
    for file in (DBT_PROJECT / "models" / "marts").rglob("*__models.yml"):
        for model in yaml.safe_load(file.read_text(encoding="utf-8"))["models"]:
            table = model.get("config", {}).get("alias", model["name"])
            found[table] = {column["name"]: column["data_type"] for column in model["columns"]}
    return found


def as_list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value] if value else []


def named_columns(chart: dict[str, Any]) -> Iterator[str]:
    """The columns that a chart names."""
    for setting in COLUMN_SETTINGS:
        yield from as_list(chart["params"].get(setting))
    for condition in chart["params"]["adhoc_filters"]:
        yield condition["subject"]
    for order in chart["params"].get("order_by_cols", []):
        yield json.loads(order)[0]


def named_metrics(chart: dict[str, Any]) -> Iterator[str]:
    """The metrics that a chart names."""
    for setting in METRIC_SETTINGS:
        yield from as_list(chart["params"].get(setting))


def test_every_dataset_is_a_mart_with_the_columns_and_types_of_its_contract() -> None:
    names = {"VARCHAR": "string", "BIGINT": "bigint", "INTEGER": "int", "DATE": "date", "BOOLEAN": "boolean"}
    wrong = [
        f"{dataset['table_name']}.{column['column_name']}"
        for dataset in files("datasets")
        for column in dataset["columns"]
        if contracts()[dataset["table_name"]].get(column["column_name"])
        != names.get(column["type"], column["type"].lower())
    ]

    assert wrong == []
    assert {dataset["database_uuid"] for dataset in files("datasets")} == {files("databases")[0]["uuid"]}


@pytest.mark.parametrize("dataset", files("datasets"), ids=lambda dataset: dataset["table_name"])
def test_every_metric_can_be_computed_from_its_mart(dataset: dict[str, Any]) -> None:
    columns = contracts()[dataset["table_name"]]
    with duckdb.connect(":memory:") as connection:
        listed = ", ".join(f'"{name}" {type_}' for name, type_ in columns.items())
        connection.execute(f"create table {dataset['table_name']} ({listed})")
        for metric in dataset["metrics"]:
            assert connection.execute(f"select {metric['expression']} from {dataset['table_name']}").fetchall()


@pytest.mark.parametrize("chart", files("charts"), ids=lambda chart: chart["slice_name"])
def test_every_chart_names_columns_and_metrics_that_its_dataset_has(chart: dict[str, Any]) -> None:
    dataset = datasets()[chart["dataset_uuid"]]
    metrics = set(named_metrics(chart))

    assert set(named_columns(chart)) - {column["column_name"] for column in dataset["columns"]} == set()
    assert metrics - {metric["metric_name"] for metric in dataset["metrics"]} == set()
    assert metrics or chart["params"].get("query_mode") == "raw"


def test_every_chart_stands_on_the_dashboard_once_and_every_filter_has_its_column() -> None:
    (dashboard,) = files("dashboards")
    placed = [part for part in dashboard["position"].values() if isinstance(part, dict) and part["type"] == "CHART"]
    filters = dashboard["metadata"]["native_filter_configuration"]

    assert sorted(part["meta"]["uuid"] for part in placed) == sorted(chart["uuid"] for chart in files("charts"))
    for target in (target for native in filters for target in native["targets"]):
        columns = {column["column_name"] for column in datasets()[target["datasetUuid"]]["columns"]}
        assert target["column"]["name"] in columns
    excluded = {number for native in filters for number in native["scope"]["excluded"]}
    assert excluded <= {part["meta"]["chartId"] for part in placed}


def test_the_database_is_opened_read_only_and_nothing_may_be_written_through_it(tmp_path: Path) -> None:
    published = tmp_path / "with blanks" / "account360.duckdb"
    published.parent.mkdir()
    with duckdb.connect(str(published)) as connection:
        connection.execute("create table generations as select 1 as generation")
    target = tmp_path / "dashboard.zip"
    command = [sys.executable, str(FOLDER / "bundle.py"), str(published), "--to", str(target)]
    subprocess.run(command, check=True, capture_output=True)
    with zipfile.ZipFile(target) as bundle:
        names = [name for name in bundle.namelist() if "/databases/" in name]
        (database,) = (yaml.safe_load(bundle.read(name)) for name in names)
        count = len(bundle.namelist())

    assert count == len(list(BUNDLE.rglob("*.yaml")))
    assert database["extra"]["engine_params"] == {"connect_args": {"read_only": True}}
    address = re.fullmatch(r"duckdb:///(/.*)\?access_mode=read_only", database["sqlalchemy_uri"])
    assert address
    assert Path(address[1]) == published
    assert not any(database[name] for name in ("allow_dml", "allow_ctas", "allow_cvas", "allow_file_upload"))
    # A reader with these arguments shares the file with others, and the engine refuses to write.
    arguments = database["extra"]["engine_params"]["connect_args"]
    with (
        duckdb.connect(address[1], **arguments) as reader,
        pytest.raises(duckdb.InvalidInputException, match="read-only"),
    ):
        reader.execute("create table more as select 1")


def test_a_file_that_is_not_there_is_told_in_one_sentence(tmp_path: Path) -> None:
    command = [sys.executable, str(FOLDER / "bundle.py"), str(tmp_path / "nothing.duckdb")]
    said = subprocess.run(command, check=False, capture_output=True, text=True, cwd=tmp_path)

    assert said.returncode == 2
    assert "nothing.duckdb is no file; name the account360.duckdb of a home's published/ folder" in said.stderr
    assert list(tmp_path.iterdir()) == []
