"""The page of metric definitions: what each metric of the catalogue means, what it is for and how it stands."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby
from typing import Any

from flows.policy.policy import Row as PolicyRow
from flows.report.language import Language, later
from flows.report.marts import Row, rows
from flows.report.page import Source

PERSPECTIVES = {
    "finance": later("Money"),
    "customer": later("Customers"),
    "process": later("Work"),
    "learning": later("Learning"),
}

# The newest month that a metric is judged in, which differs from metric to metric.
_NEWEST = "select * from scorecard qualify row_number() over (partition by metric order by month desc) = 1"


@dataclass(frozen=True)
class Metric:
    """A metric of the catalogue with its newest judgement; None where there is none yet."""

    described: PolicyRow
    stands: Row | None

    @property
    def target(self) -> Decimal | None:
        """What is aimed at; None when no target is set."""
        return Decimal(self.described["target"]) if self.described["target"] else None


def content(source: Source, language: Language) -> Mapping[str, Any]:
    """The metrics in use by perspective, in the order of the catalogue."""
    stands = {row["metric"]: row for row in rows(source.connection, _NEWEST)}
    used = [row for row in source.policy.tables["metric_catalogue"] if row["is_active"].lower() == "true"]
    order = list(PERSPECTIVES)
    used.sort(key=lambda row: order.index(row["perspective"]))
    return {
        "perspectives": [
            (PERSPECTIVES[name], [Metric(row, stands.get(row["metric"])) for row in group])
            for name, group in groupby(used, key=lambda row: row["perspective"])
        ]
    }
