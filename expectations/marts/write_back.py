"""Expectations of what is written back to a CRM: of accounts that are there, one CRM each, and as of this run."""

from collections.abc import Mapping

from flows.quality.checks import Check, Table
from flows.quality.shapes import current

SALESFORCE = Table("sync_salesforce_accounts", keys=("account_id",))
HUBSPOT = Table("sync_hubspot_companies", keys=("account_id",))

SEE_MODEL = "Report a fault of the models of the write-back with the named rows; nothing is written until then."


def suite(_policy: Mapping[str, str]) -> list[Check]:
    """The checks of the rows for Salesforce and for HubSpot."""
    return [
        *[check for table in (SALESFORCE, HUBSPOT) for check in _rows(table)],
        HUBSPOT.no_row(
            "select account_id from batch join sync_salesforce_accounts using (account_id)",
            "no account is told to both Salesforce and HubSpot",
            SEE_MODEL,
            column="account_id",
        ),
    ]


def _rows(table: Table) -> list[Check]:
    return [
        table.between("health_score", SEE_MODEL, minimum=0, maximum=100),
        table.no_row_where(
            f"as_of <> {current('as_of')}",
            "what is written back is of the date of the run",
            SEE_MODEL,
            shown=("as_of",),
            column="as_of",
        ),
        table.no_row(
            """
            select told.account_id from batch as told
            left join account_360 as known on told.account_id = known.account_id and not known.is_deleted
            where known.account_id is null
            """,
            "every account that is written back is in the account view and not deleted",
            SEE_MODEL,
            column="account_id",
        ),
    ]
