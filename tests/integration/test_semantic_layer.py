"""Metrics asked of MetricFlow are the published marts' own figures, over months and by whatever they may be grouped."""

import contextlib
import csv
import os
import subprocess
import sys
from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pytest
from metric_answers import MONTH, Metrics, open_metrics, write_semantics
from metric_page import metric_rows

from flows.parsed_models import parsed_file
from flows.settings import DBT_PROJECT, DEFAULT_POLICY

PUBLISHED = Path("published") / "account360.duckdb"
COMMAND_SECONDS = 120
# Equal up to the last binary digits of a quotient; the scorecard keeps eight decimals.
CLOSE = 1e-8

# A metric, what it is grouped by, and the same from the marts: the groups, then the figure.
BY_DIMENSION = [
    *(
        (metric, (MONTH, "segment_month__segment"), f"select month, segment, {column} from kpi_segment_months")
        for metric, column in [
            ("arr", "arr"),
            ("mrr", "closing"),
            ("paying_customers", "customers_close"),
            ("customers_churned", "customers_churned"),
            ("quick_ratio", "quick_ratio"),
            ("arpa", "arpa"),
        ]
    ),
    ("arr_of_products", (MONTH, "product_month__product"), "select month, product, arr from kpi_product_months"),
    (
        "open_requests",
        (MONTH, "service_month__priority"),
        "select month, priority, open_at_month_end from service_months where priority <> 'ALL'",
    ),
    *(
        (
            metric,
            (MONTH, "learning_month__segment"),
            f"select month, segment, {column} from learning_months where segment <> 'ALL'",
        )
        for metric, column in [
            ("trainings", "trainings"),
            ("development_talks", "development_talks"),
            ("accounts_trained", "share_trained"),
        ]
    ),
    ("logging_days", (MONTH, "owner_month__owner"), "select month, owner_id, median_days_to_log from crm_discipline"),
    (
        "contribution_margin",
        ("account_product__product",),
        "select product, sum(contribution) / nullif(sum(revenue), 0) from profitability group by product",
    ),
    (
        "contribution_margin",
        ("account__segment",),
        """select segment, sum(profitability.contribution) / nullif(sum(revenue), 0)
        from profitability left join account_360 using (account_id) group by segment""",
    ),
    (
        "accounts_without_contact",
        ("account__owner",),
        """select owner_id, avg(account_contacts.year_without_contact::int)
        from account_contacts join account_360 using (account_id)
        where account_id in (
            select account_id from mrr_months where mrr > 0 and month = (select max(month) from kpi_months)
        ) group by owner_id""",
    ),
    ("commitments_kept", ("account",), "select unit_id, kept_rate from commitment_rates where level = 'account'"),
    (
        "commitments_kept",
        ("commitment__promise_owner",),
        "select unit_id, kept_rate from commitment_rates where level = 'owner'",
    ),
    (
        "wishes_answered",
        ("account",),
        "select account_id, answer_rate from feature_request_rates where account_id <> 'ALL'",
    ),
    (
        "feature_request_days",
        ("account",),
        "select account_id, mean_days_to_answer from feature_request_rates where account_id <> 'ALL'",
    ),
    (
        "lifetime_value",
        ("customer__segment",),
        "select segment, avg(residual_lifetime_value) from customer_lifetime_value group by segment",
    ),
    (
        "plans_alive",
        ("account__owner",),
        """select owner_id, 1 - avg(is_stale::int)
        from account_plans join account_360 using (account_id) where is_in_force group by owner_id""",
    ),
]

# Uses the demo company's night, as the others of the group do.
pytestmark = pytest.mark.xdist_group("demo")


@pytest.fixture(scope="module")
def semantics(demo_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    written = tmp_path_factory.mktemp("semantics") / "semantic_manifest.json"
    write_semantics(parsed_file(Path(os.environ["ACCOUNT360_CACHE"]), DEFAULT_POLICY), written)
    return written


@pytest.fixture(scope="module")
def metrics(demo_home: Path, semantics: Path) -> Iterator[Metrics]:
    with open_metrics(demo_home / PUBLISHED, semantics) as opened:
        yield opened


def test_every_metric_of_the_catalogue_is_the_scorecards_figure_in_every_month(metrics: Metrics) -> None:
    with (DEFAULT_POLICY / "metric_catalogue.csv").open(encoding="utf-8", newline="") as file:
        catalogue = [row["metric"] for row in csv.DictReader(file)]
    shown = {month for (month,) in metrics.stated("select distinct month from scorecard")}
    wrong = {}
    for metric in catalogue:
        stated = known_only(metrics.stated(f"select month, actual from scorecard where metric = '{metric}'"))
        answered = known_only(metrics.answer([metric], [MONTH]))
        wrong[metric] = differences(stated, {month: figure for month, figure in answered.items() if month in shown})

    assert shown
    assert {metric: difference for metric, difference in wrong.items() if difference} == {}


def test_every_metric_grouped_is_the_figure_of_the_mart_that_holds_the_groups(metrics: Metrics) -> None:
    wrong, compared = {}, 0
    for metric, by, sql in BY_DIMENSION:
        answered = known_only(metrics.answer([metric], by))
        wrong[metric, by] = differences(known_only(metrics.stated(sql)), answered)
        compared += bool(answered)

    assert {question: difference for question, difference in wrong.items() if difference} == {}
    assert compared == len(BY_DIMENSION)


def test_everything_the_page_names_can_be_asked(metrics: Metrics) -> None:
    rows = metric_rows()
    silent = {
        row.metric
        for row in rows
        for dimension in row.groups
        # What looks back from a month is refused without one.
        if not metrics.answer([row.metric], [MONTH, dimension] if row.over_months == "twelve months" else [dimension])
    }

    assert rows
    # The care model judges a full year, which this company has not had.
    assert silent <= {"care_kept", "care_kept_accounts", "care_judged_accounts"}


def test_the_care_model_kept_is_divided_anew_in_every_group_and_never_counts_a_total_twice(
    demo_home: Path, semantics: Path, tmp_path: Path
) -> None:
    copy = tmp_path / "account360.duckdb"
    copy.write_bytes((demo_home / PUBLISHED).read_bytes())
    # Three accounts of four, then one of two that could be judged; the totals that the mart holds beside them.
    groups = [("A", "U1", 4, 3, 0), ("B", "U1", 3, 1, 1), ("A", "ALL", 4, 3, 0), ("B", "ALL", 3, 1, 1)]
    groups += [("ALL", "U1", 7, 4, 1), ("ALL", "ALL", 7, 4, 1)]
    with contextlib.closing(duckdb.connect(copy)) as connection:
        connection.execute("delete from care_compliance_months")
        for segment, owner, accounts, ok, not_due in groups:
            connection.execute(
                """insert into care_compliance_months (segment, owner_id, accounts, ok, not_due, month)
                select $1, $2, $3, $4, $5, unnest([date '2026-04-01', date '2026-05-01'])""",
                [segment, owner, accounts, ok, not_due],
            )

    with open_metrics(copy, semantics) as metrics:
        by_segment = metrics.answer(["care_kept"], ["care_month__segment"])
        by_owner = metrics.answer(["care_kept"], [MONTH, "care_month__owner"])
        at_all = metrics.answer(["care_kept", "care_judged_accounts"])

    assert sorted(by_segment) == [("A", 0.75), ("B", 0.5)]
    assert sorted(by_owner) == [(date(2026, 4, 1), "U1", 4 / 6), (date(2026, 5, 1), "U1", 4 / 6)]
    assert at_all == [(4 / 6, 6)]


def test_a_longer_time_adds_counts_up_and_takes_balances_and_rates_as_they_stand_at_its_end(metrics: Metrics) -> None:
    year = "metric_time__year"
    for metric, sql in [
        ("complaints", "select date_trunc('year', month)::date, sum(complaints) from complaint_months group by 1"),
        ("arr", "select date_trunc('year', month)::date, max_by(arr, month) from kpi_months group by 1"),
    ]:
        assert differences(known_only(metrics.stated(sql)), known_only(metrics.answer([metric], [year]))) == {}


def test_the_page_says_of_every_metric_what_becomes_of_it_over_months(metrics: Metrics) -> None:
    for row in (row for row in metric_rows() if row.over_months in {"added up", "newest month"}):
        if not (months := dict(metrics.answer([row.metric], [MONTH]))):
            continue
        expected = sum(months.values()) if row.over_months == "added up" else months[max(months)]
        ((answered,),) = metrics.answer([row.metric])

        assert (row.metric, answered) == (row.metric, expected)


def test_the_command_answers_from_a_file_that_others_read(
    demo_home: Path, semantics: Path, metrics: Metrics, tmp_path: Path
) -> None:
    project = tmp_path / "project"
    project.mkdir()
    for entry in DBT_PROJECT.iterdir():
        if entry.name not in {"target", "logs"}:
            (project / entry.name).symlink_to(entry)
    (project / "target").mkdir()
    (project / "target" / "semantic_manifest.json").write_bytes(semantics.read_bytes())
    # The night parsed the project for a file of this name.
    published = tmp_path / "warehouse.duckdb"
    published.write_bytes((demo_home / PUBLISHED).read_bytes())
    before = published.read_bytes()
    published.chmod(0o444)
    answer = tmp_path / "answer.csv"
    question = ["--metrics", "arr,nrr", "--group-by", MONTH, "--csv", str(answer)]

    asked = subprocess.run(
        [str(Path(sys.executable).with_name("mf")), "query", *question],
        cwd=project,
        env={
            **os.environ,
            "ACCOUNT360_PUBLISHED": str(published),
            "DBT_PROFILES_DIR": str(project / "readers"),
        },
        capture_output=True,
        text=True,
        timeout=COMMAND_SECONDS,
        check=False,
    )

    assert asked.returncode == 0, asked.stdout + asked.stderr
    with answer.open(encoding="utf-8", newline="") as file:
        rows = [(date.fromisoformat(row[MONTH][:10]), Decimal(row["arr"])) for row in csv.DictReader(file)]
    stated = metrics.stated("select month, arr from kpi_months where level = 'customer'")
    assert sorted(rows) == sorted(stated)
    assert published.read_bytes() == before


def known_only(rows: Iterable[tuple[Any, ...]]) -> dict[Any, tuple[Any]]:
    """Figures by their groups, without those that are not known."""
    return {row[:-1] if len(row) > 2 else row[0]: (row[-1],) for row in rows if row[-1] is not None}


def differences(stated: dict[Any, tuple[Any]], answered: dict[Any, tuple[Any]]) -> dict[Any, Any]:
    """Where two sets of figures are not the same: in their groups, or in a figure."""
    return {
        group: (stated.get(group), answered.get(group))
        for group in stated.keys() | answered.keys()
        if group not in stated
        or group not in answered
        or float(stated[group][0]) != pytest.approx(float(answered[group][0]), rel=CLOSE, abs=CLOSE)
    }
