"""The page of metric definitions: every metric in use with its meaning, target and newest figure."""

from pathlib import Path

import pytest
from looking import opened, spaced
from playwright.sync_api import Page

from flows.policy import load_policy

pytestmark = pytest.mark.xdist_group("browser-portfolio")


def test_every_metric_in_use_is_defined_once(page: Page, report: Path) -> None:
    opened(page, report, "metrics.html")
    shown = [metric.get_attribute("id") for metric in page.locator(".metric").all()]
    used = {row["metric"] for row in load_policy().tables["metric_catalogue"] if row["is_active"] == "true"}
    assert len(shown) == len(set(shown))
    assert set(shown) == used


def test_a_metric_says_what_it_is_for_and_that_nothing_is_judged_yet(page: Page, report: Path) -> None:
    opened(page, report, "metrics.html")
    text = spaced(page.locator("#logo_retention").inner_text())
    assert "Share of the customers of twelve months ago that still pay." in text
    assert "nothing to judge yet" in text
    assert "90.0%" in text
    assert "2.0 points" in text
    assert "kpi_months.logo_retention_12_months" in text


def test_a_factor_is_no_percentage(page: Page, report: Path) -> None:
    opened(page, report, "metrics.html")
    text = " ".join(spaced(page.locator("#quick_ratio dl").inner_text()).split())
    assert text.startswith("Now 1.8 Jun 2026 Target 4.0 not reached Allowed deviation 1.0 ")


def test_the_shipped_catalogue_stands_in_finnish_too(page: Page, report: Path) -> None:
    opened(page, report, "fi/metrics.html")
    assert page.locator("#arr h3").inner_text() == "Vuotuinen toistuva liikevaihto (ARR)"
