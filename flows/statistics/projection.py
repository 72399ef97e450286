"""Projects retention: one fit per segment and term, written out by renewals made."""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from typing import NamedTuple

from flows.statistics.fitting import Fit, Refusal, fit
from flows.statistics.life_table import LifeTable, Lives, Vector, life_table, observed_survival

MONTHS_OF_YEAR = 12

Value = str | int | float | bool | None

PROJECTION_COLUMNS: dict[str, str] = {
    "segment": "string",
    "refused_reason": "string",
    "term_months": "int64",
    "period": "int64",
    "n": "int64",
    "customers_of_unknown_age": "int64",
    "at_risk": "int64",
    "lost": "int64",
    "alpha": "double",
    "beta": "double",
    "log_likelihood": "double",
    "mean_absolute_error": "double",
    "survival_observed": "double",
    "survival_projected": "double",
    "survival_low": "double",
    "survival_high": "double",
    "retention_projected": "double",
    "expected_terms": "double",
    "discounted_terms": "double",
    "discounted_terms_low": "double",
    "discounted_terms_high": "double",
    "is_constant_rate": "bool",
}


@dataclass(frozen=True)
class ProjectionPolicy:
    """What the company decides: the smallest n, how far ahead, the yearly discount rate, the level of the range."""

    minimum_customers: int
    years: int
    discount_rate: float
    confidence: float

    def horizon(self, term_months: int) -> int:
        """Terms that begin within the years looked ahead."""
        return math.ceil(self.years * MONTHS_OF_YEAR / term_months)

    def rate_per_term(self, term_months: int) -> float:
        """The discount rate of one term: (1 + d) ^ (months / 12) - 1."""
        return float((1 + self.discount_rate) ** (term_months / MONTHS_OF_YEAR)) - 1


class History(NamedTuple):
    """Customers of one segment and term with the same renewal history; first_period is None when age is unknown."""

    segment: str
    term_months: int
    first_period: int | None
    last_period: int | None
    is_lost: bool
    customers: int


def project(histories: Iterable[History], policy: ProjectionPolicy) -> list[dict[str, Value]]:
    """Retention by segment, term and period, where a period is also the number of renewals made.

    Periods run from 0 to the policy's horizon, or further where a history is longer. Where no model may be fitted,
    the reason stands in `refused_reason` and every projected figure is None; what was observed still stands.

    Returns:
        One dictionary per segment, term and period, with the keys of PROJECTION_COLUMNS.
    """
    rows: list[dict[str, Value]] = []
    for (segment, term_months), group in groupby(sorted(histories, key=_group), key=_group):
        members = list(group)
        known = [_lives(member) for member in members if member.first_period is not None]
        unknown = sum(member.customers for member in members if member.first_period is None)
        rows += _rows(segment, term_months, life_table(known), unknown, policy)
    return rows


def _group(history: History) -> tuple[str, int]:
    return history.segment, history.term_months


def _lives(history: History) -> Lives:
    return Lives(history.first_period or 1, history.last_period or 0, history.is_lost, history.customers)


def _rows(
    segment: str, term_months: int, table: LifeTable, unknown: int, policy: ProjectionPolicy
) -> list[dict[str, Value]]:
    fitted = fit(table, policy.minimum_customers, policy.confidence)
    horizon = policy.horizon(term_months)
    periods = max(horizon, len(table.lost))
    columns: dict[str, list[Value]] = {
        "segment": [segment] * (periods + 1),
        "term_months": [term_months] * (periods + 1),
        "period": list(range(periods + 1)),
        "n": [table.customers] * (periods + 1),
        "customers_of_unknown_age": [unknown] * (periods + 1),
        "at_risk": [None, *(int(count) for count in table.at_risk)],
        "lost": [None, *(int(count) for count in table.lost)],
        "survival_observed": _numbers(observed_survival(table)),
    }
    if isinstance(fitted, Refusal):
        columns["refused_reason"] = [fitted.reason] * (periods + 1)
    else:
        columns |= _projected(fitted, periods, horizon, policy.rate_per_term(term_months))
    padded = {name: _padded(columns.get(name, []), periods + 1) for name in PROJECTION_COLUMNS}
    return [dict(zip(padded, values, strict=True)) for values in zip(*padded.values(), strict=True)]


def _projected(fitted: Fit, periods: int, horizon: int, rate: float) -> dict[str, list[Value]]:
    survival, survival_low, survival_high = fitted.survival(periods)
    terms, terms_low, terms_high = fitted.discounted_lifetime(rate, periods)
    constants: dict[str, Value] = {
        "alpha": fitted.alpha,
        "beta": fitted.beta,
        "log_likelihood": fitted.log_likelihood,
        "mean_absolute_error": fitted.mean_absolute_error,
        "is_constant_rate": fitted.is_constant_rate,
    }
    return {name: [value] * (periods + 1) for name, value in constants.items()} | {
        "survival_projected": _numbers(survival),
        "survival_low": _numbers(survival_low),
        "survival_high": _numbers(survival_high),
        "retention_projected": [None, *_numbers(fitted.retention(periods))],
        "expected_terms": _numbers(fitted.expected_terms(periods, horizon)),
        "discounted_terms": _numbers(terms),
        "discounted_terms_low": _numbers(terms_low),
        "discounted_terms_high": _numbers(terms_high),
    }


def _numbers(values: Vector) -> list[Value]:
    """Plain numbers, with None for what is not finite: unknown or without limit."""
    return [float(value) if math.isfinite(value) else None for value in values]


def _padded(values: list[Value], length: int) -> list[Value]:
    return values + [None] * (length - len(values))
