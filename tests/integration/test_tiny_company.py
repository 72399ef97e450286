"""A company worked out by hand: what its two nights publish, to the cent."""

import re

import pytest
from nights import History, money, rows

from flows.settings import DBT_PROJECT

pytestmark = pytest.mark.xdist_group("tiny")


def test_recurring_revenue_is_each_months_value_at_that_months_rate(tiny_history: History) -> None:
    query = "select month, account_id, customer_id, mrr from mrr_months order by account_id, month"
    assert rows(tiny_history.after_first / "published", query) == [
        ("2025-11-01", "AURORA-FI", "AURORA", money("100.00")),
        ("2025-12-01", "AURORA-FI", "AURORA", money("100.00")),
        ("2026-01-01", "AURORA-FI", "AURORA", money("100.00")),
        ("2025-12-01", "BOREALIS", "BOREALIS", money("90.00")),
        ("2026-01-01", "BOREALIS", "BOREALIS", money("80.00")),
    ]


def test_movements_keep_the_exchange_rate_apart(tiny_history: History) -> None:
    query = """
        select month, customer_id, opening, new, contraction, fx, closing, movement
        from mrr_movements order by customer_id, month
    """
    nothing, hundred = money("0.00"), money("100.00")
    assert rows(tiny_history.after_first / "published", query) == [
        ("2025-11-01", "AURORA", nothing, hundred, nothing, nothing, hundred, "new"),
        ("2025-12-01", "AURORA", hundred, nothing, nothing, nothing, hundred, "none"),
        ("2026-01-01", "AURORA", hundred, nothing, nothing, nothing, hundred, "none"),
        ("2025-12-01", "BOREALIS", nothing, money("90.00"), nothing, nothing, money("90.00"), "new"),
        ("2026-01-01", "BOREALIS", money("90.00"), nothing, nothing, money("-10.00"), money("80.00"), "none"),
    ]


def test_key_figures_of_a_month_without_an_opening_are_null(tiny_history: History) -> None:
    query = """
        select month, arr, nrr, logo_retention, quick_ratio, arpa from kpi_months
        where level = 'customer' order by month
    """
    assert rows(tiny_history.after_first / "published", query) == [
        ("2025-11-01", money("1200.00"), None, None, None, money("100.00")),
        ("2025-12-01", money("2280.00"), 1.0, 1.0, None, money("95.00")),
        ("2026-01-01", money("2160.00"), 1.0, 1.0, None, money("90.00")),
    ]


def test_revenue_is_spread_over_the_days_of_service(tiny_history: History) -> None:
    # 300 over 92 days: 30 and 31 days; 1200 USD over 365 days, 31 days at 0.90 and at 0.80.
    query = "select month, account_id, revenue from recognised_revenue_months order by account_id, month"
    assert rows(tiny_history.after_first / "published", query) == [
        ("2025-12-01", "AURORA", money("50.00")),
        ("2025-11-01", "AURORA-FI", money("97.83")),
        ("2025-12-01", "AURORA-FI", money("101.09")),
        ("2026-01-01", "AURORA-FI", money("101.09")),
        ("2025-12-01", "BOREALIS", money("91.73")),
        ("2026-01-01", "BOREALIS", money("81.53")),
    ]


def test_a_newsletter_and_a_planned_meeting_are_no_contacts(tiny_history: History) -> None:
    query = """
        select account_id, last_contact, days_since_last_contact, never_contacted, year_without_contact
        from account_contacts order by account_id
    """
    assert rows(tiny_history.after_first / "published", query) == [
        ("AURORA", None, None, True, False),
        ("AURORA-FI", None, None, True, False),
        ("BOREALIS", "2026-01-10", 21, False, False),
        ("CIRRUS", "2024-12-01", 426, False, True),
    ]


def test_answers_are_counted_over_the_whole_and_by_segment_and_few_of_them_are_not_shown(tiny_history: History) -> None:
    query = "select segment, n, value, mean, margin95 from survey_scores where survey_type = 'NPS' order by segment"
    assert rows(tiny_history.after_first / "published", query) == [
        ("A", 1, None, None, None),
        ("ALL", 3, None, None, None),
        ("B", 2, None, None, None),
    ]


def test_an_answer_that_was_written_over_counts_once_and_is_told(tiny_history: History) -> None:
    query = "select response_id, reason, earlier_version, response_date from survey_excluded_answers"
    counted = "select sum(n) from survey_scores where survey_type = 'NPS' and segment = 'ALL'"
    assert rows(tiny_history.after_first / "published", query) == []
    assert rows(tiny_history.home / "published", query) == [("R3", "rewritten", 1, "2026-01-09")]
    assert rows(tiny_history.home / "published", counted) == [(3,)]


def test_the_account_view_gathers_what_is_known_of_an_account(tiny_history: History) -> None:
    # 1200 USD have been due since 15 January, and are worth 0.80 each at the end of it.
    query = """
        select customer_id, segment, mrr, arr, revenue_ttm, overdue_amount, max_days_overdue, active_contacts
        from account_360 where account_id in ('AURORA-FI', 'BOREALIS') order by account_id
    """
    assert rows(tiny_history.after_first / "published", query) == [
        ("AURORA", "B", money("100.00"), money("1200.00"), money("300.01"), money("0.00"), None, 1),
        ("BOREALIS", "A", money("80.00"), money("960.00"), money("173.26"), money("960.00"), 16, 1),
    ]


def test_a_row_that_cannot_be_used_is_published_with_its_reason_and_gone_once_corrected(tiny_history: History) -> None:
    query = "select stream, file, column_name, refused_rows, first_row from refused_rows"
    assert rows(tiny_history.after_first / "published", query) == [("contacts", "contacts.csv", "left_date", 1, 4)]
    assert rows(tiny_history.home / "published", query) == []
    quarantined = tiny_history.after_first / "quarantine" / "files" / "contacts.csv"
    # A refused row is a person's as often as not, and its owner's alone to read.
    assert [path.stat().st_mode & 0o777 for path in (quarantined, quarantined.parent)] == [0o600, 0o700]
    assert not (tiny_history.home / "quarantine" / "files" / "contacts.csv").exists()


def test_what_the_gates_found_is_told_for_both_nights_and_since_when(tiny_history: History) -> None:
    published = tiny_history.home / "published"
    told = rows(
        published,
        """
        select as_of, gate, outcome, failing_since, failing_days, is_newest_run from data_quality_results
        where expectation = 'there are at least 5 key accounts'
            or expectation = 'the share of refused rows of a stream stays at or under 0.01'
        order by as_of, gate
        """,
    )
    # The contact's date is corrected on the second night; there are still no key accounts, which nobody but warns of.
    assert told == [
        ("2026-01-31", "incoming", "failed", "2026-01-31", 0, False),
        ("2026-01-31", "marts", "failed", "2026-01-31", 0, False),
        ("2026-02-28", "incoming", "passed", None, None, True),
        ("2026-02-28", "marts", "failed", "2026-01-31", 28, True),
    ]
    assert rows(published, "select count(*) from data_quality_results where is_refusal or outcome = 'errored'") == [
        (0,)
    ]
    sample = "select sample from data_quality_results where table_name = 'batch_freshness' and is_newest_run"
    assert '"stream": "invoices"' in rows(published, sample)[0][0]


def test_every_stream_stands_in_both_nights_whether_it_was_read_or_not(tiny_history: History) -> None:
    first, second = sorted(path.name for path in (tiny_history.home / "versions").iterdir())
    stood = rows(
        tiny_history.home / "published",
        """
        select as_of, stream, days_behind, is_late, rows_read, rows_refused, rows_new, rows_changed, rows_deleted,
            rows_after, last_changed_run
        from source_freshness where stream in ('accounts', 'activities', 'contacts', 'invoice_lines', 'invoices')
        order by stream, as_of
        """,
    )
    assert stood == [
        ("2026-01-31", "accounts", None, None, 4, 0, 4, 0, 0, 4, first),
        ("2026-02-28", "accounts", None, None, 3, 0, 0, 0, 1, 3, second),
        # The newest activity of the first night is of 20 January: the meeting planned for 10 February lies ahead.
        ("2026-01-31", "activities", 11, False, 4, 0, 4, 0, 0, 4, first),
        ("2026-02-28", "activities", 14, False, 5, 0, 1, 0, 0, 5, second),
        ("2026-01-31", "contacts", None, None, 3, 1, 2, 0, 0, 2, first),
        ("2026-02-28", "contacts", None, None, 3, 0, 1, 0, 0, 3, second),
        # The newest line is of 15 December, then of 5 February; the second night did not read the invoices again.
        ("2026-01-31", "invoice_lines", 47, True, 3, 0, 3, 0, 0, 3, first),
        ("2026-02-28", "invoice_lines", 23, False, 5, 0, 2, 1, 0, 5, second),
        ("2026-01-31", "invoices", 61, True, 2, 0, 2, 0, 0, 2, first),
        ("2026-02-28", "invoices", 89, True, 0, 0, 0, 0, 0, 2, first),
    ]


def test_rows_and_money_are_followed_from_the_landing_into_the_models(tiny_history: History) -> None:
    # 300 + 50 + 2400 + 300 - 30 of lines, 300 + 1200 of invoices, whatever their currency.
    assert rows(
        tiny_history.home / "published",
        "select stream, rows_loaded, rows_landed, rows_used, amount_landed, amount_counted, amount_unexplained "
        "from load_reconciliation where stream in ('accounts', 'invoice_lines', 'invoices') order by stream",
    ) == [
        ("accounts", 3, 3, 3, None, None, None),
        ("invoice_lines", 5, 5, 5, money("3020.00"), money("3020.00"), money("0.00")),
        ("invoices", 2, 2, 2, money("1500.00"), money("1500.00"), money("0.00")),
    ]


def test_the_second_night_takes_up_the_correction_in_every_month_it_concerns(tiny_history: History) -> None:
    # The dollar line was 2400, not 1200: 200 USD a month at 0.90, 0.80 and 0.85. A credit of 30 acts in February.
    query = "select month, account_id, mrr from mrr_months where month >= '2025-12-01' order by account_id, month"
    assert rows(tiny_history.home / "published", query) == [
        ("2025-12-01", "AURORA-FI", money("100.00")),
        ("2026-01-01", "AURORA-FI", money("100.00")),
        ("2026-02-01", "AURORA-FI", money("70.00")),
        ("2025-12-01", "BOREALIS", money("180.00")),
        ("2026-01-01", "BOREALIS", money("160.00")),
        ("2026-02-01", "BOREALIS", money("170.00")),
    ]
    query = """
        select opening, contraction, fx, closing, nrr from kpi_months
        where level = 'customer' and month = '2026-02-01'
    """
    ((*amounts, nrr),) = rows(tiny_history.home / "published", query)
    assert amounts == [money("260.00"), money("-30.00"), money("10.00"), money("240.00")]
    assert nrr == pytest.approx(230 / 260)


def test_the_second_night_marks_the_vanished_account_and_sees_the_new_contact(tiny_history: History) -> None:
    query = "select account_id, is_deleted, last_contact from account_360 order by account_id"
    assert rows(tiny_history.home / "published", query) == [
        ("AURORA", False, "2026-02-14"),
        ("AURORA-FI", False, None),
        ("BOREALIS", False, "2026-01-10"),
        ("CIRRUS", True, "2024-12-01"),
    ]


def test_that_nothing_is_lost_is_tested_though_most_systems_have_never_sent_anything(tiny_history: History) -> None:
    said = (tiny_history.after_first / "work" / "logs" / "dbt.log").read_text(encoding="utf-8")
    tie_outs = {path.stem for path in (DBT_PROJECT / "tests").glob("*.sql")}
    assert tie_outs
    assert tie_outs <= set(re.findall(r"PASS (assert_\w+)", said))
