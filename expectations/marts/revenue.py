"""Expectations of the revenue marts: ranges, reconciliation between them, and change against what was published."""

from collections.abc import Mapping

from flows.quality.checks import Check, Table
from flows.quality.policy import threshold
from flows.quality.shapes import complete_months_only, current, volume

MRR = Table("mrr_months", keys=("month", "account_id"))
MOVEMENTS = Table("mrr_movements", keys=("month", "customer_id"))
KPIS = Table("kpi_months", keys=("month", "level"))
REVENUE = Table("recognised_revenue_months", keys=("month", "account_id"))

SEE_LINES = "Look at the named rows' invoice lines and subscriptions; correct them at the source and run again."
SEE_MODEL = "Report a fault of the revenue models with the named rows; the last good version stands until then."
SEE_CHANGE = "Compare the newest month's movements with the month before; if the change is real, nothing is to be done."


def suite(policy: Mapping[str, str]) -> list[Check]:
    """The checks of MRR, its movements, the monthly key figures and recognised revenue."""
    return [
        *[check for table in (MRR, MOVEMENTS, KPIS, REVENUE) for check in volume(table, policy)],
        *[complete_months_only(table, SEE_MODEL) for table in (MRR, MOVEMENTS, KPIS, REVENUE)],
        *_mrr(policy),
        *_movements(policy),
        *_key_figures(policy),
        *_changes(policy),
    ]


def _mrr(policy: Mapping[str, str]) -> list[Check]:
    active, tolerance = threshold(policy, "active_mrr_over"), threshold(policy, "reconciliation_tolerance")
    return [
        MRR.not_empty("Drop invoice_lines or subscriptions; without them there is no MRR.", severity="warn"),
        MRR.between("mrr", SEE_LINES, minimum=0, severity="warn"),
        # Published amounts are rounded to cents, so a sum of n accounts may differ by n half cents.
        MOVEMENTS.no_row(
            f"""
            select month, customer_id, coalesce(closing, 0) as closing, coalesce(accounts.mrr, 0) as mrr
            from batch full outer join (
                select month, customer_id, sum(mrr) as mrr, count(*) as members
                from mrr_months group by month, customer_id
            ) as accounts using (month, customer_id)
            where abs(coalesce(closing, 0) - case when accounts.mrr > {active} then accounts.mrr else 0 end)
                > greatest({tolerance}, 0.005 * coalesce(accounts.members, 0))
            order by month, customer_id
            """,
            "a customer's closing MRR is the sum of its accounts' MRR",
            SEE_MODEL,
            column="closing",
        ),
    ]


def _movements(policy: Mapping[str, str]) -> list[Check]:
    rounding = threshold(policy, "movement_rounding")
    return [
        *[MOVEMENTS.between(column, SEE_MODEL, minimum=0) for column in ("opening", "new", "reactivation")],
        *[MOVEMENTS.between(column, SEE_MODEL, minimum=0) for column in ("expansion", "closing")],
        *[MOVEMENTS.between(column, SEE_MODEL, maximum=0) for column in ("contraction", "churn")],
        MOVEMENTS.between("rounding", SEE_MODEL, minimum=-rounding, maximum=rounding),
    ]


def _key_figures(policy: Mapping[str, str]) -> list[Check]:
    tolerance = threshold(policy, "reconciliation_tolerance")
    counts = ("customers_open", "customers_close", "customers_churned")
    return [
        *[KPIS.between(column, SEE_MODEL, minimum=0, maximum=1) for column in ("grr", "logo_retention")],
        *[KPIS.between(column, SEE_MODEL, minimum=0) for column in ("nrr", "quick_ratio", "arpa", *counts)],
        KPIS.between("nrr", SEE_CHANGE, maximum=threshold(policy, "nrr_maximum_warn"), severity="warn"),
        KPIS.no_row_where(
            "customers_churned > customers_open",
            "no more customers churn than there were",
            SEE_MODEL,
            shown=("customers_open", "customers_churned"),
            column="customers_churned",
        ),
        # Twelve times half a cent is what rounding the closing MRR leaves.
        KPIS.no_row_where(
            f"abs(arr - 12 * closing) > greatest({tolerance}, 12 * 0.005)",
            "ARR is 12 times the closing MRR",
            SEE_MODEL,
            shown=("closing", "arr"),
            column="arr",
        ),
        KPIS.no_row(
            f"""
            select batch.month, batch.level, batch.closing, coalesce(customers.closing, 0) as customers_closing
            from batch left join (
                select month, sum(closing) as closing, count(*) as members from mrr_movements group by month
            ) as customers on customers.month = batch.month
            where batch.level = 'customer' and abs(batch.closing - coalesce(customers.closing, 0))
                > greatest({tolerance}, 0.005 * coalesce(customers.members, 0))
            order by batch.month
            """,
            "the closing MRR of a month is the sum of the customers' closing MRR",
            SEE_MODEL,
            column="closing",
        ),
        KPIS.no_row(
            """
            select level, min(month) as first_month, max(month) as last_month, count(distinct month) as months
            from batch group by level
            having count(distinct month) <> datediff('month', min(month), max(month)) + 1
            """,
            "no month is missing between the first and the last",
            SEE_MODEL,
            column="month",
        ),
        KPIS.no_row(
            f"select max(month) as newest_month from batch having max(month) < {current('last_month')}",
            "the newest month is the last complete one",
            "Check that invoice lines or subscriptions still arrive; the figures end before the last complete month.",
            severity="warn",
            column="month",
        ),
    ]


def _changes(policy: Mapping[str, str]) -> list[Check]:
    mrr, revenue = threshold(policy, "closing_change_warn"), threshold(policy, "revenue_change_warn")
    return [
        KPIS.no_row_where(
            f"month = (select max(month) from batch) and abs(closing - opening) > {mrr} * opening",
            f"the newest month's MRR differs from the month before by at most {mrr} of it",
            SEE_CHANGE,
            shown=("opening", "closing"),
            severity="warn",
            column="closing",
        ),
        REVENUE.no_row(
            f"""
            select after.month, before.revenue as revenue_before, after.revenue
            from (select month, sum(revenue) as revenue from batch group by month) as after
            inner join (select month, sum(revenue) as revenue from batch group by month) as before
                on before.month = after.month - interval 1 month
            where after.month = (select max(month) from batch)
                and abs(after.revenue - before.revenue) > {revenue} * abs(before.revenue)
            """,
            f"the newest month's revenue differs from the month before by at most {revenue} of it",
            SEE_CHANGE,
            severity="warn",
            column="revenue",
        ),
    ]
