"""Random books: a company's rows together, and what may happen to them in later landings."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st

from properties.books import Account, Book, Line, Rate, Row, Version
from properties.rows import (
    CORNERS,
    EVERY_TYPE,
    LAST_AS_OF,
    NO_RECURRING_REVENUE,
    PRODUCTS,
    account_trees,
    cents,
    contracts,
    costs,
    days,
    exchange_rates,
    late_days,
    money,
    reversals,
    rows_of_invoices,
    single_lines,
    subscriptions,
)

# The same books in every run, so that a red test is red for everybody; a failure is shrunk all the same.
EXAMPLES = 10
thorough = settings(
    max_examples=EXAMPLES,
    deadline=None,
    derandomize=True,
    database=None,
    phases=[Phase.explicit, Phase.generate, Phase.shrink],
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much],
)


@st.composite
def books(draw: st.DrawFn, *, mergers: bool = False, late_rates: bool = True) -> Book:
    """A company's book of one landing, looked at on any day.

    Args:
        draw: given by Hypothesis.
        mergers: whether accounts may get other parents later, in landings of their own.
        late_rates: whether the rates of a currency may begin with its first invoice.
    """
    accounts = draw(account_trees())
    rows: list[Row] = list(accounts)
    lines: list[Line] = []
    for number in range(draw(st.integers(1, 4))):
        lines += draw(contracts(number, accounts))
    rows += lines
    for number in range(draw(st.integers(0, 2)) if lines else 0):
        rows.append(draw(reversals(number, lines)))
    for number in range(draw(st.integers(0, 4))):
        rows.append(draw(single_lines(number, accounts, EVERY_TYPE)))
    for number in range(draw(st.integers(0, 2))):
        rows.append(draw(subscriptions(number, accounts)))
    rows += draw(exchange_rates(rows if late_rates else []))
    as_of = draw(st.sampled_from([LAST_AS_OF, *CORNERS[4:]]) | st.dates(date(2024, 3, 1), LAST_AS_OF) | late_days)
    window = draw(st.sampled_from(["", "", "0", "1", "3"]))
    book = Book.of(as_of, rows)
    versions = (*book.versions, *(draw(moves(accounts)) if mergers else ()))
    return Book(as_of, versions, {"mrr_basis": "invoices", "reactivation_window_months": window})


@st.composite
def whole_books(draw: st.DrawFn, *, mergers: bool = False) -> Book:
    """A book with invoices, payments and costs too."""
    book = draw(books(mergers=mergers, late_rates=False))
    accounts = [version.row for version in book.versions if isinstance(version.row, Account) and version.run == 1]
    for number in range(draw(st.integers(0, 4))):
        book = book.with_rows(*draw(rows_of_invoices(number, accounts)))
    for number in range(draw(st.integers(0, 3))):
        book = book.with_rows(draw(costs(number, accounts, book.as_of)))
    return book


@st.composite
def added_lines(draw: st.DrawFn, book: Book) -> tuple[Book, list[Line]]:
    """A book, and a line of every type that carries no recurring revenue, for the service of some line in it."""
    lines = book.all(Line) or [draw(single_lines(98, book.all(Account), NO_RECURRING_REVENUE))]
    added = []
    for line_type in NO_RECURRING_REVENUE:
        like = draw(st.sampled_from(lines))
        amount = money(draw(cents))
        added.append(replace(like, invoice_id=f"added {line_type}", line_type=line_type, amount=amount))
    return book, added


@st.composite
def resent(draw: st.DrawFn, book: Book) -> tuple[Book, Book]:
    """A book, and the same in landings of different days, some of which bring rows again as they were."""
    split, again = [], []
    for version in book.versions:
        night = 0 if isinstance(version.row, Rate) or version.run > 1 else draw(st.integers(0, 3))
        known_on = version.known_on + timedelta(days=night)
        split.append(replace(version, run=version.run * 10 + night, known_on=known_on))
        if night == 3:
            again.append(replace(version, run=version.run * 10 + night + 1, known_on=known_on + timedelta(days=1)))
    return book, replace(book, versions=(*split, *again))


@st.composite
def moves(draw: st.DrawFn, accounts: list[Account]) -> list[Version]:
    """Later landings in which an account has another parent; a parent always stands before its children."""
    versions = []
    for run in range(2, 2 + draw(st.integers(0, 3))):
        position = draw(st.integers(0, len(accounts) - 1))
        above = draw(st.none() | st.sampled_from(accounts[:position])) if position else None
        moved = Account(accounts[position].account_id, above.account_id if above else None, accounts[position].segment)
        versions.append((draw(days), run, moved))
    known = sorted(day for day, _, _ in versions)
    return [Version(moved, run, day) for day, (_, run, moved) in zip(known, versions, strict=True)]


def _by_day(pair: tuple[date, Line | Rate]) -> date:
    return pair[0]


@st.composite
def retold(draw: st.DrawFn, book: Book) -> Book:
    """The book with later landings in which invoice lines and rates are stated otherwise, lines vanish or come back."""
    lines = book.all(Line)
    rates = [rate for rate in book.all(Rate) if any(_is_billed_at(line, rate) for line in lines)]
    versions = list(book.versions)
    told: list[Line | Rate] = [draw(st.sampled_from(lines)) for _ in range(draw(st.integers(1, 4)))] if lines else []
    told += [draw(st.sampled_from(rates)) for _ in range(draw(st.integers(1, 3)))] if rates else []
    told_on = [_first_day(row) + timedelta(days=draw(st.integers(0, 200))) for row in told]
    for run, (day, row) in enumerate(sorted(zip(told_on, told, strict=True), key=_by_day), start=2):
        if isinstance(row, Rate):
            other_rate = Decimal(draw(st.integers(50_000, 2_000_000))).scaleb(-6)
            versions.append(Version(Rate(row.month, row.currency, other_rate), run, day))
        else:
            other = {**vars(row), "amount": money(draw(cents) * 12), "product": draw(st.sampled_from(PRODUCTS))}
            versions.append(Version(Line(**other), run, day, is_deleted=draw(st.booleans())))
    return Book(book.as_of, tuple(versions), book.policy)


def _is_billed_at(line: Line, rate: Rate) -> bool:
    covers = line.service_start and line.service_end and line.service_start <= rate.month <= line.service_end
    return bool(covers) and line.currency == rate.currency


def _first_day(row: Line | Rate) -> date:
    return row.month if isinstance(row, Rate) else row.service_start or row.invoice_date
