"""The components of health: what would mislead without a word is refused before the night begins."""

from pathlib import Path

import pytest

from flows.errors import ConfigurationError
from flows.policy import Policy, load_policy
from flows.policy.health import NEEDED

HEADER = "component,weight,none_at,full_at,unit,action"
COMPARED = f"{HEADER},window_days,usual_after_days,usual_days,minimum"


def load(folder: Path, **files: str) -> Policy:
    """The policy with a company's files, given as texts by name."""
    for name, text in files.items():
        (folder / f"{name}.csv").write_text(text + "\n", encoding="utf-8")
    return load_policy(folder)


def refusal(folder: Path, **files: str) -> str:
    """The sentence with which a policy is refused."""
    with pytest.raises(ConfigurationError) as refused:
        load(folder, **files)
    return str(refused.value)


def test_the_shipped_components_are_those_that_models_measure() -> None:
    assert [row["component"] for row in load_policy().tables["health_components"]] == list(NEEDED)


def test_a_company_may_keep_one_component_and_change_its_anchors(tmp_path: Path) -> None:
    policy = load(tmp_path, health_components=f"{HEADER}\npayment,1,30,0,days overdue,Ask.")

    assert [(row["component"], row["window_days"]) for row in policy.tables["health_components"]] == [("payment", "")]


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        (
            f"{HEADER}\nmood,1,0,1,points,Smile.",
            f"health_components.csv, row 2: no model measures 'mood'; write one of {', '.join(NEEDED)}.",
        ),
        (
            f"{HEADER}\npayment,1,60,0,days,Ask.\nsurvey,1,-1,1,share,Listen.",
            "health_components.csv, row 3: survey needs window_days; write a number.",
        ),
        (
            f"{HEADER}\npayment,1,0,0.0,days,Ask.",
            "health_components.csv, row 2: none_at and full_at are both 0.0; a value needs two different anchors.",
        ),
        (
            f"{COMPARED}\nusage_trend,1,0,1,share,Ask.,60,30,180,8",
            "health_components.csv, row 2: the usual time ends 30 days back, within the window of 60 days; write "
            "usual_after_days of at least window_days.",
        ),
        (
            f"{HEADER}\npayment,0,60,0,days,Ask.",
            "health_components.csv: no component has any weight; give one of them a weight above 0.",
        ),
        (
            f"{HEADER}\npayment,-1,60,0,days,Ask.",
            "health_components.csv: weight is '-1'; write a number of 0 or more.",
        ),
        (
            f"{HEADER}\npayment,1,60,0,days,Ask.\npayment,2,60,0,days,Ask.",
            "health_components.csv: 'payment' stands twice; keep one row of it.",
        ),
    ],
)
def test_components_that_would_mislead_are_refused(tmp_path: Path, rows: str, sentence: str) -> None:
    assert refusal(tmp_path, health_components=rows) == sentence


def test_a_score_cannot_be_good_and_poor_at_once(tmp_path: Path) -> None:
    said = refusal(tmp_path, settings="name,value\nhealth_good_from,50\nhealth_poor_below,60")

    assert said == (
        "settings.csv: health_poor_below is 60 and health_good_from 50, so that a score would be both; "
        "write a health_poor_below of at most health_good_from."
    )


@pytest.mark.parametrize("horizons", ["0", "three", "3\n3"])
def test_horizons_are_different_numbers_of_months(tmp_path: Path, horizons: str) -> None:
    assert refusal(tmp_path, backtest_horizons=f"horizon_months\n{horizons}").startswith("backtest_horizons.csv: ")


def test_the_penalty_of_the_baseline_is_above_nothing(tmp_path: Path) -> None:
    said = refusal(tmp_path, settings="name,value\nbaseline_penalty,0")

    assert said == "settings.csv: baseline_penalty is '0'; write a number above 0."
