"""Expectations of the account marts: every account is there, and the dates of contacts are possible."""

from collections.abc import Mapping

from flows.quality.checks import Check, Table
from flows.quality.policy import threshold
from flows.quality.shapes import current, volume

ACCOUNTS = Table("account_360", keys=("account_id",))
CONTACTS = Table("account_contacts", keys=("account_id",))

SEE_ACCOUNTS = "Check the accounts file and what was deleted from it, then run again."
SEE_MODEL = "Report a fault of the account models with the named accounts; the last good version stands until then."
SEE_ACTIVITIES = "Check that the activities arrive complete and that their statuses and types are mapped."


def suite(policy: Mapping[str, str]) -> list[Check]:
    """The checks of the account view and of the last contacts."""
    return [
        ACCOUNTS.not_empty(SEE_ACCOUNTS),
        *volume(ACCOUNTS, policy),
        *volume(CONTACTS, policy),
        *_same_accounts(),
        *_contacts(policy),
    ]


def _same_accounts() -> list[Check]:
    return [
        ACCOUNTS.no_row_where(
            "account_id not in (select account_id from account_contacts)",
            "every account of the account view has its row of contacts",
            SEE_MODEL,
            column="account_id",
        ),
        CONTACTS.no_row_where(
            "account_id not in (select account_id from account_360)",
            "every account with a row of contacts is in the account view",
            SEE_MODEL,
            column="account_id",
        ),
    ]


def _contacts(policy: Mapping[str, str]) -> list[Check]:
    never = threshold(policy, "never_contacted_share_warn")
    gone_quiet = threshold(policy, "contacts_days_behind_warn")
    dates = ("last_contact", "days_since_last_contact")
    return [
        CONTACTS.between("days_since_last_contact", SEE_MODEL, minimum=0),
        CONTACTS.no_row_where(
            f"last_contact > {current('as_of')}",
            "no last contact lies after the date of the run",
            SEE_MODEL,
            shown=dates,
            column="last_contact",
        ),
        CONTACTS.no_row_where(
            f"days_since_last_contact <> {current('as_of')} - last_contact",
            "the days since the last contact are counted from the date of the run",
            SEE_MODEL,
            shown=dates,
            column="days_since_last_contact",
        ),
        CONTACTS.no_row(
            f"""
            select count(*) as accounts, sum(case when never_contacted then 1 else 0 end) as never_contacted
            from batch having sum(case when never_contacted then 1 else 0 end) > {never} * count(*)
            """,
            f"at most {never} of all accounts were never contacted",
            SEE_ACTIVITIES,
            severity="warn",
            column="never_contacted",
        ),
        CONTACTS.no_row(
            f"""
            select max(last_contact) as newest_contact from batch
            having max(last_contact) < {current("as_of")} - cast({gone_quiet} as integer)
            """,
            f"somebody was contacted in the last {gone_quiet} days",
            SEE_ACTIVITIES,
            severity="warn",
            column="last_contact",
        ),
    ]
