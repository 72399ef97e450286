"""A company's books as a few typed rows, and how they lie in the landing."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field, fields, replace
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import ClassVar, Protocol, Self, TypeVar

import duckdb

from flows.landing.columns import quoted

# Before every date of a book, so that the landing itself never decides what was known.
FIRST_LANDING = date(2020, 1, 1)


@dataclass(frozen=True)
class Row:
    """What every row carries: which landing brought it, on what day, and whether that landing found it gone."""

    stream: ClassVar[str]
    key: ClassVar[tuple[str, ...]]

    def landed(self, version: "Version") -> dict[str, str | None]:
        """The row as the landing holds it: every value as text."""
        values = {name: _as_text(value) for name, value in asdict(self).items()}
        row_key = "|".join(values[name] or "" for name in self.key)
        carried = {
            "_row_key": row_key,
            "_source": "files",
            "_stream": self.stream,
            "_run_id": f"{version.run:06d}",
            "_known_on": version.known_on.isoformat(),
            "_deleted": "true" if version.is_deleted else "false",
        }
        return {**values, **carried}


@dataclass(frozen=True)
class Account(Row):
    """An account; `segment` is the class that the company set."""

    stream, key = "accounts", ("account_id",)
    account_id: str
    parent_account_id: str | None = None
    segment: str | None = None
    account_name: str = "An account"


@dataclass(frozen=True)
class Line(Row):
    """A line of an invoice."""

    stream, key = "invoice_lines", ("invoice_id", "line_id")
    invoice_id: str
    account_id: str
    amount: Decimal
    invoice_date: date
    service_start: date | None = None
    service_end: date | None = None
    line_type: str = "recurring"
    currency: str = "EUR"
    product: str | None = None
    posted_at: datetime | None = None
    line_id: str = "1"

    @property
    def posted_on(self) -> date:
        """The day on which the line was known."""
        return self.posted_at.date() if self.posted_at else self.invoice_date


@dataclass(frozen=True)
class Subscription(Row):
    """A contract."""

    stream, key = "subscriptions", ("subscription_id",)
    subscription_id: str
    account_id: str
    monthly_amount: Decimal
    signed_date: date
    start_date: date
    end_date: date | None = None
    notice_date: date | None = None
    currency: str = "EUR"
    product: str | None = None
    status: str = "active"


@dataclass(frozen=True)
class Invoice(Row):
    """An invoice with its dates of payment."""

    stream, key = "invoices", ("invoice_id",)
    invoice_id: str
    account_id: str
    amount: Decimal
    invoice_date: date
    due_date: date
    paid_date: date | None = None
    currency: str = "EUR"


@dataclass(frozen=True)
class Payment(Row):
    """Part of an invoice paid."""

    stream, key = "payments", ("payment_id",)
    payment_id: str
    invoice_id: str
    paid_date: date
    amount: Decimal


@dataclass(frozen=True)
class Rate(Row):
    """A month-end exchange rate, in reporting units per unit."""

    stream, key = "fx_rates", ("month", "currency")
    month: date
    currency: str
    rate_to_reporting: Decimal


@dataclass(frozen=True)
class Cost(Row):
    """A direct cost; without an account it cannot be charged with anybody."""

    stream, key = "costs", ("cost_id",)
    cost_id: str
    account_id: str | None
    month: date
    amount: Decimal
    currency: str = "EUR"
    product: str | None = None
    cost_type: str = "hosting"


class Printer(Protocol):
    """What Hypothesis hands to an object that prints itself."""

    def text(self, text: str) -> None:
        """Write some text."""


AnyRow = TypeVar("AnyRow", bound=Row)


@dataclass(frozen=True)
class Version:
    """A row as one landing brought it."""

    row: Row
    run: int = 1
    known_on: date = FIRST_LANDING
    is_deleted: bool = False


@dataclass(frozen=True, repr=False)
class Book:
    """Everything a company has landed, and the date at which it is looked at."""

    as_of: date
    versions: tuple[Version, ...] = ()
    policy: Mapping[str, str] = field(default_factory=dict)

    def _repr_pretty_(self, printer: "Printer", _is_cycle: bool) -> None:
        """Print a failing book briefly; Hypothesis looks for this method before it lists every field."""
        printer.text(repr(self))

    def __repr__(self) -> str:
        """Everything but what stands at its default, and of the exchange rates the first three months alone."""
        listed = [version for version in self.versions if not isinstance(version.row, Rate)]
        rates = sorted({(rate.currency, rate.month, rate.rate_to_reporting) for rate in self.all(Rate)})
        shown = [f"{currency} {rate}" for currency, month, rate in rates if month <= add_months(rates[0][1], 2)]
        told = "\n  ".join(_told(version) for version in listed)
        return f"Book as of {self.as_of}, policy {dict(self.policy)}, rates {', '.join(shown)}:\n  {told}"

    @classmethod
    def of(cls, as_of: date, rows: Iterable[Row]) -> Self:
        """A book that came in one landing."""
        return cls(as_of, tuple(Version(row) for row in rows))

    def all(self, kind: type[AnyRow]) -> list[AnyRow]:
        """The rows of one kind, every version of them, in the order of the book."""
        return [version.row for version in self.versions if isinstance(version.row, kind)]

    def with_rows(self, *rows: Row) -> Self:
        """The book with further rows of the first landing."""
        return replace(self, versions=(*self.versions, *(Version(row) for row in rows)))

    def landed(self) -> dict[str, list[dict[str, str | None]]]:
        """Landed rows by stream."""
        streams: dict[str, list[dict[str, str | None]]] = {}
        for version in self.versions:
            streams.setdefault(version.row.stream, []).append(version.row.landed(version))
        return streams

    def land(self, connection: duckdb.DuckDBPyConnection) -> None:
        """Fill the empty landing of a warehouse in memory."""
        for stream, rows in self.landed().items():
            columns = list(rows[0])
            values = ", ".join("(" + ", ".join(literal(row[column]) for column in columns) + ")" for row in rows)
            names = ", ".join(map(quoted, columns))
            connection.execute(f"insert into landing.files__{stream} ({names}) values {values}")


def literal(value: str | None) -> str:
    """A text as a literal of SQL."""
    return "null" if value is None else "'" + value.replace("'", "''") + "'"


def noon(day: date) -> datetime:
    """The middle of a day, which is the same day in every time zone of Europe."""
    return datetime.combine(day, time(12))


def month_of(day: date) -> date:
    """The first day of a day's month."""
    return day.replace(day=1)


def month_end(day: date) -> date:
    """The last day of a day's month."""
    return add_months(month_of(day), 1) - timedelta(days=1)


def add_months(day: date, months: int) -> date:
    """The same day some months on, or the last of that month when it is shorter."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    first_of_next = date(year + (month == 11), (month + 1) % 12 + 1, 1)
    return date(year, month + 1, min(day.day, (first_of_next - timedelta(days=1)).day))


def months_between(first: date, last: date) -> list[date]:
    """First days of the months from one day's to another's, both included."""
    months, month = [], month_of(first)
    while month <= last:
        months.append(month)
        month = add_months(month, 1)
    return months


def _told(version: Version) -> str:
    said = [f"{item.name}={getattr(version.row, item.name)}" for item in fields(version.row)
            if getattr(version.row, item.name) != item.default]  # fmt: skip
    later = f" (landing {version.run} of {version.known_on}{', gone' if version.is_deleted else ''})"
    return f"{version.row.stream}: {', '.join(said)}{later if version.run > 1 else ''}"


def _as_text(value: object) -> str | None:
    if value is None:
        return None
    return value.isoformat(sep=" ") if isinstance(value, datetime) else str(value)
