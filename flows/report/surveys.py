"""What customers answered, a section per type of survey, with months that had no or too few answers kept apart."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from flows.policy.policy import Row as PolicyRow
from flows.report.charts import Chart, Point, Size, line_chart
from flows.report.marts import Row
from flows.report.months import spine
from flows.report.wording import THIN_SPACE, counted, month, number, signed

ShowValue = Callable[[float], str]

# How a value of each method of the policy's survey_types is written, and what it is.
WRITTEN: dict[str, tuple[ShowValue, str]] = {
    "net_promoter": (lambda value: signed(value, 1), "promoters less detractors, from \u2212100 to +100"),
    "net_share": (lambda value: signed(value, 1), "good less bad answers, from \u2212100 to +100"),
    "top_share": (lambda value: f"{number(value, 1)}{THIN_SPACE}%", "share of the best answers"),
    "mean": (lambda value: number(value, 2), "mean answer"),
}


@dataclass(frozen=True)
class SurveyMonth:
    """A month of one survey type; `text` is None when there was nothing to show, and `n` says why."""

    month: date
    n: int
    text: str | None
    margin: str | None
    value: float | None


@dataclass(frozen=True)
class Survey:
    """One survey type: what its value means, its months oldest first, and its charts by width."""

    name: str
    meaning: str
    months: list[SurveyMonth]
    charts: list[Chart]

    @property
    def latest(self) -> SurveyMonth | None:
        """The last month with enough answers to show; None when there is none."""
        return next((found for found in reversed(self.months) if found.text is not None), None)


def surveys(
    scores: Sequence[Row], types: Sequence[PolicyRow], last: date, minimum_n: int, sizes: Sequence[Size]
) -> list[Survey]:
    """A section per survey type that has answers, in the policy's order.

    Args:
        scores: rows of `survey_scores` for one segment, by type and month.
        types: the policy's survey types.
        last: the last whole month.
        minimum_n: fewest answers for which a value is shown.
        sizes: of the drawings.
    """
    known = {row["survey_type"]: row for row in types}
    found = []
    for name, group in groupby(scores, key=lambda row: str(row["survey_type"])):
        described = known.get(name, {})
        show, meaning = WRITTEN.get(described.get("value_method", "mean"), WRITTEN["mean"])
        if described.get("is_higher_better", "true").lower() == "false":
            meaning += "; low is good"
        if described.get("is_customer", "true").lower() == "false":
            meaning += "; of our own people, not of customers"
        months = _months(list(group), last, minimum_n, show)
        points = [Point(entry.month, entry.value, _words(entry)) for entry in months]
        scale = _scale(described)
        charts = [line_chart(points[-size.months :], size, scale) for size in sizes]
        found.append(Survey(name, meaning, months, charts))
    order = list(known)
    return sorted(
        found, key=lambda survey: (survey.name not in known, order.index(survey.name) if survey.name in known else 0)
    )


def _months(rows: Sequence[Row], last: date, minimum_n: int, show: ShowValue) -> list[SurveyMonth]:
    by_month = {row["month"]: row for row in rows}
    return [_survey_month(day, by_month.get(day), minimum_n, show) for day in spine(min(by_month), last)]


def _survey_month(day: date, row: Row | None, minimum_n: int, show: ShowValue) -> SurveyMonth:
    if row is None or row["n"] < minimum_n or row["value"] is None:
        return SurveyMonth(day, row["n"] if row else 0, None, None, None)
    margin = f"\u00b1\u00a0{number(row['margin95'], 1)}" if row["margin95"] is not None else None
    return SurveyMonth(day, row["n"], show(row["value"]), margin, row["value"])


def _words(entry: SurveyMonth) -> str:
    return f"{month(entry.month)}: {entry.text} {entry.margin or ''} from {counted(entry.n, 'answer')}"


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
