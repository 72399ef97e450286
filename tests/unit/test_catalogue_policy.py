"""Reasons, service levels and metrics: what nothing would ever read is refused before the night begins."""

import csv
import re
from pathlib import Path

import pytest

from flows.errors import ConfigurationError
from flows.policy import load_policy
from flows.settings import DBT_PROJECT, DEFAULT_POLICY

REASONS = "event,reason_code,is_addressable,description"
LEVELS = "priority,first_response_hours,solution_hours"


def refusal(folder: Path, **files: str) -> str:
    """The sentence with which a policy is refused."""
    for name, text in files.items():
        (folder / f"{name}.csv").write_text(text + "\n", encoding="utf-8")
    with pytest.raises(ConfigurationError) as refused:
        load_policy(folder)
    assert refused.value.exit_status == 2
    return str(refused.value)


def catalogue(**changes: str) -> str:
    """The shipped catalogue's first row with some values changed, as a file of its own."""
    with (DEFAULT_POLICY / "metric_catalogue.csv").open(encoding="utf-8", newline="") as file:
        row = {**next(csv.DictReader(file)), **changes}
    return "\n".join([",".join(row), ",".join(f'"{value}"' for value in row.values())])


def test_a_companys_own_reasons_may_leave_out_what_only_leaving_needs(tmp_path: Path) -> None:
    (tmp_path / "reason_codes.csv").write_text("event,reason_code\nbuy,price\n", encoding="utf-8")

    assert load_policy(tmp_path).tables["reason_codes"][0]["is_addressable"] == ""


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        ("stay,habit,,", "row 2: event is 'stay'; write one of buy, renew, leave"),
        ("leave,unknown,true,", "row 2: 'unknown' is what a reason is called"),
        ("leave,price,,", "row 2: is_addressable of 'price' is empty"),
        ("leave,price,true,\nleave,price,false,", "'leave, price' stands twice"),
    ],
)
def test_a_reason_that_would_mislead_is_refused(tmp_path: Path, row: str, sentence: str) -> None:
    assert sentence in refusal(tmp_path, reason_codes=f"{REASONS}\n{row}")


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        ("high,8,4", "row 2: the solution of 'high' is due after 4 hours, before the first response after 8"),
        ("High,4,8", "priority 'High' has capital letters; write 'high'"),
        ("high,soon,8", "first_response_hours is 'soon'"),
    ],
)
def test_a_service_level_that_nobody_can_judge_by_is_refused(tmp_path: Path, row: str, sentence: str) -> None:
    assert sentence in refusal(tmp_path, service_levels=f"{LEVELS}\n{row}")


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        (
            {"metric": "logo_retentions"},
            "no model computes a metric 'logo_retentions' (did you mean 'logo_retention'?)",
        ),
        ({"deviation_kind": ""}, "needs allowed_deviation and deviation_kind together"),
        ({"target": ""}, "allows a deviation from no target"),
        ({"unit": "times"}, "unit is 'times'; write one of money, ratio, factor, score, days, hours, count"),
        ({"trend_months": "0"}, "trend_months is '0'; write a whole number of 1 or more"),
    ],
)
def test_a_metric_that_cannot_be_judged_is_refused(tmp_path: Path, changes: dict[str, str], sentence: str) -> None:
    assert sentence in refusal(tmp_path, metric_catalogue=catalogue(**changes))


def test_the_shipped_catalogue_names_exactly_the_metrics_that_models_compute() -> None:
    models = sorted((DBT_PROJECT / "models" / "intermediate" / "scorecard").glob("int_*_metrics.sql"))
    computed = [
        name for file in models for name in re.findall(r"(?<!\w)\('(\w+)', '", file.read_text(encoding="utf-8"))
    ]

    assert models
    assert sorted(computed) == sorted(row["metric"] for row in load_policy().tables["metric_catalogue"])


def test_the_shipped_catalogue_looks_at_every_perspective() -> None:
    rows = load_policy().tables["metric_catalogue"]

    assert {row["perspective"] for row in rows} == {"customer", "process", "learning", "finance"}
    assert len(rows) >= 20
