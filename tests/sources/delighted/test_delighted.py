"""Delighted's own ways: pages by numbers, people beside their answers, windows, answers that change."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from flows.policy import Policy
from flows.settings import Home
from sources.delighted.replay import EPOCH, KEY, DelightedReplay
from sources.harness import configure, hasty_policy, landed_versions, read_night, standing
from sources.replay import Response, served


@pytest.fixture
def policy(tmp_path: Path) -> Policy:
    return hasty_policy(tmp_path / "policy")


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path / "home")


@pytest.fixture
def project(home: Home, monkeypatch: pytest.MonkeyPatch) -> Iterator[DelightedReplay]:
    with served(DelightedReplay()) as replay:
        assert isinstance(replay, DelightedReplay)
        monkeypatch.setenv("ACCOUNT360_DELIGHTED_API_KEY", KEY)
        configure(home, {"delighted": replay.section()})
        yield replay


def queries(project: DelightedReplay) -> list[Any]:
    """What was asked, in its order."""
    return [request.query for _, request in project.asked]


def test_pages_are_read_until_an_empty_one(project: DelightedReplay, home: Home, policy: Policy) -> None:
    project.objects["survey_responses"] = [project.make(number, number) for number in range(300)]
    read_night(home, policy, "delighted", 1)
    assert len(standing(home, "delighted", "survey_responses")) == 300
    assert [query["page"] for query in queries(project)] == ["1", "2", "3", "4"]
    assert {query["expand[]"] for query in queries(project)} == {"person"}


def test_an_answer_that_is_changed_comes_in_by_its_moment_of_change(
    project: DelightedReplay, home: Home, policy: Policy
) -> None:
    project.objects["survey_responses"] = [project.make(number, number) for number in range(200)]
    read_night(home, policy, "delighted", 1)
    changed = {**project.make(3, 3), "score": 10, "comment": "Better now", "updated_at": EPOCH + 60 * 300}
    project.objects["survey_responses"][3] = changed
    read_night(home, policy, "delighted", 2)
    # 199 minutes into the year, less an hour.
    assert queries(project)[-1]["updated_since"] == str(EPOCH + 60 * 139)
    assert standing(home, "delighted", "survey_responses")["4000003"]["comment"] == "Better now"
    assert landed_versions(home, "delighted", "survey_responses") == 201


def test_a_first_day_gives_windows_of_months(project: DelightedReplay, home: Home, policy: Policy) -> None:
    configure(home, {"delighted": project.section() | {"start_date": "2026-02-01"}})
    january, february = project.make(1), project.make(2, 60 * 24 * 40)
    project.objects["survey_responses"] = [january, february]
    read_night(home, policy, "delighted", 1)
    assert list(standing(home, "delighted", "survey_responses")) == ["4000002"]
    assert [(query["since"], query.get("until")) for query in queries(project) if query["page"] == "1"] == [
        ("1769904000", "1772323200"),
        ("1772323200", None),
    ]


def test_a_score_that_vanished_is_told(project: DelightedReplay, home: Home, policy: Policy) -> None:
    answers = [project.make(number, number) for number in range(200)]
    project.objects["survey_responses"] = [{**answer, "score": None} for answer in answers]
    run, _ = read_night(home, policy, "delighted", 1)
    (stale,) = run.record.stale
    assert "The field score of delighted's survey_responses has no value in 200 of 200" in str(stale["sentence"])


def test_a_project_that_is_not_there_is_told(
    project: DelightedReplay, home: Home, policy: Policy, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(project, "answer", lambda _: Response({"status": 404}, 404))
    run, _ = read_night(home, policy, "delighted", 1)
    assert "see that the API key belongs to the project" in str(run.record.stale[0]["sentence"])
