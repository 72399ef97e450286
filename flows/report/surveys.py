"""What customers answered, a survey type at a time, with months that had no or too few answers kept apart."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from flows.policy.policy import Row as PolicyRow
from flows.report.charts import Chart, Point, Size, line_chart
from flows.report.language import Language, later
from flows.report.marts import Row
from flows.report.months import spine

# What a value is, by the method of the policy's survey_types.
MEANINGS = {
    "net_promoter": later("Promoters less detractors, from −100 to +100."),  # noqa: RUF001
    "net_share": later("Good less bad answers, from −100 to +100."),  # noqa: RUF001
    "top_share": later("Share of the best answers."),
    "mean": later("Mean answer."),
}
LOW_IS_GOOD = later("Low is good.")
OWN_PEOPLE = later("Answered by our own people, not by customers.")

# Between these lies the value of a method; of a mean the policy says it.
SCALES = {"net_promoter": (-100.0, 100.0), "net_share": (-100.0, 100.0), "top_share": (0.0, 100.0)}
GRIDLINES = 5
GRIDLINES_OF_MEANS = 3


@dataclass(frozen=True)
class SurveyMonth:
    """A month of one survey type; `value` is None when there was nothing to show, and `n` says why."""

    month: date
    n: int
    value: float | None
    margin: float | None


@dataclass(frozen=True)
class Range:
    """Where a value and its margin lie on the scale of its type, each from 0 to 100."""

    low: float
    at: float
    high: float


@dataclass(frozen=True)
class Survey:
    """One survey type: what its value is, its months oldest first, its drawings by width, and its groups.

    Attributes:
        name: of the type, as the answers say it.
        method: how its value is made and so written: net_promoter, net_share, top_share or mean.
        meanings: what the value is, in whole sentences.
        months: from the first with answers to the last whole one.
        charts: the months as a line.
        year: the row of `survey_score_breakdowns` on all its answers of twelve months; None without any.
        groups: the other rows of it by dimension, each with its range.
    """

    name: str
    method: str
    meanings: list[str]
    months: list[SurveyMonth]
    charts: list[Chart]
    year: Row | None
    groups: dict[str, list[tuple[Row, Range | None]]]

    @property
    def latest(self) -> SurveyMonth | None:
        """The last month with enough answers to show; None when there is none."""
        return next((found for found in reversed(self.months) if found.value is not None), None)


@dataclass(frozen=True)
class Asked:
    """What the sections are made of.

    Attributes:
        scores: rows of `survey_scores` over all segments, by type and month.
        breakdowns: rows of `survey_score_breakdowns`, in the order in which they are shown.
        types: the policy's survey types.
        last: the last whole month.
        minimum_n: fewest answers for which a value is shown.
    """

    scores: Sequence[Row]
    breakdowns: Sequence[Row]
    types: Sequence[PolicyRow]
    last: date
    minimum_n: int


def surveys(asked: Asked, sizes: Sequence[Size], language: Language) -> list[Survey]:
    """A section per survey type that has answers, in the policy's order; types it does not declare stand last."""
    declared = {row["survey_type"]: row for row in asked.types}
    found = []
    for name, group in groupby(asked.scores, key=lambda row: str(row["survey_type"])):
        months = _months(list(group), asked.last, asked.minimum_n)
        found.append(_survey(name, months, declared.get(name, {}), asked.breakdowns, sizes, language))
    order = {name: place for place, name in enumerate(declared)}
    return sorted(found, key=lambda survey: order.get(survey.name, len(order)))


def _survey(
    name: str,
    months: list[SurveyMonth],
    described: PolicyRow,
    breakdowns: Sequence[Row],
    sizes: Sequence[Size],
    language: Language,
) -> Survey:
    method = described.get("value_method", "mean")
    scale = _scale(described)
    points = [Point(entry.month, entry.value, _words(entry, method, language)) for entry in months]
    lines = _gridlines(*scale, GRIDLINES_OF_MEANS if method == "mean" else GRIDLINES) if scale else None
    of_type = [row for row in breakdowns if row["survey_type"] == name]
    groups: dict[str, list[tuple[Row, Range | None]]] = {}
    for row in of_type:
        if row["dimension"] != "all":
            groups.setdefault(row["dimension"], []).append((row, _range(row, scale)))
    return Survey(
        name=name,
        method=method,
        meanings=[str(language.t(sentence)) for sentence in _meanings(method, described)],
        months=months,
        charts=[line_chart(points[-size.months :], size, lines, language) for size in sizes],
        year=next((row for row in of_type if row["dimension"] == "all"), None),
        groups=groups,
    )


def written(value: float, method: str, language: Language) -> str:
    """A value as plain text, as its method is written."""
    if method in {"net_promoter", "net_share"}:
        return language.signed(value, 1)
    return language.percent(value / 100) if method == "top_share" else language.number(value, 2)


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
    values: dict[str, Any] = {
        "month": language.month(entry.month),
        "value": written(entry.value, method, language),
        "answers": language.n("{count} answer", "{count} answers", entry.n),
    }
    if entry.margin is None:
        return str(language.t("{month}: {value}, {answers}", **values))
    return str(language.t("{month}: {value} ± {margin}, {answers}", margin=language.number(entry.margin, 1), **values))


def _meanings(method: str, described: PolicyRow) -> list[str]:
    sentences = [MEANINGS.get(method, MEANINGS["mean"])]
    if described.get("is_higher_better", "true").lower() == "false":
        sentences.append(LOW_IS_GOOD)
    if described.get("is_customer", "true").lower() == "false":
        sentences.append(OWN_PEOPLE)
    return sentences


def _scale(described: Mapping[str, str]) -> tuple[float, float] | None:
    if not described:
        return None
    ends = SCALES.get(described["value_method"])
    return ends or (float(described["lowest_score"]), float(described["highest_score"]))


def _gridlines(low: float, high: float, lines: int) -> list[float]:
    return [low + (high - low) * line / (lines - 1) for line in range(lines)]


def _range(row: Row, scale: tuple[float, float] | None) -> Range | None:
    """Where a group's value lies; None when it is withheld or its scale is not known."""
    if scale is None or row["value"] is None:
        return None

    def place(value: float) -> float:
        return round(100 * min(1.0, max(0.0, (value - scale[0]) / (scale[1] - scale[0]))), 1)

    margin = row["margin95"] or 0.0
    return Range(place(row["value"] - margin), place(row["value"]), place(row["value"] + margin))
