"""What the tables of the journey may not say, each in one sentence that names the file and the row."""

from pathlib import Path

import pytest

from flows.errors import ConfigurationError
from flows.policy import Policy, load_policy
from flows.settings import DEFAULT_POLICY

SOURCES = "source,event,touchpoint\n"
FAILURES = "failure,category,touchpoint\n"
STEPS = "step,evidence,name,due_days\n"
STAGES = "stage,phase\nprospect,before\nstart,after\ngrowth,after\nrenewal,after\nchurned,after\n"
TYPES = "touchpoint,kind,function,importance,is_visible\n"


def load(tmp_path: Path, **files: str) -> Policy:
    for name, text in files.items():
        (tmp_path / f"{name}.csv").write_text(text, encoding="utf-8")
    return load_policy(tmp_path)


@pytest.mark.parametrize(
    ("file", "text", "sentence"),
    [
        ("touchpoint_sources", f"{SOURCES}letter,sent,brand\n", "row 2: source is 'letter'; write one of activity"),
        ("touchpoint_sources", f"{SOURCES}usage,login,brand\n", "row 2: event is 'login'; write one of first_use, use"),
        (
            "touchpoint_sources",
            f"{SOURCES}usage,use,brnd\n",
            "touchpoint is 'brnd', which touchpoint_types.csv does not",
        ),
        ("touchpoint_sources", f"{SOURCES}usage,use,brand\nusage,use,event\n", "'usage, use' stands twice"),
        ("touchpoint_failures", f"{FAILURES}rudeness,,brand\n", "row 2: failure is 'rudeness'; write one of complaint"),
        ("touchpoint_failures", f"{FAILURES}complaint,,brnd\n", "which touchpoint_types.csv does not hold"),
        ("lifecycle_stages", f"{STAGES}dormant,after\n", "row 7: stage is 'dormant'; write one of prospect"),
        ("lifecycle_stages", STAGES.replace("growth,after\n", ""), "has no row of the stage 'growth'; add one"),
        ("lifecycle_transitions", "stage_before,stage\nstart,dormant\n", "row 2: stage is 'dormant'; write one of"),
        ("onboarding_plan", f"{STEPS}met,activity,,3\n", "row 2: step 'met' needs a name; write which activity shows"),
        ("onboarding_plan", f"{STEPS}used,first_use,login,3\n", "has the name 'login', which first_use does not read"),
        ("onboarding_plan", f"{STEPS}used,wish,,3\n", "evidence is 'wish'; write one of contract_signed"),
        ("touchpoint_types", f"{TYPES}brand,digital,sales,6,true\n", "importance is '6'; write a number from 1 to 5"),
    ],
)
def test_what_would_mislead_silently_is_refused(tmp_path: Path, file: str, text: str, sentence: str) -> None:
    with pytest.raises(ConfigurationError) as refused:
        load(tmp_path, **{file: text})
    assert str(refused.value).startswith(f"{file}.csv")
    assert sentence in str(refused.value)


def test_shipped_events_of_touchpoints_that_a_company_lacks_are_left_out(tmp_path: Path) -> None:
    policy = load(tmp_path, touchpoint_types=f"{TYPES}request,digital,support,4,true\n")
    assert {row["touchpoint"] for row in policy.tables["touchpoint_sources"]} == {"request"}
    assert {row["failure"] for row in policy.tables["touchpoint_failures"]} == {
        "complaint",
        "late_solution",
        "low_score",
    }


def test_the_shipped_tables_pass_their_own_checks() -> None:
    assert len(load_policy().tables) == len(list(DEFAULT_POLICY.glob("*.csv")))
