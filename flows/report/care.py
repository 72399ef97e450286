"""The page of care: the annual clock, how well the care model is kept, and what is due."""

from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

from flows.report.accounts import script_of
from flows.report.language import Language
from flows.report.marts import rows
from flows.report.page import Source

CALENDAR = """
    select strftime(due_date, '%Y-%m') as month, kind, status, segment, owner_id, count(*)
    from care_calendar group by all order by all
"""
COMPLIANCE = """
    select strftime(month, '%Y-%m'), segment, owner_id, ok, missed, not_due, share_ok
    from care_compliance_months order by month, segment, owner_id
"""
RULES = """
    select segment, owner_id, level, activity_type, status, count(*)
    from care_rule_compliance where is_in_force group by all order by all
"""
# What lies further ahead stands in the clock; the list is for what somebody can do something about this month.
DUE = """
    select account_id, account_name, owner_id, segment, item, kind, status, period, due_date, deadline, reason
    from care_due where period <> 'later'
    order by list_position(['overdue', 'this_week', 'this_month'], period), deadline, due_date, account_id, uid
"""
OWNERS = "select user_id, name from owner_loads where accounts_owned > 0 or accounts_managed > 0 order by name, user_id"


def data(source: Source, folder: Path) -> None:
    """Write `care.js`: counts by month, kind, status, segment and owner, and the list of what is due."""
    found = {
        name: source.connection.execute(query).fetchall()
        for name, query in {
            "calendar": CALENDAR,
            "compliance": COMPLIANCE,
            "rules": RULES,
            "due": DUE,
            "owners": OWNERS,
        }.items()
    }
    (folder / "care.js").write_text(script_of("care", found), encoding="utf-8")


def content(source: Source, language: Language) -> Mapping[str, Any]:
    """The target of the care model, and the calendars that stand beside the report."""
    described = next(row for row in source.policy.tables["metric_catalogue"] if row["metric"] == "care_kept")
    return {
        "target": Decimal(described["target"]) if described["target"] else None,
        "missed": rows(
            source.connection, "select count(*) as rules, count(distinct account_id) as accounts from care_misses"
        )[0],
        "has_calendar": bool(source.occasion.mart_sizes.get("care_calendar")),
    }
