"""The metrics of the catalogue with their months: what each is, how it is written, and where it stands."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from flows.report import marts
from flows.report.drawings import Spark, sparkline
from flows.report.language import Language, later
from flows.report.marts import Row
from flows.report.months import before, spine

if TYPE_CHECKING:
    import duckdb

MONTHS_SHOWN = 24
# Units whose values say in words what they are.
IN_WORDS = {"days": later("{value} days"), "hours": later("{value} hours")}


@dataclass(frozen=True)
class Metric:
    """A metric of the catalogue with its months, oldest first; `now` is the month looked at, None when unknown."""

    about: Row
    months: list[tuple[date, Row | None]]
    now: Row | None
    spark: Spark | None

    @property
    def key(self) -> str:
        """The metric's name in the catalogue."""
        return str(self.about["metric"])

    @property
    def standing(self) -> str:
        """How the month stands against its target, as a code."""
        if self.about["target"] is None:
            return "no_target"
        if self.now is None or self.now["is_off_target"] is None:
            return "not_known"
        return "off_target" if self.now["is_off_target"] else "on_target"

    @property
    def change(self) -> Decimal | None:
        """How far the month lies from the one that the mart compares it with."""
        if self.now is None or self.now["actual"] is None or self.now["previous"] is None:
            return None
        return Decimal(self.now["actual"] - self.now["previous"])


def metrics(connection: "duckdb.DuckDBPyConnection", last: date, names: Sequence[str] = ()) -> list[Metric]:
    """The active metrics of the catalogue, those named and in that order when names are given.

    Args:
        connection: to the marts.
        last: the last whole month.
        names: of the metrics wanted.
    """
    found = marts.rows(connection, "select * from metric_catalogue where is_active order by perspective, name")
    by_metric: dict[str, dict[date, Row]] = {}
    for row in marts.rows(connection, "select * from scorecard"):
        by_metric.setdefault(row["metric"], {})[row["month"]] = row
    about = {row["metric"]: row for row in found}
    chosen = [about[name] for name in names if name in about] if names else found
    return [_metric(row, by_metric.get(row["metric"], {}), last) for row in chosen]


def value_text(value: Decimal, unit: str, currency: str, language: Language) -> str:
    """A value in its metric's unit as plain text."""
    if unit == "money":
        return language.money(value, currency)
    if unit == "ratio":
        return language.percent(value)
    number = language.number(value, 0 if unit == "count" else 1)
    return str(language.t(IN_WORDS[unit], value=number)) if unit in IN_WORDS else number


def _metric(about: Row, by_month: dict[date, Row], last: date) -> Metric:
    months = [(month, by_month.get(month)) for month in spine(before(last, MONTHS_SHOWN - 1), last)]
    spark = sparkline([row["actual"] if row else None for _, row in months], about["target"])
    return Metric(about, months, by_month.get(last), spark)
