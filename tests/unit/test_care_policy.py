"""The care model and the annual clock: rules that nobody could keep are refused before the night begins."""

from pathlib import Path

import pytest

from flows.errors import ConfigurationError
from flows.policy import Policy, load_policy

HEADER = "segment,level,activity_type,min_count,window_months"
SCOPED = f"{HEADER},account_id,valid_from,valid_to"
CLOCK = "item,kind,segment,month,every_months,activity_type,owner_role,text"


def load(folder: Path, **files: str) -> Policy:
    """The policy with a company's files, given as texts by name."""
    for name, text in files.items():
        (folder / f"{name}.csv").write_text(text + "\n", encoding="utf-8")
    return load_policy(folder)


def refusal(folder: Path, **files: str) -> str:
    """The sentence with which a policy is refused."""
    with pytest.raises(ConfigurationError) as refused:
        load(folder, **files)
    assert refused.value.exit_status == 2
    return str(refused.value)


def test_a_companys_own_rules_need_five_columns_only(tmp_path: Path) -> None:
    policy = load(tmp_path, care_model=f"{HEADER}\nB,any,meeting,2,12")

    assert [row["min_count"] for row in policy.tables["care_model"]] == ["2"]
    assert policy.tables["care_model"][0]["account_id"] == ""


def test_an_account_may_have_rules_of_its_own_with_or_without_its_segment(tmp_path: Path) -> None:
    rules = f"{SCOPED}\n,any,any,6,12,ACC-1,2026-01-01,2026-12-31\nA,any,any,4,12,,,\n,any,any,5,12,ACC-1,2027-01-01,"

    assert len(load(tmp_path, care_model=rules).tables["care_model"]) == 3


@pytest.mark.parametrize(
    ("rule", "sentence"),
    [
        ("A,any,any,7,0", "care_model.csv: window_months is '0'; write a whole number of 1 or more."),
        ("A,any,any,0,12", "care_model.csv: min_count is '0'; write a whole number of 1 or more."),
        ("A,any,any,-1,12", "care_model.csv: min_count is '-1'; write a whole number of 1 or more."),
        ("A,any,any,2.5,12", "care_model.csv: min_count is '2.5'; write a whole number of 1 or more."),
        ("D,any,any,1,12", "care_model.csv: segment is 'D'; write one of A, B, C, any, or nothing."),
        ("A,top,any,1,12", "care_model.csv: level is 'top'; write one of strategic, tactical, operational, any."),
    ],
)
def test_an_impossible_value_is_refused_in_one_sentence(tmp_path: Path, rule: str, sentence: str) -> None:
    assert refusal(tmp_path, care_model=f"{HEADER}\n{rule}") == sentence


@pytest.mark.parametrize(
    ("rule", "sentence"),
    [
        ("A,any,pigeon,1,12,,,", "row 2: activity_type is 'pigeon', which activity_types.csv does not hold"),
        ("A,any,newsletter,1,12,,,", "row 2: activity_type 'newsletter' is no personal contact"),
        ("A,any,any,1,12,,2026-02-01,2026-01-31", "row 2: valid_to 2026-01-31 lies before valid_from 2026-02-01"),
        ("A,any,any,1,12,,1.1.2026,", "valid_from is '1.1.2026'; write a date as YYYY-MM-DD, or nothing"),
        (",any,any,1,12,,,", "row 2: segment is empty"),
        ("A,any,any,1,12,,,\nA,any,any,2,12,,,", "rows 2 and 3: both set how often 'A' is contacted on the same days"),
        (
            "A,any,call,1,12,X,,2026-06-30\nB,any,any,1,1,,,\nA,any,call,2,12,X,2026-06-30,",
            "rows 2 and 4: both set how often 'A, call, X'",
        ),
    ],
)
def test_a_rule_that_contradicts_itself_or_another_is_named_by_its_row(
    tmp_path: Path, rule: str, sentence: str
) -> None:
    assert sentence in refusal(tmp_path, care_model=f"{SCOPED}\n{rule}")


def test_rules_that_follow_each_other_in_time_do_not_contradict_each_other(tmp_path: Path) -> None:
    rules = f"{SCOPED}\nA,any,any,2,12,,,2025-12-31\nA,any,any,4,12,,2026-01-01,"

    assert len(load(tmp_path, care_model=rules).tables["care_model"]) == 2


@pytest.mark.parametrize(
    ("item", "sentence"),
    [
        ("x,review,A,13,,,owner,Do", "clock_items.csv: month is '13'; write the number of a month from 1 to 12"),
        ("x,review,A,,0,,owner,Do", "clock_items.csv: every_months is '0'"),
        ("x,review,A,5,6,,owner,Do", "row 2: 'x' needs either a month or every_months"),
        ("x,review,A,,,,owner,Do", "row 2: 'x' needs either a month or every_months"),
        ("x,party,A,5,,,owner,Do", "kind is 'party'; write one of contact, campaign, plan, review"),
        ("x,contact,A,5,,webinar,owner,Do", "row 2: activity_type 'webinar' is no personal contact"),
        ("x,review,A,5,,,boss,Do", "owner_role is 'boss'"),
        ("x,review,A,5,,,owner,Do\nx,plan,A,6,,,owner,Do", "'x' stands twice"),
    ],
)
def test_a_clock_item_needs_a_time_a_kind_and_somebody_to_do_it(tmp_path: Path, item: str, sentence: str) -> None:
    assert sentence in refusal(tmp_path, clock_items=f"{CLOCK}\n{item}")


def test_a_campaign_need_not_be_a_personal_contact(tmp_path: Path) -> None:
    policy = load(tmp_path, clock_items=f"{CLOCK}\nspring,campaign,any,4,,newsletter,owner,Send it")

    assert policy.tables["clock_items"][0]["month"] == "4"


def test_a_holiday_is_a_date(tmp_path: Path) -> None:
    assert "day is '24.12.2026'; write a date" in refusal(tmp_path, holidays="day,holiday\n24.12.2026,Christmas Eve")
