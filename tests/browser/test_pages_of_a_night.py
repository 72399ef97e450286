"""What a whole night publishes, in a real browser: dbt's pages of lineage, and where every link of the report leads."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from looking import opened
from playwright.sync_api import Page, expect

from flows.report.language import LANGUAGES
from flows.report.pages import PAGES

pytestmark = pytest.mark.xdist_group("demo")

MOST_BYTES = 5_000_000
STATES = {"account": "#id=ACC-00001"}
LINKS = "links => links.map(link => link.href)"
IDS = "marked => marked.map(element => element.id)"


@pytest.fixture(scope="module")
def night_report(demo_home: Path) -> Path:
    return (demo_home / "published" / "report").resolve()


@pytest.fixture(scope="module")
def project(night_report: Path) -> dict[str, Any]:
    """What dbt's page was given of the project."""
    text = (night_report / "lineage" / "index.html").read_text(encoding="utf-8")
    found, _ = json.JSONDecoder().raw_decode(text, text.index('{"metadata":{"generated_at"'))
    assert isinstance(found, dict)
    return found


@dataclass(frozen=True)
class Targets:
    """What links may lead to: the places of each page, the tables of the lineage and the accounts."""

    places: Mapping[Path, set[str]]
    tables: set[str]
    accounts: set[str]

    def hold(self, link: str) -> bool:
        """Whether there is what a link leads to."""
        parts = urlsplit(link)
        file, fragment = Path(unquote(parts.path)), parts.fragment
        if parts.scheme != "file" or not file.is_file():
            return False
        if fragment.startswith("!/"):
            return fragment.rpartition("/")[2] in self.tables
        if "=" in fragment:
            return self._state_holds(file, parse_qs(fragment))
        return not fragment or fragment in self.places[file]

    def _state_holds(self, file: Path, state: Mapping[str, list[str]]) -> bool:
        if file.name == "account.html":
            return set(state["id"]) <= self.accounts
        folder = file.parent if (file.parent / "assets").is_dir() else file.parent.parent
        script = (folder / "assets" / f"{file.stem}.js").read_text(encoding="utf-8")
        return all(re.search(rf"\b{key}\b", script) for key in state)


def known_ids(project: dict[str, Any]) -> set[str]:
    kinds = ("nodes", "sources", "exposures", "metrics", "semantic_models", "saved_queries")
    return {name for kind in kinds for name in project[kind]}


def test_dbts_pages_stand_in_one_file_with_models_exposures_and_metrics(page: Page, night_report: Path) -> None:
    file = night_report / "lineage" / "index.html"
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    assert file.stat().st_size < MOST_BYTES
    page.goto(f"{file.as_uri()}#!/model/model.account360.account_360")
    expect(page.get_by_role("heading", name="account_360")).to_be_visible()
    expect(page.get_by_text("What to know before a call.")).to_be_visible()
    page.goto(f"{file.as_uri()}#!/exposure/exposure.account360.report_index")
    expect(page.get_by_role("heading", name="Report: Portfolio")).to_be_visible()
    page.goto(f"{file.as_uri()}#!/metric/metric.account360.nrr")
    expect(page.get_by_role("heading", name="Net revenue retention")).to_be_visible()
    assert [url for url in asked if urlsplit(url).path != file.as_posix()] == []


def test_the_lineage_holds_no_path_of_the_machine_and_no_row_of_the_company(
    demo_home: Path, night_report: Path, project: dict[str, Any]
) -> None:
    text = (night_report / "lineage" / "index.html").read_text(encoding="utf-8")
    assert [place for place in (str(demo_home), str(Path.home()), "ACC-00001") if place in text] == []
    assert [name for name, node in project["nodes"].items() if name.startswith("seed.") and "raw_code" in node] == []


def test_every_table_is_found_in_the_lineage(page: Page, night_report: Path, project: dict[str, Any]) -> None:
    opened(page, night_report, "lineage.html")
    tables = page.locator("tbody tr").all()
    links = page.locator("tbody a").all()
    aliases = {project["nodes"][(link.get_attribute("href") or "").split("#!/model/")[1]]["alias"] for link in links}
    assert len(links) == len(tables) > 100
    assert aliases == set(page.locator("tbody code").all_inner_texts())


def test_every_link_of_every_page_leads_somewhere(page: Page, night_report: Path, project: dict[str, Any]) -> None:
    links: dict[str, set[str]] = {}
    ids: dict[Path, set[str]] = {}
    for folder in (night_report if code == "en" else night_report / code for code in LANGUAGES):
        for entry in PAGES:
            name = f"{entry.name}.html"
            opened(page, folder, name + STATES.get(entry.name, ""))
            ids[folder / name] = set(page.locator("[id]").evaluate_all(IDS))
            for link in page.locator("a[href]").evaluate_all(LINKS):
                links.setdefault(link, set()).add(name)
    assert len(links) > 300
    accounts = set(re.findall(r"ACC-\d{5}", (night_report / "data" / "names.js").read_text(encoding="utf-8")))
    targets = Targets(ids, known_ids(project), accounts)
    assert {link: pages for link, pages in links.items() if not targets.hold(link)} == {}
