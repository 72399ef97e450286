"""Which sheets the workbook has, which columns of which mart they show, and in which order."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Column:
    """A column of a mart under the heading that people read; `kind` says how it is shown.

    Kinds: text, name and sentence (narrow to wide), money, ratio, factor, decimal, count, day, month, flag, and
    `measure`, whose unit stands in the row's column `unit`.
    """

    name: str
    heading: str
    kind: str


@dataclass(frozen=True)
class Sheet:
    """One table of the workbook: the rows of a mart, first to last, and what to say when there are none."""

    title: str
    mart: str
    summary: str
    missing: str
    order: str
    columns: tuple[Column, ...]
    condition: str = "true"
    frozen_columns: int = 1


PORTFOLIO = Sheet(
    "Portfolio",
    "kpi_months",
    "Recurring revenue of all customers month by month, the newest month first: what came, what went, what was kept.",
    "No month with recurring revenue is over yet, so that there are no key figures.",
    "month desc",
    (
        Column("month", "Month", "month"),
        Column("opening", "Opening MRR", "money"),
        Column("new", "New", "money"),
        Column("reactivation", "Reactivation", "money"),
        Column("expansion", "Expansion", "money"),
        Column("contraction", "Contraction", "money"),
        Column("churn", "Churn", "money"),
        Column("fx", "Exchange rates", "money"),
        Column("rounding", "Rounding", "money"),
        Column("closing", "Closing MRR", "money"),
        Column("arr", "ARR", "money"),
        Column("arpa", "MRR per customer", "money"),
        Column("customers_open", "Customers before", "count"),
        Column("customers_churned", "Customers lost", "count"),
        Column("customers_close", "Customers", "count"),
        Column("nrr", "NRR of the month", "ratio"),
        Column("grr", "GRR of the month", "ratio"),
        Column("logo_retention", "Logo retention of the month", "ratio"),
        Column("nrr_12_months", "NRR of 12 months", "ratio"),
        Column("grr_12_months", "GRR of 12 months", "ratio"),
        Column("logo_retention_12_months", "Logo retention of 12 months", "ratio"),
        Column("quick_ratio", "Quick ratio", "factor"),
    ),
    condition="level = 'customer'",
)
SCORECARD = Sheet(
    "Scorecard",
    "scorecard",
    "Every metric of the catalogue in the newest month against its target.",
    "The scorecard has no month yet.",
    "list_position(['finance', 'customer', 'process', 'learning'], perspective), name, metric",
    (
        Column("name", "Metric", "name"),
        Column("perspective", "Perspective", "text"),
        Column("unit", "Unit", "text"),
        Column("actual", "Actual", "measure"),
        Column("target", "Target", "measure"),
        Column("deviation", "Deviation", "measure"),
        Column("is_off_target", "Off target", "flag"),
        Column("previous", "Before", "measure"),
        Column("trend", "Trend", "text"),
        Column("n", "Rests on", "count"),
        Column("owner", "Answers for it", "name"),
        Column("measured_on", "Measured on", "day"),
        Column("month", "Month", "month"),
    ),
    condition="month = (select max(month) from scorecard)",
)
ACCOUNTS = Sheet(
    "Accounts",
    "account_360",
    "Every account that the sources hold, customers and prospects alike, the largest first.",
    "The sources hold no account yet.",
    "mrr desc, account_id",
    (
        Column("account_name", "Account", "name"),
        Column("account_id", "Account id", "text"),
        Column("customer_id", "Customer id", "text"),
        Column("owner_id", "Owner", "text"),
        Column("segment", "Segment", "text"),
        Column("quadrant", "Quadrant", "text"),
        Column("key_account_status", "Key account", "text"),
        Column("lifecycle_stage", "Stage", "text"),
        Column("country", "Country", "text"),
        Column("industry", "Industry", "text"),
        Column("is_active_customer", "Pays now", "flag"),
        Column("is_deleted", "Deleted", "flag"),
        Column("customer_since", "Customer since", "day"),
        Column("mrr", "MRR", "money"),
        Column("arr", "ARR", "money"),
        Column("mrr_change_12_months", "MRR change in 12 months", "money"),
        Column("revenue_ttm", "Revenue of 12 months", "money"),
        Column("potential_annual", "Yearly potential", "money"),
        Column("share_of_wallet", "Share of wallet", "ratio"),
        Column("contract_months_left", "Contract months left", "decimal"),
        Column("overdue_amount", "Overdue", "money"),
        Column("max_days_overdue", "Days overdue", "count"),
        Column("health_score", "Health", "decimal"),
        Column("health_band", "Health band", "text"),
        Column("health_change_month", "Health change in a month", "decimal"),
        Column("weakest_component", "Weakest part of health", "text"),
        Column("open_churn_signals", "Signs of leaving", "count"),
        Column("top_signal", "Gravest sign", "text"),
        Column("open_buying_signals", "Signs of buying", "count"),
        Column("care_status", "Care model", "text"),
        Column("contacts_missing", "Contacts missing", "count"),
        Column("last_contact", "Last contact", "day"),
        Column("days_since_last_contact", "Days since contact", "count"),
        Column("next_contact_due", "Next contact due", "day"),
        Column("nps", "NPS", "decimal"),
        Column("open_tickets", "Open tickets", "count"),
        Column("open_complaints", "Open complaints", "count"),
        Column("has_plan", "Has a plan", "flag"),
        Column("source_conflicts", "Source conflicts", "count"),
    ),
)
DUE = Sheet(
    "Due",
    "care_due",
    "What the calendar of care asks for: overdue, due this week, this month and later, by its day.",
    "Nothing of the calendar of care is overdue or comes up.",
    "list_position(['overdue', 'this_week', 'this_month', 'later'], period), due_date, account_id, uid",
    (
        Column("period", "When", "text"),
        Column("due_date", "Planned on", "day"),
        Column("deadline", "Due by", "day"),
        Column("account_name", "Account", "name"),
        Column("account_id", "Account id", "text"),
        Column("segment", "Segment", "text"),
        Column("owner_id", "Owner", "text"),
        Column("item", "What", "name"),
        Column("kind", "Kind", "text"),
        Column("status", "Status", "text"),
        Column("last_contact", "Last contact", "day"),
        Column("days_since_last_contact", "Days since contact", "count"),
        Column("reason", "Why", "sentence"),
    ),
)
SHEETS = (PORTFOLIO, SCORECARD, ACCOUNTS, DUE)
