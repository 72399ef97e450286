"""Expectations of service: times and shares are possible, and nothing is solved before its time."""

from collections.abc import Mapping

from flows.quality.checks import Check, Table
from flows.quality.shapes import complete_months_only, current, volume

MONTHS = Table("service_months", keys=("month", "priority"))
ACCOUNTS = Table("account_service", keys=("account_id",))
COMPLAINTS = Table("complaints", keys=("complaint_id",))
COMPLAINT_MONTHS = Table("complaint_months", keys=("month",))
LEARNING = Table("learning_months", keys=("month", "segment"))

HOURS = (
    "first_response_hours_median",
    "first_response_hours_p90",
    "solution_hours_median",
    "solution_hours_p90",
)
SHARES = ("response_sla_met_share", "solution_sla_met_share")

SEE_MODEL = "Report a fault of the models of service with the named rows; the last good version stands until then."


def suite(policy: Mapping[str, str]) -> list[Check]:
    """The checks of requests, complaints and trainings."""
    return [
        *volume(MONTHS, policy),
        *volume(COMPLAINTS, policy),
        *[MONTHS.between(column, SEE_MODEL, minimum=0) for column in HOURS],
        *[table.between(column, SEE_MODEL, minimum=0, maximum=1) for table in (MONTHS, ACCOUNTS) for column in SHARES],
        LEARNING.between("share_trained", SEE_MODEL, minimum=0, maximum=1),
        COMPLAINT_MONTHS.between("nps_after_12_months", SEE_MODEL, minimum=-100, maximum=100),
        COMPLAINT_MONTHS.between("stayed_share_12_months", SEE_MODEL, minimum=0, maximum=1),
        *[complete_months_only(table, SEE_MODEL) for table in (MONTHS, COMPLAINT_MONTHS, LEARNING)],
        _solved_by_now(),
        _whole(),
    ]


def _solved_by_now() -> Check:
    return COMPLAINTS.no_row_where(
        f"created_on > {current('as_of')} or solved_on > {current('as_of')}",
        "no complaint is made or solved after the date of the run",
        SEE_MODEL,
        shown=("created_on", "solved_on"),
        column="solved_on",
    )


def _whole() -> Check:
    return MONTHS.no_row(
        """
        select batch.month from batch group by batch.month
        having sum(case when priority = 'ALL' then open_at_month_end else 0 end)
            <> sum(case when priority = 'ALL' then 0 else open_at_month_end end)
        """,
        "the open requests of the priorities add up to those of the whole",
        SEE_MODEL,
        column="open_at_month_end",
    )
