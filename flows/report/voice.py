"""What the page of the customers' voice shows: scores, who answers, who stays, themes, complaints and reasons."""

from datetime import date
from typing import TYPE_CHECKING, Any

from flows.report import marts
from flows.report.charts import Chart, Point, Size, line_chart
from flows.report.language import Language, later
from flows.report.marts import Row, rows
from flows.report.months import before, without_gaps
from flows.report.page import Source
from flows.report.surveys import Asked, surveys

if TYPE_CHECKING:
    import duckdb

SIZES = (Size(820, 190, 36), Size(340, 190, 12))
COMPLAINT_SIZES = (Size(1080, 190, 36), Size(340, 190, 12))
COMPLAINT_MONTHS = 12

# The dimensions of survey_score_breakdowns in the order in which they are shown, each with its heading.
DIMENSIONS = {
    "segment": later("By segment"),
    "role": later("By role"),
    "product": later("By product"),
    "channel": later("By channel"),
    "subject": later("By subject"),
    "touchpoint": later("By touchpoint"),
    "source": later("By source"),
    "team": later("By team"),
    "owner": later("By owner"),
}
EVENTS = {
    "leave": later("Why customers left"),
    "renew": later("Why customers stayed"),
    "buy": later("Why customers came"),
}

_BREAKDOWNS = """
    select * from survey_score_breakdowns
    order by dimension, case when dimension = 'segment' then 0 else n end desc, member
"""

_WAVES = "select * from survey_waves order by survey_type, is_newest desc, first_sent desc, wave desc"

_RATES = """
    select rates.* from survey_response_rates as rates
    inner join survey_waves as waves
        on rates.survey_type = waves.survey_type and rates.wave = waves.wave and waves.is_newest
    where segment <> 'ALL' order by survey_type, segment
"""

_PHASES = """
    select * from phase_satisfaction
    order by segment <> 'ALL', segment, list_position(['before', 'pre_purchase', 'purchase', 'after'], phase)
"""

_CHURN = """
    select * from satisfaction_and_churn
    order by month desc, list_position(['satisfied', 'neutral', 'dissatisfied', 'no_answer'], satisfaction)
"""

_THEMES = """
    select
        theme, sum(activities) as activities, sum(comments) as comments,
        coalesce(sum(activities) filter (where month = $last), 0) as activities_last,
        coalesce(sum(comments) filter (where month = $last), 0) as comments_last
    from themes where month between $first and $last group by theme
    order by sum(activities) + coalesce(sum(comments), 0) desc, theme
"""

# 'ALL' sorts behind the years, so that it comes first and the reasons stand in its order.
_REASONS = "select * from reason_shares order by event, period desc, occasions desc, reason_code"


def content(source: Source, language: Language) -> dict[str, Any]:
    """What the template of the page is given."""
    connection, policy, month = source.connection, source.policy, source.occasion.month
    minimum_n = policy.count("minimum_n")
    order = {dimension: place for place, dimension in enumerate(DIMENSIONS)}
    breakdowns = sorted(rows(connection, _BREAKDOWNS), key=lambda row: order.get(row["dimension"], len(order)))
    asked = Asked(marts.survey_months(connection), breakdowns, policy.tables["survey_types"], month, minimum_n)
    complaints = without_gaps({row["month"]: row for row in rows(connection, "select * from complaint_months")})
    return {
        "minimum_n": minimum_n,
        "fewest_people": policy.count("score_respondents_minimum"),
        "asked_every": policy.count("survey_every_months"),
        "surveys": surveys(asked, SIZES, language),
        "dimensions": DIMENSIONS,
        "shown_members": marts.LISTED,
        "waves": _by_type(rows(connection, _WAVES)),
        "rates": _by_type(rows(connection, _RATES)),
        "phases": rows(connection, _PHASES),
        "care_models": rows(
            connection, "select * from care_model_satisfaction order by segment, survey_type, started_on"
        ),
        "churn": rows(connection, _CHURN),
        "references": marts.reference_candidates(connection),
        "unsurveyed": marts.unsurveyed_accounts(connection),
        "themes": rows(connection, _THEMES, {"first": before(month, 11), "last": month}),
        "complaints": complaints[-COMPLAINT_MONTHS:],
        "complaint_charts": [_complaints(complaints, size, language) for size in COMPLAINT_SIZES] if complaints else [],
        "reasons": _reasons(connection),
        "events": EVENTS,
        "exclusions": rows(connection, "select * from survey_exclusions order by survey_type, n desc, reason"),
    }


def _by_type(found: list[Row]) -> dict[str, list[Row]]:
    by_type: dict[str, list[Row]] = {}
    for row in found:
        by_type.setdefault(row["survey_type"], []).append(row)
    return by_type


def _complaints(months: list[tuple[date, Row | None]], size: Size, language: Language) -> Chart:
    def point(month: date, row: Row | None) -> Point:
        if row is None:
            return Point(month, None, "")
        complaints = language.n("{count} complaint", "{count} complaints", row["complaints"])
        words = language.t("{month}: {complaints}", month=language.month(month), complaints=complaints)
        return Point(month, row["complaints"], str(words))

    return line_chart([point(*month) for month in months[-size.months :]], size, language=language)


def _reasons(connection: "duckdb.DuckDBPyConnection") -> dict[str, dict[str, Any]]:
    """By event its periods, all of them together first and then newest first, and each reason's row by period."""
    found: dict[str, dict[str, Any]] = {}
    for row in rows(connection, _REASONS):
        event = found.setdefault(row["event"], {"periods": [], "reasons": {}})
        if row["period"] not in event["periods"]:
            event["periods"].append(row["period"])
        event["reasons"].setdefault(row["reason_code"], {})[row["period"]] = row
    return found
