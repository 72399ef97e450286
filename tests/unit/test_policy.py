"""The policy: shipped defaults, what a company's folder changes in them, and what it may not hold."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from flows.errors import ConfigurationError
from flows.policy import Policy, load_policy


def load(folder: Path, **files: str) -> Policy:
    """The policy with a company's files, given as texts by name."""
    folder.mkdir(exist_ok=True)
    for name, text in files.items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    return load_policy(folder)


def test_the_shipped_policy_is_valid_and_overrides_nothing() -> None:
    policy = load_policy()
    assert policy.overridden == ()
    assert policy.text("reporting_currency") == "EUR"
    assert policy.number("wallet_care") == Decimal("0.90")
    assert policy.day("earliest_date") == date(1970, 1, 1)


def test_a_settings_file_changes_only_the_names_it_holds(tmp_path: Path) -> None:
    policy = load(tmp_path, settings="name,value\nreporting_currency,USD\nminimum_n,3\n")
    assert policy.overridden == ("settings",)
    changed = {name for name, value in policy.settings.items() if value != load_policy().settings[name]}
    assert changed == {"reporting_currency", "minimum_n"}
    assert policy.count("minimum_n") == 3


def test_the_order_of_the_columns_and_a_byte_order_mark_do_not_matter(tmp_path: Path) -> None:
    policy = load(tmp_path, settings="\ufeffvalue , name\r\n USD ,reporting_currency\r\n")
    assert policy.text("reporting_currency") == "USD"


def test_a_setting_may_be_emptied_where_empty_means_something(tmp_path: Path) -> None:
    policy = load(tmp_path, settings="name,value\ndays_behind_warn_usage,\n")
    assert policy.text("days_behind_warn_usage") == ""


def test_a_threshold_of_one_product_stands_beside_that_of_all(tmp_path: Path) -> None:
    policy = load(tmp_path, segment_thresholds="product,name,value\nSuite,abc_a,0.70\n,abc_b,0.90\n")
    found = {(row["product"], row["name"]): row["value"] for row in policy.tables["segment_thresholds"]}
    assert (found["", "abc_a"], found["Suite", "abc_a"], found["", "abc_b"]) == ("0.80", "0.70", "0.90")


def test_thresholds_without_a_product_column_hold_for_all(tmp_path: Path) -> None:
    policy = load(tmp_path, segment_thresholds="name,value\ntop_n,5\n")
    found = {(row["product"], row["name"]): row["value"] for row in policy.tables["segment_thresholds"]}
    assert found["", "top_n"] == "5"


def test_any_other_table_is_replaced_as_a_whole(tmp_path: Path) -> None:
    policy = load(tmp_path, activity_types="is_personal_contact,activity_type,hours\ntrue,coffee,0.5\n")
    assert policy.tables["activity_types"] == [
        {"activity_type": "coffee", "is_personal_contact": "true", "hours": "0.5", "is_informal": "", "is_meeting": ""}
    ]
    assert "development_talk" not in {row["activity_type"] for row in policy.tables["care_model"]}


def test_no_folder_is_a_mistake_and_not_the_default(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="no such folder"):
        load_policy(tmp_path / "nothing")


@pytest.mark.parametrize(
    ("files", "sentence"),
    [
        ({"setings": "name,value\n"}, "setings.csv is no policy file .did you mean 'settings'"),
        ({"settings": "name,value\nreporting_curency,USD\n"}, "did you mean 'reporting_currency'"),
        ({"segment_thresholds": "product,name,value\n,abc_x,0.7\n"}, "'abc_x' is no name it knows"),
        ({"settings": "name,amount\nminimum_n,3\n"}, "no column 'value'"),
        ({"activity_types": "activity_type\nmeeting\n"}, "no column 'is_personal_contact'"),
        ({"settings": "name,value\nminimum_n,3\nminimum_n,4\n"}, "'minimum_n' stands twice"),
    ],
)
def test_an_unknown_or_incomplete_file_is_named_with_what_is_near(
    tmp_path: Path, files: dict[str, str], sentence: str
) -> None:
    with pytest.raises(ConfigurationError, match=sentence):
        load(tmp_path, **files)


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("reporting_currency", "eur", "a three-letter currency code"),
        ("timezone", "Helsinki", "a name of the IANA time zone database"),
        ("mrr_basis", "invoice", "one of auto, invoices, subscriptions"),
        ("gross_margin", "80%", "a number from 0 to 1"),
        ("gross_margin", "1.01", "a number from 0 to 1"),
        ("hourly_cost_support", "-1", "a number of 0 or more"),
        ("hourly_cost_support", "NaN", "a number of 0 or more"),
        ("hourly_cost_support", "", "a number of 0 or more"),
        ("kept_versions", "2.5", "a whole number of 0 or more"),
        ("kept_versions", "\u0665", "a whole number of 0 or more"),
        ("reactivation_window_months", "six", "a whole number of 0 or more, or nothing"),
        ("earliest_date", "1.1.1970", "a date as YYYY-MM-DD"),
        ("earliest_date", "20260101", "a date as YYYY-MM-DD"),
    ],
)
def test_a_value_of_the_wrong_kind_is_refused_with_what_to_write(
    tmp_path: Path, name: str, value: str, expected: str
) -> None:
    with pytest.raises(ConfigurationError) as refused:
        load(tmp_path, settings=f"name,value\n{name},{value}\n")
    assert str(refused.value) == f"settings.csv: {name} is '{value}'; write {expected}."


@pytest.mark.parametrize(
    ("table", "text", "sentence"),
    [
        ("segment_thresholds", "name,value\nabc_a,most\n", "segment_thresholds.csv: abc_a is 'most'"),
        (
            "activity_types",
            "activity_type,is_personal_contact,hours\nmeeting,maybe,1\n",
            "is_personal_contact is 'maybe'",
        ),
        (
            "survey_types",
            "survey_type,lowest_score,highest_score,top_score_from,bottom_score_to,value_method\nNPS,0,ten,9,6,mean\n",
            "highest_score is 'ten'",
        ),
        (
            "survey_types",
            "survey_type,lowest_score,highest_score,top_score_from,bottom_score_to,value_method\nNPS,0,10,9,6,median\n",
            "value_method is 'median'; write one of",
        ),
        (
            "activity_types",
            "activity_type,is_personal_contact,hours\nmeeting,true,1\nmeeting,false,1\n",
            "'meeting' stands twice",
        ),
    ],
)
def test_a_replaced_table_is_judged_before_the_night_begins(
    tmp_path: Path, table: str, text: str, sentence: str
) -> None:
    with pytest.raises(ConfigurationError, match=sentence):
        load(tmp_path, **{table: text})


TYPES = "survey_type,lowest_score,highest_score,top_score_from,bottom_score_to,value_method,is_higher_better\n"


@pytest.mark.parametrize(
    ("table", "text", "sentence"),
    [
        (
            "survey_types",
            TYPES + "nps,0,10,9,6,net_promoter,\n",
            "row 2: nps would never be found; write the survey type",
        ),
        ("survey_types", TYPES + "NPS,0,10,9,,net_promoter,\n", "NPS has no bottom_score_to"),
        ("survey_types", TYPES + "NPS,10,0,9,6,net_promoter,\n", "lowest_score that is not below its highest_score"),
        (
            "survey_types",
            TYPES + "NPS,0,10,11,6,net_promoter,\n",
            "counts answers as good or bad that are not on its scale",
        ),
        ("survey_types", TYPES + "CES,1,5,2,4,mean,true\n", "good answers that do not lie on the better side"),
        ("survey_types", TYPES + "CES,1,5,4,2,mean,false\n", "good answers that do not lie on the better side"),
        (
            "survey_types",
            TYPES + "NPS,0,10,9,6,net_promoter,\nENPS,0,10,9,6,net_promoter,\n",
            "NPS and ENPS are both net_promoter",
        ),
        (
            "reference_statuses",
            "status,is_asked,is_reference\nactive,false,true\n",
            "'active' is a reference that was never asked",
        ),
    ],
)
def test_survey_types_that_would_be_scored_wrongly_are_refused(
    tmp_path: Path, table: str, text: str, sentence: str
) -> None:
    with pytest.raises(ConfigurationError, match=sentence):
        load(tmp_path, **{table: text})


def test_a_file_of_survey_types_may_leave_out_what_it_does_not_need(tmp_path: Path) -> None:
    short = "survey_type,lowest_score,highest_score,top_score_from,bottom_score_to,value_method\n"
    policy = load(tmp_path, survey_types=f"{short}NPS,0,10,9,6,net_promoter\nCES,1,7,5,,mean\n")
    assert [row["survey_type"] for row in policy.tables["survey_types"]] == ["NPS", "CES"]


def test_a_file_that_is_not_utf8_is_named(tmp_path: Path) -> None:
    (tmp_path / "settings.csv").write_bytes("name,value\nreporting_currency,\xa3".encode("latin-1"))
    with pytest.raises(ConfigurationError, match=r"settings\.csv cannot be read as UTF-8"):
        load_policy(tmp_path)


def test_the_warehouse_gets_the_policy_as_it_was_settled(tmp_path: Path) -> None:
    policy = load(tmp_path / "own", settings="name,value\nreporting_currency,USD\n")
    policy.write(tmp_path / "seeds")
    assert load_policy(tmp_path / "seeds").settings == policy.settings
    assert {path.stem for path in (tmp_path / "seeds").glob("*.csv")} == set(load_policy().tables)
