"""The report in a real browser, opened from its folder: figures, finding, hostile names, small screens."""

import time
from decimal import Decimal
from pathlib import Path
from urllib.parse import quote

import pytest
from company import ACCOUNT, HOSTILE_NAMES, account, contracts, many_accounts, publish_company, small_company
from company_details import HOSTILE_PROMISE
from looking import ARTIFACTS, account_names, facts, listed, opened, rendered, spaced
from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.xdist_group("browser")

PAGES = ("index.html", "accounts.html", "account.html#id=A1", "attention.html", "quality.html")


def test_the_top_says_the_day_the_month_and_what_was_refused(page: Page, report: Path) -> None:
    text = opened(page, report, "index.html")
    assert "As of 30 Jun 2026" in text
    assert "Last whole month Jun 2026" in text
    assert "12 rows refused" in text
    assert f"{len(contracts())} marts, {sum(map(len, small_company().values())):,} rows" in text


def test_the_month_in_which_the_data_begins_is_not_drawn_among_the_movements(page: Page, tmp_path: Path) -> None:
    marts = small_company()
    marts["kpi_months"][0]["opening"] = Decimal(0)
    marts["kpi_months"][0]["new"] = Decimal(1100)
    text = opened(page, rendered(publish_company(tmp_path, marts)), "index.html")
    assert "The data begins in Jul 2025" in text
    assert page.locator("section[aria-labelledby=bridge] svg.wide rect").count() == 14


@pytest.mark.parametrize("typed", ["nekosk", "AANEKOSKI", "  a2 "])
def test_an_account_is_found_by_any_part_of_its_name(page: Page, report: Path, typed: str) -> None:
    opened(page, report, "accounts.html")
    page.fill("#search", typed)
    assert account_names(page) == ["\u00c4\u00e4nekoski Kuljetus"]
    assert page.inner_text("#count") == "1 of 9 accounts"


def test_filters_stand_in_the_address_and_come_back_from_it(page: Page, report: Path) -> None:
    opened(page, report, "accounts.html")
    page.select_option("#segment", "B")
    page.select_option("#owner", "u1")
    assert account_names(page) == ["Beta daughter"]
    address = page.url
    assert address.endswith("#segment=B&owner=u1")
    page.goto("about:blank")
    page.goto(address)
    assert account_names(page) == ["Beta daughter"]
    page.click("#clear")
    assert len(account_names(page)) == 9


def test_skipping_to_the_content_keeps_the_filters(page: Page, report: Path) -> None:
    opened(page, report, "accounts.html#segment=A")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "content"
    assert account_names(page) == ["Alpha Oy"]
    assert page.url.endswith("#segment=A")


def test_accounts_are_sorted_by_keyboard_with_unknown_values_last(page: Page, report: Path) -> None:
    opened(page, report, "accounts.html")
    assert account_names(page)[:2] == ["Alpha Oy", "\u00c4\u00e4nekoski Kuljetus"]
    head = page.locator("th[data-key=mrr_change_12_months]")
    head.locator("button").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    assert head.get_attribute("aria-sort") == "ascending"
    assert account_names(page)[:2] == ["\u00c4\u00e4nekoski Kuljetus", "Alpha Oy"]


def test_the_page_of_an_account_shows_its_history_movements_and_family(page: Page, report: Path) -> None:
    text = opened(page, report, "account.html#id=A1")
    assert "Paying €1,200.50 a month, a customer since 1 Apr 2026." in text
    assert "A, set by the company" in text
    assert page.locator(".history .point").count() == 3
    moved = page.locator("section", has=page.get_by_role("heading", name="Movements")).locator("tbody tr")
    assert [" ".join(spaced(row).split()) for row in moved.all_inner_texts()] == [
        "Jun 2026 expansion 1,000.00 +200.50 0.00 1,200.50",
        "Apr 2026 new 0.00 +1,000.00 0.00 1,000.00",
    ]
    page.get_by_text("Every month as a table").click()
    assert "1,100.25" in spaced(page.locator("main").inner_text())
    page.get_by_role("link", name="Beta daughter").click()
    page.get_by_role("heading", level=1, name="Beta daughter").wait_for()


def test_the_page_of_an_account_gives_the_evidence_of_a_conflict(page: Page, report: Path) -> None:
    text = opened(page, report, "account.html#id=A2")
    assert "Left, yet paying\nA reason to leave is recorded on 2026-05-02." in text
    assert "€1,234,567.89 is overdue, the oldest for 40 days." in text
    assert "Nobody has been in touch for too long." in text


def test_the_page_of_an_account_warns_and_says_what_its_health_is_made_of(page: Page, report: Path) -> None:
    text = opened(page, report, "account.html#id=A1")
    assert "2 signs that it may leave." in text
    assert "41.5 of 100, poor: \u2013 in a week, -7.5 in a month. 80% of what counts is known." in text
    signals = page.locator("section", has=page.get_by_role("heading", name="Signals"))
    rows = [" ".join(spaced(row).split()) for row in signals.locator("tbody tr").all_inner_texts()]
    assert rows == [
        "high 4 people a week; 9 some months before. Act on usage_falling. u1 1 Jun 2026",
        f"medium {HOSTILE_PROMISE} Act on silent. u1 25 Jun 2026",
        "18 of 20 seats in use. Offer more seats. u1 3 Jun 2026",
    ]
    health = page.locator("section", has=page.get_by_role("heading", name="Health"))
    parts = [" ".join(spaced(row).split()) for row in health.locator("tbody tr").all_inner_texts()]
    assert parts == [
        "usage trend 20.0 50% 10.0 \u2013 -30.0",
        "contact 78.8 40% 31.5 \u2013 0.0",
        "survey \u2013 \u2013 0.0 \u2013 \u2013",
    ]
    assert page.evaluate("window.hacked") is None


def test_the_page_of_an_account_holds_everything_the_mart_does(report: Path) -> None:
    scripts = [report / "assets" / "account.js", *(report / "assets").glob("account-*.js")]
    script = "".join(path.read_text(encoding="utf-8") for path in scripts)
    assert [name for name in contracts()["account_360"] if f"account.{name}" not in script] == []


def test_the_page_of_an_account_says_who_cares_what_it_is_worth_and_what_is_under_way(page: Page, report: Path) -> None:
    text = opened(page, report, "account.html#id=A1")
    assert "The care model misses 3 contacts.\n1 promise is overdue." in text
    assert "Last event, 20 Jun 2026: Invoice, due 2026-07-20." in text
    people = facts(page, "Who looks after it")
    assert (people["Owner"], people["Owner's standing"], people["Executive sponsor"]) == ("u1", "has left", "nobody")
    worth = facts(page, "Worth of the customer")
    assert (worth["Quadrant"], worth["Share of wallet"], worth["Lifetime value"]) == ("key", "25.0%", "€45,000.00")
    assert facts(page, "Revenue")["Contract left"] == "7 months"
    assert facts(page, "Standing")["Key account"] == "under review"
    assert "It holds 2 products: Compass, Relay." in text
    plan = facts(page, "Account plan")
    assert (plan["Parts written"], plan["Gone stale"], plan["Outlook"]) == ("75.0%", "yes", "grow")
    under_way = facts(page, "Under way")
    assert [
        under_way[name] for name in ("Promises with time left", "Promises overdue", "Wishes without an answer")
    ] == [
        "1",
        "1",
        "1",
    ]


def test_the_page_of_an_account_shows_care_by_level_and_the_next_five_things_due(page: Page, report: Path) -> None:
    text = opened(page, report, "account.html#id=A1")
    assert "The care model is not kept: 3 contacts missing. The next contact is due on 6 Jul 2026." in text
    assert listed(page, "Contacts made of those required, by level") == [
        ["strategic", "0 of 3", "\u2013", "missed"],
        ["tactical", "4 of 4", "20 Jun 2026", "ok"],
    ]
    ahead = listed(page, "What is due next")
    assert ahead[0] == ["6 Jul 2026", "strategic talk", "strategic", "overdue"]
    assert [row[0] for row in ahead[1:]] == ["1 Aug 2026", "2 Aug 2026", "3 Aug 2026", "4 Aug 2026"]


def test_the_page_of_an_account_lists_open_promises_wishes_and_the_newest_events(page: Page, report: Path) -> None:
    opened(page, report, "account.html#id=A1")
    assert listed(page, "Promises to keep") == [
        [HOSTILE_PROMISE, "1 Jun 2026", "nobody", "overdue"],
        ["Offer for more users", "9 Jul 2026", "u1", "open"],
    ]
    assert listed(page, "Wishes without an answer") == [["Mobile view", "10 Jun 2026", "20 days"]]
    events = listed(page, "The newest events")
    assert len(events) == 10
    assert events[0] == ["20 Jun 2026", "invoice issued", "Invoice, due 2026-07-20", "1,200.50"]
    assert events[1] == ["19 Jun 2026", "contact", "Meeting, tactical, outbound", ""]
    assert page.evaluate("window.hacked") is None


def test_what_is_not_known_of_an_account_is_a_dash_and_never_a_zero(page: Page, report: Path) -> None:
    text = opened(page, report, "account.html#id=P1")
    worth = facts(page, "Worth of the customer")
    assert set(worth.values()) == {"\u2013"}
    answered = facts(page, "What they answer")
    assert answered.pop("Answers in twelve months") == "0"
    assert set(answered.values()) == {"\u2013"}
    assert set(facts(page, "Under way").values()) == {"\u2013"}
    assert page.get_by_role("img", name="too few answers to show").first.is_visible()
    assert "The care model asks for nothing here." in text
    assert "Nothing is known to have happened." in text
    assert "null" not in text
    assert "undefined" not in text


def test_accounts_show_their_care_and_are_filtered_by_what_is_missed(page: Page, report: Path) -> None:
    opened(page, report, "accounts.html#show=care&sort=next_contact_due")
    assert account_names(page) == ["Alpha Oy"]
    assert page.locator("#accounts td[data-label=Care]").inner_text() == "missed\nnext by 6 Jul 2026"


def test_an_account_that_is_not_published_is_said_to_be_missing(page: Page, report: Path) -> None:
    assert "not in what is published now" in opened(page, report, "account.html#id=nobody")
    assert "names no account" in opened(page, report, "account.html")


def test_hostile_names_stay_names(page: Page, report: Path) -> None:
    opened(page, report, "accounts.html")
    assert set(account_names(page)) >= {"W" * 300, HOSTILE_NAMES["H1"], HOSTILE_NAMES["H2"]}
    for account_id, name in HOSTILE_NAMES.items():
        opened(page, report, f"account.html#id={quote(account_id, safe='')}")
        assert page.locator("h1").text_content() == name
    assert page.evaluate("window.hacked") is None


def test_no_page_is_wider_than_a_small_phone_or_leaves_its_folder(browser: Browser, report: Path) -> None:
    ARTIFACTS.mkdir(exist_ok=True)
    for scheme, width in (("light", 360), ("dark", 360), ("light", 1920), ("dark", 1280)):
        context = browser.new_context(
            color_scheme="dark" if scheme == "dark" else "light", viewport={"width": width, "height": 900}
        )
        page = context.new_page()
        for name in (*PAGES, "account.html#id=H4"):
            opened(page, report, name)
            shot = f"report-{name.split('.')[0]}-{name[-2:] if '#' in name else ''}-{scheme}-{width}.png"
            page.screenshot(path=ARTIFACTS / shot, full_page=True)
            assert page.evaluate("document.documentElement.scrollWidth") <= width, (name, scheme, width)
        context.close()


def test_five_thousand_accounts_are_searched_in_well_under_a_second(page: Page, tmp_path: Path) -> None:
    report = rendered(many_accounts(tmp_path, 5000))
    started = time.perf_counter()
    opened(page, report, "accounts.html")
    read = time.perf_counter() - started
    started = time.perf_counter()
    page.fill("#search", "number 4321")
    assert account_names(page) == ["Company number 4321"]
    searched = time.perf_counter() - started
    assert read < 3
    assert searched < 1
    page.click("#clear")
    assert len(account_names(page)) == 100
    page.click("#more")
    assert len(account_names(page)) == 200


def test_an_empty_company_is_told_so_on_every_page(page: Page, tmp_path: Path) -> None:
    report = rendered(publish_company(tmp_path, {}))
    assert "There is no recurring revenue up to Jun 2026." in opened(page, report, "index.html")
    assert "There are no accounts yet." in opened(page, report, "accounts.html")


def test_a_company_of_one_account_without_data_for_the_last_month_stands(page: Page, tmp_path: Path) -> None:
    marts = small_company()
    marts["kpi_months"] = marts["kpi_months"][:2] + marts["kpi_months"][3:11]
    marts["account_360"] = [account("A1", "Alpha Oy")]
    report = rendered(publish_company(tmp_path, marts))
    assert "Jun 2026 has no data." in opened(page, report, "index.html")
    page.get_by_text("Every month as a table").click()
    assert "Sept 2025\tno data" in page.locator("#months").inner_text()
    assert page.locator("section[aria-labelledby=trend] svg.wide .gap").count() == 1
    assert "Has never had recurring revenue." in opened(page, report, "account.html#id=A1")


def test_every_default_of_the_fixture_is_a_column_of_the_mart() -> None:
    assert set(ACCOUNT) <= set(contracts()["account_360"])
