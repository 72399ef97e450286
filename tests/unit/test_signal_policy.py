"""The files of signals: what no model finds, or could never be raised, is refused before the night begins."""

import csv
import io
from pathlib import Path

import pytest
import yaml

from flows.errors import ConfigurationError
from flows.policy import load_policy
from flows.policy.signals import FILES
from flows.settings import DBT_PROJECT, DEFAULT_POLICY


def changed(folder: Path, file: str, which: str, **values: str) -> Path:
    """A policy folder with one signal of a file changed."""
    shipped = list(csv.DictReader((DEFAULT_POLICY / f"{file}.csv").read_text(encoding="utf-8").splitlines()))
    text = io.StringIO()
    writer = csv.DictWriter(text, fieldnames=list(shipped[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows([{**row, **values} if row["signal"] == which else row for row in shipped])
    (folder / f"{file}.csv").write_text(text.getvalue(), encoding="utf-8")
    return folder


@pytest.mark.parametrize("file", FILES)
def test_every_signal_of_the_policy_has_a_model_and_the_other_way_round(file: str) -> None:
    project = yaml.safe_load((DBT_PROJECT / "dbt_project.yml").read_text(encoding="utf-8"))
    signals = [row["signal"] for row in load_policy().tables[file]]
    models = {path.stem for path in (DBT_PROJECT / "models" / "intermediate" / "signals").glob("*.sql")}

    assert sorted(signals) == sorted(project["vars"][file])
    assert {f"int_{signal}_spans" for signal in signals} <= models


def test_a_company_may_change_numbers_switch_signals_off_and_leave_them_out(tmp_path: Path) -> None:
    changed(tmp_path, "churn_signals", "silent", after_days="60", is_active="false")
    (tmp_path / "buying_signals.csv").write_text(
        "signal,is_active,after_days,lasts_days,quiet_days,owner_role,suggested_action\n"
        "module_taken_up,true,30,30,0,csm,Ask.\n",
        encoding="utf-8",
    )
    policy = load_policy(tmp_path)

    silent = next(row for row in policy.tables["churn_signals"] if row["signal"] == "silent")
    assert (silent["after_days"], silent["is_active"]) == ("60", "false")
    assert [row["signal"] for row in policy.tables["buying_signals"]] == ["module_taken_up"]


@pytest.mark.parametrize(
    ("file", "signal", "values", "sentence"),
    [
        (
            "churn_signals",
            "silent",
            {"signal": "quiet"},
            "churn_signals.csv, row 2: signal 'quiet' is none that can be found; write one of silent, invoice_overdue,",
        ),
        (
            "churn_signals",
            "silent",
            {"after_days": "", "factor": ""},
            "churn_signals.csv, row 2: signal 'silent' needs after_days and factor; fill it, or switch the signal off",
        ),
        (
            "buying_signals",
            "question_about_product",
            {"category": ""},
            "buying_signals.csv, row 5: signal 'question_about_product' needs category; fill it,",
        ),
        ("churn_signals", "silent", {"severity": "urgent"}, "severity is 'urgent'; write one of high, medium, low."),
        ("churn_signals", "silent", {"quiet_days": ""}, "quiet_days is ''; write a whole number of 0 or more."),
        ("churn_signals", "low_score", {"signal": "silent"}, "'silent' stands twice; keep one row of it."),
    ],
)
def test_what_could_never_be_found_is_refused(
    tmp_path: Path, file: str, signal: str, values: dict[str, str], sentence: str
) -> None:
    with pytest.raises(ConfigurationError) as refused:
        load_policy(changed(tmp_path, file, signal, **values))

    assert sentence in str(refused.value)


def test_a_signal_that_is_switched_off_needs_no_numbers(tmp_path: Path) -> None:
    load_policy(changed(tmp_path, "churn_signals", "silent", after_days="", is_active="False"))
