"""Expectations of the journey's marts: every account has a stage, no event is ahead of its time, shares add up."""

from collections.abc import Mapping

from flows.quality.checks import Check, Table
from flows.quality.policy import threshold
from flows.quality.shapes import complete_months_only, current, volume

TOUCHPOINTS = Table("touchpoints", keys=("event_id",))
JOURNEYS = Table("account_journeys", keys=("account_id",))
MONTHS = Table("lifecycle_months", keys=("account_id", "month"))
CRITICAL_POINTS = Table("critical_points", keys=("segment", "touchpoint"))
HAND_OVERS = Table("hand_overs", keys=("hand_over_id",))
ONBOARDINGS = Table("onboardings", keys=("account_id", "onboarding_number"))
CHANNELS = Table("channel_mix", keys=("lifecycle_stage", "channel"))
THEMES = Table("themes", keys=("theme", "month"))

SEE_MODEL = "Report a fault of the models of the journey with the named rows; the last good version stands until then."
SEE_POLICY = "Add these kinds of activities to touchpoint_sources.csv, or name known touchpoints in the CRM."
SEE_ONBOARDING = "Help those who are stuck, or give the steps of onboarding_plan.csv more time."


def suite(policy: Mapping[str, str]) -> list[Check]:
    """The checks of touchpoints, stages, critical points, hand-overs and onboardings."""
    return [*volume(TOUCHPOINTS, policy), *_stages(), *_dates(), *_shares(), *_unknown(policy), *_overdue(policy)]


def _stages() -> list[Check]:
    return [
        JOURNEYS.no_row(
            "select account_id from account_360 where account_id not in (select account_id from batch)",
            "every account of the account view has a stage of its journey",
            SEE_MODEL,
            column="account_id",
        ),
        MONTHS.no_row(
            """
            select account_id, min(month) as first_month, count(*) as months from batch group by account_id
            having count(*) <> datediff('month', min(month), (select max(month) from batch)) + 1
            """,
            "no month is missing between an account's first stage and the newest month",
            SEE_MODEL,
            column="month",
        ),
        complete_months_only(MONTHS, SEE_MODEL),
    ]


def _dates() -> list[Check]:
    return [
        table.no_row_where(f"{column} > {current('as_of')}", sentence, SEE_MODEL, shown=(column,), column=column)
        for table, column, sentence in (
            (TOUCHPOINTS, "occurred_on", "no touchpoint lies after the date of the run"),
            (HAND_OVERS, "taken_up_on", "no hand-over is taken up after the date of the run"),
            (ONBOARDINGS, "first_value_on", "no first value lies after the date of the run"),
        )
    ]


def _shares() -> list[Check]:
    return [
        CRITICAL_POINTS.between("satisfaction", SEE_MODEL, minimum=0, maximum=1),
        CRITICAL_POINTS.between("criticality", SEE_MODEL, minimum=0),
        HAND_OVERS.between("delay_days", SEE_MODEL, minimum=0),
        ONBOARDINGS.between("completeness", SEE_MODEL, minimum=0, maximum=1),
        THEMES.between("comments", SEE_MODEL, minimum=0),
        CHANNELS.no_row(
            """
            select lifecycle_stage, sum(share_of_touchpoints) as share from batch group by lifecycle_stage
            having abs(sum(share_of_touchpoints) - 1) > 0.000001
            """,
            "the channels of a stage share all of its touchpoints",
            SEE_MODEL,
            column="share_of_touchpoints",
        ),
    ]


def _unknown(policy: Mapping[str, str]) -> list[Check]:
    share = threshold(policy, "unknown_touchpoints_share_warn")
    return [
        TOUCHPOINTS.no_row(
            f"""
            select count(*) as activities, sum(case when touchpoint = 'unknown' then 1 else 0 end) as unknown
            from batch where source = 'activity'
            having sum(case when touchpoint = 'unknown' then 1 else 0 end) > {share} * count(*)
            """,
            f"at most {share} of the activities are of no known touchpoint",
            SEE_POLICY,
            severity="warn",
            column="touchpoint",
        )
    ]


def _overdue(policy: Mapping[str, str]) -> list[Check]:
    share, rows = threshold(policy, "overdue_onboardings_share_warn"), threshold(policy, "volume_rows_minimum")
    return [
        ONBOARDINGS.no_row(
            f"""
            select count(*) as onboardings, sum(case when status = 'overdue' then 1 else 0 end) as overdue
            from batch where status in ('running', 'overdue')
            having count(*) >= {rows} and sum(case when status = 'overdue' then 1 else 0 end) > {share} * count(*)
            """,
            f"at most {share} of the onboardings under way have a step overdue",
            SEE_ONBOARDING,
            severity="warn",
            column="status",
        )
    ]
