"""Random rows of a book: contracts of all lengths from any day, in several currencies, and every kind of correction."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from hypothesis import strategies as st

from properties.books import (
    Account,
    Cost,
    Invoice,
    Line,
    Payment,
    Rate,
    Row,
    Subscription,
    add_months,
    month_of,
    months_between,
    noon,
)

FIRST_DAY, LAST_DAY = date(2023, 10, 1), date(2026, 3, 31)
LAST_AS_OF = date(2026, 12, 31)
# Days at which months of unlike length meet.
CORNERS = [date(2023, 12, 31), date(2024, 1, 30), date(2024, 1, 31), date(2024, 2, 28), date(2024, 2, 29),
           date(2024, 3, 1), date(2024, 3, 31), date(2024, 4, 30), date(2025, 2, 28), date(2025, 3, 30)]  # fmt: skip
CURRENCIES = ["EUR", "USD", "SEK"]
PRODUCTS = [None, "core", "plus"]
EVERY_MONTH = months_between(FIRST_DAY, LAST_AS_OF)

days = st.sampled_from(CORNERS) | st.dates(FIRST_DAY, LAST_DAY)
first_days = st.sampled_from(CORNERS) | st.dates(FIRST_DAY, date(2024, 12, 31))
late_days = st.dates(date(2025, 1, 1), LAST_AS_OF)
cents = st.integers(1, 9) | st.integers(100, 50_000) | st.integers(1, 20).map(lambda tens: tens * 1000)


def money(amount_in_cents: int) -> Decimal:
    """Cents as an amount."""
    return Decimal(amount_in_cents).scaleb(-2)


@st.composite
def account_trees(draw: st.DrawFn, largest: int = 4) -> list[Account]:
    """Up to four accounts, some of them under another, several levels deep."""
    accounts: list[Account] = []
    for number in range(draw(st.sampled_from([1, 2, 2, 3, largest]))):
        above = draw(st.none() | st.sampled_from(accounts)) if accounts else None
        segment = draw(st.sampled_from([None, None, "A", "C"]))
        accounts.append(Account(f"a{number}", above.account_id if above else None, segment))
    return accounts


def _first_day(row: Line | Subscription) -> date:
    if isinstance(row, Subscription):
        return row.start_date
    return min(row.service_start or row.invoice_date, row.invoice_date)


@st.composite
def exchange_rates(draw: st.DrawFn, rows: list[Row]) -> list[Rate]:
    """Rates of every month and foreign currency, or only from a currency's first invoice on; some never move."""
    rates: list[Rate] = []
    for currency in CURRENCIES[1:]:
        rows_of = [row for row in rows if isinstance(row, Line | Subscription) and row.currency == currency]
        begin = [month_of(_first_day(row)) for row in rows_of]
        first = min(begin, default=FIRST_DAY) if draw(st.booleans()) else FIRST_DAY
        millionths = draw(st.lists(st.integers(50_000, 2_000_000), min_size=1, max_size=3))
        for position, month in enumerate(months_between(first, LAST_AS_OF)):
            rate = Decimal(millionths[position % len(millionths)]).scaleb(-6)
            rates.append(Rate(month, currency, rate))
    return rates


@st.composite
def contracts(draw: st.DrawFn, number: int, accounts: list[Account]) -> list[Line]:
    """Consecutive recurring lines of one contract: renewals, price changes, trials, pauses and odd lengths."""
    account = draw(st.sampled_from(accounts)).account_id
    product, currency = draw(st.sampled_from(PRODUCTS)), draw(st.sampled_from(CURRENCIES))
    months, uneven = draw(st.sampled_from([1, 1, 3, 12])), draw(st.integers(0, 11))
    first, price, lines = draw(first_days), draw(cents), []
    for period in range(draw(st.integers(1, 6))):
        start = add_months(first, period * months)
        end = add_months(first, (period + 1) * months) - timedelta(days=1)
        what = draw(st.sampled_from(["same", "same", "up", "down", "nudge", "trial", "pause", "cut short"]))
        if what == "pause":
            continue
        price = {"up": price + price // 2 + 1, "down": price // 2, "nudge": price + 3}.get(what, price)
        if what == "cut short":
            end = min(end, start + timedelta(days=draw(st.integers(0, 40))))
        posted = draw(st.none() | st.integers(-40, 90))
        lines.append(
            Line(
                invoice_id=f"c{number}-{period}",
                account_id=account,
                amount=money(0 if what == "trial" else price * months + uneven),
                invoice_date=start,
                service_start=start,
                service_end=end,
                currency=currency,
                product=product,
                posted_at=None if posted is None else noon(start + timedelta(days=posted)),
            )
        )
    return lines


@st.composite
def single_lines(draw: st.DrawFn, number: int, accounts: list[Account], line_types: list[str]) -> Line:
    """One line of some types: a proration, a correction, goodwill, usage or a thing sold once."""
    line_type = draw(st.sampled_from(line_types))
    start, amount = draw(days), draw(cents)
    is_credit = line_type.startswith("credit") or draw(st.booleans())
    has_service = line_type in {"recurring", "credit_correction"} or draw(st.booleans())
    end = start + timedelta(days=draw(st.sampled_from([0, 1, 27, 29, 30, 44, 89, 364])))
    posted = draw(st.none() | st.integers(0, 120))
    return Line(
        invoice_id=f"x{number}",
        account_id=draw(st.sampled_from(accounts)).account_id,
        amount=money(-amount if is_credit else amount),
        invoice_date=draw(st.sampled_from([start, end])),
        service_start=start if has_service else None,
        service_end=end if has_service else None,
        line_type=line_type,
        currency=draw(st.sampled_from(CURRENCIES)),
        product=draw(st.sampled_from(PRODUCTS)),
        posted_at=None if posted is None else noon(start + timedelta(days=posted)),
    )


@st.composite
def reversals(draw: st.DrawFn, number: int, lines: list[Line]) -> Line:
    """A correction of all or half of a line, for its own service, often on the parent's invoice or for no product."""
    line = draw(st.sampled_from(lines))
    billed = draw(st.sampled_from([line.account_id, line.account_id, "a0"]))
    posted = None if line.service_end is None else noon(line.service_end + timedelta(days=draw(st.integers(0, 60))))
    share = draw(st.sampled_from([1, 1, 2]))
    return replace(
        line,
        invoice_id=f"r{number}",
        account_id=billed,
        amount=-line.amount / share,
        line_type="credit_correction",
        product=draw(st.sampled_from([line.product, None])),
        posted_at=draw(st.sampled_from([line.posted_at, posted])),
    )


NO_RECURRING_REVENUE = ["credit_goodwill", "usage", "one_off"]
EVERY_TYPE = ["recurring", "recurring", "credit_correction", "credit_correction", *NO_RECURRING_REVENUE]


@st.composite
def subscriptions(draw: st.DrawFn, number: int, accounts: list[Account]) -> Subscription:
    """A contract: signed before or after it begins, open-ended or not, perhaps with a notice."""
    start = draw(days)
    length = draw(st.none() | st.integers(0, 500))
    noticed = draw(st.none() | st.integers(-60, 400))
    return Subscription(
        subscription_id=f"s{number}",
        account_id=draw(st.sampled_from(accounts)).account_id,
        monthly_amount=money(draw(cents)),
        signed_date=start + timedelta(days=draw(st.integers(-90, 30))),
        start_date=start,
        end_date=None if length is None else start + timedelta(days=length),
        notice_date=None if noticed is None else start + timedelta(days=noticed),
        currency=draw(st.sampled_from(CURRENCIES)),
        product=draw(st.sampled_from(PRODUCTS)),
        status=draw(st.sampled_from(["active", "active", "trial", "Cancelled"])),
    )


@st.composite
def rows_of_invoices(draw: st.DrawFn, number: int, accounts: list[Account]) -> list[Row]:
    """An invoice or credit note, paid in full, in parts or not at all."""
    invoiced, amount = draw(days), draw(cents)
    paid_after = draw(st.none() | st.integers(0, 200))
    is_credit = draw(st.sampled_from([False, False, False, True]))
    invoice = Invoice(
        invoice_id=f"i{number}",
        account_id=draw(st.sampled_from(accounts)).account_id,
        amount=money(-amount if is_credit else amount),
        invoice_date=invoiced,
        due_date=invoiced + timedelta(days=draw(st.sampled_from([0, 14, 30]))),
        paid_date=None if paid_after is None else invoiced + timedelta(days=paid_after),
        currency=draw(st.sampled_from(CURRENCIES)),
    )
    parts: list[Row] = []
    if paid_after is None and not is_credit:
        for part in range(draw(st.integers(0, 2))):
            paid_on = invoiced + timedelta(days=draw(st.integers(0, 100)))
            parts.append(Payment(f"p{number}-{part}", invoice.invoice_id, paid_on, money(draw(st.integers(1, amount)))))
    return [invoice, *parts]


@st.composite
def costs(draw: st.DrawFn, number: int, accounts: list[Account], as_of: date) -> Cost:
    """A direct cost of the months up to a day, some of nobody."""
    account = draw(st.none() | st.sampled_from(accounts))
    month = max(add_months(month_of(as_of), -draw(st.integers(0, 15))), FIRST_DAY)
    currency, product = draw(st.sampled_from(CURRENCIES)), draw(st.sampled_from(PRODUCTS))
    return Cost(f"k{number}", account.account_id if account else None, month, money(draw(cents)), currency, product)
