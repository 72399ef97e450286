"""SurveyMonkey's own ways: pages by numbers, scores by the survey's details, partial responses, limits of requests."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from flows.policy import Policy
from flows.settings import Home
from flows.sources.surveymonkey.questions import answers_of, questions_of
from sources.harness import configure, hasty_policy, landed_versions, read_night, standing
from sources.replay import Response, served
from sources.surveymonkey.replay import NPS, TOKEN, SurveyMonkeyReplay


@pytest.fixture
def policy(tmp_path: Path) -> Policy:
    return hasty_policy(tmp_path / "policy")


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path / "home")


@pytest.fixture
def account(home: Home, monkeypatch: pytest.MonkeyPatch) -> Iterator[SurveyMonkeyReplay]:
    with served(SurveyMonkeyReplay()) as replay:
        assert isinstance(replay, SurveyMonkeyReplay)
        monkeypatch.setenv("ACCOUNT360_SURVEYMONKEY_TOKEN", TOKEN)
        configure(home, {"surveymonkey": replay.section()})
        yield replay


def scores(choices: list[dict[str, Any]]) -> list[object]:
    """What each choice of a question counts."""
    survey = {"pages": [{"questions": [{"id": "1", "answers": {"choices": choices}}]}]}
    given = [{"choice_id": choice["id"]} for choice in choices]
    response = {"pages": [{"questions": [{"id": "1", "answers": given}]}]}
    return [answer.get("score") for answer in answers_of(response, questions_of(survey))]


def test_more_responses_than_a_page_come_in_by_numbers_and_no_link_is_followed(
    account: SurveyMonkeyReplay, home: Home, policy: Policy
) -> None:
    account.objects["responses"] = [account.make(number, number) for number in range(250)]
    read_night(home, policy, "surveymonkey", 1)
    assert len(standing(home, "surveymonkey", "responses")) == 250
    asked = [request.query for _, request in account.asked if request.path.endswith("/1001/responses/bulk")]
    assert [(query["page"], query["per_page"]) for query in asked] == [("1", "100"), ("2", "100"), ("3", "100")]


def test_details_are_asked_for_once_and_only_of_surveys_with_responses(
    account: SurveyMonkeyReplay, home: Home, policy: Policy
) -> None:
    account.objects["responses"] = [account.make(number, number) for number in range(250)]
    read_night(home, policy, "surveymonkey", 1)
    asked = [request.path for _, request in account.asked if request.path.endswith("/details")]
    assert asked == ["/v3/surveys/1001/details"]


def test_a_partial_response_that_is_completed_comes_in_anew(
    account: SurveyMonkeyReplay, home: Home, policy: Policy
) -> None:
    account.objects["responses"] = [{**account.make(1, 0), "response_status": "partial"}, account.make(2, 300)]
    read_night(home, policy, "surveymonkey", 1)
    completed = {**account.make(1, 0), "date_modified": account.make(1, 400)["date_modified"]}
    account.objects["responses"][0] = completed
    read_night(home, policy, "surveymonkey", 2)
    assert standing(home, "surveymonkey", "responses")["40001"]["response_status"] == "completed"
    assert landed_versions(home, "surveymonkey", "responses") == 3
    assert "start_modified_at" in account.asked[-1][1].query


def test_choices_count_their_weights() -> None:
    choices = [{"id": str(place), "weight": place + 1, "text": "Star", "position": place} for place in range(5)]
    assert scores(choices) == [1, 2, 3, 4, 5]


def test_choices_of_nps_count_what_they_show() -> None:
    assert scores(NPS) == list(range(11))


def test_choices_that_share_weights_and_show_no_number_count_by_their_place() -> None:
    choices = [{"id": str(9 - place), "weight": 0, "text": "Likely", "position": 3 - place} for place in range(3)]
    assert scores(choices) == [2, 1, 0]


def test_choices_without_weights_and_those_that_do_not_apply_count_nothing() -> None:
    assert scores([{"id": "1", "text": "Yes"}, {"id": "2", "text": "No"}]) == [None, None]
    assert scores([{"id": "1", "weight": 0, "text": "None", "is_na": True}]) == [None]


@pytest.mark.parametrize(
    ("about", "address"),
    [
        ({"metadata": {"contact": {"email": {"type": "string", "value": "a@b.example"}}}}, "a@b.example"),
        ({"metadata": {"contact": {"email": "a@b.example"}}}, "a@b.example"),
        ({"metadata": {}, "email_address": "c@d.example"}, "c@d.example"),
        ({"metadata": None, "email_address": ""}, None),
    ],
)
def test_the_recipients_address_is_found_wherever_it_stands(
    account: SurveyMonkeyReplay, home: Home, policy: Policy, about: dict[str, Any], address: str | None
) -> None:
    account.objects["responses"] = [{**account.make(1), **about}]
    read_night(home, policy, "surveymonkey", 1)
    (response,) = standing(home, "surveymonkey", "responses").values()
    assert response["respondent_email"] == address
    assert "ip_address" not in response


def test_a_limit_of_requests_says_itself_how_long_to_wait(
    account: SurveyMonkeyReplay, home: Home, policy: Policy
) -> None:
    account.objects["responses"] = [account.make(1)]
    account.faults = [Response({"error": {"id": "1040"}}, 429, {"X-Ratelimit-App-Global-Minute-Reset": "0.3"})]
    read_night(home, policy, "surveymonkey", 1)
    first, second = (moment for moment, _ in account.asked[:2])
    assert second - first >= 0.3


def test_named_surveys_alone_are_read(account: SurveyMonkeyReplay, home: Home, policy: Policy) -> None:
    configure(home, {"surveymonkey": account.section() | {"surveys": ["1002"]}})
    account.objects["responses"] = [account.make(1)]
    read_night(home, policy, "surveymonkey", 1)
    assert [request.path for _, request in account.asked] == ["/v3/surveys/1002/responses/bulk"]
