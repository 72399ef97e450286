"""What every model must have, read from the files: a contract, words, tests, a modest length and one dialect of SQL."""

import re
from collections import Counter
from functools import cache
from pathlib import Path
from statistics import median
from typing import Any

import pytest
import yaml

from flows.settings import DBT_PROJECT
from flows.sources import connector_names

MODELS = DBT_PROJECT / "models"
SQL_FILES = sorted(MODELS.rglob("*.sql"))
SINGULAR_TESTS = sorted((DBT_PROJECT / "tests").glob("*.sql"))
LONGEST_MODEL = 120
LONGEST_MEDIAN = 40

# Models without a unit test of their own, and why none is needed.
WITHOUT_A_RULE = {
    "int_account_outlooks": "joins what the marts say of an account",
    "int_accounts": "renames columns",
    "int_health_settings": "types settings",
    "int_identity_settings": "types settings",
    "hand_overs": "types columns for publication",
    "int_journey_settings": "types settings",
    "int_renewal_settings": "types settings",
    "int_signal_settings": "types settings",
    "int_voice_settings": "types settings",
    "metric_days": "renames a column",
    "mrr_months": "adds up what its products' balances say",
    "retention_projection": "types columns for publication",
    "stg_runs__gate_results": "names columns",
    "stg_runs__stream_runs": "names columns",
}
STAGED_FILES = "stg_files__"  # types columns; the macro that all of these share is tested at one of each kind

# What one of the two engines lacks or reads differently, and the clock, which no model may look at.
FORBIDDEN = {
    "::": r"::",
    "try_cast": r"\btry_cast\s*\(",
    "the clock": r"\b(now|today|current_date|current_timestamp|localtimestamp|getdate|sysdate)\b(?!\s*\.)",
    "date_diff and the like": r"\b(date_?diff|date_?add|date_?sub|date_trunc|date_part|strftime|strptime|to_char)\s*\(",
    "interval": r"\binterval\b",
    "filter clause": r"\bfilter\s*\(",
    "count_if": r"\bcount_?if\s*\(",
    "qualify": r"\bqualify\b",
    "group by all": r"\b(group|order)\s+by\s+all\b",
    "exclude": r"\*\s*(exclude|except|replace)\s*\(",
    "arg_max and the like": r"\b(arg_max|arg_min|max_by|min_by|any_value|first|last|first_value|last_value)\s*\(",
    "text aggregates": r"\b(string_agg|listagg|group_concat|list|array_agg)\s*\(",
    "quantiles": r"\b(median|quantile\w*|percentile\w*|approx_\w+)\s*\(",
    "series": r"\b(generate_series|range|unnest|explode|sequence)\s*\(",
    "asof join": r"\basof\b",
    "pivot": r"\b(un)?pivot\b",
    "hash": r"\bhash\s*\(",
    "types of one engine": r"\b(varchar|text|float8?|real|numeric|integer|timestamptz)\b(?=\s*[),(])",
}


@cache
def properties() -> list[tuple[Path, dict[str, Any]]]:
    files = sorted(MODELS.rglob("*.yml"))
    return [(file, yaml.safe_load(file.read_text(encoding="utf-8"))) for file in files]


@cache
def described_models() -> dict[str, tuple[Path, dict[str, Any]]]:
    return {model["name"]: (file, model) for file, content in properties() for model in content.get("models", [])}


@cache
def unit_tests() -> list[tuple[Path, dict[str, Any]]]:
    return [(file, test) for file, content in properties() for test in content.get("unit_tests", [])]


def marts() -> dict[str, dict[str, Any]]:
    names = {file.stem for file in (MODELS / "marts").rglob("*.sql")}
    return {name: model for name, (_, model) in described_models().items() if name in names}


def sql_without_template(file: Path) -> str:
    """The SQL an author wrote by hand: without comments, texts and what macros put in."""
    sql = re.sub(r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}", " ", file.read_text(encoding="utf-8"), flags=re.DOTALL)
    return re.sub(r"--[^\n]*|'(?:[^']|'')*'", " ", sql).lower()


def test_every_model_is_described_once_beside_its_file() -> None:
    described = Counter(model["name"] for _, content in properties() for model in content.get("models", []))
    files = {file.stem: file for file in [*SQL_FILES, *MODELS.rglob("*.py")]}

    assert described == Counter(list(files))
    assert [name for name, (file, _) in described_models().items() if file.parent != files[name].parent] == []


def test_every_model_and_every_column_has_a_description() -> None:
    bare = [
        f"{name}.{entry['name']}" if entry is not model else name
        for name, (_, model) in described_models().items()
        for entry in (model, *model.get("columns", []))
        if not str(entry.get("description", "")).strip()
    ]

    assert bare == []


def test_every_model_says_its_columns() -> None:
    assert [name for name, (_, model) in described_models().items() if not model.get("columns")] == []


def test_every_mart_keeps_an_enforced_contract() -> None:
    project = yaml.safe_load((DBT_PROJECT / "dbt_project.yml").read_text(encoding="utf-8"))
    loosened = [
        name for name, model in marts().items() if model.get("config", {}).get("contract", {}).get("enforced") is False
    ]
    untyped = [
        f"{name}.{column['name']}"
        for name, model in marts().items()
        for column in model["columns"]
        if not column.get("data_type")
    ]

    assert project["models"]["account360"]["marts"]["+contract"] == {"enforced": True}
    assert loosened == []
    assert untyped == []


def test_every_mart_says_what_one_row_is_and_tests_its_key() -> None:
    without_key = [
        name
        for name, model in marts().items()
        if not any(isinstance(test, dict) and "primary_key" in test for test in model.get("data_tests", []))
    ]
    without_grain = [
        name for name, model in marts().items() if "One row per" not in " ".join(model["description"].split())
    ]

    assert without_key == []
    assert without_grain == []


def test_every_model_with_a_rule_has_a_unit_test() -> None:
    tested = {test["model"] for _, test in unit_tests()}
    exempt = {file.stem for file in SQL_FILES if file.stem in WITHOUT_A_RULE or file.stem.startswith(STAGED_FILES)}
    # Each is held against rows worked out by hand in tests/sources, which says so itself.
    exempt |= {file.stem for file in SQL_FILES if file.parent.name in connector_names()}

    assert sorted({file.stem for file in SQL_FILES} - tested - exempt) == []
    assert sorted(set(WITHOUT_A_RULE) & tested) == []
    assert sorted(set(WITHOUT_A_RULE) - {file.stem for file in SQL_FILES}) == []


def test_every_unit_test_stands_beside_its_model_and_says_its_rule() -> None:
    folders = {file.stem: file.parent for file in SQL_FILES}
    names = Counter(test["name"] for _, test in unit_tests())

    assert [test["name"] for file, test in unit_tests() if folders.get(test["model"]) != file.parent] == []
    assert [
        test["name"] for _, test in unit_tests() if not str(test.get("description", "")).strip().endswith(".")
    ] == []
    assert [name for name, count in names.items() if count > 1] == []


def test_no_unit_test_depends_on_how_many_connectors_there_are() -> None:
    united = {
        file.stem for file in SQL_FILES if re.search(r"union_sources|orphaned_rows", file.read_text(encoding="utf-8"))
    }
    dependent = [
        test["name"]
        for _, test in unit_tests()
        if test["model"] in united and "canonical_sources" not in test.get("overrides", {}).get("vars", {})
    ]

    assert dependent == []


def test_models_are_short() -> None:
    lengths = {file.stem: len(file.read_text(encoding="utf-8").splitlines()) for file in SQL_FILES}

    assert {name: length for name, length in lengths.items() if length > LONGEST_MODEL} == {}
    assert median(lengths.values()) <= LONGEST_MEDIAN


@pytest.mark.parametrize("words", FORBIDDEN)
def test_models_are_written_in_the_common_dialect(words: str) -> None:
    files = [*SQL_FILES, *SINGULAR_TESTS]

    assert [file.name for file in files if re.search(FORBIDDEN[words], sql_without_template(file))] == []


def test_models_are_configured_by_folder_only() -> None:
    assert [file.name for file in SQL_FILES if re.search(r"\bconfig\s*\(", file.read_text(encoding="utf-8"))] == []


def test_only_staging_reads_what_was_landed() -> None:
    readers = [file for file in SQL_FILES if re.search(r"\bsource\s*\(", file.read_text(encoding="utf-8"))]

    assert [file.name for file in readers if MODELS / "staging" not in file.parents] == []


def test_every_tie_out_is_named_and_opened_by_a_sentence() -> None:
    wrong = [
        file.name
        for file in SINGULAR_TESTS
        if not file.name.startswith("assert_") or not re.match(r"-- [A-Z]", file.read_text(encoding="utf-8"))
    ]

    assert SINGULAR_TESTS
    assert wrong == []
