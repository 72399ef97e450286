"""The portfolio, the definitions of metrics and the page of lineage in a real browser, against the marts."""

from pathlib import Path

import pytest
from company import AS_OF, publish_company, small_company
from looking import figure, listed, opened, spaced
from playwright.sync_api import Page

from flows.policy import load_policy
from flows.report import Drawn, write_report

pytestmark = pytest.mark.xdist_group("browser-portfolio")

PAGES = ("index.html", "metrics.html", "lineage.html")


def said(page: Page, selector: str) -> str:
    return " ".join(spaced(page.locator(selector).inner_text()).split())


def test_headline_figures_say_their_change_and_where_they_stand_against_the_target(page: Page, report: Path) -> None:
    opened(page, report, "index.html")
    assert said(page, "[data-metric=arr]") == (
        "Annual recurring revenue €27,600.00 ▲ +3,600.00 in 12 months, better No target is set"
    )
    assert said(page, "[data-metric=nrr] dd") == "90.0% ▼ -10.0 points in 12 months, worse ✗ Target 105.0%: off target"
    assert said(page, "[data-metric=nps] dd") == "41.0 nothing to compare with ✓ Target 40.0: on target"
    assert said(page, "[data-metric=grr] dd") == "93.0% = 0.0 points in 12 months, steady ✓ Target 90.0%: on target"
    assert said(page, "[data-metric=logo_retention] dd") == (
        "not known nothing to compare with ? Target 90.0%: not known"
    )
    assert page.locator("[data-metric=nrr] .aim").count() == 1
    assert page.locator("[data-metric=arr] .aim").count() == 0
    page.get_by_text("These figures by month as a table").click()
    assert listed(page, "Headline figures by month")[:2] == [
        ["Jun 2026", "€27,600.00", "90.0%", "93.0%", "–", "41.0"],  # noqa: RUF001
        ["May 2026", "€25,200.00", "–", "–", "–", "–"],  # noqa: RUF001
    ]


def test_a_headline_figure_leads_to_its_definition(page: Page, report: Path) -> None:
    opened(page, report, "index.html")
    page.locator("[data-metric=nrr] dt a").click()
    page.wait_for_url("**/metrics.html#nrr")
    assert page.locator(".metric:target h3").inner_text() == "Net revenue retention"
    stands = said(page, "#nrr dl")
    assert "Target 105.0%" in stands
    assert "Allowed deviation 3.0 points" in stands
    assert "kpi_months.nrr_12_months" in stands


def test_figures_of_the_month_are_those_of_the_marts_with_their_change(page: Page, report: Path) -> None:
    opened(page, report, "index.html")
    assert figure(page, "closing").startswith("€2,300.00 ▲ +€200.00 (+9.5%)")
    assert figure(page, "nrr").startswith("107.1% ▲ +7.1 points")
    assert figure(page, "grr").startswith("97.6% ▼ -2.4 points")
    assert figure(page, "customers_close").startswith("4 ▲ +1")
    assert figure(page, "arpa").startswith("€575.00 ▼ -€125.00 (-17.9%)")
    assert figure(page, "logo_retention").startswith("100.0% = unchanged")
    assert figure(page, "quick_ratio").startswith("5.0 no month before")


def test_twelve_months_of_movements_are_added_up_from_opening_to_closing(page: Page, report: Path) -> None:
    opened(page, report, "index.html")
    sums = {
        row.get_attribute("data-movement"): spaced(row.locator("td.n").inner_text())
        for row in page.locator("[data-movement]").all()
    }
    assert sums == {
        "opening": "1,000.00",
        "new": "+1,150.00",
        "reactivation": "0.00",
        "expansion": "+200.00",
        "contraction": "-30.00",
        "churn": "-20.00",
        "fx": "0.00",
        "rounding": "0.00",
        "closing": "2,300.00",
    }
    assert figure(page, "nrr_12").startswith("115.0%")
    assert figure(page, "grr_12").startswith("95.0%")


def test_charts_draw_every_month_and_every_movement(page: Page, report: Path) -> None:
    opened(page, report, "index.html")
    assert page.locator("section[aria-labelledby=trend] svg.wide .point").count() == 12
    bars = page.locator("section[aria-labelledby=bridge] svg.wide rect")
    assert bars.count() == 15
    assert "Jun 2026, Churn: -€20.00" in bars.locator("title").all_text_contents()


def test_every_quadrant_leads_to_its_accounts_and_unknown_potential_stands_apart(page: Page, report: Path) -> None:
    opened(page, report, "index.html")
    key = page.locator("[data-quadrant=key]")
    assert key.get_attribute("href") == "accounts.html#quadrant=key"
    assert spaced(key.inner_text()).split("\n") == ["Key", "1 account", "€1,200.50 a month"]
    assert page.locator("[data-quadrant]").count() == 4
    # Nine accounts, of which only Alpha has a quadrant; A2 pays 900.
    assert "The potential of 8 accounts is not known; they pay €900.00 a month." in said(page, ".apart")


def test_cohorts_concentration_and_renewals_are_those_of_the_marts(page: Page, report: Path) -> None:
    opened(page, report, "index.html")
    assert listed(page, "Net revenue retention by months since") == [["Mar 2026", "4", "110%"]]
    assert page.locator(".heat td.shade-11").count() == 1
    page.get_by_text("The largest customers as a table").click()
    assert [row[1:] for row in listed(page, "The largest customers")] == [["750.00", "75.0%"], ["250.00", "100.0%"]]
    assert listed(page, "Renewals by month") == [["Jul 2026", "2", "1,200.50", "1", "1,200.50"]]
    ahead = listed(page, "The next contracts")
    assert [(row[2], row[4]) for row in ahead] == [("10 Jul 2026", "not known"), ("31 Jul 2026", "1,200.50")]
    assert ahead[1][0] == "Alpha Oy"
    assert page.evaluate("window.hacked") is None


def test_an_empty_company_has_a_portfolio_that_says_what_is_missing(page: Page, empty_report: Path) -> None:
    text = opened(page, empty_report, "index.html")
    for sentence in (
        "There is no recurring revenue up to Jun 2026.",
        "No contract ends in the time ahead.",
        "No customers have been followed for three months yet.",
        "No customer has revenue in the last twelve months.",
    ):
        assert sentence in text


def test_lineage_comes_with_a_run_and_is_said_to_be_missing_without_one(
    page: Page, report: Path, tmp_path: Path
) -> None:
    assert "The lineage comes with a nightly run" in opened(page, report, "lineage.html")
    folder = publish_company(tmp_path / "version", small_company())
    drawn = tmp_path / "drawn.html"
    drawn.write_text("<title>drawn</title>")
    write_report(folder, AS_OF, load_policy(), Drawn(drawn, {"account_360": "model.account360.account_360"}))
    opened(page, folder / "report" / "fi", "lineage.html")
    assert page.locator("tbody a").all_inner_texts() == ["account_360"]
    page.locator("a.way-in").click()
    page.wait_for_url("**/report/lineage/index.html")
    assert page.title() == "drawn"
