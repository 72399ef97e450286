"""What signals and scores are worth: the causes built into the demo company are found, and chance is not."""

from collections.abc import Iterator
from datetime import date

import pytest

from properties.companies import demo_company
from properties.warehouse import Project, Warehouse, build

AS_OF = date(2026, 11, 21)
EVIDENCE = ("signal_backtest", "health_backtest_quality")
# In the demo trouble begins with less use and silence of the feeds, months before the notice.
BUILT_IN = {"silent", "usage_falling", "module_abandoned", "newsletter_unsubscribed"}
MONTHS_AHEAD = 6
DEALS = range(1, 6)


@pytest.fixture(scope="module")
def company(project: Project, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Warehouse]:
    inbox = tmp_path_factory.mktemp("evidence") / "inbox"
    book = demo_company(inbox, accounts=300, months=36, seed=7, as_of=AS_OF)
    with build(project, book, *EVIDENCE, threads=2) as warehouse:
        yield warehouse


def test_the_causes_built_into_the_demo_company_are_found(company: Warehouse) -> None:
    of_signal = {row["signal"]: row for row in company.records("signal_backtest") if _is_asked(row)}
    predicting = {signal for signal, row in of_signal.items() if row["verdict"] == "predicts"}
    of_model = {row["model"]: row for row in company.records("health_backtest_quality") if _is_asked(row)}

    assert predicting >= BUILT_IN
    assert all(of_signal[signal]["lift_low"] > 1 and of_signal[signal]["median_lead_days"] > 0 for signal in BUILT_IN)
    assert {model: row["verdict"] for model, row in of_model.items()} == {"health": "predicts", "baseline": "predicts"}
    # Sick accounts first: better than a coin by far, and worse than knowing.
    assert 0.7 < of_model["health"]["auc"] < 1


def test_outcomes_dealt_at_random_are_foretold_by_nothing(company: Warehouse, project: Project) -> None:
    """Each churn is given to a customer drawn from those of its month; whatever then predicts, predicts by chance."""
    affected = project.resting_on("int_churn_dates", EVIDENCE)
    company.connection.execute("create table dealt_out as select * from intermediate.int_churn_dates")
    aucs, verdicts = [], []
    for deal in DEALS:
        company.connection.execute(_deal(deal))
        company.remake(affected, project)
        quality = [row for row in company.records("health_backtest_quality") if _is_asked(row)]
        aucs += [row["auc"] for row in quality if row["auc"] is not None]
        verdicts += [row["verdict"] for row in quality]
        verdicts += [row["verdict"] for row in company.records("signal_backtest") if _is_asked(row)]

    assert "predicts" in verdicts or "does_not_predict" in verdicts
    # One in forty would be called predicting by the interval's own lower side.
    assert verdicts.count("predicts") <= len(verdicts) / 20
    assert abs(sum(aucs) / len(aucs) - 0.5) < 0.06


def _is_asked(row: dict[str, object]) -> bool:
    return row["horizon_months"] == MONTHS_AHEAD


def _deal(number: int) -> str:
    return f"""
        create or replace table intermediate.int_churn_dates as
        with churned as (
            select *, row_number() over (partition by churn_month order by account_id) as place from dealt_out
        ),
        drawn as (
            select
                account_id,
                cast(date_trunc('month', scored_on) + interval 1 month as date) as churn_month,
                row_number() over (
                    partition by date_trunc('month', scored_on) order by md5(account_id || scored_on || '{number}')
                ) as place
            from intermediate.int_scored_accounts
            where scored_on = last_day(scored_on)
        )
        select drawn.account_id, churned.customer_id, churned.churn_month, churned.churned_on
        from churned inner join drawn using (churn_month, place)
    """
