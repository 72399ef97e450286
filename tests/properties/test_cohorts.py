"""Cohorts point to point, against the rules told a second time: the same customers, at the rates of the base month."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

from hypothesis import given

from properties.books import Book, Line, Rate, month_end
from properties.oracle import customers_of, live_at
from properties.strategies import books, thorough
from properties.warehouse import Project, build

ACTIVE_OVER = Decimal("0.005")


@given(book=books(mergers=True))
@thorough
def test_a_cohort_keeps_what_its_customers_keep(project: Project, book: Book) -> None:
    """Every customer's amount is rounded to cents by itself; one that is worth about half a cent may be in or out."""
    with build(project, book, "cohort_retention", "mrr_months") as warehouse:
        rows = warehouse.records("cohort_retention")
        balances = {(row["account_id"], row["month"]): row["mrr"] for row in warehouse.records("mrr_months")}
    for row in rows:
        groups = _groups(book, row["month"])
        base = {name: _held(balances, members, row["base_month"]) for name, members in groups.items()}
        base = {name: amount for name, amount in base.items() if amount > ACTIVE_OVER}
        present = _at_rates_of(book, row["base_month"], row["month"])
        kept = {name: sum((present.get(member, Fraction(0)) for member in groups[name]), Fraction(0)) for name in base}
        kept = {name: max(amount, Fraction(0)) for name, amount in kept.items()}
        slack = 0.02 * len(base)
        assert row["base_mrr"] == sum(base.values())
        assert row["base_customers"] == len(base)
        assert abs(float(row["cohort_mrr"]) - float(sum(kept.values()))) <= slack
        least = sum(min(kept[name], Fraction(amount)) for name, amount in base.items())
        assert abs(row["grr"] * float(row["base_mrr"]) - float(least)) <= slack
        certain = sum(amount > Fraction(2, 100) for amount in kept.values())
        assert certain <= row["customers"] <= sum(amount > Fraction(2, 1000) for amount in kept.values())


def _groups(book: Book, month: date) -> dict[str, list[str]]:
    groups: dict[str, list[str]] = {}
    for account, customer in customers_of(book, month).items():
        groups.setdefault(customer, []).append(account)
    return groups


def _held(balances: dict[tuple[str, date], Decimal], accounts: list[str], month: date) -> Decimal:
    return sum((balances.get((account, month), Decimal(0)) for account in accounts), Decimal(0))


def _at_rates_of(book: Book, base_month: date, month: date) -> dict[str, Fraction]:
    """Recurring revenue by account at the base month's rates, or at the first that were stated after it."""
    stated = {(rate.currency, rate.month): Fraction(rate.rate_to_reporting) for rate in book.all(Rate)}
    found: dict[str, Fraction] = {}
    for line, monthly in live_at(book.all(Line), month_end(month), book.as_of):
        nearest = min((at for currency, at in stated if currency == line.currency and at >= base_month), default=None)
        rate = Fraction(1) if nearest is None else stated[line.currency, nearest]
        found[line.account_id] = found.get(line.account_id, Fraction(0)) + monthly * rate
    return found
