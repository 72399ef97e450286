"""Nothing that was said of a day rests on what became known after it: signals, scores and stages of a whole company."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from properties.companies import Company, demo_company
from properties.warehouse import Project, published

AS_OF = date(2026, 11, 21)
# The end of a month, the middle of a week, and the day before the last.
EARLIER_DAYS = (date(2026, 2, 28), date(2026, 6, 17), AS_OF - timedelta(days=1))

EPISODES = ("churn_signal_episodes", "buying_signal_episodes")
MONTHS = ("account_health", "lifecycle_months")
OF_THE_DAY = (
    *EPISODES, *MONTHS, "account_health_today", "account_health_components", "int_baseline_features", "touchpoints",
    "onboarding_steps", "hand_overs", "care_compliance", "care_misses", "account_voice", "account_service",
    "account_role_satisfaction",
)  # fmt: skip

Rows = list[dict[str, Any]]


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory) -> Company:
    return demo_company(tmp_path_factory.mktemp("company") / "inbox", accounts=60, months=20, seed=7, as_of=AS_OF)


@pytest.fixture(scope="module")
def known_at_last(project: Project, company: Company) -> Mapping[str, Rows]:
    return published(project, company, *EPISODES, *MONTHS)


@pytest.mark.parametrize("day", EARLIER_DAYS, ids=str)
def test_what_comes_after_a_day_changes_nothing_that_was_said_on_it(
    project: Project, company: Company, known_at_last: Mapping[str, Rows], day: date
) -> None:
    said = published(project, replace(company, known_until=day), *OF_THE_DAY, as_of=day)

    assert all(said[mart] for mart in EPISODES + MONTHS)
    assert published(project, company, *OF_THE_DAY, as_of=day) == said
    assert {mart: _as_it_stood(known_at_last[mart], day) for mart in EPISODES} == {
        mart: _as_it_stood(said[mart], day) for mart in EPISODES
    }
    assert {mart: _until(known_at_last[mart], day) for mart in MONTHS} == {mart: said[mart] for mart in MONTHS}


def _as_it_stood(episodes: Rows, day: date) -> Rows:
    """The episodes begun by a day, with the end of those that ended later not known yet."""
    begun = [episode for episode in episodes if episode["first_seen"] <= day]
    told = [
        {**episode, "cleared": episode["cleared"] if episode["cleared"] and episode["cleared"] <= day else None}
        for episode in begun
    ]
    # How long an episode has been open is counted to the day of the run.
    return sorted(
        ({name: value for name, value in row.items() if name not in {"is_open", "days_open"}} for row in told), key=repr
    )


def _until(months: Rows, day: date) -> Rows:
    return [row for row in months if _month_end(row["month"]) <= day]


def _month_end(month: date) -> date:
    return (month.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
