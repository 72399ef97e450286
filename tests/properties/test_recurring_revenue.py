"""Recurring and earned revenue against the rules told a second time in plain Python."""

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from hypothesis import assume, example, given
from hypothesis import strategies as st

from properties.books import Account, Book, Line, add_months, month_end, months_between
from properties.oracle import (
    customers_of,
    earned,
    in_cents,
    last_published_month,
    length_in_months,
    recurring_revenue,
)
from properties.rows import days
from properties.strategies import added_lines, books, retold, thorough
from properties.warehouse import Project, build, published

MARTS_OF_RECURRING_REVENUE = ("mrr_months", "mrr_movements", "kpi_months", "cohort_retention")


# A third of a cent left in each of two products: 33.33 and 33.33 would make 66.66, and the account has 66.67.
THIRDS = Book.of(
    date(2025, 1, 31),
    [
        Account("a0"),
        Line("i1", "a0", Decimal(100), date(2025, 1, 1), date(2025, 1, 1), date(2025, 3, 31), product="core"),
        Line("i2", "a0", Decimal(100), date(2025, 1, 1), date(2025, 1, 1), date(2025, 3, 31), product="plus"),
    ],
)


@given(book=books(mergers=True).flatmap(retold))
@example(book=THIRDS)
@thorough
def test_recurring_revenue_is_what_the_rules_say(project: Project, book: Book) -> None:
    exact = recurring_revenue(book)
    with build(project, book, "mrr_months") as warehouse:
        rows = {(row["account_id"], row["month"]): row for row in warehouse.records("mrr_months")}
    for (account, month), row in rows.items():
        assert row["mrr"] in in_cents(*exact.get((account, month), (Fraction(0), Fraction(0))))
        assert row["customer_id"] == customers_of(book, month)[account]
    for (account, month), (amount, slack) in exact.items():
        assert (account, month) in rows or 0 in in_cents(amount, slack)
    months_by_account: dict[str, list[object]] = {}
    for account, month in sorted(rows):
        months_by_account.setdefault(account, []).append(month)
    for account, months in months_by_account.items():
        assert months == months_between(
            min(rows_of for a, rows_of in rows if a == account), last_published_month(book.as_of)
        )


@given(book=books().flatmap(retold))
@thorough
def test_revenue_is_earned_day_by_day(project: Project, book: Book) -> None:
    exact = earned(book)
    with build(project, book, "recognised_revenue_months") as warehouse:
        rows = {
            (row["account_id"], row["month"]): row["revenue"] for row in warehouse.records("recognised_revenue_months")
        }
    assert rows.keys() == exact.keys()
    for key, revenue in rows.items():
        assert revenue in in_cents(*exact[key])


@given(book=books())
@thorough
def test_what_is_earned_and_deferred_is_what_was_invoiced(project: Project, book: Book) -> None:
    """In every currency of its own; each month's share of a line is kept to eight decimals."""
    last_day = month_end(last_published_month(book.as_of))
    with build(project, book, "int_revenue_product_months") as warehouse:
        rows = warehouse.records("intermediate.int_revenue_product_months")
    for currency in ("EUR", "USD", "SEK"):
        lines = [line for line in book.all(Line) if line.currency == currency and line.posted_on <= book.as_of]
        deferred = Fraction(0)
        for line in lines:
            start, end = line.service_start or line.invoice_date, line.service_end or line.invoice_date
            ahead = max((end - max(start, last_day + timedelta(days=1))).days + 1, 0)
            deferred += Fraction(line.amount) * ahead / ((end - start).days + 1)
        recognised = sum(
            (Fraction(row["revenue_in_currency"]) for row in rows if row["currency"] == currency), Fraction(0)
        )
        invoiced = sum((Fraction(line.amount) for line in lines), Fraction(0))
        assert abs(recognised + deferred - invoiced) <= Fraction(len(lines) * 40, 10**8)


@given(both=books().flatmap(added_lines))
@thorough
def test_goodwill_usage_and_one_off_lines_never_move_recurring_revenue(
    project: Project, both: tuple[Book, list[Line]]
) -> None:
    book, added = both
    before = published(project, book, *MARTS_OF_RECURRING_REVENUE)
    assert published(project, book.with_rows(*added), *MARTS_OF_RECURRING_REVENUE) == before


@given(start=days, months=st.integers(1, 36))
@thorough
def test_a_period_that_fits_its_anniversary_is_worth_the_amount_over_its_months(start: date, months: int) -> None:
    """The rules' own length: counted forth from the start or back from the end, a whole number of months."""
    assume(add_months(start, months) > start)
    assert length_in_months(start, add_months(start, months) - timedelta(days=1)) == months
