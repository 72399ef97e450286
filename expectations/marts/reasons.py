"""Expectations of the reasons: shares make a whole, and most customers that leave are asked why."""

from collections.abc import Mapping

from flows.quality.checks import Check, Table
from flows.quality.policy import threshold
from flows.quality.shapes import complete_months_only, current, volume

CHURNED = Table("churned_customers", keys=("customer_id", "month"))
SHARES = Table("reason_shares", keys=("event", "period", "reason_code"))
WIN_BACK = Table("win_back_candidates", keys=("customer_id",))

SEE_MODEL = "Report a fault of the models of reasons with the named rows; the last good version stands until then."
SMALLEST_SHARE = 1e-9  # what a sum of shares may lack for being a sum of floating-point numbers


def suite(policy: Mapping[str, str]) -> list[Check]:
    """The checks of customers lost and of the reasons they gave."""
    return [
        *volume(CHURNED, policy),
        complete_months_only(CHURNED, SEE_MODEL),
        CHURNED.between("tenure_months", SEE_MODEL, minimum=0, severity="warn"),
        _whole(),
        _none_is_back(),
        _explained(policy),
    ]


def _whole() -> Check:
    return SHARES.no_row(
        f"""
        select batch.event, batch.period, sum(share) as whole from batch
        group by batch.event, batch.period having abs(sum(share) - 1) > {SMALLEST_SHARE}
        """,
        "the shares of an event's reasons add up to 1 in every period",
        SEE_MODEL,
        column="share",
    )


def _none_is_back() -> Check:
    return WIN_BACK.no_row_where(
        f"""
        customer_id in (
            select customer_id from mrr_movements where month = {current("last_month")} and closing > 0
        )
        """,
        "nobody who pays is to be won back",
        SEE_MODEL,
        column="customer_id",
    )


def _explained(policy: Mapping[str, str]) -> Check:
    share = threshold(policy, "reason_unknown_share_warn")
    return CHURNED.no_row(
        f"""
        select count(*) as lost, sum(case when has_reason then 0 else 1 end) as unexplained from batch
        where month > {current("last_month")} - interval 12 month
        having sum(case when has_reason then 0 else 1 end) > {share} * count(*)
        """,
        f"at most {share} of the customers lost in twelve months left for reasons that nobody recorded",
        "Ask the owners of the customers without a reason why they left, and record it.",
        severity="warn",
        column="has_reason",
    )
