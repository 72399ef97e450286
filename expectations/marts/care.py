"""Expectations of the care marts: everybody's rules are judged, and the calendar stays in its year and in measure."""

from collections.abc import Mapping

from flows.quality.checks import Check, Table
from flows.quality.policy import threshold
from flows.quality.shapes import complete_months_only, current, volume

COMPLIANCE = Table("care_compliance", keys=("account_id", "level"))
MONTHS = Table("care_compliance_months", keys=("month", "segment", "owner_id"))
CALENDAR = Table("care_calendar", keys=("account_id", "item", "due_date"))
ACCOUNTS = Table("account_360", keys=("account_id",))

SEE_MODEL = "Report a fault of the care models with the named accounts; the last good version stands until then."
SEE_RULES = "Add rules for these segments to care_model.csv, or leave them out on purpose."
SEE_LOAD = "Share the accounts among more people, or ask for fewer contacts in care_model.csv and clock_items.csv."

# A rule of the policy that holds for a segment as a whole on the date of the run.
RULES_IN_FORCE = f"""
    select segment from policy.care_model
    where account_id is null and coalesce(cast(valid_from as date) <= {current("as_of")}, true)
        and coalesce(cast(valid_to as date) >= {current("as_of")}, true)
"""
CUSTOMERS = f"""
    is_active_customer and not is_deleted and segment <> 'none' and coalesce(customer_since <= {current("as_of")}, true)
    and coalesce(lower(relationship_stage) not in
        (select relationship_stage from policy.relationship_stages where is_lost), true)
"""


def suite(policy: Mapping[str, str]) -> list[Check]:
    """The checks of the care model's keeping and of the calendar."""
    return [*volume(COMPLIANCE, policy), *_coverage(), *_figures(), *_calendar(policy)]


def _coverage() -> list[Check]:
    has_rule = f"(segment in ({RULES_IN_FORCE}) or 'any' in ({RULES_IN_FORCE}))"
    return [
        ACCOUNTS.no_row_where(
            f"{CUSTOMERS} and {has_rule} and account_id not in (select account_id from care_compliance)",
            "every customer in a segment has its rules of care judged",
            SEE_MODEL,
            shown=("segment",),
            column="account_id",
        ),
        ACCOUNTS.no_row(
            f"""
            select segment, count(*) as customers from batch
            where {CUSTOMERS} and not {has_rule} and account_id not in (select account_id from care_compliance)
            group by segment order by segment
            """,
            "every segment with customers has rules of care",
            SEE_RULES,
            severity="warn",
            column="segment",
        ),
    ]


def _figures() -> list[Check]:
    return [
        *[COMPLIANCE.between(column, SEE_MODEL, minimum=0) for column in ("done", "required", "missing")],
        MONTHS.between("share_ok", SEE_MODEL, minimum=0, maximum=1),
        complete_months_only(MONTHS, SEE_MODEL),
    ]


def _calendar(policy: Mapping[str, str]) -> list[Check]:
    share, rows = threshold(policy, "care_month_share_warn"), threshold(policy, "volume_rows_minimum")
    return [
        CALENDAR.no_row_where(
            f"""due_date > {current("as_of")} + interval 12 month or due_date < (
                case status when 'done' then date_trunc('month', {current("as_of")}) else {current("as_of")} end)""",
            "no day of the calendar lies outside the year that begins with the run",
            SEE_MODEL,
            shown=("status",),
            column="due_date",
        ),
        CALENDAR.no_row_where(
            "status in ('due', 'overdue') and isodow(due_date) > 5",
            "nothing is put on a Saturday or a Sunday",
            SEE_MODEL,
            shown=("status",),
            column="due_date",
        ),
        CALENDAR.no_row(
            f"""
            select owner_id, month, sum(rows) as rows, max(total) as rows_of_year from (
                select owner_id, date_trunc('month', due_date) as month, count(*) as rows,
                    sum(count(*)) over (partition by owner_id) as total
                from batch where kind <> 'campaign' and owner_id is not null
                group by owner_id, date_trunc('month', due_date)
            ) as loads group by owner_id, month
            having max(total) >= {rows} and sum(rows) > {share} * max(total) order by owner_id, month
            """,
            f"no owner has more than {share} of the year in one month",
            SEE_LOAD,
            severity="warn",
            column="owner_id",
        ),
    ]
