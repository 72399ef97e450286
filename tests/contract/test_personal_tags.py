"""Personal columns are tagged in the models: by kinds that publishing knows, wherever a name gives them away."""

import re
from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest
import yaml

from flows.policy import load_policy
from flows.publish.personal_data import IDS, SWITCHES
from flows.settings import DBT_PROJECT

MODELS = DBT_PROJECT / "models"

# What a column is called that is a person's, its kinds, and the columns so called that are nobody's.
TELLING: dict[str, tuple[str, ...]] = {
    r"(^|_)(e?mail|mail_address)$": ("email",),
    r"(^|_)(phone|telephone|mobile)(_end)?$": ("phone",),
    r"^(contact|person|employee|user|owner|respondent)_name$": ("name", "staff_name"),
    r"^(contact_id|respondent|respondent_id|person_id)$": ("person_id",),
    r"^(.*_)?(owner|csm|sponsor|manager|user|employee|carer)_id$": ("staff_id",),
    r"^(proposed|approved|rated|estimated|decided)_by$": ("staff_id",),
    r"^(comment|note|promise|wish|value_promise|participants|contributors|raw|other_columns)$": ("free_text",),
}
NOBODYS = {
    ("account_plans", "contributors"),
    ("int_identity_pairs", "shares_email"),
    ("int_identity_candidates", "shares_email"),
    ("int_identity_rankings", "shares_email"),
    ("int_identity_pairs", "shares_free_mail"),
    ("int_identity_pairs", "shares_phone"),
}


@cache
def columns() -> list[tuple[str, dict[str, Any], str]]:
    """Every model's name, each of its columns, and the folder of its layer."""
    return [
        (model["name"], column, file.relative_to(MODELS).parts[0])
        for file in sorted(MODELS.rglob("*.yml"))
        for model in yaml.load(file.read_text(encoding="utf-8"), yaml.CSafeLoader).get("models", [])
        for column in model.get("columns", [])
    ]


@cache
def keys() -> set[tuple[str, str]]:
    """The columns of each model's key."""
    return {
        (model["name"], column)
        for file in sorted((MODELS / "marts").rglob("*.yml"))
        for model in yaml.load(file.read_text(encoding="utf-8"), yaml.CSafeLoader).get("models", [])
        for test in model["data_tests"]
        for column in test.get("primary_key", {}).get("arguments", {}).get("columns", [])
    }


def tags() -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Model, column and what its tag says, of every tagged column."""
    for model, column, _ in columns():
        if "pii" in (meta := column.get("config", {}).get("meta", {})):
            yield model, column["name"], meta


def test_every_tag_is_of_a_kind_that_publishing_knows() -> None:
    found = {meta["pii"] for _, _, meta in tags()}
    assert found == {*SWITCHES, *IDS}
    assert {switch for switch in SWITCHES.values() if switch not in load_policy().settings} == set()


@pytest.mark.parametrize("pattern", TELLING)
def test_a_column_whose_name_tells_of_a_person_is_tagged(pattern: str) -> None:
    tagged = {(model, name): meta["pii"] for model, name, meta in tags()}
    named = [(model, column["name"]) for model, column, _ in columns() if re.search(pattern, column["name"])]
    assert [place for place in named if place not in NOBODYS and tagged.get(place) not in TELLING[pattern]] == []


def test_no_key_of_a_mart_is_of_words_that_a_switch_takes_away() -> None:
    assert [(model, name) for model, name, meta in tags() if meta["pii"] in SWITCHES and (model, name) in keys()] == []


def test_what_is_personal_in_some_rows_only_is_told_by_columns_that_nobody_hides() -> None:
    wordy = {(model, name) for model, name, meta in tags() if meta["pii"] in SWITCHES}
    conditions = {(model, name): meta["pii_where"] for model, name, meta in tags() if "pii_where" in meta}
    own = {(model, column["name"]) for model, column, _ in columns()}
    for (model, _), condition in conditions.items():
        named = set(re.findall(r"[a-z_]+", re.sub(r"'[^']*'", "", condition))) - {
            "in",
            "not",
            "is",
            "null",
            "or",
            "and",
        }
        assert named
        assert {(model, name) for name in named} <= own - wordy
