"""The page of signals in a real browser: what stands open, filters, earlier ones, how well they foretold."""

from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from company import AS_OF, HOSTILE_NAMES, account, publish_company
from company_details import HOSTILE_PROMISE
from looking import rendered, spaced
from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.xdist_group("browser-signals")

SHOWN = ("signals", "voice", "attention", "quality")


@pytest.fixture(scope="module")
def crowded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """250 open signals at five accounts with hostile names; every second signal has no owner."""
    signals: list[dict[str, Any]] = [
        {
            "signal_id": f"s{number:03}",
            "account_id": f"B{number % 5}",
            "owner_id": f"u{number % 5}" if number % 2 else None,
            "signal": "silent",
            "subject": "",
            "severity": "low",
            "evidence": f"Evidence {number}.",
            "suggested_action": "Call.",
            "first_seen": AS_OF - timedelta(days=number),
            "days_open": number,
            "is_open": True,
        }
        for number in range(250)
    ]
    accounts = [
        account(f"B{number}", name, mrr=Decimal("0.10"), quadrant="key" if number else None)
        for number, name in enumerate(HOSTILE_NAMES.values())
    ]
    folder = tmp_path_factory.mktemp("crowded")
    return rendered(publish_company(folder, {"churn_signals": signals, "account_360": accounts}))


def signals(page: Page, report: Path, state: str = "", language: str = "") -> str:
    # A change of the fragment alone would not load the page anew.
    page.goto("about:blank")
    page.goto((report / language / "signals.html").as_uri() + state)
    page.wait_for_function("() => !/ …/.test(document.querySelector('#count').textContent)")
    return words(page.locator("body").inner_text())


def words(text: str) -> str:
    return " ".join(spaced(text).split())


def found(page: Page) -> list[str]:
    return [words(row) for row in page.locator("#signals tbody tr").all_inner_texts()]


def count(page: Page) -> str:
    return words(page.inner_text("#count"))


def standing(page: Page) -> dict[str, str]:
    items = page.locator("[data-standing]")
    return {str(item.get_attribute("data-standing")): words(item.inner_text()) for item in items.all()}


def test_what_stands_open_is_counted_with_the_mrr_at_stake(page: Page, report: Path) -> None:
    signals(page, report)
    # Of 1,200.50 at Alpha and 900.00 at the other account; an account with two signals pays once.
    assert standing(page) == {
        "churn": "3 signs of leaving at 2 accounts MRR at stake €2,100.50 1 is new",
        "churn-high": "1 of high severity at 1 account MRR at stake €1,200.50 none is new",
        "churn-medium": "2 of medium severity at 2 accounts MRR at stake €2,100.50 1 is new",
        "buying": "1 sign of buying at 1 account none is new",
    }


def test_open_signals_stand_with_evidence_action_owner_day_and_mrr_the_gravest_first(page: Page, report: Path) -> None:
    signals(page, report)
    assert found(page) == [
        "Alpha Oy Segment A Usage falling high severity 4 people a week; 9 some months before. Act on usage_falling."
        " Ulla Owner 1 Jun 2026 29 days ago €1,200.50",
        f"Alpha Oy Segment A Silent medium severity new {HOSTILE_PROMISE} Act on silent."
        " Ulla Owner 25 Jun 2026 5 days ago €1,200.50",
        "\u00c4\u00e4nekoski Kuljetus Segment B Invoice overdue medium severity Late. Act on invoice_overdue."
        " nobody 1 May 2026 60 days ago €900.00",
        "Alpha Oy Segment A Seats nearly used sign of buying 18 of 20 seats in use. Offer more seats."
        " Ulla Owner 3 Jun 2026 27 days ago €1,200.50",
    ]
    assert count(page) == "4 signals at 2 accounts; their MRR is €2,100.50"
    assert page.evaluate("window.hacked") is None


def test_filters_of_signals_stand_in_the_address_and_come_back_from_it(page: Page, report: Path) -> None:
    signals(page, report)
    page.select_option("#signal", "churn")
    page.select_option("#owner", "(nobody)")
    assert page.url.endswith("#signal=churn&owner=%28nobody%29")
    assert count(page) == "1 signal at 1 account; their MRR is €900.00"
    address = page.url.partition("#")[2]
    signals(page, report, f"#{address}")
    assert len(found(page)) == 1
    page.select_option("#severity", "high")
    assert count(page) == "No signal fits these filters."
    page.click("#clear")
    assert len(found(page)) == 4
    assert page.url.endswith("signals.html")


@pytest.mark.parametrize(
    ("state", "expected"),
    [
        ("#show=new", ["Alpha Oy"]),
        ("#segment=A", ["Alpha Oy"] * 3),
        ("#quadrant=key", ["Alpha Oy"] * 3),
        ("#quadrant=unknown", ["\u00c4\u00e4nekoski Kuljetus"]),
        ("#signal=buying.seats_nearly_used", ["Alpha Oy"]),
        ("#sort=old", ["\u00c4\u00e4nekoski Kuljetus", "Alpha Oy", "Alpha Oy", "Alpha Oy"]),
        ("#signal=churn.gone_from_the_policy", []),
    ],
)
def test_every_filter_and_order_does_what_it_says(page: Page, report: Path, state: str, expected: list[str]) -> None:
    signals(page, report, state)
    assert page.locator("#signals tbody th a").all_inner_texts() == expected


def test_a_figure_leads_to_its_signals(page: Page, report: Path) -> None:
    signals(page, report)
    page.locator("[data-standing=churn-medium] a").click()
    page.wait_for_function("() => document.querySelectorAll('#signals tbody tr').length === 2")
    assert page.input_value("#severity") == "medium"
    page.get_by_role("link", name="how well they foretold").click()
    assert page.evaluate("document.activeElement.id") == "backtest"
    assert page.url.endswith("#signal=churn&severity=medium")


def test_signals_cleared_of_late_are_read_when_they_are_asked_for(page: Page, report: Path) -> None:
    signals(page, report)
    page.select_option("#show", "cleared")
    page.wait_for_function("() => document.querySelectorAll('#signals tbody tr').length === 1")
    # What was cleared in February lies further back than the policy's 90 days.
    assert "Paying later low severity Paid late." in found(page)[0]
    assert "1 Jun 2026 to 10 Jun 2026 stood 9 days" in found(page)[0]
    page.select_option("#show", "")
    page.wait_for_function("() => document.querySelectorAll('#signals tbody tr').length === 4")


def test_the_months_before_are_drawn_and_stand_in_a_table(page: Page, report: Path) -> None:
    signals(page, report)
    churn = page.locator("[data-history=churn]")
    churn.locator("summary").click()
    assert [words(row) for row in churn.locator("tbody tr").all_inner_texts()] == ["Jun 2026 2 1 3", "May 2026 1 0 2"]
    assert churn.locator("svg.wide title").all_text_contents() == [
        "May 2026: 2 open, 1 came, 0 went",
        "Jun 2026: 3 open, 2 came, 1 went",
    ]
    episodes = page.locator("section[aria-labelledby=episodes] tbody tr").all_inner_texts()
    assert "Low score leaving 1 0 1 31" in [words(row) for row in episodes]


def test_how_well_signals_foretold_is_said_with_its_range(page: Page, report: Path) -> None:
    text = signals(page, report)
    assert "Of all account-months at risk, 4.0% were followed by churn." in text
    rows = [words(row) for row in page.locator("[data-horizon='6'] tbody tr").all_inner_texts()]
    assert rows == [
        "Usage falling foretells churn 20 10 50% between 25% and 75% 12.5 times 8 of 10 90",
        "Silent too few to say 3 0 0% between 0% and 56% 0.0 times 0 of 10 –",  # noqa: RUF001
    ]


def test_all_of_many_signals_are_reached_a_hundred_at_a_time(page: Page, crowded: Path) -> None:
    signals(page, crowded)
    assert count(page) == "250 signals at 5 accounts; their MRR is €0.50"
    assert [len(found(page)), page.inner_text("#more")] == [100, "Show 100 more of 150"]
    page.click("#more")
    page.focus("#more")
    page.keyboard.press("Enter")
    assert len(found(page)) == 250
    assert not page.is_visible("#more")
    assert page.evaluate("document.activeElement.closest('tr').rowIndex") == 201
    assert len({row.partition("Evidence ")[2].partition(".")[0] for row in found(page)}) == 250
    assert standing(page)["churn"].endswith("7 are new")


def test_hostile_names_stay_names_and_fit_a_phone(page: Page, crowded: Path) -> None:
    page.set_viewport_size({"width": 360, "height": 800})
    signals(page, crowded)
    names = set(page.locator("#signals tbody th a").all_text_contents())
    assert names == set(HOSTILE_NAMES.values())
    assert page.evaluate("window.hacked") is None
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


def test_attention_shows_the_first_few_signals_and_leads_to_the_others(page: Page, crowded: Path) -> None:
    page.goto((crowded / "attention.html").as_uri())
    section = page.locator("section[aria-labelledby=signals]")
    assert section.locator("tbody tr").count() == 10
    assert "The first 10 of 250." in section.inner_text()
    section.get_by_role("link", name="All signals").click()
    page.wait_for_function("() => document.querySelectorAll('#signals tbody tr').length === 100")


def test_the_signals_of_a_company_without_any_say_so(page: Page, empty_report: Path) -> None:
    text = signals(page, empty_report)
    for sentence in (
        "No signal of the policy stands open.",
        "No month has been counted yet.",
        "No signal has ever come up.",
        "No signal has been followed for long enough yet.",
    ):
        assert sentence in text


def test_signals_speak_finnish(browser: Browser, report: Path) -> None:
    context = browser.new_context(locale="fi-FI")
    page = context.new_page()
    signals(page, report, "#signal=churn&severity=high", "fi")
    assert found(page) == [
        "Alpha Oy Segmentti A Käyttö vähenee vakava 4 people a week; 9 some months before. Act on usage_falling."
        " Ulla Owner 1.6.2026 29 päivää sitten 1 200,50 €"
    ]
    context.close()
