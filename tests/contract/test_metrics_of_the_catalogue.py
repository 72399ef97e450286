"""The semantic layer as its files state it: the catalogue is covered, all is described, the page tells the same."""

import csv
from collections import Counter
from typing import Any

from metric_page import PAGE, described, metric_rows

from flows.settings import DEFAULT_POLICY

ACCOUNT = "account"


def test_every_metric_of_the_catalogue_is_a_metric_of_the_same_name_or_the_page_says_why_not() -> None:
    with (DEFAULT_POLICY / "metric_catalogue.csv").open(encoding="utf-8", newline="") as file:
        catalogue = {row["metric"] for row in csv.DictReader(file)}
    left_out = PAGE.read_text(encoding="utf-8").partition("## Not covered")[2]

    missing = catalogue - {metric["name"] for metric in described("metrics")}
    assert sorted(metric for metric in missing if f"`{metric}` has no" not in left_out) == []


def test_the_page_lists_every_metric_once_and_no_other() -> None:
    assert Counter(row.metric for row in metric_rows()) == Counter(metric["name"] for metric in described("metrics"))


def test_the_page_groups_metrics_by_what_their_models_have() -> None:
    wrong = {
        row.metric: unknown for row in metric_rows() if (unknown := sorted(set(row.groups) - groups_of(row.metric)))
    }

    assert wrong == {}


def test_everything_in_the_semantic_layer_has_a_description() -> None:
    entries: list[tuple[str, dict[str, Any]]] = [(metric["name"], metric) for metric in described("metrics")]
    for model in described("semantic_models"):
        parts = [part for kind in ("entities", "dimensions", "measures") for part in model.get(kind, [])]
        entries += [(model["name"], model), *((f"{model['name']}.{part['name']}", part) for part in parts)]

    assert [name for name, entry in entries if not str(entry.get("description", "")).strip()] == []
    assert [metric["name"] for metric in described("metrics") if not metric.get("label")] == []


def test_what_stands_at_the_end_of_a_month_is_never_added_up_over_months() -> None:
    stated = [
        (measure["name"], measure.get("non_additive_dimension"))
        for model in described("semantic_models")
        for measure in model.get("measures", [])
        if measure["name"].startswith(("stated_", "closing_"))
    ]

    assert len(stated) > 1
    newest = {"name": "reported_month", "window_choice": "max"}
    assert [name for name, rule in stated if rule != newest] == []


def groups_of(metric: str) -> set[str]:
    """The dimensions of the models that a metric is drawn from; a model with the account has the account's as well."""
    models = [model_of(measure) for measure in measures_of(metric)]
    return set.intersection(*(dimensions_of(model) for model in models))


def measures_of(metric: str) -> list[str]:
    """The measures under a metric, through the metrics that it is made of."""
    said = next(entry for entry in described("metrics") if entry["name"] == metric)["type_params"]
    if "measure" in said:
        return [said["measure"]]
    parts = said.get("metrics") or [said["numerator"], said["denominator"]]
    return [measure for part in parts for measure in measures_of(part)]


def model_of(measure: str) -> dict[str, Any]:
    """The semantic model that a measure belongs to."""
    return next(
        model
        for model in described("semantic_models")
        if measure in {entry["name"] for entry in model.get("measures", [])}
    )


def dimensions_of(model: dict[str, Any]) -> set[str]:
    """The dimensions of a model by the names under which they are asked for."""
    entities = {entity["name"]: entity["type"] for entity in model.get("entities", [])}
    primary = next((name for name, kind in entities.items() if kind == "primary"), model.get("primary_entity"))
    own = {f"{primary}__{entry['name']}" for entry in model["dimensions"] if entry["type"] == "categorical"}
    if ACCOUNT not in entities or primary == ACCOUNT:
        return own
    accounts = next(entry for entry in described("semantic_models") if entry["name"] == "accounts")
    return own | {ACCOUNT} | dimensions_of(accounts)
