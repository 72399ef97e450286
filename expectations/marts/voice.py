"""Expectations of the survey scores: every figure is possible on its scale, and the whole covers its segments."""

from collections.abc import Mapping

from flows.quality.checks import Check, Table
from flows.quality.policy import threshold
from flows.quality.shapes import complete_months_only, current, volume

SCORES = Table("survey_scores", keys=("month", "segment", "survey_type"))

# The scales of the three survey types: the lowest and highest value and mean that a right computation can give.
VALUES = {"NPS": (-100, 100), "CSAT": (0, 100), "CES": (1, 7)}
MEANS = {"NPS": (0, 10), "CSAT": (1, 5), "CES": (1, 7)}

SEE_MODEL = "Report a fault of the survey models with the named rows; the last good version stands until then."


def suite(policy: Mapping[str, str]) -> list[Check]:
    """The checks of the survey scores."""
    return [*volume(SCORES, policy), *_scales(), *_whole(), *_dates(policy)]


def _scales() -> list[Check]:
    return [
        SCORES.between("n", SEE_MODEL, minimum=1),
        SCORES.between("top_share", SEE_MODEL, minimum=0, maximum=100),
        SCORES.between("margin95", SEE_MODEL, minimum=0),
        *[_on_scale("value", survey_type, *bounds) for survey_type, bounds in VALUES.items()],
        *[_on_scale("mean", survey_type, *bounds) for survey_type, bounds in MEANS.items()],
    ]


def _on_scale(column: str, survey_type: str, lowest: int, highest: int) -> Check:
    return SCORES.no_row_where(
        f"survey_type = '{survey_type}' and {column} not between {lowest} and {highest}",
        f"every {column} of {survey_type} is between {lowest} and {highest}",
        SEE_MODEL,
        shown=(column,),
        column=column,
    )


def _whole() -> list[Check]:
    parts = """
        select batch.month, batch.survey_type, sum(case when segment = 'ALL' then n else 0 end) as answers,
            sum(case when segment <> 'ALL' then n else 0 end) as answers_of_segments
        from batch group by batch.month, batch.survey_type
    """
    return [
        SCORES.no_row(
            f"select * from ({parts}) as counted where answers_of_segments <> answers",
            "the answers of the segments add up to those of the whole",
            SEE_MODEL,
            column="n",
        )
    ]


def _dates(policy: Mapping[str, str]) -> list[Check]:
    behind = threshold(policy, "survey_months_behind_warn")
    return [
        complete_months_only(SCORES, SEE_MODEL),
        SCORES.no_row(
            f"""
            select max(month) as newest_month from batch
            having datediff('month', max(month), {current("as_of")}) > {behind}
            """,
            f"the newest answers are at most {behind} months old",
            "Check that survey answers still arrive, or send the next wave.",
            severity="warn",
            column="month",
        ),
    ]
