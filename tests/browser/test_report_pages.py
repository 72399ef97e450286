"""The report in a real browser, opened from its folder: its top, its figures, small screens, and little data."""

from decimal import Decimal
from pathlib import Path

import pytest
from company import ACCOUNT, account, contracts, publish_company, small_company
from looking import opened, rendered
from playwright.sync_api import Page

pytestmark = pytest.mark.xdist_group("browser")

PAGES = ("index.html", "attention.html", "quality.html")


def test_the_top_says_the_day_the_month_and_what_was_refused(page: Page, report: Path) -> None:
    text = opened(page, report, "index.html")
    assert "As of 30 Jun 2026" in text
    assert "Last whole month Jun 2026" in text
    assert "12 rows refused" in text
    assert f"{len(contracts())} marts, {sum(map(len, small_company().values())):,} rows" in text


def test_the_month_in_which_the_data_begins_is_not_drawn_among_the_movements(page: Page, tmp_path: Path) -> None:
    marts = small_company()
    marts["kpi_months"][0]["opening"] = Decimal(0)
    marts["kpi_months"][0]["new"] = Decimal(1100)
    text = opened(page, rendered(publish_company(tmp_path, marts)), "index.html")
    assert "The data begins in Jul 2025" in text
    assert page.locator("section[aria-labelledby=bridge] svg.wide rect").count() == 14


def test_an_empty_company_is_told_so_on_the_first_page(page: Page, empty_report: Path) -> None:
    assert "There is no recurring revenue up to Jun 2026." in opened(page, empty_report, "index.html")


def test_a_company_of_one_account_without_data_for_the_last_month_stands(page: Page, tmp_path: Path) -> None:
    marts = small_company()
    marts["kpi_months"] = marts["kpi_months"][:2] + marts["kpi_months"][3:11]
    marts["account_360"] = [account("A1", "Alpha Oy")]
    report = rendered(publish_company(tmp_path, marts))
    assert "Jun 2026 has no data." in opened(page, report, "index.html")
    page.get_by_text("Every month as a table").click()
    assert "Sept 2025\tno data" in page.locator("#months").inner_text()
    assert page.locator("section[aria-labelledby=trend] svg.wide .gap").count() == 1


def test_every_default_of_the_fixture_is_a_column_of_the_mart() -> None:
    assert set(ACCOUNT) <= set(contracts()["account_360"])
