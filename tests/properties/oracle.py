"""The rules of recurring and earned revenue told a second time: plain Python, exact fractions, no SQL.

Amounts here are exact. The warehouse keeps eight decimals of the monthly value of each line and of each conversion,
so an exact amount within `slack` of half a cent may be rounded to either side; everything else must agree to the cent.
"""

from collections.abc import Iterable
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from properties.books import Account, AnyRow, Book, Line, Rate, add_months, month_end, month_of, months_between

RECURRING = {"recurring", "credit_correction"}
EVERY_MONTH = months_between(date(2023, 1, 1), date(2027, 12, 1))
CENT = Decimal("0.01")
ONE_DAY = timedelta(days=1)


def last_published_month(as_of: date) -> date:
    """The last month whose last day is known."""
    return add_months(month_of(as_of + ONE_DAY), -1)


def rates_of(book: Book) -> dict[tuple[date, str], Fraction]:
    """Exchange rates by month and currency; the reporting currency's is 1."""
    stated = {(rate.month, rate.currency): Fraction(rate.rate_to_reporting) for rate in known_rows(book, Rate)}
    return {**stated, **{(month, "EUR"): Fraction(1) for month in EVERY_MONTH}}


def known_lines(book: Book) -> list[Line]:
    """Every line as it is known at the book's date."""
    return known_rows(book, Line)


def known_rows(book: Book, kind: type[AnyRow]) -> list[AnyRow]:
    """Every row as the newest landing by then states it, or the first one if all came later; vanished ones are out."""
    found: dict[tuple[object, ...], tuple[tuple[int, int], AnyRow, bool]] = {}
    for version in book.versions:
        if isinstance(version.row, kind):
            rank = (1, version.run) if version.known_on <= book.as_of else (0, -version.run)
            key = tuple(getattr(version.row, column) for column in kind.key)
            if key not in found or rank > found[key][0]:
                found[key] = (rank, version.row, version.is_deleted)
    return [row for _, row, is_deleted in found.values() if not is_deleted]


def length_in_months(start: date, end: date) -> Fraction:
    """Whole anniversary months when a period (last day included) fits, else days over the days of each month."""
    after = end + ONE_DAY
    whole = 12 * (after.year - start.year) + after.month - start.month
    if whole > 0 and (add_months(start, whole) == after or add_months(after, -whole) == start):
        return Fraction(whole)
    return sum(
        (
            Fraction((min(end, month_end(month)) - max(start, month)).days + 1, month_end(month).day)
            for month in months_between(start, end)
        ),
        Fraction(0),
    )


def live_at(lines: Iterable[Line], day: date, as_of: date) -> list[tuple[Line, Fraction]]:
    """Lines that act on the recurring revenue of a day and are known, with their monthly value in their currency."""
    return [
        (line, Fraction(line.amount) / length_in_months(line.service_start, line.service_end))
        for line in lines
        if line.line_type in RECURRING
        and line.posted_on <= as_of
        and line.service_start is not None
        and line.service_end is not None
        and line.service_start <= day <= line.service_end
    ]


def recurring_revenue(book: Book) -> dict[tuple[str, date], tuple[Fraction, Fraction]]:
    """Exact recurring revenue by account and month with any line, and how far eight decimals may be from it."""
    rates, known = rates_of(book), known_lines(book)
    found: dict[tuple[str, date], tuple[Fraction, Fraction]] = {}
    for month in months_between(EVERY_MONTH[0], last_published_month(book.as_of)):
        for line, monthly in live_at(known, month_end(month), book.as_of):
            rate = rates[month, line.currency]
            exact, slack = found.get((line.account_id, month), (Fraction(0), Fraction(0)))
            found[line.account_id, month] = exact + monthly * rate, slack + (1 + rate) / 10**8
    return found


def revaluation(book: Book, accounts: set[str], month: date) -> tuple[Fraction, int]:
    """The book of the month before at this month's rates less that month's, and of how many parts it is rounded."""
    rates, before = rates_of(book), add_months(month, -1)
    effect, parts = Fraction(0), set()
    for line, monthly in live_at(known_lines(book), month_end(before), book.as_of):
        if line.account_id in accounts:
            effect += monthly * (rates[month, line.currency] - rates[before, line.currency])
            parts.add((line.account_id, line.product))
    return effect, len(parts)


def earned(book: Book) -> dict[tuple[str, date], tuple[Fraction, Fraction]]:
    """Exact revenue by account and published month, every line spread over its days, and its slack."""
    rates, last = rates_of(book), last_published_month(book.as_of)
    found: dict[tuple[str, date], tuple[Fraction, Fraction]] = {}
    for line in known_lines(book):
        start, end = line.service_start or line.invoice_date, line.service_end or line.invoice_date
        if line.posted_on > book.as_of:
            continue
        for month in months_between(start, min(end, month_end(last))):
            covered = (min(end, month_end(month)) - max(start, month)).days + 1
            rate = rates[month, line.currency]
            share = Fraction(line.amount) * covered / ((end - start).days + 1)
            exact, slack = found.get((line.account_id, month), (Fraction(0), Fraction(0)))
            found[line.account_id, month] = exact + share * rate, slack + (1 + rate) / 10**8
    return found


def in_cents(exact: Fraction, slack: Fraction) -> set[Decimal]:
    """The amounts in cents that an exact amount may be rounded to, halves away from zero."""
    return {_rounded(exact - slack), _rounded(exact), _rounded(exact + slack)}


def customers_of(book: Book, month: date) -> dict[str, str]:
    """The ultimate parent of each account on the last day of a month."""
    parents: dict[str, str | None] = {}
    for version in book.versions:
        row = version.row
        if isinstance(row, Account) and (
            row.account_id not in parents or version.known_on <= min(month_end(month), book.as_of)
        ):
            parents[row.account_id] = row.parent_account_id
    return {account: _top(account, parents) for account in parents}


def _top(account: str, parents: dict[str, str | None]) -> str:
    above = parents[account]
    return account if above is None else _top(above, parents)


def _rounded(amount: Fraction) -> Decimal:
    size = abs(amount) * 100
    whole = Decimal((2 * size.numerator + size.denominator) // (2 * size.denominator))
    return (whole * CENT).copy_sign(Decimal(-1 if amount < 0 and whole else 1)).quantize(CENT, ROUND_HALF_UP)
