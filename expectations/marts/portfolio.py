"""Expectations of the portfolio marts: shares are possible, and key accounts are few, agreed with and cared for."""

from collections.abc import Mapping

from flows.quality.checks import Check, Table
from flows.quality.policy import threshold
from flows.quality.results import Severity
from flows.quality.shapes import complete_months_only, volume

SEGMENTS = Table("account_segments", keys=("customer_id",))
CONCENTRATION = Table("portfolio_concentration", keys=("month",))
STABILITY = Table("portfolio_stability", keys=("month",))
KEYS = Table("key_accounts", keys=("customer_id",))
RATINGS = Table("key_account_scores", keys=("customer_id", "criterion"))
GRANTS = Table("key_account_entitlements", keys=("customer_id",))

SEE_MODEL = "Report a fault of the portfolio models with the named rows; the last good version stands until then."
SEE_POTENTIAL = "Ask the owners of the named customers for a new estimate of the potential."
SEE_KEYS = "Look at key_accounts with those who select them; the criteria and scores stand in the policy."


def suite(policy: Mapping[str, str]) -> list[Check]:
    """The checks of segmentation, concentration and key accounts."""
    return [
        *volume(SEGMENTS, policy),
        complete_months_only(CONCENTRATION, SEE_MODEL),
        complete_months_only(STABILITY, SEE_MODEL),
        *_shares(),
        *_key_account_numbers(policy),
        *_key_account_conditions(policy),
    ]


def _shares() -> list[Check]:
    shares = ("share_top20pct", "share_customers_for_80pct", "share_top_n", "hhi")
    return [
        *[CONCENTRATION.between(column, SEE_MODEL, minimum=0, maximum=1) for column in shares],
        SEGMENTS.between("cum_share", SEE_MODEL, minimum=0, maximum=1),
        SEGMENTS.no_row_where(
            "(abc_class = 'none' and revenue_ttm > 0) or (abc_class <> 'none' and revenue_ttm < 0)",
            "a customer has a class if and only if it brings revenue",
            SEE_MODEL,
            shown=("revenue_ttm", "abc_class"),
            column="abc_class",
        ),
        SEGMENTS.no_row_where(
            "is_potential_too_low",
            "no customer spends more than its estimated potential",
            SEE_POTENTIAL,
            shown=("revenue_ttm", "potential_annual"),
            severity="warn",
            column="potential_annual",
        ),
    ]


def _key_account_numbers(policy: Mapping[str, str]) -> list[Check]:
    fewest, most = threshold(policy, "key_accounts_minimum"), threshold(policy, "key_accounts_maximum")
    over: Severity = "warn" if policy.get("key_accounts_over_maximum") == "warn" else "fail"
    counted = "select sum(case when is_key_account then 1 else 0 end) as key_accounts from batch"
    return [
        KEYS.no_row(
            f"select * from ({counted}) as counted where coalesce(key_accounts, 0) < {fewest}",
            f"there are at least {fewest} key accounts",
            SEE_KEYS,
            severity="warn",
            column="is_key_account",
        ),
        KEYS.no_row(
            f"select * from ({counted}) as counted where key_accounts > {most}",
            f"there are at most {most} key accounts",
            "Raise key_account_entry_score or release accounts; with key_accounts_over_maximum warn it is only said.",
            severity=over,
            column="is_key_account",
        ),
    ]


def _key_account_conditions(policy: Mapping[str, str]) -> list[Check]:
    others = threshold(policy, "key_account_other_criteria_minimum")
    return [
        KEYS.no_row_where(
            f"is_key_account and (mutual_commitment is not true or other_criteria_rated < {others})",
            f"every key account has agreed and is rated by at least {others} criteria beside size",
            SEE_MODEL,
            shown=("mutual_commitment", "other_criteria_rated"),
            column="is_key_account",
        ),
        KEYS.no_row_where(
            "is_declared_only",
            "every account that is declared a key account meets the criteria",
            SEE_KEYS,
            shown=("score", "why_out"),
            severity="warn",
            column="is_declared",
        ),
        KEYS.no_row_where(
            "status = 'under_review'",
            "no key account has fallen below the exit score or missed its review",
            SEE_KEYS,
            shown=("score", "next_review_date"),
            severity="warn",
            column="status",
        ),
        RATINGS.no_row_where(
            "is_off_scale",
            "every rating lies on the scale of its criterion",
            "Correct the rating in the accounts file, or the scale in key_account_criteria.csv.",
            shown=("value",),
            severity="warn",
            column="value",
        ),
        GRANTS.no_row_where(
            "is_key_account and entitlements = 0",
            "every key account is granted something that others are not",
            "Agree with the named customers on prices, a manager of their own or reserved capacity, and record it.",
            severity="warn",
            column="entitlements",
        ),
    ]
