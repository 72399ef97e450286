"""The page of one owner: the book, what is due, promises and renewals ahead."""

from pathlib import Path

import pytest
from looking import facts, listed, opened
from playwright.sync_api import Page

pytestmark = pytest.mark.xdist_group("browser-care")


def test_an_owner_finds_the_book_and_what_stands_open(page: Page, report: Path) -> None:
    opened(page, report, "owners.html#owner=u1")
    page.locator(".owner-name").wait_for()
    assert page.locator(".owner-name").inner_text() == "Ulla Owner"
    assert facts(page, "The book")["MRR"] == "€2,100.50"
    assert facts(page, "The work")["Contacts in twelve months"] == "31"
    assert facts(page, "Targets")["billing by 31 Dec 2026"] == "250.00 of 1,000.00 (25.0%)"
    book = [row[0] for row in listed(page, "Accounts")]
    assert book[0] == "Alpha Oy"
    assert listed(page, "Renewals ahead")[0][:5] == ["Alpha Oy", "Compass", "noticed", "€1,200.50", "31 Jul 2026"]
    assert [row[1] for row in listed(page, "Promises to keep")] == [
        "<img src=x onerror='window.hacked = 1'>",
        "Offer for more users",
    ]
    assert page.evaluate("window.hacked") is None


def test_an_owner_is_kept_in_the_address_and_nobody_is_one_too(page: Page, report: Path) -> None:
    opened(page, report, "owners.html")
    page.locator(".owner-name").wait_for()
    page.locator("#owner").select_option(label="Nobody")
    assert page.locator(".owner-name").inner_text() == "Accounts that nobody owns"
    assert page.url.endswith("#owner=%28nobody%29")


def test_a_company_without_accounts_has_no_owner(page: Page, empty_report: Path) -> None:
    assert "There are no accounts yet." in opened(page, empty_report, "owners.html")
