"""What customers answered, a section per type of survey, with months that had no or too few answers kept apart."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from flows.policy.policy import Row as PolicyRow
from flows.report.charts import Chart, Point, Size, line_chart
from flows.report.language import Language, later
from flows.report.marts import Row
from flows.report.months import spine

# What a value of each method of the policy's survey_types is.
MEANINGS = {
    "net_promoter": later("promoters less detractors, from \u2212100 to +100"),
    "net_share": later("good less bad answers, from \u2212100 to +100"),
    "top_share": later("share of the best answers"),
    "mean": later("mean answer"),
}


@dataclass(frozen=True)
class SurveyMonth:
    """A month of one survey type; `value` is None when there was nothing to show, and `n` says why."""

    month: date
    n: int
    value: float | None
    margin: float | None


@dataclass(frozen=True)
class Survey:
    """One survey type: how its value is found and what it means, its months oldest first, its charts by width."""

    name: str
    method: str
    meaning: str
    months: list[SurveyMonth]
    charts: list[Chart]

    @property
    def latest(self) -> SurveyMonth | None:
        """The last month with enough answers to show; None when there is none."""
        return next((found for found in reversed(self.months) if found.value is not None), None)


def surveys(
    scores: Sequence[Row],
    types: Sequence[PolicyRow],
    last: date,
    minimum_n: int,
    sizes: Sequence[Size],
    language: Language,
) -> list[Survey]:
    """A section per survey type that has answers, in the policy's order.

    Args:
        scores: rows of `survey_scores` for one segment, by type and month.
        types: the policy's survey types.
        last: the last whole month.
        minimum_n: fewest answers for which a value is shown.
        sizes: of the drawings.
        language: of what is said.
    """
    known = {row["survey_type"]: row for row in types}
    found = []
    for name, group in groupby(scores, key=lambda row: str(row["survey_type"])):
        described = known.get(name, {})
        method = described.get("value_method", "mean")
        months = _months(list(group), last, minimum_n)
        points = [Point(entry.month, entry.value, _words(entry, method, language)) for entry in months]
        charts = [line_chart(points[-size.months :], size, _scale(described), language) for size in sizes]
        found.append(Survey(name, method, _meaning(described, method, language), months, charts))
    order = list(known)
    return sorted(
        found, key=lambda survey: (survey.name not in known, order.index(survey.name) if survey.name in known else 0)
    )


def value_text(value: float, method: str, language: Language) -> str:
    """The value of a survey type as plain text, by the method that found it."""
    if method in {"net_promoter", "net_share"}:
        return language.signed(value, 1)
    return language.percent(value / 100) if method == "top_share" else language.number(value, 2)


def _meaning(described: PolicyRow, method: str, language: Language) -> str:
    parts = [str(language.t(MEANINGS.get(method, MEANINGS["mean"])))]
    if described.get("is_higher_better", "true").lower() == "false":
        parts.append(str(language.t("low is good")))
    if described.get("is_customer", "true").lower() == "false":
        parts.append(str(language.t("of our own people, not of customers")))
    return "; ".join(parts)


def _months(rows: Sequence[Row], last: date, minimum_n: int) -> list[SurveyMonth]:
    by_month = {row["month"]: row for row in rows}
    return [_survey_month(day, by_month.get(day), minimum_n) for day in spine(min(by_month), last)]


def _survey_month(day: date, row: Row | None, minimum_n: int) -> SurveyMonth:
    if row is None or row["n"] < minimum_n or row["value"] is None:
        return SurveyMonth(day, row["n"] if row else 0, None, None)
    return SurveyMonth(day, row["n"], row["value"], row["margin95"])


def _words(entry: SurveyMonth, method: str, language: Language) -> str:
    if entry.value is None:
        return ""
    value = value_text(entry.value, method, language)
    return str(
        language.n(
            "{month}: {value} from {count} answer",
            "{month}: {value} from {count} answers",
            entry.n,
            month=language.month(entry.month),
            value=value,
        )
    )


def _scale(described: PolicyRow) -> list[float] | None:
    method = described.get("value_method")
    if method in {"net_promoter", "net_share"}:
        return [-100, -50, 0, 50, 100]
    if method == "top_share":
        return [0, 25, 50, 75, 100]
    if not described:
        return None
    lowest, highest = float(described["lowest_score"]), float(described["highest_score"])
    return [lowest, (lowest + highest) / 2, highest]
