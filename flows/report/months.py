"""Whole months: the last one at a knowledge date, and every one between two."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import TypeVar

Known = TypeVar("Known")


def last_whole_month(as_of: date) -> date:
    """First day of the last month whose last day is not after the knowledge date."""
    this_month = as_of.replace(day=1)
    return this_month if _ends(as_of) else before(this_month)


def before(month: date, months: int = 1) -> date:
    """First day of the month that lies a number of months before another."""
    index = 12 * month.year + month.month - 1 - months
    return date(index // 12, index % 12 + 1, 1)


def spine(first: date, last: date) -> list[date]:
    """Every month from the first to the last, both included; none when the first lies after the last."""
    span = 12 * (last.year - first.year) + last.month - first.month
    return [before(last, back) for back in range(span, -1, -1)]


def without_gaps(by_month: Mapping[date, Known]) -> list[tuple[date, Known | None]]:
    """Every month from the first that is known to the last with what is known of it, None where nothing is."""
    return [(month, by_month.get(month)) for month in spine(min(by_month), max(by_month))] if by_month else []


def _ends(day: date) -> bool:
    return (day + timedelta(days=1)).day == 1
