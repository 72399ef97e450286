"""Every page in every language in a real browser: it stands without errors, within its width, open to everybody."""

from pathlib import Path
from typing import Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from looking import ARTIFACTS
from playwright.sync_api import Browser, Page

from flows.report.language import LANGUAGES
from flows.report.messages import sentences, translated_twice, untranslated
from flows.report.pages import PAGES

pytestmark = pytest.mark.xdist_group("browser-every-page")

STATES = {"account": "#id=A1"}
# Language, colours, width, and whether rules of access are checked: each screen once, each rule in both colours.
LOOKS: tuple[tuple[str, Literal["light", "dark"], int, bool], ...] = (
    ("en", "light", 1280, True),
    ("fi", "dark", 360, True),
    ("en", "light", 1920, False),
)
# Without preloading: the check would fetch the style sheets anew, which the pages forbid.
OPTIONS = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],
    "preload": False,
}
GRAVE = {"serious", "critical"}


def shown(page: Page, report: Path, language: str, name: str) -> None:
    folder = report if language == "en" else report / language
    page.goto((folder / f"{name}.html").as_uri() + STATES.get(name, ""))
    page.wait_for_function("() => document.querySelector('h1') !== null")


def watched(page: Page, problems: list[str]) -> None:
    page.on("console", lambda message: problems.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.on("request", lambda request: None if request.url.startswith("file:") else problems.append(request.url))


def grave_findings(page: Page) -> list[str]:
    found = Axe().run(page, options=OPTIONS).response["violations"]
    return [
        f"{entry['id']}: {node['target']}" for entry in found if entry["impact"] in GRAVE for node in entry["nodes"]
    ]


@pytest.mark.parametrize("name", [page.name for page in PAGES])
def test_a_page_stands_within_its_width_and_is_open_to_everybody(browser: Browser, report: Path, name: str) -> None:
    problems: list[str] = []
    for language, scheme, width, is_checked in LOOKS:
        context = browser.new_context(
            viewport={"width": width, "height": 900}, color_scheme=scheme, locale=LANGUAGES[language][1]
        )
        page = context.new_page()
        watched(page, problems)
        shown(page, report, language, name)
        over = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        problems += [f"{width} px: the page is {over} px too wide"] if over > 0 else []
        problems += [f"{language}, {scheme}: {finding}" for finding in grave_findings(page)] if is_checked else []
        ARTIFACTS.mkdir(exist_ok=True)
        page.screenshot(path=ARTIFACTS / f"{name}-{language}-{width}-{scheme}.png", full_page=True)
        context.close()
    assert problems == []


def test_every_sentence_of_the_report_has_its_translation() -> None:
    assert {code: untranslated(code) for code in LANGUAGES if code != "en"} == {
        code: [] for code in LANGUAGES if code != "en"
    }
    assert len(sentences()) > 100


def test_no_sentence_is_translated_in_two_places() -> None:
    assert {code: translated_twice(code) for code in LANGUAGES if code != "en"} == {
        code: [] for code in LANGUAGES if code != "en"
    }


def test_a_page_names_its_language_and_leads_to_the_same_page_in_the_other(page: Page, report: Path) -> None:
    shown(page, report, "en", "accounts")
    assert page.locator("html").get_attribute("lang") == "en"
    page.get_by_role("link", name="Suomi").click()
    page.wait_for_url("**/fi/accounts.html")
    assert page.locator("html").get_attribute("lang") == "fi"
    page.get_by_role("link", name="English").click()
    page.wait_for_url("**/report/accounts.html")


def test_any_page_finds_an_account_by_a_part_of_its_name(page: Page, report: Path) -> None:
    shown(page, report, "en", "quality")
    page.get_by_role("combobox", name="Find an account").fill("lph")
    page.get_by_role("option").first.wait_for()
    assert page.get_by_role("option").first.inner_text().startswith("Alpha Oy")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url("**/account.html#id=A1")
    page.get_by_role("combobox", name="Find an account").fill("no such name")
    assert page.locator("#found-count").inner_text() == "No account has this in its name or id."
