"""Every page in every language over companies with little or strange data: it stands, and says what is missing."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from company import AS_OF, JUNE, publish_company, small_company
from looking import opened, rendered
from playwright.sync_api import Browser, Page

from flows.policy import Policy, load_policy
from flows.report import write_report
from flows.report.language import LANGUAGES, Language
from flows.report.months import before
from flows.report.pages import PAGES

pytestmark = pytest.mark.xdist_group("browser-strange")

Marts = dict[str, list[dict[str, Any]]]

# Markup, quotes, an emoji, a change of direction that nothing ends, a template's marks, and 300 characters.
STRANGE = (
    '</script><img src=x onerror="window.hacked = 1">\'" & {{ 7 * 7 }} {count} \U0001f9ea '
    "\u202e\u0634\u0631\u0643\u0629 "
).ljust(300, "W")
# Columns of marts whose text a system or a person gave; all others hold codes, days or ids.
GIVEN = {
    "account_name", "competitor", "evidence", "expectation", "expected", "file", "goal_name", "item", "last_event",
    "measure", "milestone", "name", "observed", "product", "products", "promise", "reason", "remedy",
    "suggested_action", "suggestion", "team", "theme", "title", "top_signal_evidence", "wave", "why_in", "wish",
}  # fmt: skip
# A sentence by which each page says that a company has nothing.
NOTHING = {
    "index": "No contract ends in the time ahead.",
    "owners": "There are no accounts yet.",
    "accounts": "There are no accounts yet.",
    "account": "The address names no account.",
    "care": "Nothing is planned for the next twelve months.",
    "signals": "No signal of the policy stands open.",
    "voice": "No survey has been answered yet.",
    "attention": "Every paying account has been contacted in time.",
    "quality": "No run is on record yet.",
    "lineage": "The lineage comes with a nightly run; these pages were written without one.",
    "metrics": "nothing to judge yet",
}
BY_MONTH = {"index", "care", "signals", "voice"}


def strange() -> Marts:
    """The small company in which every text that somebody gave is strange."""
    return {
        mart: [{name: STRANGE if name in GIVEN and value else value for name, value in row.items()} for row in rows]
        for mart, rows in small_company().items()
    }


def single() -> Marts:
    """Of the strange company one account, and what is known of it; the last month has no data."""
    return {
        mart: [row for row in rows if row.get("account_id", "A1") == "A1" and row.get("month") != JUNE]
        for mart, rows in strange().items()
    }


def strange_policy() -> Policy:
    """The shipped policy with metrics that somebody has named and described strangely."""
    tables = load_policy().tables
    told = ("name", "definition", "owner", "decision")
    metrics = [{**row, **dict.fromkeys(told, STRANGE)} for row in tables["metric_catalogue"]]
    return Policy({**tables, "metric_catalogue": metrics})


def interrupted() -> Marts:
    """The small company without any data for the month before the last, and some for the one before that."""
    marts = small_company()
    for mart in ("signal_counts", "complaint_months"):
        marts[mart] += [{**row, "month": before(JUNE, 2)} for row in marts[mart] if row["month"] == JUNE]
    return {mart: [row for row in rows if row.get("month") != before(JUNE)] for mart, rows in marts.items()}


@pytest.fixture(scope="module")
def small_phone(browser: Browser) -> Page:
    return browser.new_context(viewport={"width": 360, "height": 800}, locale="en-GB").new_page()


def read(page: Page, report: Path, state: str, look: Callable[[str, str, str], list[str]]) -> list[str]:
    """What is wrong with any page in any language: errors, a page too wide, and what `look` finds in its text."""
    problems: list[str] = []
    page.on("console", lambda message: problems.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.on("request", lambda request: None if request.url.startswith("file:") else problems.append(request.url))
    for code in LANGUAGES:
        for entry in PAGES:
            page.goto("about:blank")
            folder = report if code == "en" else report / code
            opened(page, folder, f"{entry.name}.html{state if entry.name == 'account' else ''}")
            text = page.locator("body").text_content() or ""
            wide = page.evaluate("document.documentElement.scrollWidth") - 360
            found = [f"{wide} px too wide"] if wide > 0 else []
            found += [f"says {word}" for word in ("undefined", "NaN", "ep\u00e4luku", "[object") if word in text]
            found += ["ran what a name held"] if page.evaluate("window.hacked") is not None else []
            found += [] if page.locator("h1").count() == 1 else ["has no heading"]
            problems += [f"{code}, {entry.name}: {problem}" for problem in (*found, *look(code, entry.name, text))]
    return problems


def test_a_company_without_anything_is_told_so_on_every_page(small_phone: Page, empty_report: Path) -> None:
    assert set(NOTHING) == {entry.name for entry in PAGES}

    def look(code: str, name: str, text: str) -> list[str]:
        sentence = str(Language(code).t(NOTHING[name]))
        return [] if sentence in text else [f"does not say: {sentence}"]

    assert read(small_phone, empty_report, "", look) == []


@pytest.mark.parametrize("company", [strange, single], ids=["many", "one without the last month"])
def test_a_strange_text_stays_a_text_on_every_page(
    small_phone: Page, tmp_path: Path, company: Callable[[], Marts]
) -> None:
    write_report(publish_company(tmp_path, company()), AS_OF, strange_policy())
    report = tmp_path / "report"

    def look(code: str, name: str, text: str) -> list[str]:
        return [] if name == "lineage" or STRANGE in text else ["does not show the text as it is"]

    assert read(small_phone, report, "#id=A1", look) == []


def test_a_month_without_data_is_told_on_every_page_that_shows_months(small_phone: Page, tmp_path: Path) -> None:
    report = rendered(publish_company(tmp_path, interrupted()))

    def look(code: str, name: str, text: str) -> list[str]:
        words = str(Language(code).t("no data"))
        return [] if name not in BY_MONTH or words in text else [f"does not say: {words}"]

    assert read(small_phone, report, "#id=A1", look) == []
