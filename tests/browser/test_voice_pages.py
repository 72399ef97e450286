"""The page of the customers' voice in a real browser: scores and what is withheld, who answers, who stays, and why."""

from pathlib import Path

import pytest
from looking import listed, opened, spaced
from playwright.sync_api import Locator, Page

pytestmark = pytest.mark.xdist_group("browser-signals")


def words(text: str) -> str:
    return " ".join(spaced(text).split())


def rows(place: Locator) -> list[str]:
    return [words(row) for row in place.locator("tbody tr").all_inner_texts()]


def section(page: Page, name: str) -> Locator:
    return page.locator(f"section[aria-labelledby={name}]")


def test_survey_months_say_when_there_are_no_or_too_few_answers(page: Page, report: Path) -> None:
    text = opened(page, report, "voice.html")
    assert "A month with fewer than 5 answers is not shown." in text
    page.locator("[data-survey=NPS] summary").click()
    assert rows(page.locator("[data-survey=NPS]")) == [
        "Jun 2026 +40.0 ± 41.6 10",
        "May 2026 too few answers 2",
        "Apr 2026 no answers 0",
        "Mar 2026 +25.0 ± 51.4 8",
    ]
    assert page.locator("[data-survey=NPS] svg.wide .point").count() == 2
    assert "Jun 2026: +40.0 ± 41.6, 10 answers" in page.locator("[data-survey=NPS] svg.wide title").all_text_contents()


def test_a_survey_is_headed_by_its_twelve_months_with_margin_and_change(page: Page, report: Path) -> None:
    opened(page, report, "voice.html")
    survey = page.locator("[data-survey=NPS]")
    assert words(survey.locator(".value").inner_text()) == "+25.0 ± 12.5"
    assert words(survey.locator(".change").inner_text()) == "▲ +5.0 against the twelve months before"
    about = words(" ".join(survey.locator(".meaning").all_inner_texts()))
    assert "Last twelve months, n = 40. Promoters less detractors" in about
    assert "Newest month with enough answers: Jun 2026, +40.0 ± 41.6, n = 10." in about


def test_groups_show_their_range_and_small_ones_say_that_they_are_withheld(page: Page, report: Path) -> None:
    text = opened(page, report, "voice.html")
    assert "fewer than 5 answers or of fewer than 2 people has no value" in text
    groups = page.locator("[data-groups=NPS]")
    assert rows(groups) == [
        "By segment",
        "A +30.0 ± 20.0 30 ▼ -4.0 +35.5",
        "B too few answers 3 – –",  # noqa: RUF001
        "By owner",
        "Ulla Owner +30.0 ± 20.0 30 ▼ -4.0 +35.5",
    ]
    # On a scale from -100 to 100, 30 lies at 65, and 20 to either side of it are 10 of a hundred.
    drawn = groups.locator(".reach-of").first
    assert (drawn.get_attribute("x1"), drawn.get_attribute("x2")) == ("55.0", "75.0")
    assert groups.locator(".span").count() == 2


def test_who_answered_is_said_by_round_and_segment(page: Page, report: Path) -> None:
    opened(page, report, "voice.html")
    (newest,) = listed(page, "The newest round of each survey")
    assert words(" ".join(newest)) == "NPS 2026-H1 12 Mar 2026 80 20 25% – A: 40% B: 10% 12 Jun 2026 overdue"  # noqa: RUF001
    assert rows(page.get_by_role("region", name="By phase of the journey")) == [
        "All segments after the purchase 75% 40",
        "A after the purchase too few answers 2",
    ]
    assert "No rule of the care model has a first day" in page.inner_text("main")


def test_who_stays_is_said_once_it_is_known_and_of_enough_customers(page: Page, report: Path) -> None:
    opened(page, report, "voice.html")
    assert rows(section(page, "stayed")) == [
        "more good than bad answers Jun 2026 3 €1,000.00 0 not known yet –",  # noqa: RUF001
        "more good than bad answers Jun 2025 20 €1,000.00 1 5.0% 12.5%",
        "no answer at all Jun 2025 4 €1,000.00 2 too few customers –",  # noqa: RUF001
    ]


def test_references_to_ask_and_accounts_nobody_asked_are_listed(page: Page, report: Path) -> None:
    opened(page, report, "voice.html")
    assert rows(section(page, "references")) == [
        "Alpha Oy A nobody €1,200.50 too few answers – 4 May 2026 not asked"  # noqa: RUF001
    ]
    assert rows(section(page, "unsurveyed")) == [
        "\u00c4\u00e4nekoski Kuljetus B u2 €900.00 1 Jan 2024 never was never asked"
    ]


def test_themes_complaints_and_reasons_stand_with_their_numbers(page: Page, report: Path) -> None:
    opened(page, report, "voice.html")
    # The theme of thirteen months ago is out of the twelve.
    assert rows(section(page, "themes")) == ["goals 7 1 2 1"]
    assert rows(section(page, "complaints")) == [
        "Jun 2026 4 1 2.5 too few answers +25.0 not known yet not known yet",
    ]
    assert rows(page.locator("[data-event=leave]")) == [
        "not adopted yes 3 €100.50 75% , 3 times 100% , 2 times",
        "unknown – 1 €100.50 25% , 1 time –",  # noqa: RUF001
    ]
    page.get_by_text("Answers that count in no score").click()
    assert rows(page.get_by_role("region", name="Answers that count in no score")) == ["NPS off scale 2 2 Jun 2026"]


def test_a_company_that_nobody_has_answered_says_so(page: Page, empty_report: Path) -> None:
    text = opened(page, empty_report, "voice.html")
    for sentence in (
        "No survey has been answered yet.",
        "No answer of the last two years says who gave it.",
        "No answer names a touchpoint of the journey.",
        "No round of a survey is on record.",
        "No customer has been scored yet.",
        "No promoter is left to be asked.",
        "Every customer in service has been asked in time.",
        "No theme was named in the last twelve months.",
        "No month of complaints is on record.",
        "Nobody has bought, renewed or left yet.",
    ):
        assert sentence in text


def test_the_voice_speaks_finnish(page: Page, report: Path) -> None:
    text = opened(page, report, "fi/voice.html")
    assert "Kuka suosittelisi meitä" in text
    assert "+25,0" in text
    page.locator("[data-survey=NPS] summary").click()
    assert words(page.locator("[data-survey=NPS] tbody tr").nth(1).inner_text()) == "5.2026 liian vähän vastauksia 2"
