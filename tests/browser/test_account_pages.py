"""The list of accounts and the page of one in a real browser: finding, what is known and what is not, and on paper."""

import re
import time
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from company import HOSTILE_NAMES, JUNE, account, contracts, many_accounts, publish_company, small_company
from company_account import PAYMENTS
from company_details import ALPHA, HOSTILE_PROMISE
from looking import ARTIFACTS, account_names, facts, listed, opened, rendered, spaced
from playwright.sync_api import Browser, Page

from flows.report.dealings import NEWEST_INVOICES, STILL_OPEN
from flows.report.months import before

pytestmark = pytest.mark.xdist_group("browser-account")

DASH = "\u2013"
SHEETS = 2
# Our own people are shown by their names.
EMPLOYEES = {"u1": "Ulla Owner"}
# A font wider than those known must not cost a third sheet: five per cent is the room for it.
ROOM = 1.05
# Pixels of CSS between the margins of A4.
SHEET_WIDTH = 718
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sept", "Oct", "Nov", "Dec")


def month(of: date) -> str:
    return f"{MONTHS[of.month - 1]} {of.year}"


def day(of: date | None, otherwise: str = DASH) -> str:
    return f"{of.day} {month(of)}" if of else otherwise


def figure(amount: Decimal | None, otherwise: str = DASH) -> str:
    return otherwise if amount is None else f"{amount:,.2f}"


def share(ratio: float | None) -> str:
    return DASH if ratio is None else f"{ratio:.0%}"


def spoken(code: str) -> str:
    return code.replace("_", " ")


def known_of(account_id: str) -> dict[str, Any]:
    return next(row for row in small_company()["account_360"] if row["account_id"] == account_id)


def rows_of(mart: str) -> list[dict[str, Any]]:
    return [row for row in small_company()[mart] if row.get("account_id", row.get("customer_id")) == "A1"]


def points(page: Page) -> list[str]:
    return [spaced(point) for point in page.locator("ul.points li").all_inner_texts()]


def sheets(page: Page) -> int:
    # The tree of pages is of the type Pages, and is not a sheet.
    return len(re.findall(rb"/Type\s*/Page\b", page.pdf(format="A4")))


@pytest.mark.parametrize("typed", ["nekosk", "AANEKOSKI", "  a2 "])
def test_an_account_is_found_by_any_part_of_its_name(page: Page, report: Path, typed: str) -> None:
    opened(page, report, "accounts.html")
    page.fill("#search", typed)
    assert account_names(page) == [known_of("A2")["account_name"]]
    assert spaced(page.inner_text("#count")) == f"1 of {len(small_company()['account_360'])} accounts"


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
    assert len(account_names(page)) == len(small_company()["account_360"])


def test_the_quadrant_asked_for_stands_in_the_address_and_comes_back_from_it(page: Page, report: Path) -> None:
    accounts = small_company()["account_360"]
    in_it = [row["account_name"] for row in accounts if row.get("quadrant") == ALPHA["quadrant"]]
    opened(page, report, "accounts.html")
    page.select_option("#quadrant", ALPHA["quadrant"])
    assert account_names(page) == in_it
    address = page.url
    assert address.endswith(f"#quadrant={ALPHA['quadrant']}")
    page.goto("about:blank")
    page.goto(address)
    assert account_names(page) == in_it
    # Accounts without a quadrant are asked for alike, and are not lost on the way through the address.
    page.select_option("#quadrant", label="Not known")
    without = page.url
    page.goto("about:blank")
    page.goto(without)
    assert set(account_names(page)) == {row["account_name"] for row in accounts if not row.get("quadrant")}
    assert spaced(page.inner_text("#count")) == f"{len(accounts) - len(in_it)} of {len(accounts)} accounts"


def test_skipping_to_the_content_keeps_the_filters(page: Page, report: Path) -> None:
    opened(page, report, "accounts.html#segment=A")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "content"
    assert account_names(page) == ["Alpha Oy"]
    assert page.url.endswith("#segment=A")


def test_accounts_are_sorted_by_keyboard_with_unknown_values_last(page: Page, report: Path) -> None:
    changed = [row for row in small_company()["account_360"] if row.get("mrr_change_12_months") is not None]
    by_mrr = sorted(changed, key=lambda row: row["mrr"], reverse=True)
    by_change = sorted(changed, key=lambda row: row["mrr_change_12_months"])
    opened(page, report, "accounts.html")
    assert account_names(page)[:2] == [row["account_name"] for row in by_mrr]
    head = page.locator("th[data-key=mrr_change_12_months]")
    head.locator("button").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    assert head.get_attribute("aria-sort") == "ascending"
    assert account_names(page)[:2] == [row["account_name"] for row in by_change]


def test_accounts_show_their_care_and_are_filtered_by_what_is_missed(page: Page, report: Path) -> None:
    opened(page, report, "accounts.html#show=care&sort=next_contact_due")
    assert account_names(page) == ["Alpha Oy"]
    care = spaced(page.locator("#accounts td[data-label=Care]").inner_text())
    assert care == f"missed\nnext by {day(ALPHA['next_contact_due'])}"


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


def test_the_page_of_an_account_shows_its_history_movements_and_family(page: Page, report: Path) -> None:
    alpha, months = known_of("A1"), rows_of("mrr_months")
    text = opened(page, report, "account.html#id=A1")
    assert f"Paying €{figure(alpha['mrr'])} a month, a customer since {day(alpha['customer_since'])}." in text
    assert facts(page, "Standing")["Segment"] == f"{alpha['segment']}, set by the company"
    assert page.locator(".history .for-screen .point").count() == len(months)
    # A month in which nothing moved is left out; one that opens at zero is written with its cents.
    moved = [row for row in reversed(rows_of("mrr_movements")) if row["movement"] != "none"]
    assert listed(page, "Movements of the customer's MRR, EUR") == [
        [
            month(row["month"]),
            row["movement"],
            figure(row["opening"]),
            f"+{figure(row['closing'] - row['opening'])}",
            figure(Decimal(0)),
            figure(row["closing"]),
        ]
        for row in moved
    ]
    page.get_by_text("Every month as a table").click()
    earned = figure(rows_of("recognised_revenue_months")[0]["revenue"])
    assert listed(page, "MRR and recognised revenue by month, EUR") == [
        [month(row["month"]), figure(row["mrr"]), earned if row["month"] == JUNE else "no data"]
        for row in reversed(months)
    ]
    page.get_by_role("link", name="Beta daughter").click()
    page.get_by_role("heading", level=1, name="Beta daughter").wait_for()


def test_the_page_of_an_account_gives_the_evidence_of_a_conflict(page: Page, report: Path) -> None:
    other, evidence = known_of("A2"), small_company()["source_conflicts"][0]["evidence"]
    text = opened(page, report, "account.html#id=A2")
    assert f"Left, yet paying\n{evidence}" in text
    owed = f"€{figure(other['overdue_amount'])} is overdue, the oldest for {other['max_days_overdue']} days."
    assert points(page) == [
        "Nobody has been in touch for too long.",
        owed,
        "The sources contradict each other on 1 point.",
    ]


def test_the_page_of_an_account_warns_and_says_what_its_health_is_made_of(page: Page, report: Path) -> None:
    opened(page, report, "account.html#id=A1")
    said = points(page)
    assert said[:2] == [
        f"Gravest sign of leaving: {spoken(ALPHA['top_signal'])} ({ALPHA['top_signal_severity']}). "
        f"{ALPHA['top_signal_evidence']}",
        f"{ALPHA['open_churn_signals']} signs that it may leave.",
    ]
    warnings = [row for row in rows_of("churn_signals") if row["is_open"]]
    warnings.sort(key=lambda row: ("high", "medium", "low").index(row["severity"]))
    assert [row["evidence"] for row in warnings] == [ALPHA["top_signal_evidence"], HOSTILE_PROMISE]
    assert listed(page, "Signs that the customer may leave") == [
        [row["severity"], row["evidence"], row["suggested_action"], EMPLOYEES[row["owner_id"]], day(row["first_seen"])]
        for row in warnings
    ]
    assert listed(page, "Signs that the customer may buy more") == [
        [row["evidence"], row["suggested_action"], EMPLOYEES[row["owner_id"]], day(row["first_seen"])]
        for row in rows_of("buying_signals")
    ]

    def one(value: float | None, form: str = ".1f") -> str:
        return DASH if value is None else format(value, form if value else ".1f")

    today = rows_of("account_health_today")[0]
    health = spaced(page.locator("section", has=page.get_by_role("heading", name="Health", exact=True)).inner_text())
    assert (
        f"{ALPHA['health_score']} of 100, {ALPHA['health_band']}: {today['change_week']:+} in a week, "
        f"{ALPHA['health_change_month']:+} in a month. {share(ALPHA['health_coverage'])} of what counts is known."
    ) in health
    assert f"Weakest: {spoken(ALPHA['weakest_component'])}. {today['action']}" in health
    assert listed(page, "What the score of health is made of") == [
        [
            spoken(row["component"]),
            one(row["value"]),
            share(row["effective_weight"]),
            one(row["points"]),
            one(row.get("change_week"), "+.1f"),
            one(row["change_month"], "+.1f"),
        ]
        for row in rows_of("account_health_components")
    ]
    assert page.evaluate("window.hacked") is None


def test_the_change_of_a_year_is_written_to_the_cent_at_the_top_of_an_account(page: Page, report: Path) -> None:
    opened(page, report, "account.html#id=A1")
    arr = page.locator(".glance > div", has=page.get_by_text("ARR", exact=True)).locator("dd")
    alpha = known_of("A1")
    assert spaced(arr.inner_text()).split("\n") == [
        f"€{figure(alpha['arr'])}",
        f"+{figure(alpha['mrr_change_12_months'])} MRR in a year",
    ]


def test_the_page_of_an_account_holds_everything_the_mart_does(report: Path) -> None:
    scripts = [report / "assets" / "account.js", *(report / "assets").glob("account-*.js")]
    script = "".join(path.read_text(encoding="utf-8") for path in scripts)
    assert [name for name in contracts()["account_360"] if f"account.{name}" not in script] == []


def test_the_page_of_an_account_says_who_cares_what_it_is_worth_and_what_is_under_way(page: Page, report: Path) -> None:
    opened(page, report, "account.html#id=A1")
    said = points(page)
    assert f"The care model misses {ALPHA['contacts_missing']} contacts." in said
    assert f"{ALPHA['overdue_commitments']} promise is overdue." in said
    assert said[-1] == f"Last event, {day(ALPHA['last_event_date'])}: {ALPHA['last_event']}."
    people = facts(page, "Who looks after it")
    assert (people["Owner"], people["Owner's standing"]) == (EMPLOYEES["u1"], "has left")
    assert people["Executive sponsor"] == "nobody"
    assert people["Owner since"] == day(rows_of("account_teams")[0]["owner_since"])
    assert facts(page, "Whom we know there")["People we know"] == str(known_of("A1")["active_contacts"])
    worth = facts(page, "Worth of the customer")
    assert (worth["Quadrant"], worth["Share of wallet"], worth["Lifetime value"]) == (
        ALPHA["quadrant"],
        f"{ALPHA['share_of_wallet']:.1%}",
        f"€{figure(ALPHA['lifetime_value'])}",
    )
    revenue = facts(page, "Revenue")
    assert revenue["Contract left"] == f"{ALPHA['contract_months_left']} months"
    assert revenue["Bound by contract until"] == day(rows_of("account_planning")[0]["contract_until"])
    assert facts(page, "Standing")["Key account"] == spoken(ALPHA["key_account_status"])
    assert facts(page, "Under way") == {
        "Promises with time left": str(ALPHA["open_commitments"]),
        "Promises overdue": str(ALPHA["overdue_commitments"]),
        "Wishes without an answer": str(ALPHA["unanswered_requests"]),
        "Quotes not decided": str(ALPHA["open_quotes"]),
        "Last quote": ALPHA["last_quote_outcome"],
        "Projects under way": str(ALPHA["running_projects"]),
        "Projects overdue": str(ALPHA["overdue_projects"]),
    }


def test_the_page_of_an_account_shows_care_by_level_and_the_next_five_things_due(page: Page, report: Path) -> None:
    text = opened(page, report, "account.html#id=A1")
    assert (
        f"The care model is not kept: {ALPHA['contacts_missing']} contacts missing. "
        f"The next contact is due on {day(ALPHA['next_contact_due'])}."
    ) in text
    levels = sorted(rows_of("care_compliance"), key=lambda row: ("strategic", "tactical").index(row["level"]))
    caption = "Contacts made of those required, by level"
    assert listed(page, caption) == [
        [row["level"], f"{row['done']} of {row['required']}", day(row["last_contact"]), row["status"]] for row in levels
    ]
    # No contact was ever made on that level, which is more than not knowing when.
    assert page.get_by_role("region", name=caption).get_by_role("img", name="never").count() == 1
    ahead = sorted((row["due_date"], row) for row in rows_of("care_calendar") if row["status"] != "done")
    assert len(ahead) > 5
    assert listed(page, "What is due next") == [
        [day(due), spoken(row["item"]), row["level"], row["status"]] for due, row in ahead[:5]
    ]


def test_the_page_of_an_account_lists_open_promises_wishes_and_the_newest_events(page: Page, report: Path) -> None:
    opened(page, report, "account.html#id=A1")
    unkept = [row for row in rows_of("commitments") if row["status"] != "kept"]
    assert listed(page, "Promises to keep") == [
        [row["promise"], day(row["promised_for"]), EMPLOYEES.get(row["owner_id"], "nobody"), row["status"]]
        for row in sorted(unkept, key=lambda row: row["promised_for"])
    ]
    assert HOSTILE_PROMISE in {row["promise"] for row in unkept}
    assert listed(page, "Wishes without an answer") == [
        [row["wish"], day(row["requested_on"]), f"{row['days_waiting']} days"]
        for row in rows_of("feature_requests")
        if not row["is_answered"]
    ]
    recent = [row for row in rows_of("account_events") if row["is_recent"]]
    assert len(recent) < len(rows_of("account_events"))
    assert listed(page, "The newest events") == [
        [day(row["event_date"]), spoken(row["kind"]), row["title"], figure(row["amount"], "")] for row in recent
    ]
    assert page.evaluate("window.hacked") is None


def test_the_services_of_an_account_are_those_held_ordered_lost_and_sold_by_others(page: Page, report: Path) -> None:
    alpha = known_of("A1")
    text = opened(page, report, "account.html#id=A1")
    products = alpha["products"].replace(";", ", ")
    assert (
        f"It holds {alpha['products_in_use']} products: {products}. {alpha['products_not_held']} products are not held."
    ) in text

    def more(row: Mapping[str, Any]) -> str:
        if row["status"] == "ordered":
            return f"from {day(row['starts_on'])}"
        if row["status"] == "given_up":
            return f"until {month(row['last_held_month'])}"
        return str(row.get("competitor", ""))

    assert listed(page, "Products held, and those that could be") == [
        [row["product"], spoken(row["status"]), figure(row["mrr"]), more(row)] for row in rows_of("white_space")
    ]


def test_the_contracts_of_an_account_that_end_say_by_when_notice_is_due(page: Page, report: Path) -> None:
    opened(page, report, "account.html#id=A1")
    assert listed(page, "Contracts that end, soonest first") == [
        [
            row["product"],
            spoken(row["status"]),
            day(row["term_end"]),
            day(row["notice_deadline"]),
            figure(row["value_at_stake"]),
            share(row.get("readiness")),
        ]
        for row in rows_of("renewals")
    ]


def test_the_invoices_of_an_account_reach_further_back_than_its_newest_events(page: Page, report: Path) -> None:
    opened(page, report, "account.html#id=A1")
    money = [row for row in rows_of("account_events") if row["kind"].startswith("invoice")]
    assert money[1:] == PAYMENTS
    shown = listed(page, "The newest invoices and payments")
    assert shown == [
        [day(row["event_date"]), spoken(row["kind"]), row["title"], figure(row["amount"])] for row in money
    ]
    owed = rows_of("receivables")[0]
    payment = facts(page, "Payment")
    assert (payment["Days late on average"], payment["Days sales outstanding"]) == (
        f"{owed['avg_days_late']:.1f}",
        f"{owed['dso']:.1f}",
    )
    assert (payment["Open"], payment["Oldest overdue"]) == (f"€{figure(known_of('A1')['open_amount'])}", "none overdue")


def test_satisfaction_names_the_roles_that_somebody_has_and_whom_we_met(page: Page, report: Path) -> None:
    opened(page, report, "account.html#id=A1")
    filled = [row for row in rows_of("contact_coverage") if row["active_people"]]
    filled.sort(key=lambda row: row["active_people"], reverse=True)
    assert len(filled) < len(rows_of("contact_coverage"))
    assert listed(page, "Whom we meet, by role") == [
        [spoken(row["role"]), str(row["active_people"]), str(row["contacted_people"]), day(row["last_contact"])]
        for row in filled
    ]
    voice, answers = rows_of("account_voice")[0], facts(page, "What they answer")
    assert answers["Those who answered are"] == f"{ALPHA['nps_band']}s"
    assert answers["People who answered"] == str(voice["respondents_12_months"])
    assert answers["Expectations exceeded less missed"] == f"{voice['expectation_gap']:+.1f}"
    assert answers["Last answer of a decision maker"] == day(voice["decision_maker_last_answered"])
    assert answers["Last answer"] == day(ALPHA["last_survey_date"])


def test_satisfaction_by_role_is_told_where_enough_people_of_it_answered(page: Page, report: Path) -> None:
    opened(page, report, "account.html#id=A1")
    voices = sorted(rows_of("account_role_satisfaction"), key=lambda row: -row["respondents_12_months"])
    assert {row["nps"] is None for row in voices} == {True, False}
    title = "What they answer, by role"
    assert listed(page, title) == [
        [
            spoken(row["respondent_role"]),
            f"{row['nps_band']}s" if row["nps_band"] else DASH,
            DASH if row["nps"] is None else f"{row['nps']:+.1f}",
            str(row["answers_12_months"]),
            str(row["respondents_12_months"]),
        ]
        for row in voices
    ]
    withheld = page.get_by_role("region", name=title).locator("tbody tr").nth(1).get_by_role("img")
    assert [dash.get_attribute("aria-label") for dash in withheld.all()] == [
        "too few people to tell",
        "too few answers to show",
    ]
    page.goto("about:blank")
    assert "Nobody answered in twelve months." in opened(page, report, "account.html#id=P1")


def test_the_clock_of_an_account_calls_a_contact_that_was_not_made_overdue(page: Page, report: Path) -> None:
    opened(page, report, "account.html#id=A1")
    items = rows_of("care_calendar")
    titles = [spaced(title) for title in page.locator("#clock title").all_text_contents()]
    late = [f"{month(row['due_date'])}, {row['kind']}: 1 overdue" for row in items if row["status"] == "overdue"]
    assert [title for title in titles if "overdue" in title] == late
    assert page.locator("#clock .cell.late").count() == len(late) == 1
    # The fixture holds nothing arranged, so no cell may speak of a plan.
    assert not any("planned" in title for title in titles)
    by_month = page.locator("#clock tbody tr", has_text=month(date(2026, 7, 1))).locator("td").all_text_contents()
    assert by_month[0] == "1 (1 overdue)"


def test_the_plan_of_an_account_shows_what_is_reached_last_and_what_is_done_not_at_all(
    page: Page, report: Path
) -> None:
    opened(page, report, "account.html#id=A1")
    scheme, plan = rows_of("account_plans")[0], facts(page, "Account plan")
    assert (plan["Parts written"], plan["Gone stale"], plan["Outlook"]) == (
        f"{ALPHA['plan_completeness']:.1%}",
        "yes",
        ALPHA["outlook"],
    )
    assert (plan["Promised value"], plan["In force until"], plan["Written anew"]) == (
        scheme["value_promise"],
        day(scheme["plan_end"]),
        day(scheme["updated_on"]),
    )
    assert (plan["Revenue target"], plan["Of it reached"], plan["Next review"]) == (
        f"€{figure(scheme['revenue_target'])}",
        f"{scheme['revenue_attainment']:.1%}",
        DASH,
    )
    goals = sorted(rows_of("plan_goals"), key=lambda row: ("achieved_on" in row, row["due_date"]))
    assert listed(page, "Goals of the plan, those not reached first") == [
        [
            row["goal_name"],
            figure(row.get("actual")),
            figure(row["target"]),
            row["measure"],
            share(row.get("attainment")),
            "reached" if "achieved_on" in row else day(row["due_date"]),
        ]
        for row in goals
    ]
    # Only a goal that is late and not reached is drawn as bad.
    late = [row["goal_name"] for row in goals if row["is_overdue"]]
    region = page.get_by_role("region", name="Goals of the plan, those not reached first")
    assert region.locator("tr", has=page.locator("td.bad")).locator("th").all_inner_texts() == late
    undone = sorted((row["due_date"], row) for row in rows_of("plan_milestones") if row["status"] != "done")
    assert listed(page, "Actions of the plan that are not done") == [
        [row["milestone"], day(due), EMPLOYEES.get(row["owner_id"], DASH), row["status"]] for due, row in undone
    ]


def test_what_is_not_known_of_an_account_is_a_dash_and_never_a_zero(page: Page, report: Path) -> None:
    text = opened(page, report, "account.html#id=P1")
    assert set(facts(page, "Worth of the customer").values()) == {DASH}
    assert set(facts(page, "Under way").values()) == {DASH}
    assert set(facts(page, "Account plan").values()) == {DASH}
    # The number of answers is known to be none; everything that would follow from answers is not known.
    answers = facts(page, "What they answer")
    assert answers.pop("Answers in twelve months") == str(known_of("P1")["survey_answers"])
    assert set(answers.values()) == {DASH}
    assert page.get_by_role("img", name="too few answers to show").count() == 2
    assert page.get_by_role("img", name="nobody was asked").count() == 1
    payment = facts(page, "Payment")
    assert (payment["Overdue"], payment["Days late on average"]) == ("€0.00", DASH)
    for words in (
        "The care model asks for nothing here.",
        "Nothing is known to have happened.",
        "No invoice is known.",
        "Nobody is known there.",
        "It holds no product now.",
    ):
        assert words in text
    assert "null" not in text
    assert "undefined" not in text


def test_an_account_that_is_not_published_is_said_to_be_missing(page: Page, report: Path) -> None:
    assert "not in what is published now" in opened(page, report, "account.html#id=nobody")
    page.goto("about:blank")
    assert "names no account" in opened(page, report, "account.html")


def test_hostile_names_stay_names(page: Page, report: Path) -> None:
    opened(page, report, "accounts.html")
    assert set(account_names(page)) >= {"W" * 300, HOSTILE_NAMES["H1"], HOSTILE_NAMES["H2"]}
    for account_id, name in HOSTILE_NAMES.items():
        # Only the part after # differs, so without leaving the page the name read could be the one before.
        page.goto("about:blank")
        opened(page, report, f"account.html#id={quote(account_id, safe='')}")
        assert page.locator("h1").text_content() == name
    assert page.evaluate("window.hacked") is None


def test_no_account_is_wider_than_a_small_phone(browser: Browser, report: Path) -> None:
    ARTIFACTS.mkdir(exist_ok=True)
    context = browser.new_context(viewport={"width": 360, "height": 900})
    page = context.new_page()
    for name in ("accounts.html", "account.html#id=A1", "account.html#id=H4"):
        page.goto("about:blank")
        opened(page, report, name)
        shot = f"report-{name.split('.')[0]}-{name[-2:] if '#' in name else ''}-360.png"
        page.screenshot(path=ARTIFACTS / shot, full_page=True)
        assert page.evaluate("document.documentElement.scrollWidth") <= 360, name
    context.close()


def crowded_company() -> dict[str, list[dict[str, Any]]]:
    """The small company, with more of everything known of Alpha Oy than two sheets of paper have room for."""
    marts = small_company()
    many = range(30)
    long = "A sentence that somebody wrote at some length after a meeting that took a whole afternoon. "

    def repeated(mart: str, key: str, **changed: str) -> list[dict[str, Any]]:
        first = next(row for row in marts[mart] if row["account_id"] == "A1")
        return [
            {**first, key: f"{place:02}", **{name: f"{place} {text}" for name, text in changed.items()}}
            for place in many
        ]

    marts["churn_signals"] = repeated("churn_signals", "signal_id", evidence=long, suggested_action=long)
    marts["buying_signals"] = repeated("buying_signals", "signal_id", evidence=long, suggested_action=long)
    marts["commitments"] = repeated("commitments", "commitment_id", promise=long)
    marts["feature_requests"] = repeated("feature_requests", "request_id", wish=long)
    marts["white_space"] = repeated("white_space", "product")
    marts["renewals"] = repeated("renewals", "subscription_id")
    marts["plan_goals"] = repeated("plan_goals", "goal_id", goal_name=long, measure="hours a week")
    marts["plan_milestones"] = repeated("plan_milestones", "action_id", milestone=long)
    marts["care_calendar"] = repeated("care_calendar", "uid")
    marts["account_events"] = [
        {**PAYMENTS[0], "newest_first": place, "is_recent": place < 10, "title": long} for place in many
    ]
    marts["mrr_months"] = [
        {"month": before(JUNE, back), "account_id": "A1", "customer_id": "A1", "mrr": Decimal(900 + back)}
        for back in range(36)
    ]
    marts["source_conflicts"] = [
        {"account_id": "A1", "conflict": "left_but_paying", "evidence": f"{place} {long}"} for place in many
    ]
    alpha = next(row for row in marts["account_360"] if row["account_id"] == "A1")
    alpha.update(open_commitments=len(many), unanswered_requests=len(many), account_name="Alpha Oy " * 12)
    return marts


@pytest.fixture(scope="module")
def crowded_report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return rendered(publish_company(tmp_path_factory.mktemp("crowded"), crowded_company()))


def test_the_layout_for_paper_takes_fewer_sheets_than_the_screen(page: Page, crowded_report: Path) -> None:
    opened(page, crowded_report, "account.html#id=A1")
    page.emulate_media(media="screen")
    on_screen = sheets(page)
    page.emulate_media(media="print")
    assert sheets(page) < on_screen


def test_an_account_of_which_much_is_known_prints_on_two_sheets_in_any_language(
    page: Page, crowded_report: Path
) -> None:
    page.set_viewport_size({"width": SHEET_WIDTH, "height": 1000})
    for language in (crowded_report, crowded_report / "fi"):
        opened(page, language, "account.html#id=A1")
        page.emulate_media(media="print")
        for larger in (1, ROOM):
            page.evaluate(
                "(larger) => { const { style } = document.documentElement; style.fontSize = '';"
                " style.fontSize = `${parseFloat(getComputedStyle(document.documentElement).fontSize) * larger}px`; }",
                larger,
            )
            assert sheets(page) <= SHEETS
            tables = "[...document.querySelectorAll('table')]"
            wide = f"{tables}.filter((table) => table.scrollWidth > table.parentElement.clientWidth + 1)"
            assert page.evaluate(f"{wide}.map((table) => table.caption.textContent)") == []


def test_paper_says_of_how_many_rows_it_shows_the_first(page: Page, crowded_report: Path) -> None:
    marts = crowded_company()
    opened(page, crowded_report, "account.html#id=A1")
    page.emulate_media(media="print")
    for caption, known in (
        ("Signs that the customer may leave", len(marts["churn_signals"])),
        ("Products held, and those that could be", len(marts["white_space"])),
        ("Goals of the plan, those not reached first", len(marts["plan_goals"])),
        ("The newest invoices and payments", NEWEST_INVOICES),
        ("Actions of the plan that are not done", STILL_OPEN),
    ):
        region = page.get_by_role("region", name=caption, exact=True)
        shown = region.locator("tbody tr:visible").count()
        assert 0 < shown < known
        assert region.locator("tbody tr").count() == known
        told = region.locator("xpath=following-sibling::p[1]")
        assert told.is_visible()
        assert spaced(told.inner_text()) == f"The first {shown} of {known}."


def test_an_account_of_which_little_is_known_prints_on_no_more_sheets(page: Page, report: Path) -> None:
    opened(page, report, "account.html#id=P1")
    page.emulate_media(media="print")
    assert sheets(page) <= SHEETS


def test_the_list_of_an_empty_company_says_that_there_are_no_accounts(page: Page, empty_report: Path) -> None:
    assert "There are no accounts yet." in opened(page, empty_report, "accounts.html")


def test_the_only_account_of_a_company_without_data_for_the_last_month_stands(page: Page, tmp_path: Path) -> None:
    marts = small_company()
    marts["kpi_months"] = marts["kpi_months"][:2] + marts["kpi_months"][3:11]
    marts["account_360"] = [account("A1", "Alpha Oy")]
    text = opened(page, rendered(publish_company(tmp_path, marts)), "account.html#id=A1")
    assert "Has never had recurring revenue." in text
