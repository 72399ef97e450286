"""The page of care: the annual clock, how well the care model is kept, and what is due, by segment and owner."""

from pathlib import Path

import pytest
from looking import listed, opened, spaced
from playwright.sync_api import Page

pytestmark = pytest.mark.xdist_group("browser-care")


def clock_table(page: Page) -> dict[str, list[str]]:
    rows = page.locator("#clock tbody tr").all()
    cells = [[spaced(text) for text in row.locator("th, td").all_text_contents()] for row in rows]
    return {first: rest for first, *rest in cells}


def test_the_clock_counts_what_falls_in_each_month_by_kind(page: Page, report: Path) -> None:
    opened(page, report, "care.html")
    page.locator("#clock svg").wait_for()
    table = clock_table(page)
    # Contacts, reviews, plans and campaigns from this month on: five in August, and one of another owner.
    assert next(iter(table)) == "Jun 2026"
    assert list(table)[-1] == "May 2027"
    assert table["Jul 2026"] == ["1 (1 overdue)", "0", "0", "1"]
    assert table["Aug 2026"] == ["6", "0", "0", "0"]
    titles = page.locator("#clock title").all_text_contents()
    assert "Jul 2026, contact: 1 overdue" in titles


def test_a_segment_and_an_owner_are_kept_in_the_address(page: Page, report: Path) -> None:
    opened(page, report, "care.html")
    page.locator("#segment").select_option("C")
    assert clock_table(page)["Aug 2026"][0] == "1"
    page.locator("#segment").select_option("A")
    page.locator("#owner").select_option(label="Ulla Owner")
    assert clock_table(page)["Aug 2026"][0] == "5"
    assert page.url.endswith("#segment=A&owner=u1")
    page.reload()
    page.locator("#clock svg").wait_for()
    assert page.locator("#owner").input_value() == "u1"
    page.get_by_role("link", name="Suomi").click()
    page.wait_for_url("**/fi/care.html#segment=A&owner=u1")


def test_the_trend_says_when_there_was_nothing_to_judge(page: Page, report: Path) -> None:
    opened(page, report, "care.html")
    page.locator("#kept summary").click()
    assert listed(page, "The care model kept, all accounts") == [
        ["Jun 2026", "75.0%", "3", "1", "0"],
        ["May 2026", "25.0%", "1", "3", "0"],
        ["Apr 2026", "nothing to judge", "0", "0", "3"],
    ]


def test_rules_and_due_contacts_stand_below(page: Page, report: Path) -> None:
    opened(page, report, "care.html")
    assert listed(page, "Rules of the care model, all accounts") == [
        ["strategic, development talk", "A", "1", "1", "0", "50.0%"]
    ]
    due = listed(page, "Due this month, all accounts")
    assert [(row[0], row[2], row[4]) for row in due] == [
        ("Alpha Oy", "Ulla Owner", "overdue"),
        ("Alpha Oy", "Ulla Owner", "due"),
    ]


def test_without_care_the_page_says_so(page: Page, empty_report: Path) -> None:
    text = opened(page, empty_report, "care.html")
    for words in (
        "Nothing is planned for the next twelve months.",
        "No month can be judged yet.",
        "No rule of the care model is in force here.",
        "Nothing is overdue or due by the end of the month.",
    ):
        assert words in text
