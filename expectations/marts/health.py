"""Expectations of the marts of health: every customer is scored once, by components that make up its score."""

from collections.abc import Mapping

from flows.quality.checks import Check, Table
from flows.quality.policy import threshold
from flows.quality.shapes import complete_months_only, current, volume

HEALTH = Table("account_health", keys=("account_id", "month"))
TODAY = Table("account_health_today", keys=("account_id",))
COMPONENTS = Table("account_health_components", keys=("account_id", "component"))
QUALITY = Table("health_backtest_quality", keys=("model", "horizon_months"))

SEE_MODEL = "Report a fault of the models of health with the named rows; the last good version stands until then."
SEE_SOURCES = "Check that use, contacts, requests, invoices and surveys still arrive; without them nobody has a score."
SEE_WEIGHTS = "Compare the deciles of health_backtest and change the weights and anchors in health_components.csv."


def suite(policy: Mapping[str, str]) -> list[Check]:
    """The checks of health by month, of today's health and of what the back-tests say of it."""
    return [*volume(HEALTH, policy), complete_months_only(HEALTH, SEE_MODEL), *_scores(policy), *_components()]


def _scores(policy: Mapping[str, str]) -> list[Check]:
    unknown = threshold(policy, "health_unknown_share_warn")
    return [
        *[table.between("score", SEE_MODEL, minimum=0, maximum=100) for table in (HEALTH, TODAY)],
        *[table.between("coverage", SEE_MODEL, minimum=0, maximum=1) for table in (HEALTH, TODAY)],
        TODAY.no_row_where(
            f"scored_on <> {current('as_of')}",
            "today's health is that of the date of the run",
            SEE_MODEL,
            shown=("scored_on",),
            column="scored_on",
        ),
        TODAY.no_row(
            f"""
            select sum(case when score is null then 1 else 0 end) as without_score, count(*) as accounts from batch
            having sum(case when score is null then 1 else 0 end) > {unknown} * count(*)
            """,
            f"at most {unknown} of the customers have no score of health",
            SEE_SOURCES,
            severity="warn",
            column="score",
        ),
        QUALITY.no_row_where(
            "model = 'health' and verdict = 'does_not_predict'",
            "the score of health tells who will leave",
            SEE_WEIGHTS,
            shown=("top_decile_lift", "top_decile_lift_low"),
            severity="warn",
            column="verdict",
        ),
    ]


def _components() -> list[Check]:
    return [
        *[COMPONENTS.between(column, SEE_MODEL, minimum=0, maximum=100) for column in ("value", "points")],
        COMPONENTS.no_row(
            """
            select account_id, sum(effective_weight) as weights from batch
            group by account_id having abs(sum(effective_weight) - 1) > 0.000001
            """,
            "the weights of the known components of an account make up the whole",
            SEE_MODEL,
            column="effective_weight",
        ),
    ]
