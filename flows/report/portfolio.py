"""The portfolio's headline figures: the last whole month against the one before, and twelve months of movements."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from flows.report.marts import Row
from flows.report.months import before, spine
from flows.report.wording import money, number, percent, signed

Direction = Literal["up", "down", "same"]

MOVEMENTS = ("new", "reactivation", "expansion", "contraction", "churn", "fx", "rounding")
MONTHS_OF_YEAR = 12


@dataclass(frozen=True)
class Change:
    """A change against the month before, in words; `is_good` is None when there is nothing to judge."""

    text: str
    direction: Direction
    is_good: bool | None


@dataclass(frozen=True)
class Figure:
    """One headline figure; `exact` is the mart's value, None when it cannot be known."""

    key: str
    label: str
    meaning: str
    text: str
    exact: str | None
    change: Change | None
    is_money: bool = False


@dataclass(frozen=True)
class Year:
    """Twelve months of movements added up, and what the customers of before them are worth now; None when unknown."""

    first: date
    last: date
    opening: Decimal
    closing: Decimal
    sums: dict[str, Decimal]
    nrr: float | None
    grr: float | None
    logo_retention: float | None


# Key, label, how it is written, and what it means.
FIGURES: tuple[tuple[str, str, Literal["money", "ratio", "count", "factor"], str], ...] = (
    ("arr", "ARR", "money", "Twelve times the recurring revenue of the month."),
    ("closing", "MRR", "money", "Recurring revenue on the last day of the month."),
    ("nrr", "NRR of the month", "ratio", "Net revenue retention: opening MRR after expansion, contraction and churn."),
    ("grr", "GRR of the month", "ratio", "Gross revenue retention: the same without expansion."),
    ("logo_retention", "Logo retention", "ratio", "Share of the customers of the month before that stayed."),
    ("customers_close", "Customers", "count", "With recurring revenue; a group of companies counts once."),
    ("arpa", "ARPA", "money", "MRR per customer."),
    ("quick_ratio", "Quick ratio", "factor", "MRR won for each unit of MRR lost."),
)
WHY_UNKNOWN = {
    "quick_ratio": "nothing was lost",
    "arpa": "no customers",
}


def headline(current: Row, previous: Row | None) -> list[Figure]:
    """The figures of a month, each with its change against the month before."""
    figures = []
    for key, label, kind, meaning in FIGURES:
        value, earlier = current[key], previous[key] if previous else None
        if value is None:
            figures.append(Figure(key, label, meaning, WHY_UNKNOWN.get(key, "nothing opened"), None, None))
            continue
        change = None if earlier is None else _change(value, earlier, kind)
        figures.append(Figure(key, label, meaning, _written(value, kind), str(value), change, kind == "money"))
    return figures


def year(months: Mapping[date, Row], last: date) -> Year | None:
    """Movements of the twelve months that end with `last`; None when one of them is missing."""
    covered = spine(before(last, MONTHS_OF_YEAR - 1), last)
    if any(month not in months for month in covered):
        return None
    sums = {name: sum((months[month][name] for month in covered), Decimal(0)) for name in MOVEMENTS}
    return Year(
        first=covered[0],
        last=last,
        opening=months[covered[0]]["opening"],
        closing=months[last]["closing"],
        sums=sums,
        nrr=months[last]["nrr_12_months"],
        grr=months[last]["grr_12_months"],
        logo_retention=months[last]["logo_retention_12_months"],
    )


def _written(value: Decimal | float | int, kind: str) -> str:
    if kind == "money":
        return money(Decimal(value))
    if kind == "ratio":
        return percent(value)
    return number(value, 2 if kind == "factor" else 0)


def _change(value: Decimal | float | int, earlier: Decimal | float | int, kind: str) -> Change:
    difference = Decimal(str(value)) - Decimal(str(earlier))
    text = _difference(difference, Decimal(str(earlier)), kind)
    # A difference that rounds away is none: a reader sees no digit of it.
    if not any(digit in text for digit in "123456789"):
        return Change("unchanged", "same", None)
    return Change(text, "up" if difference > 0 else "down", difference > 0)


def _difference(difference: Decimal, earlier: Decimal, kind: str) -> str:
    if kind == "ratio":
        return f"{signed(100 * difference, 1)} points"
    if kind == "money":
        share = f" ({signed(100 * difference / earlier, 1)} %)" if earlier > 0 else ""
        return f"{signed(difference, 2)}{share}"
    return signed(difference, 2 if kind == "factor" else 0)
