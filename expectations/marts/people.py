"""Expectations of the marts of people, events and history: no account is missing, no event is ahead of its time."""

from collections.abc import Mapping

from flows.quality.checks import Check, Table
from flows.quality.policy import threshold
from flows.quality.shapes import current, volume

RELATIONSHIPS = Table("account_relationships", keys=("account_id",))
TEAMS = Table("account_teams", keys=("account_id",))
EVENTS = Table("account_events", keys=("event_id",))
HISTORY = Table("account_history", keys=("account_id", "attribute", "period_number"))
DISCIPLINE = Table("crm_discipline", keys=("owner_id", "month"))

SEE_MODEL = "Report a fault of the models of people with the named rows; the last good version stands until then."
SEE_OWNERS = "Give the named accounts an owner who works here, or drop the newest file of users."
SEE_ENTRIES = "Check that the activities arrive with their owners; if they do, speak with those who write nothing down."


def suite(policy: Mapping[str, str]) -> list[Check]:
    """The checks of relationships, teams, events, history and the discipline of entries."""
    return [*volume(EVENTS, policy), *_accounts(), *_shares(), *_events(), *_owners(policy), *_entries(policy)]


def _accounts() -> list[Check]:
    return [
        *[
            table.no_row(
                "select account_id from account_360 where account_id not in (select account_id from batch)",
                f"every account of the account view is in {table.name}",
                SEE_MODEL,
                column="account_id",
            )
            for table in (RELATIONSHIPS, TEAMS, HISTORY)
        ],
    ]


def _shares() -> list[Check]:
    return [
        *[
            RELATIONSHIPS.between(column, SEE_MODEL, minimum=0, maximum=1)
            for column in ("threading_score", "top_employee_share")
        ],
        *[DISCIPLINE.between(column, SEE_MODEL, minimum=0, maximum=1) for column in ("minutes_share", "agenda_share")],
        DISCIPLINE.between("median_days_to_log", SEE_MODEL, minimum=0),
    ]


def _events() -> list[Check]:
    return [
        EVENTS.no_row_where(
            f"event_date > {current('as_of')}",
            "no event lies after the date of the run",
            SEE_MODEL,
            shown=("event_date",),
            column="event_date",
        ),
        HISTORY.no_row_where(
            f"valid_from > {current('as_of')} or valid_to >= {current('as_of')}",
            "no period of the history begins or ends after the date of the run",
            SEE_MODEL,
            shown=("valid_from", "valid_to"),
            column="valid_to",
        ),
    ]


def _owners(policy: Mapping[str, str]) -> list[Check]:
    share = threshold(policy, "accounts_without_owner_share_warn")
    return [
        TEAMS.no_row(
            f"""
            select count(*) as accounts, sum(case when owner_state <> 'active' then 1 else 0 end) as without_owner
            from batch having sum(case when owner_state <> 'active' then 1 else 0 end) > {share} * count(*)
            """,
            f"at most {share} of all accounts have no owner who is an active user",
            SEE_OWNERS,
            severity="warn",
            column="owner_state",
        )
    ]


def _entries(policy: Mapping[str, str]) -> list[Check]:
    share = threshold(policy, "owners_without_entries_share_warn")
    return [
        DISCIPLINE.no_row(
            f"""
            select month, count(*) as owners, sum(case when has_no_entries then 1 else 0 end) as without_entries
            from batch where month = (select max(month) from batch)
            group by month having sum(case when has_no_entries then 1 else 0 end) > {share} * count(*)
            """,
            f"at most {share} of those who answer for accounts wrote nothing down in the newest month",
            SEE_ENTRIES,
            severity="warn",
            column="has_no_entries",
        )
    ]
