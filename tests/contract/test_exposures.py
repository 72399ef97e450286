"""Who reads the marts: the exposures name every consumer, and each depends on just the marts that it really reads."""

import ast
import contextlib
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import duckdb
import pytest
import yaml

from flows.policy import load_policy
from flows.report.details import SHARD_QUERY
from flows.report.language import Language
from flows.report.page import Occasion, Page, Source
from flows.report.pages import PAGES
from flows.settings import DBT_PROJECT, PROJECT_ROOT
from flows.workbook.sheets import SHEETS

AS_OF, MONTH = date(2026, 6, 30), date(2026, 6, 1)
# One row of each mart, so that no page stops at a company without anything.
SAMPLES = {"boolean": True, "date": MONTH, "timestamp": AS_OF, "string": "A1"}
SAMPLE_TEXTS = {"level": "customer", "period": "overdue", "sample": "[]", "segment": "ALL"}
# A name behind `from` or `join` in the text of a query.
READ = re.compile(r'\b(?:from|join)\s+"?([a-z][a-z0-9_]*)')


@cache
def yaml_files() -> list[dict[str, Any]]:
    return [yaml.safe_load(file.read_text(encoding="utf-8")) for file in (DBT_PROJECT / "models").rglob("*.yml")]


@cache
def marts() -> dict[str, dict[str, str]]:
    """The marts by the names that readers know, with their columns and types."""
    stems = {file.stem for file in (DBT_PROJECT / "models" / "marts").rglob("*.sql")}
    models = (model for content in yaml_files() for model in content.get("models", []))
    return {
        published_name(model): {column["name"]: column["data_type"] for column in model["columns"]}
        for model in models
        if model["name"] in stems
    }


def published_name(model: Mapping[str, Any]) -> str:
    """The name of a model's table, which may be another than the model's."""
    return str(model.get("config", {}).get("alias", model["name"]))


@cache
def exposures() -> dict[str, dict[str, Any]]:
    return {exposure["name"]: exposure for content in yaml_files() for exposure in content.get("exposures", [])}


def depends_on(name: str) -> set[str]:
    """The marts of an exposure, by the names that readers know."""
    models = {model["name"]: model for content in yaml_files() for model in content.get("models", [])}
    refs = [re.fullmatch(r"ref\('(\w+)'\)", text) for text in exposures()[name]["depends_on"]]
    return {published_name(models[match[1]]) for match in refs if match}


def told(name: str, read: set[str]) -> list[str]:
    """How an exposure differs from what its consumer reads, in words."""
    if name not in exposures():
        return [f"{name} is no exposure; it reads {', '.join(sorted(read))}"] if read else []
    claimed = depends_on(name)
    return [f"{name} does not name {mart}, which is read" for mart in sorted(read - claimed)] + [
        f"{name} names {mart}, which is not read" for mart in sorted(claimed - read)
    ]


@dataclass
class Recorder:
    """A connection that notes its queries."""

    connection: duckdb.DuckDBPyConnection
    queries: list[str] = field(default_factory=list)

    def execute(self, query: str, *parameters: Any) -> duckdb.DuckDBPyConnection:
        """Note a query and run it."""
        self.queries.append(query)
        return self.connection.execute(query, *parameters)


def marts_in(texts: Iterable[str]) -> set[str]:
    """The marts that queries read."""
    return {mart for text in texts for mart in READ.findall(text)} & marts().keys()


@pytest.fixture(scope="module")
def company() -> Iterator[duckdb.DuckDBPyConnection]:
    """Every mart as its contract has it, with one row."""
    with contextlib.closing(duckdb.connect(":memory:")) as connection:
        for mart, columns in marts().items():
            listed = ", ".join(f'"{name}" {type_}' for name, type_ in columns.items())
            connection.execute(f'create table "{mart}" ({listed})')
            row = [sample(name, type_) for name, type_ in columns.items()]
            connection.execute(f'insert into "{mart}" values ({", ".join("?" * len(row))})', row)
        yield connection


def sample(column: str, type_: str) -> Any:
    """A value for a column."""
    return SAMPLE_TEXTS.get(column, "A1") if type_ == "string" else SAMPLES.get(type_, 1)


def marts_of(page: Page, company: duckdb.DuckDBPyConnection, folder: Path) -> set[str]:
    """The marts that a page of the report reads, for its template and for its scripts."""
    recorder = Recorder(company.cursor())
    occasion = Occasion(AS_OF, MONTH, "EUR", dict.fromkeys(marts(), 1), 0)
    source = Source(recorder, load_policy(), occasion, folder)  # type: ignore[arg-type]
    page.content(source, Language("en"))
    if page.data is not None:
        page.data(source, folder)
    # The scripts of the accounts' pages are written together with the list of accounts.
    of_one_account = {query for query in recorder.queries if SHARD_QUERY in query}
    return marts_in({SHARD_QUERY} if page.name == "account" else set(recorder.queries) - of_one_account)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_page_of_the_report_is_an_exposure_of_the_marts_it_reads(
    page: Page, company: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    assert told(f"report_{page.name}", marts_of(page, company, tmp_path)) == []


def test_no_exposure_is_of_a_page_that_is_gone() -> None:
    named = {name for name in exposures() if name.startswith("report_")}

    assert named - {f"report_{page.name}" for page in PAGES} == set()


def test_the_workbook_is_an_exposure_of_its_sheets() -> None:
    assert told("workbook", {sheet.mart for sheet in SHEETS}) == []


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("calendars", "flows/publish/calendars.py"),
        ("alerts", "flows/notify/news.py"),
    ],
)
def test_a_consumer_in_the_code_is_an_exposure_of_the_marts_in_its_queries(name: str, code: str) -> None:
    tree = ast.parse((PROJECT_ROOT / code).read_text(encoding="utf-8"))
    texts = [node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)]

    assert told(name, marts_in(texts)) == []


@pytest.mark.parametrize("target", ["salesforce_accounts", "hubspot_companies"])
def test_a_write_back_is_an_exposure_of_its_sync_mart(target: str) -> None:
    assert told(target, {f"sync_{target}"}) == []


def test_the_dashboard_is_an_exposure_of_its_datasets() -> None:
    folder = PROJECT_ROOT / "docs" / "superset" / "account360_dashboard" / "datasets"
    datasets = [yaml.safe_load(file.read_text(encoding="utf-8")) for file in folder.rglob("*.yaml")]

    assert told("superset_dashboard", {dataset["table_name"] for dataset in datasets}) == []


def test_every_exposure_says_what_it_is_whose_it_is_and_depends_on_marts_only() -> None:
    wrong = [
        name
        for name, exposure in exposures().items()
        if not exposure.get("description") or not exposure.get("label") or not exposure["owner"].get("name")
        or not depends_on(name) or depends_on(name) - marts().keys()
        or len(depends_on(name)) != len(exposure["depends_on"])
    ]  # fmt: skip

    assert wrong == []
