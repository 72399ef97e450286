"""Typeform's own ways: pages by tokens, completed responses only, kinds of answers, scales of forms."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from flows.policy import Policy
from flows.settings import Home
from sources.harness import configure, hasty_policy, landed_versions, read_night, standing
from sources.replay import Response, served
from sources.typeform.replay import TOKEN, TypeformReplay, given, moment


@pytest.fixture
def policy(tmp_path: Path) -> Policy:
    return hasty_policy(tmp_path / "policy")


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path / "home")


@pytest.fixture
def account(home: Home, monkeypatch: pytest.MonkeyPatch) -> Iterator[TypeformReplay]:
    with served(TypeformReplay()) as replay:
        assert isinstance(replay, TypeformReplay)
        monkeypatch.setenv("ACCOUNT360_TYPEFORM_TOKEN", TOKEN)
        configure(home, {"typeform": replay.section()})
        yield replay


def landed(account: TypeformReplay, home: Home, policy: Policy, answers: list[dict[str, Any]]) -> dict[str, Any]:
    """What is landed of a response with these answers."""
    account.objects["responses"] = [{**account.make(1), "answers": answers}]
    read_night(home, policy, "typeform", 1)
    return standing(home, "typeform", "responses")["t1"]


def test_more_responses_than_a_page_are_followed_by_tokens(account: TypeformReplay, home: Home, policy: Policy) -> None:
    # Many of them in one minute, so that no moment could tell the pages apart.
    account.objects["responses"] = [account.make(number, number // 900) for number in range(2_500)]
    read_night(home, policy, "typeform", 1)
    assert len(standing(home, "typeform", "responses")) == 2_500
    asked = [request.query for _, request in account.asked if request.path == "/forms/nps1/responses"]
    assert [query.get("before") is None for query in asked] == [True, False, False]


def test_the_next_reading_asks_for_what_was_submitted_since(
    account: TypeformReplay, home: Home, policy: Policy
) -> None:
    account.objects["responses"] = [account.make(number, number) for number in range(200)]
    read_night(home, policy, "typeform", 1)
    account.objects["responses"].append(account.make(200, 150))
    read_night(home, policy, "typeform", 2)
    # 199 minutes into the year, less an hour.
    assert account.asked[-1][1].query["since"] == moment(139)
    assert landed_versions(home, "typeform", "responses") == 201


def test_only_completed_responses_are_asked_for(account: TypeformReplay, home: Home, policy: Policy) -> None:
    account.objects["responses"] = [account.make(1), {**account.make(2), "response_type": "partial"}]
    read_night(home, policy, "typeform", 1)
    assert list(standing(home, "typeform", "responses")) == ["t1"]


def test_answers_of_every_kind_come_in_one_shape(account: TypeformReplay, home: Home, policy: Policy) -> None:
    answers = [
        given("recommend", "number", 9),
        given("support", "choice", {"label": "4"}),
        given("plan", "choice", {"other": "Something else"}),
        given("tools", "choices", {"labels": ["Mail", "Chat"]}),
        given("why", "text", "Fast"),
        given("again", "boolean", True),
        given("mail", "email", "pia@acme.example"),
    ]
    response = landed(account, home, policy, answers)
    assert response["answered"] == [
        {"question": "recommend", "score": 9, "lowest": 0, "highest": 10},
        {"question": "support", "score": "4", "text": "4"},
        {"question": "plan", "text": "Something else"},
        {"question": "tools", "text": "Mail; Chat"},
        {"question": "why", "text": "Fast"},
        {"question": "again", "text": "true"},
        {"question": "mail", "text": "pia@acme.example"},
        {"question": "calculated.score", "score": 0},
    ]
    assert response["respondent_email"] == "pia@acme.example"
    assert "metadata" not in response


def test_a_rating_within_a_group_brings_its_scale(account: TypeformReplay, home: Home, policy: Policy) -> None:
    response = landed(account, home, policy, [given("support", "number", 3)])
    assert response["answered"][0] == {"question": "support", "score": 3, "lowest": 1, "highest": 5}


def test_named_forms_alone_are_read(account: TypeformReplay, home: Home, policy: Policy) -> None:
    configure(home, {"typeform": account.section() | {"forms": ["mood"]}})
    account.objects["responses"] = [account.make(1), {**account.make(2), "of": "mood"}]
    read_night(home, policy, "typeform", 1)
    assert list(standing(home, "typeform", "responses")) == ["t2"]


def test_a_page_that_comes_again_is_told(
    account: TypeformReplay, home: Home, policy: Policy, monkeypatch: pytest.MonkeyPatch
) -> None:
    full = [account.make(number) for number in range(1_000)]
    answers = account.answer
    monkeypatch.setattr(
        account,
        "answer",
        lambda request: Response({"items": full}) if request.path.endswith("/responses") else answers(request),
    )
    run, _ = read_night(home, policy, "typeform", 1)
    (stale,) = run.record.stale
    assert "The source typeform repeats a page of its responses" in str(stale["sentence"])


def test_a_token_without_its_scopes_is_told_what_to_give(
    account: TypeformReplay, home: Home, policy: Policy, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(account, "answer", lambda _: Response({"code": "FORBIDDEN"}, 403))
    run, _ = read_night(home, policy, "typeform", 1)
    (stale,) = run.record.stale
    assert "give its key the scopes forms:read and responses:read" in str(stale["sentence"])
