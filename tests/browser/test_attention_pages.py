"""The pages of attention and of data quality in a real browser, and the notices that every page shows."""

import json
import shutil
from pathlib import Path

import pytest
from company import AS_OF, HOSTILE_NAMES
from looking import ARTIFACTS, listed, opened, rendered, spaced
from playwright.sync_api import Browser, Page

from flows.publish.notices import AFTER, BEFORE, NOTICES, Notice, write_notices

pytestmark = pytest.mark.xdist_group("browser-signals")

PAGES = ("index", "accounts", "account", "signals", "voice", "attention", "quality")


def words(text: str) -> str:
    return " ".join(spaced(text).split())


@pytest.fixture
def published(report: Path, tmp_path: Path) -> Path:
    """A version of its own with the pages of the small company, so that notices can be written."""
    shutil.copytree(report, tmp_path / "report")
    return tmp_path


def notices(page: Page) -> list[str]:
    return [words(box) for box in page.locator("#notices .notice").all_inner_texts()]


def test_the_signs_of_leaving_stand_first_where_they_need_attention(page: Page, report: Path) -> None:
    opened(page, report, "attention.html")
    assert [row[:3] for row in listed(page, "Signs of leaving")] == [
        ["Alpha Oy", "high", "4 people a week; 9 some months before."],
        ["Alpha Oy", "medium", "<img src=x onerror='window.hacked = 1'>"],
        ["\u00c4\u00e4nekoski Kuljetus", "medium", "Late."],
    ]
    links = page.locator("section .under a").evaluate_all("links => links.map((link) => link.getAttribute('href'))")
    assert {"signals.html", "care.html", "quality.html#refused"} <= set(links)
    assert page.evaluate("window.hacked") is None


def test_attention_lists_what_the_marts_flag(page: Page, report: Path) -> None:
    text = spaced(opened(page, report, "attention.html"))
    assert [row[0] for row in listed(page, "Nobody in touch")] == ["\u00c4\u00e4nekoski Kuljetus"]
    assert "€1,234,567.89" in text
    assert "Left, yet paying" in text
    assert listed(page, "Refused rows") == [["activities.csv", "activity_date", "a date as YYYY-MM-DD", "12", "7"]]


def test_attention_lists_care_key_accounts_and_identities(page: Page, report: Path) -> None:
    text = opened(page, report, "attention.html")
    assert "2\ndoubtful identities" in text
    assert listed(page, "Care missed") == [
        ["Alpha Oy", "A", "strategic, development talk", "0 of 3 in the last 12 months", "1 Mar 2026", "Ulla Owner"]
    ]
    assert listed(page, "Care due") == [
        ["Alpha Oy", "strategic talk", "overdue", "\u2013", "6 Jul 2026", "Ulla Owner"],
        ["Alpha Oy", "strategic talk", "due", "\u2013", "3 Jul 2026", "Ulla Owner"],
    ]
    assert listed(page, "Key accounts under review") == [["Alpha Oy", "decision to keep", "1 Jun 2026", "€1,200.50"]]
    assert listed(page, "Doubtful identities") == [
        ["Weak evidence", "Confirm or forbid.", "2"],
        ["Several fit", "Confirm one.", "1"],
    ]


def test_the_quality_page_says_what_fails_since_when_and_what_to_do(page: Page, report: Path) -> None:
    text = opened(page, report, "quality.html")
    found = spaced(page.locator("section[aria-labelledby=findings] article").inner_text())
    assert "No month's MRR differs" in found
    assert "Does not hold. 1 offending row." in found
    assert "27 Jun 2026 (3 days)" in found
    assert "Look at the month." in found
    assert page.locator("section[aria-labelledby=findings] td").all_text_contents() == ["2026-06-01", "110.00"]
    # The run that was refused since the last publication tells why, its hostile row as plain text.
    refused = page.locator("section[aria-labelledby=refusals] article")
    assert "Every mrr is at least 0" in refused.inner_text()
    assert "1 of 7 rows" in spaced(refused.locator("summary").inner_text())
    assert HOSTILE_NAMES["H1"] in refused.locator("td").all_text_contents()
    assert page.evaluate("window.hacked") is None
    assert "1\nlate stream" in text


def test_the_quality_page_says_how_the_sources_and_the_runs_stand(page: Page, report: Path) -> None:
    opened(page, report, "quality.html")
    assert [row[:3] for row in listed(page, "How fresh the sources are")] == [
        ["files, invoices", "30 Apr 2026", "61, late from 45"],
        ["files, usage", "27 Jun 2026", "3"],
    ]
    assert listed(page, "Refused rows")[0][-2:] == ["12", "quarantine/files/activities.csv"]
    assert listed(page, "From the landing to the figures")[0][4:] == ["3,020.00", "3,000.00", "20.00", "0.00"]
    assert [row[:5] for row in listed(page, "The last runs")] == [
        ["000003", "30 Jun 2026", "published", "2", "1"],
        ["000002", "30 Jun 2026", "refused", "1", "1"],
        ["000001", "30 Jun 2026", "published", "1", "0"],
    ]


def test_the_quality_page_leads_to_the_data_docs_when_they_are_published(
    page: Page, report: Path, tmp_path: Path
) -> None:
    opened(page, report, "quality.html")
    assert page.get_by_role("link", name="Great Expectations").count() == 0
    shutil.copy(report.parent / "account360.duckdb", tmp_path)
    docs = tmp_path / "quality" / "data_docs" / "index.html"
    docs.parent.mkdir(parents=True)
    docs.write_text("<title>Data Docs</title>")
    opened(page, rendered(tmp_path), "fi/quality.html")
    page.get_by_role("link", name="Great Expectations").click()
    assert page.title() == "Data Docs"


def test_an_empty_company_needs_no_attention_and_has_no_run(page: Page, empty_report: Path) -> None:
    text = opened(page, empty_report, "attention.html")
    for sentence in (
        "No signal of the policy stands open.",
        "No invoice is overdue.",
        "Nothing is overdue or planned for this week.",
        "No key account is under review.",
        "No identity is in doubt.",
        "No row was refused.",
    ):
        assert sentence in text
    text = opened(page, empty_report, "quality.html")
    assert "Every check holds." in text
    assert "No run is on record yet." in text
    assert "runbooks of the project, docs/runbooks/README.md" in text


def test_every_page_says_what_happened_since_and_how_old_it_is(page: Page, published: Path) -> None:
    report = published / "report"
    page.clock.set_fixed_time(f"{AS_OF}T09:00:00")
    opened(page, report, "index.html")
    assert page.locator("#age").inner_text() == ""
    assert not page.locator("#notices").is_visible()
    hostile = "The gate is red: <img src=x onerror=alert(1)> </script>."
    write_notices(published, [Notice("refused", "In English.", hostile, "000002-x", "2026-07-01")])
    page.clock.set_fixed_time("2026-07-03T00:30:00")
    for name in PAGES:
        assert "As of 30 Jun 2026 (3 days ago)" in words(opened(page, report, f"{name}.html"))
        assert notices(page) == [
            "The run of 1 Jul 2026 was refused by a quality gate; this is the last good version."
            f" {hostile} (run 000002-x)"
        ]
        assert page.locator("#notices img").count() == 0
        assert page.locator("#notices").evaluate("node => node.getBoundingClientRect().top") < 400
    ARTIFACTS.mkdir(exist_ok=True)
    page.screenshot(path=ARTIFACTS / "notice.png")


def test_a_notice_speaks_the_language_of_its_page(browser: Browser, published: Path) -> None:
    values = {"version": "000001-<b>", "newest": "000002"}
    write_notices(
        published,
        [
            Notice("failed", "In English.", "The disk is full.", None, "2026-07-01"),
            Notice("failed", "In English.", "It stopped.", None, None),
            Notice("stale", "In English.", "No answer.", None, "2026-07-01", {"part": "salesforce accounts"}),
            Notice("not_newest", "In English.", "In English.", "000001", None, values),
        ],
    )
    context = browser.new_context(locale="fi-FI")
    page = context.new_page()
    page.clock.set_fixed_time("2026-07-01T09:00:00")
    page.goto((published / "report" / "fi" / "quality.html").as_uri())
    assert notices(page) == [
        "Ajo 1.7.2026 epäonnistui; tämä on viimeisin hyväksytty versio. The disk is full.",
        "Viimeisin ajo epäonnistui; tämä on viimeisin hyväksytty versio. It stopped.",
        "salesforce accounts ei ole päivittynyt: tiedot ovat entisellään. No answer.",
        "Tämä ei ole uusin versio: ajo 000001-<b> on palautettu."
        " Uusin tallessa oleva versio on 000002; seuraava ajo julkaisee uuden.",
    ]
    assert page.inner_text("#age") == "(1 päivä sitten)"
    context.close()


def test_a_notice_that_an_older_version_wrote_is_shown_as_it_was_written(page: Page, published: Path) -> None:
    old = {"kind": "stale", "headline": "crm is stale.", "sentence": "No answer.", "run_id": "7-x", "day": "2026-07-01"}
    strange = {"kind": "of_later", "headline": "Something new.", "sentence": "Look.", "run_id": None, "day": None}
    (published / NOTICES).write_text(BEFORE + json.dumps([old, strange]) + AFTER, encoding="utf-8")
    opened(page, published / "report", "quality.html")
    assert notices(page) == ["crm is stale. No answer. (run 7-x)", "Something new. Look."]
