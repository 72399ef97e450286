"""The page of one owner: the book, what is due, promises, renewals ahead and targets."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from flows.report.accounts import script_of
from flows.report.language import Language
from flows.report.page import Source

QUERIES = {
    "owners": """
        select user_id, name, team, role, is_active, accounts_owned, paying_accounts_owned, mrr_owned,
            contacts_12_months
        from owner_loads order by name, user_id
    """,
    "renewals": """
        select account_id, product, status, value_at_stake, term_end, notice_deadline, readiness
        from renewals order by term_end, account_id, subscription_id
    """,
    "promises": """
        select account_id, owner_id, promise, promised_for, status
        from commitments where status in ('open', 'overdue') order by promised_for nulls last, commitment_id
    """,
    "targets": """
        select owner_id, metric, coalesce(personal_target, account_target), coalesce(personal_actual, account_actual),
            coalesce(personal_attainment, account_attainment), period_start, period_end
        from owner_attainment order by period_start desc, metric, period_end, owner_id
    """,
    "entries": """
        select owner_id, month, entries, median_days_to_log, minutes_share
        from crm_discipline qualify row_number() over (partition by owner_id order by month desc) = 1
        order by owner_id
    """,
}


def data(source: Source, folder: Path) -> None:
    """Write `owners.js`: the owners, and what stands open with the accounts of each."""
    found = {name: source.connection.execute(query).fetchall() for name, query in QUERIES.items()}
    (folder / "owners.js").write_text(script_of("owners", found), encoding="utf-8")


def content(source: Source, language: Language) -> Mapping[str, Any]:
    """Nothing: the page is drawn from its data."""
    return {}
