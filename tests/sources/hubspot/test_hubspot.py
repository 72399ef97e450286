"""What is HubSpot's own: searches past ten thousand results, associations, many properties, merges, archives."""

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest

from flows.policy import Policy
from flows.settings import PROJECT_ROOT, Home
from flows.sources.hubspot import client, search
from sources.harness import configure, hasty_policy, landed_versions, read_night, standing
from sources.hubspot.replay import HubspotReplay
from sources.replay import Response, served
from sources.staging import build_staging

SHARED = Path(os.environ.get("ACCOUNT360_SHARED_DATA", PROJECT_ROOT.parent / "shared" / "data"))
PAGES = SHARED / "hubspot_dlt_mock" / "hubspot_mock_data.json"


@pytest.fixture
def policy(tmp_path: Path) -> Policy:
    return hasty_policy(tmp_path / "policy")


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path / "home")


@pytest.fixture
def account(home: Home, monkeypatch: pytest.MonkeyPatch) -> Iterator[HubspotReplay]:
    with served(HubspotReplay()) as replay:
        assert isinstance(replay, HubspotReplay)
        for name, value in replay.secrets.items():
            monkeypatch.setenv(name, value)
        configure(home, {"hubspot": replay.section()})
        yield replay


def changed(account: HubspotReplay, deal: dict[str, Any], minute: int, **properties: str) -> dict[str, Any]:
    """The deal changed at a later minute."""
    later = account.make(0, minute)["updatedAt"]
    return {
        **deal,
        "properties": {**deal["properties"], **properties, "hs_lastmodifieddate": later},
        "updatedAt": later,
    }


def told_of(home: Home, policy: Policy, stream: str) -> str:
    """The sentence that says why a stream was left as it stood."""
    run, _ = read_night(home, policy, "hubspot", 1)
    return next(str(stale["sentence"]) for stale in run.record.stale if stale["stream"] == stream)


@pytest.mark.parametrize("minutes", [1, 0], ids=["one after the other", "all at one moment"])
def test_more_changes_than_one_search_gives_come_in_by_windows(
    account: HubspotReplay, home: Home, policy: Policy, monkeypatch: pytest.MonkeyPatch, minutes: int
) -> None:
    monkeypatch.setattr(search, "MOST_RESULTS", 400)
    account.most_results = 400
    deals = [account.make(number, 0) for number in range(1_050)]
    account.objects["deals"] = deals[:1]
    read_night(home, policy, "hubspot", 1)
    account.objects["deals"] = [changed(account, deal, 60 + minutes * place) for place, deal in enumerate(deals)]
    # The last of them comes after all others have the same moment.
    account.objects["deals"][-1] = changed(account, deals[-1], 5_000)
    read_night(home, policy, "hubspot", 2)
    assert len(standing(home, "hubspot", "deals")) == 1_050
    assert landed_versions(home, "hubspot", "deals") == 1_051


def test_a_search_begins_ten_minutes_before_the_newest_change_that_was_seen(
    account: HubspotReplay, home: Home, policy: Policy
) -> None:
    account.objects["deals"] = [account.make(1, 30)]
    read_night(home, policy, "hubspot", 1)
    account.asked.clear()
    read_night(home, policy, "hubspot", 2)
    (body,) = [request.body for _, request in account.asked if request.path == "/crm/v3/objects/deals/search"]
    # 2026-01-01 00:20 UTC in milliseconds.
    assert body["filterGroups"] == [
        {"filters": [{"propertyName": "hs_lastmodifieddate", "operator": "GTE", "value": "1767226800000"}]}
    ]
    assert body["sorts"] == [{"propertyName": "hs_lastmodifieddate", "direction": "ASCENDING"}]


def test_contacts_are_searched_by_a_property_of_another_name(
    account: HubspotReplay, home: Home, policy: Policy
) -> None:
    account.objects |= account.golden()
    read_night(home, policy, "hubspot", 1)
    read_night(home, policy, "hubspot", 2)
    (body,) = [request.body for _, request in account.asked if request.path == "/crm/v3/objects/contacts/search"]
    assert body["sorts"][0]["propertyName"] == "lastmodifieddate"
    # Found by search, each is the same as it was listed.
    assert landed_versions(home, "hubspot", "contacts") == 4


def test_the_primary_company_comes_first_however_many_there_are(
    account: HubspotReplay, home: Home, policy: Policy
) -> None:
    account.link_page = 2
    companies = [("9", ()), ("10", ()), ("8", ()), ("7", ("Primary", "Billing"))]
    account.objects["deals"] = [{**account.make(1), "links": {"companies": companies}}, account.make(2)]
    read_night(home, policy, "hubspot", 1)
    first, second = standing(home, "hubspot", "deals").values()
    assert first["associations"]["companies"] == [
        {"id": "7", "labels": ["Billing", "Primary"]},
        {"id": "8", "labels": []},
        {"id": "9", "labels": []},
        {"id": "10", "labels": []},
    ]
    assert second["associations"] == {"companies": []}


def test_an_association_that_changed_comes_in_once_everything_is_listed_anew(
    account: HubspotReplay, home: Home, policy: Policy
) -> None:
    account.objects["deals"] = [account.make(number) for number in range(3)]
    read_night(home, policy, "hubspot", 1)
    account.objects["deals"][0]["links"] = {"companies": [("7", ("Primary",))]}
    # Nothing tells of it before a week has gone.
    read_night(home, policy, "hubspot", 8)
    deal = standing(home, "hubspot", "deals")[account.objects["deals"][0]["id"]]
    assert deal["associations"]["companies"][0]["id"] == "7"


def test_more_properties_than_an_address_holds_are_read_by_ids(
    account: HubspotReplay, home: Home, policy: Policy, monkeypatch: pytest.MonkeyPatch
) -> None:
    account.objects["deals"] = [account.make(number, number) for number in range(130)]
    account.objects["deals"].append({**account.make(200), "archived": True})
    read_night(home, policy, "hubspot", 1)
    monkeypatch.setattr(client, "LONGEST_LIST", 20)
    read_night(home, policy, "hubspot", 2, full_refresh=True)
    assert any(request.path.endswith("/batch/read") and "v3" in request.path for _, request in account.asked)
    assert landed_versions(home, "hubspot", "deals") == 131


def test_an_archived_object_is_gone_and_comes_back_when_it_is_restored(
    account: HubspotReplay, home: Home, policy: Policy
) -> None:
    account.objects["deals"] = [account.make(number, number) for number in range(3)]
    read_night(home, policy, "hubspot", 1)
    account.objects["deals"][1]["archived"] = True
    _, batch = read_night(home, policy, "hubspot", 2)
    assert batch is not None
    assert sum(stream.rows_deleted for stream in batch.streams) == 1
    account.objects["deals"][1] = changed(account, {**account.make(1), "archived": False}, 600)
    read_night(home, policy, "hubspot", 3)
    assert len(standing(home, "hubspot", "deals")) == 3


def test_what_was_merged_is_gone_though_nothing_lists_it(account: HubspotReplay, home: Home, policy: Policy) -> None:
    deals = [account.make(number, number) for number in range(3)]
    account.objects["deals"] = deals
    read_night(home, policy, "hubspot", 1)
    # HubSpot leaves out whatever was merged, and names it in what it was merged into.
    winner = changed(account, deals[0], 60, hs_merged_object_ids=f"{deals[1]['id']};{deals[2]['id']}")
    account.objects["deals"] = [winner]
    _, batch = read_night(home, policy, "hubspot", 2)
    assert batch is not None
    assert sum(stream.rows_deleted for stream in batch.streams) == 2
    assert list(standing(home, "hubspot", "deals")) == [winner["id"]]
    read_night(home, policy, "hubspot", 3)
    # Three, the winner's change and two that are gone; nothing lands a second time.
    assert landed_versions(home, "hubspot", "deals") == 6


def test_a_missing_scope_is_told_by_its_name(account: HubspotReplay, home: Home, policy: Policy) -> None:
    refusal = Response(
        {"status": "error", "category": "MISSING_SCOPES", "message": "This app hasn't been granted"}, 403
    )
    answer = account.answer
    account.answer = lambda request: refusal if "tickets" in request.path else answer(request)  # type: ignore[method-assign]
    sentence = told_of(home, policy, "tickets")
    assert "does not give its tickets (status 403, MISSING_SCOPES); give its key the scope tickets" in sentence


def test_an_own_property_that_is_not_there_is_told_and_one_that_is_comes_in(
    account: HubspotReplay, home: Home, tmp_path: Path
) -> None:
    rows = ("hubspot,accounts,segment,properties.tier,", "hubspot,accounts,potential_annual,properties.potental,")
    (tmp_path / "own").mkdir()
    text = "\n".join(["source,entity,column_name,path,description", *rows]) + "\n"
    (tmp_path / "own" / "source_fields.csv").write_text(text, encoding="utf-8")
    policy = hasty_policy(tmp_path / "own")
    account.objects |= account.golden()
    account.objects["companies"][0]["properties"] |= {"tier": "A"}
    assert "does not know the property potental of companies" in told_of(home, policy, "companies")
    account.known["companies"] += ("potental",)
    read_night(home, policy, "hubspot", 2)
    assert standing(home, "hubspot", "companies")["101"]["properties"]["tier"] == "A"


def test_a_search_that_repeats_a_page_is_told(account: HubspotReplay, home: Home, policy: Policy) -> None:
    account.objects["deals"] = [account.make(number, number) for number in range(3)]
    read_night(home, policy, "hubspot", 1)
    account.objects["deals"] = [account.make(number, 100) for number in range(500)]
    searched = account._searched

    def repeated(kind: str, body: dict[str, Any]) -> Response:
        return searched(kind, {**body, "after": "0"})

    account._searched = repeated  # type: ignore[method-assign]
    run, _ = read_night(home, policy, "hubspot", 2)
    assert "repeats a page of its deals" in str(run.record.stale[0]["sentence"])


@pytest.mark.slow
@pytest.mark.skipif(not PAGES.exists(), reason=f"HubSpot's pages are not in {PAGES.parent}")
def test_pages_of_a_real_account_are_staged_without_a_refused_object(
    account: HubspotReplay, home: Home, policy: Policy, tmp_path: Path
) -> None:
    pages = json.loads(PAGES.read_text(encoding="utf-8"))
    for stream in ("companies", "contacts", "deals", "tickets"):
        account.objects[stream] = pages[f"mock_{stream}_data"]["results"]
    listed = pages["mock_contacts_properties"]["results"]
    account.known["contacts"] = tuple(item["name"] for item in listed)
    _, batch = read_night(home, policy, "hubspot", 1)
    assert batch is not None
    assert sum(stream.rows_refused for stream in batch.streams) == 0
    warehouse = build_staging(home, tmp_path, ["hubspot"], "2026-03-31")
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        accounts = connection.execute("select account_name from staging.stg_hubspot__accounts order by all").fetchall()
        tickets = connection.execute(
            "select priority, created_at::varchar from staging.stg_hubspot__tickets"
        ).fetchall()
        deals = connection.execute("select monthly_amount::double from staging.stg_hubspot__opportunities").fetchall()
        contacts = connection.execute("select name from staging.stg_hubspot__contacts order by all").fetchall()
    assert accounts == [("Hubspot, Inc.",), ("U.S. Food and Drug Administration",)]
    assert sorted(tickets) == [("HIGH", "2022-12-04 05:00:00"), ("HIGH", "2023-01-15 05:00:00")]
    # 500 and 3,233 a year.
    assert sorted(amount for (amount,) in deals) == pytest.approx([500 / 12, 3233 / 12])
    assert contacts == [("Brian Halligan (Sample Contact)",), ("Maria Johnson (Sample Contact)",)]
