"""What the page of attention shows: the first of everything that somebody should look at today."""

from typing import Any

from flows.report import marts
from flows.report.language import Language, later
from flows.report.page import Source

# What the kinds of conflict between sources are called; one that is not here stands as its code in words.
CONFLICTS = {
    "left_but_paying": later("Left, yet paying"),
    "stage_churned_but_paying": later("Stage says churned, yet paying"),
    "cancelled_without_end": later("Cancelled without an end date"),
    "overlapping_contracts": later("Overlapping contracts"),
    "contract_in_two_currencies": later("Contract in two currencies"),
    "churn_without_reason": later("Churned without a reason"),
}


def content(source: Source, language: Language) -> dict[str, Any]:
    """What the template of the page is given."""
    connection = source.connection
    return {
        "contact_gap_days": source.policy.count("contact_gap_days"),
        "conflict_names": CONFLICTS,
        "signals": marts.churn_signals(connection),
        "nobody_in_touch": marts.nobody_in_touch(connection),
        "care_missed": marts.care_missed(connection),
        "care_due": marts.care_due(connection),
        "overdue": marts.overdue(connection),
        "key_accounts": marts.key_accounts_under_review(connection),
        "identities": marts.doubtful_identities(connection),
        "conflicts": marts.conflicts(connection),
        "refused": marts.refused(connection),
    }
