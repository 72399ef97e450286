"""Expectations of the scorecard: every metric of the catalogue is on it, and every perspective has one."""

from collections.abc import Mapping

from flows.quality.checks import Check, Table
from flows.quality.shapes import complete_months_only, current

SCORECARD = Table("scorecard", keys=("metric", "month"))
METRICS = Table("metric_catalogue", keys=("metric",))

SEE_MODEL = (
    "Report a fault of the models of the scorecard with the named rows; the last good version stands until then."
)


def suite(_: Mapping[str, str]) -> list[Check]:
    """The checks of the scorecard."""
    return [complete_months_only(SCORECARD, SEE_MODEL), _shown(), _measured_by_now(), _perspectives()]


def _shown() -> Check:
    return METRICS.no_row_where(
        f"""
        is_active and exists (select 1 from scorecard)
        and metric not in (select metric from scorecard where month = {current("last_month")})
        """,
        "every active metric is on the scorecard of the newest month",
        SEE_MODEL,
        column="metric",
    )


def _measured_by_now() -> Check:
    return SCORECARD.no_row_where(
        f"measured_on > {current('as_of')}",
        "no metric is measured after the date of the run",
        SEE_MODEL,
        shown=("measured_on",),
        column="measured_on",
    )


def _perspectives() -> Check:
    return METRICS.no_row(
        """
        select count(distinct perspective) as perspectives from batch
        where is_active having count(distinct perspective) < 4
        """,
        "the scorecard looks at customers, processes, learning and money",
        "Set is_active of a metric of each perspective in metric_catalogue.csv.",
        severity="warn",
        column="perspective",
    )
