"""How the tests of pages look at one: open it, and read figures, facts, lists and names off it."""

from pathlib import Path

from company import AS_OF
from playwright.sync_api import Page

from flows.policy import load_policy
from flows.report import write_report
from flows.settings import PROJECT_ROOT

ARTIFACTS = PROJECT_ROOT / "test-artifacts"


def rendered(folder: Path) -> Path:
    write_report(folder, AS_OF, load_policy())
    return folder / "report"


def opened(page: Page, report: Path, name: str) -> str:
    file, _, fragment = name.partition("#")
    page.goto((report / file).as_uri() + (f"#{fragment}" if fragment else ""))
    page.wait_for_function(
        "() => !document.querySelector('#count') || !/Reading/.test(document.querySelector('#count').textContent)"
    )
    page.wait_for_function(
        "() => !document.querySelector('#account') || document.querySelector('#account').childElementCount > 0"
    )
    return spaced(page.locator("body").inner_text())


def spaced(text: str) -> str:
    return text.replace("\u202f", " ").replace("\u00a0", " ")


def figure(page: Page, key: str) -> str:
    return " ".join(spaced(page.locator(f"[data-figure={key}] dd").inner_text()).split())


def facts(page: Page, title: str) -> dict[str, str]:
    group = page.locator(".facts", has=page.get_by_role("heading", name=title, exact=True))
    labels, values = group.locator("dt").all_inner_texts(), group.locator("dd").all_inner_texts()
    return dict(zip(labels, map(spaced, values), strict=True))


def listed(page: Page, name: str) -> list[list[str]]:
    rows = page.get_by_role("region", name=name, exact=True).locator("tbody tr").all()
    return [[spaced(text) for text in row.locator("th, td").all_inner_texts()] for row in rows]


def account_names(page: Page) -> list[str]:
    return page.locator("#accounts tbody th a").all_inner_texts()
