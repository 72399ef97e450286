"""What is Salesforce's own: bulk queries, ids, merges, hidden fields, limits, windows, and a mock nobody here wrote."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from flows.errors import ConfigurationError, SourceError
from flows.policy import Policy
from flows.settings import Home
from flows.sources.salesforce.ids import long_id
from flows.sources.salesforce.records import as_payload
from sources.harness import configure, hasty_policy, landed_versions, read_night, standing
from sources.replay import Response, served
from sources.salesforce.golden import BRANCH, LOSER
from sources.salesforce.replay import DATA, SalesforceReplay


@pytest.fixture
def policy(tmp_path: Path) -> Policy:
    return hasty_policy(tmp_path / "policy")


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path / "home")


@pytest.fixture
def org(home: Home, monkeypatch: pytest.MonkeyPatch) -> Iterator[SalesforceReplay]:
    with served(SalesforceReplay()) as replay:
        assert isinstance(replay, SalesforceReplay)
        for name, value in replay.secrets.items():
            monkeypatch.setenv(name, value)
        configure(home, {"salesforce": replay.section()})
        yield replay


def configured(org: SalesforceReplay, home: Home, **settings: Any) -> None:
    configure(home, {"salesforce": org.section() | settings})


def naming_own_fields(folder: Path, *rows: str) -> Policy:
    """A company's policy whose own fields are these."""
    folder.mkdir(exist_ok=True)
    text = "\n".join(["source,entity,column_name,path,description", *rows]) + "\n"
    (folder / "source_fields.csv").write_text(text, encoding="utf-8")
    return hasty_policy(folder)


def told_of(home: Home, policy: Policy, stream: str) -> str:
    """The sentence that says why a stream was left as it stood."""
    run, _ = read_night(home, policy, "salesforce", 1)
    return next(str(stale["sentence"]) for stale in run.record.stale if stale["stream"] == stream)


def asked(org: SalesforceReplay, path: str) -> list[str]:
    """The queries sent to a path."""
    return [request.query["q"] for _, request in org.asked if request.path == DATA + path]


# The pairs stand in Salesforce's own examples and in exports of other people.
@pytest.mark.parametrize(
    "identifier",
    ["0015500000Xyy06AAB", "0051G000005Mun4QAC", "0031G00001S3ckZQAR", "01t1G000000bOtkQAE", "a951G000000TQsMQAW"],
)
def test_an_id_of_fifteen_characters_gets_the_three_that_tell_its_capitals(identifier: str) -> None:
    assert long_id(identifier[:15]) == identifier
    assert long_id(identifier) == identifier


def test_ids_that_differ_in_case_only_stay_different() -> None:
    # A capital at the second place of the last part is its second lowest bit: C, two after A.
    assert long_id("001000000000abc") == "001000000000abcAAA"
    assert long_id("00100000000Aabc") == "00100000000AabcAAC" != long_id("00100000000aabc")
    assert long_id("Acme Industries") == "Acme Industries"


def test_a_record_reads_the_same_from_json_and_from_csv() -> None:
    types = {"Id": "id", "Amount": "currency", "IsWon": "boolean", "CreatedDate": "datetime", "Name": "string"}
    fields = ["Id", "Amount", "IsWon", "CreatedDate", "Name", "Owner.Name"]
    rest = {
        "Id": "0015500000Xyy06AAB",
        "Amount": 3.0,
        "IsWon": False,
        "CreatedDate": "2020-10-22T21:03:23.000+0000",
        "Name": None,
        "Owner": {"attributes": {}, "Name": "Sam"},
    }
    bulk = {
        "Id": "0015500000Xyy06",
        "Amount": "3",
        "IsWon": "false",
        "CreatedDate": "2020-10-22T21:03:23.000Z",
        "Name": "",
        "Owner.Name": "Sam",
    }
    expected = {
        "Id": "0015500000Xyy06AAB",
        "Amount": 3.0,
        "IsWon": False,
        "CreatedDate": "2020-10-22T21:03:23.000Z",
        "Name": None,
        "Owner": {"Name": "Sam"},
    }
    assert as_payload(rest, fields, types) == expected
    assert as_payload(bulk, fields, types) == expected


def test_much_comes_by_bulk_queries_page_by_page_and_is_the_same_as_by_rest(
    org: SalesforceReplay, home: Home, policy: Policy
) -> None:
    org.objects["opportunities"] = [org.make(number, number) for number in range(250)]
    org.objects["opportunities"][3]["StageName"] = 'Two "stages",\nin lines'
    org.objects["opportunities"][4]["IsDeleted"] = True
    configured(org, home, bulk_from_rows=200)
    read_night(home, policy, "salesforce", 1)
    results = [request for _, request in org.asked if request.path.endswith("/results")]
    assert [request.query.get("locator") for request in results] == [None, "100", "200"]
    assert len(standing(home, "salesforce", "opportunities")) == 249
    configured(org, home, bulk_from_rows=1_000)
    read_night(home, policy, "salesforce", 2, full_refresh=True)
    assert landed_versions(home, "salesforce", "opportunities") == 250


def test_where_the_org_does_not_count_all_comes_by_rest(org: SalesforceReplay, home: Home, policy: Policy) -> None:
    org.objects["opportunities"] = [org.make(number, number) for number in range(5)]
    org.counts = False
    configured(org, home, bulk_from_rows=1)
    read_night(home, policy, "salesforce", 1)
    assert not org.jobs
    assert len(standing(home, "salesforce", "opportunities")) == 5


def test_a_bulk_query_that_fails_is_told(org: SalesforceReplay, home: Home, policy: Policy) -> None:
    org.objects["opportunities"] = [org.make(1)]
    org.job_states = ["Failed"]
    configured(org, home, bulk_from_rows=1)
    sentence = told_of(home, policy, "opportunities")
    assert "did not carry out its bulk query of opportunities; see Bulk Data Load Jobs in its Setup" in sentence


def test_a_reading_asks_for_what_changed_since_ten_minutes_before_the_last_one(
    org: SalesforceReplay, home: Home, policy: Policy
) -> None:
    org.objects["opportunities"] = [org.make(1, 30)]
    read_night(home, policy, "salesforce", 1)
    org.asked.clear()
    read_night(home, policy, "salesforce", 2)
    query = next(query for query in asked(org, "queryAll/") if "StageName" in query)
    assert query.endswith("WHERE SystemModstamp >= 2026-01-01T00:20:00.000Z ORDER BY SystemModstamp")


def test_facts_are_listed_by_months_and_master_data_whole(org: SalesforceReplay, home: Home, policy: Policy) -> None:
    configured(org, home, start_date=date(2026, 1, 15))
    read_night(home, policy, "salesforce", 1)
    queries = [query for query in asked(org, "queryAll/") if "COUNT" not in query]
    of_cases = [query.split(" WHERE ")[1] for query in queries if " FROM Case" in query]
    assert of_cases == [
        "CreatedDate >= 2026-01-15T00:00:00.000Z AND CreatedDate < 2026-02-01T00:00:00.000Z ORDER BY SystemModstamp",
        "CreatedDate >= 2026-02-01T00:00:00.000Z AND CreatedDate < 2026-03-01T00:00:00.000Z ORDER BY SystemModstamp",
        "CreatedDate >= 2026-03-01T00:00:00.000Z ORDER BY SystemModstamp",
    ]
    assert len([query for query in queries if " FROM Account" in query and "CreatedDate >=" not in query]) == 1


def test_a_needed_field_that_the_user_cannot_see_is_told_with_the_permission(
    org: SalesforceReplay, home: Home, policy: Policy
) -> None:
    org.objects |= org.golden()
    org.hidden = {"Case.CreatedDate", "Account.Industry"}
    sentence = told_of(home, policy, "cases")
    assert "does not show the field CreatedDate of Case; give the user it runs as Read Access to it" in sentence
    # What is not needed is not asked for.
    assert standing(home, "salesforce", "accounts")[BRANCH].keys() >= {"Name", "ParentId"}
    assert "Industry" not in standing(home, "salesforce", "accounts")[BRANCH]


def test_a_companys_own_fields_are_asked_for_and_judged(org: SalesforceReplay, home: Home, tmp_path: Path) -> None:
    policy = naming_own_fields(
        tmp_path / "own",
        "salesforce,accounts,potential_annual,Potential__c,",
        "salesforce,accounts,segment,Tier__c,",
    )
    org.objects |= org.golden()
    org.objects["accounts"][0] |= {"Potential__c": 5000.0, "Tier__c": "A"}
    org.objects["accounts"][3] |= {"Potential__c": "a lot"}
    _, batch = read_night(home, policy, "salesforce", 1)
    assert batch is not None
    assert {stream.stream: stream.rows_refused for stream in batch.streams}["accounts"] == 1
    (account,) = standing(home, "salesforce", "accounts").values()
    assert (account["Potential__c"], account["Tier__c"]) == (5000.0, "A")


def test_an_own_field_that_is_not_there_is_told(org: SalesforceReplay, home: Home, tmp_path: Path) -> None:
    policy = naming_own_fields(tmp_path / "own", "salesforce,accounts,segment,Teir__c,")
    assert "does not show the field Teir__c of Account" in told_of(home, policy, "accounts")


def test_an_object_that_the_user_may_not_read_is_told(
    org: SalesforceReplay, home: Home, policy: Policy, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delitem(__import__("sources.salesforce.replay", fromlist=["FIELDS"]).FIELDS, "Case")
    sentence = told_of(home, policy, "cases")
    assert "does not give its cases (status 404, NOT_FOUND); give its key Read on Case and View All Records" in sentence


def test_a_page_that_repeats_is_told(org: SalesforceReplay, home: Home, policy: Policy) -> None:
    org.objects["opportunities"] = [org.make(number, number) for number in range(250)]
    page = org._page

    def first_page(cursor: str, start: int) -> Response:
        return page(cursor, min(start, 0))

    org._page = first_page  # type: ignore[method-assign]
    assert "repeats a page of its opportunities" in told_of(home, policy, "opportunities")


def test_the_limit_of_requests_passes_and_is_named_when_it_does_not(
    org: SalesforceReplay, home: Home, policy: Policy
) -> None:
    org.objects["opportunities"] = [org.make(1)]
    limit = Response([{"errorCode": "REQUEST_LIMIT_EXCEEDED", "message": "TotalRequests Limit exceeded."}], 403)
    org.faults = [limit]
    read_night(home, policy, "salesforce", 1)
    assert len(standing(home, "salesforce", "opportunities")) == 1
    org.faults = [limit] * 10
    with pytest.raises(SourceError, match="status 403, REQUEST_LIMIT_EXCEEDED"):
        read_night(home, policy, "salesforce", 2)


@pytest.mark.parametrize(
    "refusal",
    [
        Response({"error": "invalid_client", "error_description": "invalid client credentials"}, 400),
        Response([{"errorCode": "INVALID_SESSION_ID", "message": "Session expired or invalid"}], 401),
    ],
)
def test_a_refused_app_and_an_expired_session_are_the_key(
    org: SalesforceReplay, home: Home, policy: Policy, refusal: Response
) -> None:
    org.faults = [refusal]
    with pytest.raises(SourceError, match="refused its key .* ACCOUNT360_SALESFORCE_CLIENT_SECRET"):
        read_night(home, policy, "salesforce", 1)


def test_a_token_goes_before_the_app_and_without_both_nothing_is_asked(
    org: SalesforceReplay, home: Home, policy: Policy, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("ACCOUNT360_SALESFORCE_CLIENT_SECRET")
    with pytest.raises(ConfigurationError, match="salesforce needs a key"):
        read_night(home, policy, "salesforce", 1)
    assert not org.asked
    monkeypatch.setenv("ACCOUNT360_SALESFORCE_ACCESS_TOKEN", "00D!session")
    read_night(home, policy, "salesforce", 1)
    assert not any("oauth2" in request.path for _, request in org.asked)


def test_a_merge_is_kept_after_the_recycle_bin_is_emptied(org: SalesforceReplay, home: Home, policy: Policy) -> None:
    from sources.salesforce.golden import golden_records

    org.objects |= golden_records()
    read_night(home, policy, "salesforce", 1)
    org.objects["accounts"] = [account for account in org.objects["accounts"] if not account["IsDeleted"]]
    read_night(home, policy, "salesforce", 2, full_refresh=True)
    assert landed_versions(home, "salesforce", "accounts") == 4
    assert LOSER not in standing(home, "salesforce", "accounts")
