"""Expectations of plans, targets and promises: shares are possible, accounts are known, and nothing is left to lie."""

from collections.abc import Mapping

from flows.quality.checks import Check, Table
from flows.quality.policy import threshold
from flows.quality.shapes import current, volume

PLANNING = Table("account_planning", keys=("account_id",))
PLANS = Table("account_plans", keys=("plan_id",))
GOALS = Table("plan_goals", keys=("goal_id",))
TARGETS = Table("target_attainment", keys=("target_id",))
RECONCILIATION = Table("target_reconciliation", keys=("metric", "period_start", "period_end"))
COMMITMENTS = Table("commitments", keys=("commitment_id",))
OUTCOMES = Table("opportunity_outcomes", keys=("account_id", "type"))

SEE_MODEL = "Report a fault of the models of plans with the named rows; the last good version stands until then."


def suite(policy: Mapping[str, str]) -> list[Check]:
    """The checks of plans, targets, promises and quotes."""
    return [
        *volume(PLANNING, policy),
        *volume(PLANS, policy),
        *volume(GOALS, policy),
        *volume(TARGETS, policy),
        *volume(COMMITMENTS, policy),
        *_shares(),
        *_dates(),
        *_accounts(),
        *_attention(policy),
    ]


def _shares() -> list[Check]:
    return [
        PLANS.between("completeness", SEE_MODEL, minimum=0, maximum=1),
        PLANS.between("action_completion_rate", SEE_MODEL, minimum=0, maximum=1),
        TARGETS.between("elapsed_share", SEE_MODEL, minimum=0, maximum=1),
        OUTCOMES.between("win_rate", SEE_MODEL, minimum=0, maximum=1),
    ]


def _dates() -> list[Check]:
    return [
        TARGETS.no_row_where(
            f"measured_to > {current('as_of')} or measured_to > period_end",
            "no target is measured beyond the date of the run or the end of its period",
            SEE_MODEL,
            shown=("measured_to", "period_end"),
            column="measured_to",
        ),
        GOALS.no_row_where(
            f"achieved_on > {current('as_of')} or acknowledged_on > {current('as_of')}",
            "no goal is achieved or acknowledged after the date of the run",
            SEE_MODEL,
            shown=("achieved_on", "acknowledged_on"),
            column="achieved_on",
        ),
        COMMITMENTS.no_row_where(
            f"done_on > {current('as_of')}",
            "no promise is kept after the date of the run",
            SEE_MODEL,
            shown=("done_on",),
            column="done_on",
        ),
    ]


def _accounts() -> list[Check]:
    return [
        table.no_row_where(
            "account_id not in (select account_id from account_360)",
            f"every account of {table.name} is in the account view",
            SEE_MODEL,
            shown=("account_id",),
            column="account_id",
        )
        for table in (PLANNING, PLANS, GOALS, COMMITMENTS)
    ]


def _attention(policy: Mapping[str, str]) -> list[Check]:
    stale = threshold(policy, "plans_stale_share_warn")
    overdue = threshold(policy, "commitments_overdue_share_warn")
    gap = threshold(policy, "target_gap_share_warn")
    return [
        PLANS.no_row(
            f"""
            select count(*) as plans_in_force, sum(case when is_stale then 1 else 0 end) as stale_plans
            from batch where is_in_force having sum(case when is_stale then 1 else 0 end) > {stale} * count(*)
            """,
            f"at most {stale} of the account plans in force are stale",
            "Ask the owners of stale plans to update them, or close the plans that nobody uses.",
            severity="warn",
            column="is_stale",
        ),
        COMMITMENTS.no_row(
            f"""
            select count(kept_on_time) as judged, sum(case when status = 'overdue' then 1 else 0 end) as overdue
            from batch having sum(case when status = 'overdue' then 1 else 0 end) > {overdue} * count(kept_on_time)
            """,
            f"at most {overdue} of the promises due so far are still open",
            "Keep the overdue promises, tell the customers, or note the day on which they were kept.",
            severity="warn",
            column="status",
        ),
        RECONCILIATION.no_row_where(
            f"company_targets > 1 or (accounts > 0 and abs(difference) > {gap} * abs(company_target))",
            f"the targets of accounts differ by at most {gap} from the company's one target",
            "Allot the rest of the company's target to accounts, or correct one of the two.",
            shown=("company_target", "account_targets"),
            severity="warn",
            column="difference",
        ),
    ]
