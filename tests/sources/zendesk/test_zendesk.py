"""Zendesk's own ways: exports by cursor and by time, measures beside the requests, merged and deleted requests."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from flows.errors import ConfigurationError, SourceError
from flows.extraction.configuration import read_settings
from flows.policy import Policy
from flows.settings import Home
from flows.sources.zendesk.settings import ZendeskSettings
from sources.harness import configure, hasty_policy, landed_versions, read_night, standing
from sources.replay import Request, Response, served
from sources.zendesk.replay import EMAIL, TOKEN, ZendeskReplay, moment


@pytest.fixture
def policy(tmp_path: Path) -> Policy:
    return hasty_policy(tmp_path / "policy")


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path / "home")


@pytest.fixture
def account(home: Home, monkeypatch: pytest.MonkeyPatch) -> Iterator[ZendeskReplay]:
    with served(ZendeskReplay()) as replay:
        assert isinstance(replay, ZendeskReplay)
        monkeypatch.setenv("ACCOUNT360_ZENDESK_API_TOKEN", TOKEN)
        configure(home, {"zendesk": replay.section() | {"requests_per_minute": 1_000}})
        yield replay


def asked_for(account: ZendeskReplay, path: str) -> list[Any]:
    """The queries of the requests for a path, in their order."""
    return [request.query for _, request in account.asked if request.path == f"/api/v2/{path}"]


def test_an_export_is_followed_by_its_cursor_to_its_end(account: ZendeskReplay, home: Home, policy: Policy) -> None:
    account.page = 10
    account.objects["tickets"] = [account.make(number, number) for number in range(35)]
    read_night(home, policy, "zendesk", 1)
    tickets = standing(home, "zendesk", "tickets")
    assert len(tickets) == 35
    asked = asked_for(account, "incremental/tickets/cursor.json")
    assert [query.get("start_time") for query in asked] == ["0", None, None, None]
    assert "cursor" not in asked[0]
    assert tickets["5034"]["metric_set"]["ticket_id"] == 5_034
    assert tickets["5034"]["custom_fields"] == {"360001": "billing"}
    assert "description" not in tickets["5034"]


def test_organizations_of_one_second_on_two_pages_come_in_once(
    account: ZendeskReplay, home: Home, policy: Policy
) -> None:
    account.page = 2
    account.objects["organizations"] = [
        {"id": number, "name": f"Company {number}", "domain_names": [], "updated_at": moment(minute)}
        for number, minute in enumerate([1, 2, 2, 2, 3, 4])
    ]
    read_night(home, policy, "zendesk", 1)
    assert len(standing(home, "zendesk", "organizations")) == 6
    assert landed_versions(home, "zendesk", "organizations") == 6


def test_an_export_by_time_that_stands_still_is_told(
    account: ZendeskReplay, home: Home, policy: Policy, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = {"id": 1, "name": "Acme", "domain_names": [], "updated_at": moment(1)}
    answers = account.answer

    # An older shape says nothing of the end, counts a full page, and never moves on.
    def standing_still(request: Request) -> Response:
        if request.path != "/api/v2/incremental/organizations.json":
            return answers(request)
        ended_at = max(int(request.query["start_time"]), 1_767_225_660)
        return Response({"organizations": [one], "count": 1_000, "end_time": ended_at, "next_page": "again"})

    monkeypatch.setattr(account, "answer", standing_still)
    run, _ = read_night(home, policy, "zendesk", 1)
    assert len(asked_for(account, "incremental/organizations.json")) == 2
    (stale,) = run.record.stale
    assert "repeats a page of its organizations" in str(stale["sentence"])


def test_a_request_changed_by_the_system_alone_comes_in_by_its_export(
    account: ZendeskReplay, home: Home, policy: Policy
) -> None:
    account.objects["tickets"] = [account.make(number, number) for number in range(300)]
    read_night(home, policy, "zendesk", 1)
    # Its own moment of change stays old; only that of the export moves.
    changed = {**account.make(3, 3), "tags": ["web", "vip"], "generated_timestamp": 1_767_225_600 + 60 * 400}
    account.objects["tickets"][3] = changed
    read_night(home, policy, "zendesk", 2)
    assert standing(home, "zendesk", "tickets")["5003"]["tags"] == ["web", "vip"]
    assert landed_versions(home, "zendesk", "tickets") == 301


def test_merged_and_deleted_requests_are_gone(account: ZendeskReplay, home: Home, policy: Policy) -> None:
    account.objects["tickets"] = [account.make(number, number) for number in range(5)]
    read_night(home, policy, "zendesk", 1)
    account.objects["tickets"][1] = {**account.make(1, 10), "status": "closed", "tags": ["closed_by_merge"]}
    account.objects["tickets"][2] = {**account.make(2, 11), "status": "deleted"}
    _, batch = read_night(home, policy, "zendesk", 2)
    assert batch is not None
    assert sorted(standing(home, "zendesk", "tickets")) == ["5000", "5003", "5004"]
    assert {stream.stream: stream.rows_deleted for stream in batch.streams}["tickets"] == 2


def test_months_are_read_one_by_one_when_a_first_day_is_given(
    account: ZendeskReplay, home: Home, policy: Policy
) -> None:
    configure(home, {"zendesk": account.section() | {"start_date": "2026-01-01", "requests_per_minute": 1_000}})
    account.page = 10
    account.objects["tickets"] = [account.make(number, number * 1_440) for number in range(50)]
    read_night(home, policy, "zendesk", 1)
    assert len(standing(home, "zendesk", "tickets")) == 50
    starts = [
        query["start_time"] for query in asked_for(account, "incremental/tickets/cursor.json") if "start_time" in query
    ]
    assert starts == ["1767225600", "1769904000", "1772323200"]  # 1 January, February and March


def test_more_ratings_than_a_page_come_in_whole(account: ZendeskReplay, home: Home, policy: Policy) -> None:
    account.objects["satisfaction_ratings"] = [
        account.rating(number, 5_000 + number, 70, "good", None, moment(number)) for number in range(250)
    ]
    read_night(home, policy, "zendesk", 1)
    assert len(standing(home, "zendesk", "satisfaction_ratings")) == 250
    assert {query["score"] for query in asked_for(account, "satisfaction_ratings.json")} == {"received"}


def test_a_plan_without_ratings_leaves_the_rest_as_it_is(
    account: ZendeskReplay, home: Home, policy: Policy, monkeypatch: pytest.MonkeyPatch
) -> None:
    account.objects["tickets"] = [account.make(1)]
    answers = account.answer
    monkeypatch.setattr(
        account,
        "answer",
        lambda request: Response({"error": "Forbidden"}, 403) if "ratings" in request.path else answers(request),
    )
    run, batch = read_night(home, policy, "zendesk", 1)
    assert batch is not None
    (stale,) = run.record.stale
    assert stale["stream"] == "satisfaction_ratings"
    assert "does not give its satisfaction_ratings (status 403, Forbidden)" in str(stale["sentence"])
    assert len(standing(home, "zendesk", "tickets")) == 1


def test_an_export_keeps_its_pace(
    account: ZendeskReplay, home: Home, policy: Policy, monkeypatch: pytest.MonkeyPatch
) -> None:
    waits: list[float] = []
    monkeypatch.setattr("flows.extraction.session.time.sleep", waits.append)
    configure(home, {"zendesk": account.section()})
    account.page = 5
    account.objects["tickets"] = [account.make(number, number) for number in range(50)]
    read_night(home, policy, "zendesk", 1)
    # Two exports of a page and one of ten: the eleventh and twelfth request wait for the minute to end.
    assert [wait > 55 for wait in waits] == [True, True]


def test_an_oauth_token_goes_without_an_address(account: ZendeskReplay, home: Home, policy: Policy) -> None:
    configure(home, {"zendesk": {"address": account.address}})
    account.objects["tickets"] = [account.make(1)]
    read_night(home, policy, "zendesk", 1)
    assert {request.headers["Authorization"] for _, request in account.asked} == {f"Bearer {TOKEN}"}


@pytest.mark.parametrize("page", [1, 2])
def test_an_export_without_its_objects_is_told(account: ZendeskReplay, home: Home, policy: Policy, page: int) -> None:
    account.faults = [Response({"users": []})] * page
    run, _ = read_night(home, policy, "zendesk", 1)
    assert "gave an answer without organizations" in str(run.record.stale[0]["sentence"])


def test_an_account_without_a_place_is_asked_for_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ACCOUNT360_ZENDESK_API_TOKEN", TOKEN)
    with pytest.raises(ConfigurationError, match="give the subdomain"):
        read_settings("zendesk", {"email": EMAIL}, ZendeskSettings)
    assert read_settings("zendesk", {"subdomain": "acme"}, ZendeskSettings).base_url == "https://acme.zendesk.com"


def test_a_wrong_token_is_told_with_its_variable(
    account: ZendeskReplay, home: Home, policy: Policy, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ACCOUNT360_ZENDESK_API_TOKEN", "wrong-4711")
    with pytest.raises(SourceError, match="ACCOUNT360_ZENDESK_API_TOKEN") as told:
        read_night(home, policy, "zendesk", 1)
    assert "4711" not in str(told.value)
