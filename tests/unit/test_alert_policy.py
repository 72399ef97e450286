"""The alert rules: addresses, filters of other events and unknown names are refused before the night begins."""

from pathlib import Path

import pytest

from flows.errors import ConfigurationError
from flows.policy import load_policy
from flows.policy.alerts import FILTERS

HEADER = (
    "rule,event,sink,is_active,minimum_severity,signals,segments,exit_statuses,within_days,listed_at_most,subject\n"
)


def rules(folder: Path, *rows: str) -> Path:
    (folder / "alert_rules.csv").write_text(HEADER + "".join(f"{row}\n" for row in rows), encoding="utf-8")
    return folder


def test_the_shipped_rules_tell_of_every_event_once() -> None:
    assert [row["event"] for row in load_policy().tables["alert_rules"]] == list(FILTERS)


def test_a_company_writes_its_own_rules(tmp_path: Path) -> None:
    rows = ("leaving,churn_signal,prefect:slack-webhook/team-chat,true,high,silent;notice_given,A;none,,7,5,Look",)
    (row,) = load_policy(rules(tmp_path, *rows)).tables["alert_rules"]
    assert (row["sink"], row["signals"], row["hint"]) == (
        "prefect:slack-webhook/team-chat",
        "silent;notice_given",
        "",
    )


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        ("a,run_failed,slack://S3CRET/b/c,true,,,,,,9,S", "row 2: sink is no name; write one of small letters"),
        ("a,run_failed,prefect:S3CRET,true,,,,,,9,S", "row 2: sink is no name"),
        ("a,run_lost,team,true,,,,,,9,S", "event is 'run_lost'; write one of run_failed, gate_refused"),
        ("a,care_due,team,true,high,,,,,9,S", "row 2: care_due does not read minimum_severity; leave it empty."),
        ("a,churn_signal,team,true,,,,,,9,S", "row 2: churn_signal needs within_days"),
        ("a,churn_signal,team,true,,silnet,,,7,9,S", "row 2: signals holds 'silnet'; known are care_missed,"),
        ("a,churn_signal,team,true,,,A;D,,7,9,S", "row 2: segments holds 'D'; known are A, B, C, none"),
        ("a,run_failed,team,true,,,,0,,9,S", "row 2: exit_statuses holds '0'; known are 1, 130, 2, 3, 4,"),
        ("a,run_failed,team,true,,,,,,0,S", "listed_at_most is '0'; write a whole number of 1 or more"),
    ],
)
def test_a_wrong_rule_is_named_without_an_address(tmp_path: Path, row: str, sentence: str) -> None:
    with pytest.raises(ConfigurationError) as refused:
        load_policy(rules(tmp_path, row))
    assert sentence in str(refused.value)
    assert "S3CRET" not in str(refused.value)


def test_the_rules_can_be_read_alone_when_another_file_is_wrong(tmp_path: Path) -> None:
    rules(tmp_path, "a,run_failed,ours,true,,,,,,9,S")
    (tmp_path / "settings.csv").write_text("name,value\nno_such_setting,1\n", encoding="utf-8")
    assert load_policy(tmp_path, "alert_rules").tables["alert_rules"][0]["sink"] == "ours"
