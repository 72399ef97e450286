"""The workbook of a demo company's night, read back and held against SQL over what was published beside it."""

import contextlib
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import openpyxl
import pytest
from nights import DEMO_AS_OF, manifest
from openpyxl.workbook import Workbook

pytestmark = pytest.mark.xdist_group("demo")


@pytest.fixture(scope="module")
def book(demo_home: Path) -> Workbook:
    return openpyxl.load_workbook(demo_home / "published" / "account360.xlsx")


def asked(home: Path, query: str) -> list[tuple[Any, ...]]:
    """Rows of the published marts, days as a workbook has them."""
    with contextlib.closing(
        duckdb.connect(str(home / "published" / "account360.duckdb"), read_only=True)
    ) as connection:
        return connection.execute(query).fetchall()


def column(book: Workbook, sheet: str, *headings: str) -> list[tuple[Any, ...]]:
    """Some columns of a sheet; an amount as the decimal that its shortest text is."""
    first, *rows = book[sheet].iter_rows(values_only=True)
    places = [first.index(heading) for heading in headings]
    return [tuple(read_back(row[place]) for place in places) for row in rows]


def read_back(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.date()
    return Decimal(str(value)) if isinstance(value, float) else value


def test_the_manifest_names_the_workbook(demo_home: Path) -> None:
    file = demo_home / "published" / "account360.xlsx"

    assert manifest(demo_home / "published")["files"]["account360.xlsx"]["bytes"] == file.stat().st_size > 0


def test_every_month_stands_in_the_portfolio_to_the_cent(demo_home: Path, book: Workbook) -> None:
    query = """
        select month, opening, new + reactivation + expansion, contraction + churn, closing, 12 * closing,
            customers_close
        from kpi_months where level = 'customer' order by month desc
    """
    names = ("New, EUR", "Reactivation, EUR", "Expansion, EUR", "Contraction, EUR", "Churn, EUR")
    moved = column(book, "Portfolio", *names)
    others = column(book, "Portfolio", "Month", "Opening MRR, EUR", "Closing MRR, EUR", "ARR, EUR", "Customers")
    found = [
        (month, opening, sum(movements[:3]), sum(movements[3:]), closing, arr, customers)
        for (month, opening, closing, arr, customers), movements in zip(others, moved, strict=True)
    ]

    assert found == asked(demo_home, query)
    assert len(found) > 6


def test_every_metric_of_the_newest_month_stands_in_the_scorecard(demo_home: Path, book: Workbook) -> None:
    query = "select name, actual, target, is_off_target from scorecard qualify month = max(month) over () order by all"
    found = sorted(column(book, "Scorecard", "Metric", "Actual", "Target", "Off target"), key=lambda row: str(row[0]))

    assert found == asked(demo_home, query)
    assert any(row[3] for row in found)


def test_every_account_stands_in_the_list_with_its_figures(demo_home: Path, book: Workbook) -> None:
    query = """
        select account_id, account_name, owner_id, mrr, overdue_amount, last_contact, open_tickets, is_active_customer
        from account_360 order by account_360.mrr desc, account_id
    """
    headings = (
        "Account id",
        "Account",
        "Owner",
        "MRR, EUR",
        "Overdue, EUR",
        "Last contact",
        "Open tickets",
        "Pays now",
    )
    found = column(book, "Accounts", *headings)

    assert found == asked(demo_home, query)
    assert len(found) == 40


def test_everything_due_stands_in_the_list_the_overdue_first(demo_home: Path, book: Workbook) -> None:
    query = "select period, due_date, account_id, item, reason from care_due order by all"
    found = column(book, "Due", "When", "Planned on", "Account id", "What", "Why")

    assert sorted(found) == asked(demo_home, query)
    periods = [row[0] for row in found]
    assert periods == sorted(periods, key=["overdue", "this_week", "this_month", "later"].index)
    assert "overdue" in periods


def test_the_workbook_is_of_the_nights_day_and_every_column_is_defined(demo_home: Path, book: Workbook) -> None:
    defined = column(book, "Definitions", "Mart and column", "What it is")

    assert book["About"]["B3"].value.date() == DEMO_AS_OF
    assert [source for source, words in defined if words == "Not described."] == []
