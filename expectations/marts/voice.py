"""Expectations of the survey marts: every figure is possible, nobody can be recognised, and customers are asked."""

from collections.abc import Mapping

from flows.quality.checks import Check, Table
from flows.quality.policy import threshold
from flows.quality.shapes import complete_months_only, current, volume

SCORES = Table("survey_scores", keys=("month", "segment", "survey_type"))
BY_ACCOUNT = Table("survey_scores_by_account", keys=("month",))
RATES = Table("survey_response_rates", keys=("survey_type", "wave", "segment"))
WAVES = Table("survey_waves", keys=("survey_type", "wave"))
EXCLUSIONS = Table("survey_exclusions", keys=("survey_type", "reason"))
BREAKDOWNS = Table("survey_score_breakdowns", keys=("survey_type", "dimension", "member"))
ACCOUNTS = Table("account_voice", keys=("account_id",))
ROLES = Table("account_role_satisfaction", keys=("account_id", "respondent_role"))
UNSURVEYED = Table("unsurveyed_accounts", keys=("account_id",))
CHURN = Table("satisfaction_and_churn", keys=("month", "satisfaction"))

SEE_MODEL = "Report a fault of the survey models with the named rows; the last good version stands until then."
SEE_SURVEYS = "Check that survey answers still arrive, or send the next wave."

# The lowest and the highest value that the method of each survey type can give.
POSSIBLE = """
    select survey_type, lowest_score, highest_score,
        case value_method when 'mean' then lowest_score when 'top_share' then 0 else -100 end as lowest_value,
        case value_method when 'mean' then highest_score else 100 end as highest_value
    from policy.survey_types
"""


def suite(policy: Mapping[str, str]) -> list[Check]:
    """The checks of the survey marts."""
    return [
        *volume(SCORES, policy),
        *volume(RATES, policy),
        *_scales(SCORES),
        *_scales(BREAKDOWNS),
        *_shares(),
        *_privacy(policy),
        *_whole(),
        *_dates(policy),
        *_asked(policy),
    ]


def _scales(table: Table) -> list[Check]:
    keys = ", ".join(f"batch.{key}" for key in table.keys)
    return [
        table.between("top_share", SEE_MODEL, minimum=0, maximum=100),
        table.between("margin95", SEE_MODEL, minimum=0),
        *[
            table.no_row(
                f"""
                select {keys}, batch.{column} from batch inner join ({POSSIBLE}) as types using (survey_type)
                where batch.{column} not between types.lowest_{bound} and types.highest_{bound}
                """,
                f"every {column} is one that the policy's survey type can give",
                SEE_MODEL,
                column=column,
            )
            for column, bound in (("value", "value"), ("mean", "score"))
        ],
    ]


def _shares() -> list[Check]:
    return [
        SCORES.between("n", SEE_MODEL, minimum=1),
        *[
            BY_ACCOUNT.between(column, SEE_MODEL, minimum=-100, maximum=100)
            for column in ("nps_account", "nps_account_mrr_weighted", "nps")
        ],
        ROLES.between("answers_12_months", SEE_MODEL, minimum=1),
        ROLES.between("nps", SEE_MODEL, minimum=-100, maximum=100),
        RATES.between("sent", SEE_MODEL, minimum=1),
        RATES.between("response_rate", SEE_MODEL, minimum=0, maximum=1),
        RATES.between("decision_maker_response_rate", SEE_MODEL, minimum=0, maximum=1),
        CHURN.between("churn_rate", SEE_MODEL, minimum=0, maximum=1),
        CHURN.between("churned_mrr_share", SEE_MODEL, minimum=0, maximum=1),
    ]


def _privacy(policy: Mapping[str, str]) -> list[Check]:
    fewest, people = threshold(policy, "minimum_n"), threshold(policy, "score_respondents_minimum")
    return [
        *[
            table.no_row_where(
                f"n < {fewest} and coalesce(value, mean, top_share, margin95) is not null",
                f"no score of fewer than {fewest} answers is shown",
                SEE_MODEL,
                shown=("n",),
                column="value",
            )
            for table in (SCORES, BREAKDOWNS)
        ],
        BREAKDOWNS.no_row_where(
            f"respondents < {people} and coalesce(value, mrr_weighted_value) is not null",
            f"no score of fewer than {people} people is shown",
            SEE_MODEL,
            shown=("respondents",),
            column="value",
        ),
        ACCOUNTS.no_row_where(
            f"""respondents_12_months < {people} and (
                nps_band is not null or lowest_role is not null or nps is not null or expectation_gap is not null)""",
            f"nothing is said of an account by the answers of fewer than {people} people",
            SEE_MODEL,
            shown=("respondents_12_months",),
            column="nps_band",
        ),
        ROLES.no_row_where(
            f"""(answers_12_months < {fewest} and nps is not null)
                or (respondents_12_months < {people} and (nps is not null or nps_band is not null))""",
            f"nothing is said of a role by the answers of fewer than {people} people, no NPS by fewer than {fewest}",
            SEE_MODEL,
            shown=("answers_12_months", "respondents_12_months"),
            column="nps",
        ),
    ]


def _whole() -> list[Check]:
    parts = """
        select batch.month, batch.survey_type, sum(case when segment = 'ALL' then n else 0 end) as answers,
            sum(case when segment <> 'ALL' then n else 0 end) as answers_of_segments
        from batch where is_customer group by batch.month, batch.survey_type
    """
    return [
        SCORES.no_row(
            f"select * from ({parts}) as counted where answers_of_segments <> answers",
            "the answers of the segments add up to those of the whole",
            SEE_MODEL,
            column="n",
        ),
        ACCOUNTS.no_row_where(
            "account_id not in (select account_id from account_360)",
            "every account that was asked is in the account view",
            SEE_MODEL,
            column="account_id",
        ),
        ROLES.no_row_where(
            "account_id not in (select account_id from account_voice)",
            "every role that answered is of an account that was asked",
            SEE_MODEL,
            column="account_id",
        ),
    ]


def _dates(policy: Mapping[str, str]) -> list[Check]:
    behind = threshold(policy, "survey_months_behind_warn")
    return [
        complete_months_only(SCORES, SEE_MODEL),
        ACCOUNTS.no_row_where(
            f"last_asked > {current('as_of')} or last_answered > {current('as_of')}",
            "nobody was asked or answered after the date of the run",
            SEE_MODEL,
            shown=("last_asked", "last_answered"),
            column="last_asked",
        ),
        SCORES.no_row(
            f"""
            select max(month) as newest_month from batch
            having datediff('month', max(month), {current("as_of")}) > {behind}
            """,
            f"the newest answers are at most {behind} months old",
            SEE_SURVEYS,
            severity="warn",
            column="month",
        ),
    ]


def _asked(policy: Mapping[str, str]) -> list[Check]:
    excluded, unasked = threshold(policy, "survey_excluded_share_warn"), threshold(policy, "unsurveyed_share_warn")
    return [
        EXCLUSIONS.no_row(
            f"""
            select batch.survey_type, sum(batch.n) as excluded, coalesce(max(scores.n), 0) as counted from batch
            left join (select survey_type, sum(n) as n from survey_scores where segment = 'ALL' group by survey_type)
                as scores using (survey_type)
            group by batch.survey_type
            having sum(batch.n) > {excluded} * (sum(batch.n) + coalesce(max(scores.n), 0)) order by batch.survey_type
            """,
            f"at most {excluded} of the answers of each survey type count nowhere",
            "Look them up in survey_excluded_answers and mend the survey, or declare the type in survey_types.csv.",
            severity="warn",
            column="n",
        ),
        WAVES.no_row(
            """
            select max(next_wave_due) as next_wave_due from batch where is_newest
            having count(*) > 0 and min(case when is_next_wave_overdue then 1 else 0 end) = 1
            """,
            "not every round of surveys is overdue",
            SEE_SURVEYS,
            severity="warn",
            column="next_wave_due",
        ),
        UNSURVEYED.no_row(
            f"""
            select count(*) as unsurveyed from batch where not is_new
            having count(*) > {unasked} * (select count(*) from account_360 where is_active_customer)
            """,
            f"at most {unasked} of the customers were not asked for a long time",
            "Ask the accounts of unsurveyed_accounts; each stands there with its owner.",
            severity="warn",
            column="account_id",
        ),
    ]
