"""Targets as dropped: what the warehouse counts by whole months must be set for whole months."""

from datetime import date
from pathlib import Path

import pytest

from flows.sources.files.check import check_inbox

HEADER = "target_id,account_id,owner_id,metric,period_start,period_end,target\n"


def sentences(inbox: Path, row: str) -> list[str]:
    (inbox / "accounts.csv").write_text("account_id,account_name\nA1,Alpha\n")
    (inbox / "targets.csv").write_text(HEADER + row + "\n")
    report = check_inbox(inbox, earliest=date(2000, 1, 1), latest=date(2040, 12, 31))
    return [problem.sentence() for problem in report.problems]


@pytest.mark.parametrize(
    "row",
    [
        "T1,,,revenue,2026-02-01,2026-02-28,100",
        "T1,A1,,mrr,2026-01-01,2026-12-31,100",
        "T1,A1,U1,nps,2026-01-15,2026-02-14,-10",
        "T1,,U1,contacts,2026-01-15,2026-01-15,1",
    ],
)
def test_targets_of_company_account_and_owner_are_read(tmp_path: Path, row: str) -> None:
    assert sentences(tmp_path, row) == []


@pytest.mark.parametrize(
    ("row", "column", "said"),
    [
        ("T1,A1,,revenue,2026-01-02,2026-12-31,1", "period_start", "is not the first day of a month, since"),
        ("T1,A1,,mrr,2026-01-01,2026-12-30,1", "period_end", "is not the last day of a month, since"),
        ("T1,A1,,nps,2026-02-01,2026-01-31,1", "period_end", "is not a day on or after period_start"),
        ("T1,A1,,profit,2026-01-01,2026-12-31,1", "metric", "is not one of revenue, billing, mrr"),
        ("T1,A9,,nps,2026-01-01,2026-12-31,1", "account_id", "A9"),
    ],
)
def test_a_target_that_cannot_be_measured_is_refused(tmp_path: Path, row: str, column: str, said: str) -> None:
    (sentence,) = sentences(tmp_path, row)
    assert column in sentence
    assert said in sentence
