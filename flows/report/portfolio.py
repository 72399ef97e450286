"""The portfolio: its headline figures, what moved it, and what it is like."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Literal

from flows.report import book, marts
from flows.report.charts import Chart, Point, Size, bridge_chart, line_chart
from flows.report.drawings import Waterfall, share_curve, waterfall
from flows.report.language import Language, later
from flows.report.marts import Row
from flows.report.months import before, spine
from flows.report.page import Source
from flows.report.scorecard import metrics, value_text

Direction = Literal["up", "down", "same"]
Kind = Literal["money", "ratio", "count", "factor"]

MOVEMENTS = ("new", "reactivation", "expansion", "contraction", "churn", "fx", "rounding")
MOVEMENT_NAMES = {
    "opening": later("Opening"),
    "new": later("New"),
    "reactivation": later("Reactivation"),
    "expansion": later("Expansion"),
    "contraction": later("Contraction"),
    "churn": later("Churn"),
    "fx": later("Exchange rates"),
    "rounding": later("Rounding"),
    "closing": later("Closing"),
}
MONTHS_OF_YEAR = 12
# The metrics of the catalogue that stand at the top.
HEADLINE = ("arr", "nrr", "grr", "logo_retention", "cmrr", "nps")
# Of each drawing, for screens and for a phone held upright: width, height and how many of the last months it covers.
SIZES = (Size(1080, 280, 36), Size(340, 240, 12))
CURVE_SIZES = (Size(620, 320, 0), Size(340, 240, 0))


@dataclass(frozen=True)
class Change:
    """A change against the month before, in words; `is_good` is None when there is nothing to judge."""

    text: str
    direction: Direction
    is_good: bool | None


@dataclass(frozen=True)
class Figure:
    """One figure of the month; `value` is the mart's, None when it cannot be known, and `text` then says why."""

    key: str
    label: str
    meaning: str
    kind: Kind
    value: Decimal | float | int | None
    text: str
    change: Change | None


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

    @property
    def waterfall(self) -> Waterfall:
        """The steps from the opening to the closing."""
        return waterfall(self.opening, self.sums, self.closing)


# Key, label, how it is written, and what it means.
FIGURES: tuple[tuple[str, str, Kind, str], ...] = (
    ("closing", "MRR", "money", later("Recurring revenue on the last day of the month.")),
    (
        "nrr",
        later("NRR of the month"),
        "ratio",
        later("Net revenue retention: opening MRR after expansion, contraction and churn."),
    ),
    ("grr", later("GRR of the month"), "ratio", later("Gross revenue retention: the same without expansion.")),
    (
        "logo_retention",
        later("Logo retention of the month"),
        "ratio",
        later("Share of the customers of the month before that stayed."),
    ),
    (
        "customers_close",
        later("Customers"),
        "count",
        later("With recurring revenue; a group of companies counts once."),
    ),
    ("arpa", "ARPA", "money", later("MRR per customer.")),
    ("quick_ratio", later("Quick ratio"), "factor", later("MRR won for each unit of MRR lost.")),
)
WHY_UNKNOWN = {"quick_ratio": later("nothing was lost"), "arpa": later("no customers")}
NOTHING_OPENED = later("nothing opened")


def portfolio_page(source: Source, language: Language) -> dict[str, Any]:
    """Everything the page of the portfolio shows."""
    connection, occasion = source.connection, source.occasion
    return {
        **_revenue(source, language),
        "headline": metrics(connection, occasion.month, HEADLINE),
        "value_text": lambda value, unit: value_text(value, unit, occasion.currency, language),
        "matrix": book.MATRIX,
        "quadrants": book.quadrants(connection),
        "concentration": book.concentration(connection, occasion.month),
        "largest": book.largest(connection),
        "curves": [share_curve(book.curve(connection), size, language) for size in CURVE_SIZES],
        "cohorts": book.cohorts(connection, occasion.month),
        "shade": book.shade,
        "renewals": book.renewals(connection, occasion.as_of),
    }


def _revenue(source: Source, language: Language) -> dict[str, Any]:
    occasion = source.occasion
    by_month: dict[date, Row] = {row["month"]: row for row in marts.customer_months(source.connection)}
    months = spine(min(by_month), max(occasion.month, *by_month)) if by_month else []
    current = by_month.get(occasion.month)
    return {
        "figures": headline(current, by_month.get(before(occasion.month)), language, occasion.currency)
        if current
        else [],
        "previous_month": before(occasion.month),
        "year": year(by_month, occasion.month),
        "movements": MOVEMENTS,
        "movement_names": MOVEMENT_NAMES,
        "months": [(month, by_month.get(month)) for month in months],
        "trends": [_trend(months, by_month, occasion.currency, size, language) for size in SIZES],
        "bridges": [_bridge(months, by_month, occasion.currency, size, language) for size in SIZES],
        "drawn_from": _after_first_book(months, by_month)[:1],
    }


def headline(current: Row, previous: Row | None, language: Language, currency: str) -> list[Figure]:
    """The figures of a month, each with its change against the month before."""
    figures = []
    for key, label, kind, meaning in FIGURES:
        value, earlier = current[key], previous[key] if previous else None
        named = (key, str(language.t(label)), str(language.t(meaning)), kind)
        if value is None:
            figures.append(Figure(*named, None, str(language.t(WHY_UNKNOWN.get(key, NOTHING_OPENED))), None))
            continue
        change = None if earlier is None else _change(value, earlier, kind, language, currency)
        figures.append(Figure(*named, value, "", change))
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


def _change(value: Decimal | float, earlier: Decimal | float, kind: Kind, language: Language, currency: str) -> Change:
    difference = Decimal(str(value)) - Decimal(str(earlier))
    text = _difference(difference, Decimal(str(earlier)), kind, language, currency)
    # A difference that rounds away is none: a reader sees no digit of it.
    if not any(digit in text for digit in "123456789"):
        return Change(str(language.t("unchanged")), "same", None)
    return Change(text, "up" if difference > 0 else "down", difference > 0)


def _difference(difference: Decimal, earlier: Decimal, kind: Kind, language: Language, currency: str) -> str:
    if kind == "ratio":
        return str(language.t("{change} points", change=language.signed(100 * difference, 1)))
    if kind != "money":
        return language.signed(difference, 1 if kind == "factor" else 0)
    amount = language.signed_money(difference, currency)
    if earlier <= 0:
        return amount
    share = language.percent(difference / earlier)
    return str(language.t("{change} ({share})", change=amount, share=f"+{share}" if difference > 0 else share))


def _trend(months: list[date], by_month: Mapping[date, Row], currency: str, size: Size, language: Language) -> Chart:
    def point(month: date) -> Point:
        row = by_month.get(month)
        closing = row["closing"] if row else None
        words = language.t("{month}: {value}", month=language.month(month), value=language.money(closing, currency))
        return Point(month, closing, str(words))

    return line_chart([point(month) for month in months[-size.months :]], size, language=language)


def _bridge(months: list[date], by_month: Mapping[date, Row], currency: str, size: Size, language: Language) -> Chart:
    def words(month: date, kind: str, amount: Decimal) -> str:
        moved, shown = language.t(MOVEMENT_NAMES[kind]), language.signed_money(amount, currency)
        return str(
            language.t("{month}, {movement}: {amount}", month=language.month(month), movement=moved, amount=shown)
        )

    shown = _after_first_book(months, by_month)[-size.months :]
    return bridge_chart([(month, by_month.get(month)) for month in shown], size, words, language)


def _after_first_book(months: list[date], by_month: Mapping[date, Row]) -> list[date]:
    # Where the data begins, the whole book is new and would dwarf every later movement.
    return months[1:] if len(months) > 1 and not by_month[months[0]]["opening"] else months
