"""Expectations of who is who: every link has its evidence, counts agree, and revenue without an account stays rare."""

from collections.abc import Mapping

from flows.quality.checks import Check, Table
from flows.quality.policy import threshold
from flows.quality.shapes import volume

LINKS = Table("account_links", keys=("system", "system_account_id"))
REVIEWS = Table("identity_reviews", keys=("system", "subject_id", "candidate_account_id"))
RATES = Table("identity_match_rates", keys=("system",))

SEE_MODEL = "Report a fault of the identity models with the named rows; the last good version stands until then."
SEE_REVIEWS = "Decide the customers of identity_reviews in identity_links.csv, or add the missing accounts to the CRM."


def suite(policy: Mapping[str, str]) -> list[Check]:
    """The checks of links, of what waits for a person and of match rates."""
    return [*volume(LINKS, policy), *_links(policy), *_reviews(), *_rates(policy)]


def _links(policy: Mapping[str, str]) -> list[Check]:
    surest = threshold(policy, "identity_link_confidence")
    return [
        LINKS.no_row_where(
            "is_linked and account_id not in (select account_id from account_360)",
            "every link leads to an account of the account view",
            SEE_MODEL,
            shown=("account_id",),
            column="account_id",
        ),
        LINKS.no_row_where(
            f"is_linked and confidence < {surest}",
            f"no link in force is less sure than {surest}",
            SEE_MODEL,
            shown=("method", "confidence"),
            column="confidence",
        ),
        LINKS.no_row_where(
            "method = 'name_only'",
            "no link rests on a name alone",
            SEE_MODEL,
            shown=("account_id", "evidence"),
            column="method",
        ),
    ]


def _reviews() -> list[Check]:
    return [
        REVIEWS.no_row_where(
            "reason not in ('linked_elsewhere', 'contact_at_two_accounts') and not exists (select 1 from account_links"
            " where account_links.system = batch.system and system_account_id = subject_id and status = 'review')",
            "only customers that wait for a person are listed as doubtful",
            SEE_MODEL,
            shown=("reason",),
            column="reason",
        ),
        LINKS.no_row_where(
            "status = 'review' and not exists (select 1 from identity_reviews"
            " where identity_reviews.system = batch.system and subject_id = system_account_id)",
            "every customer that waits for a person is listed with what it may be",
            SEE_MODEL,
            column="status",
        ),
    ]


def _rates(policy: Mapping[str, str]) -> list[Check]:
    lowest = threshold(policy, "identity_match_rate_warn")
    tolerance = threshold(policy, "unmatched_mrr_share_warn")
    return [
        RATES.between("match_rate", SEE_MODEL, minimum=0, maximum=1),
        RATES.no_row_where(
            "linked + review + unmatched <> system_accounts",
            "linked, doubtful and unmatched customers add up to all",
            SEE_MODEL,
            shown=("linked", "review", "unmatched", "system_accounts"),
            column="system_accounts",
        ),
        RATES.no_row_where(
            f"match_rate < {lowest}",
            f"at least {lowest} of the customers of each system are linked",
            SEE_REVIEWS,
            severity="warn",
            shown=("match_rate", "review", "unmatched"),
            column="match_rate",
        ),
        RATES.no_row_where(
            f"unmatched_mrr > {tolerance} * (select coalesce(sum(mrr), 0) from account_360)",
            f"at most {tolerance} of recurring revenue has no account",
            SEE_REVIEWS,
            severity="warn",
            shown=("unmatched_mrr", "ids_unknown"),
            column="unmatched_mrr",
        ),
    ]
