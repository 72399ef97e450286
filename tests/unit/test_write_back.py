"""The write-back to Salesforce and HubSpot: only what changed, only when told to, and each field once."""

import errno
import fcntl
import json
import signal
import stat
import subprocess
import sys
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest
from published_home import publish
from sources.crms import CLIENT, SECRET, TOKEN, CrmReplay, HubSpotReplay, SalesforceReplay
from sources.replay import Response, served
from written_company import Company, company_of, environment

from flows.errors import ConfigurationError, InputError, SourceError, StorageError, WarehouseBusy, WriteBackIncomplete
from flows.publish.versions import roll_back
from flows.settings import PROJECT_ROOT
from flows.write_back.fields import Kind, as_text
from flows.write_back.run import Request
from flows.write_back.summary import write_and_tell

ONE = (1, "A", 82.5, "2026-07-06", "silent")
TWO = (2, "B", 60, "2026-07-20", None)
THREE = (3, "none", None, None, None)
FOUR = (4, "C", 40.1, None, "low_score")


@pytest.fixture(params=[SalesforceReplay, HubSpotReplay], ids=["salesforce", "hubspot"])
def company(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Company]:
    """A company of four accounts, and each of the two CRMs in turn."""
    with served(request.param()) as crm:
        assert isinstance(crm, CrmReplay)
        yield company_of(tmp_path, crm, 4, monkeypatch)


def command_line(company: Company, *words: str) -> list[str]:
    """The words of the command for a company."""
    places = ["--home", str(company.home.root), "--policy", str(company.policy), "--target", company.crm.source]
    return [sys.executable, "-m", "flows.cli", "write-back", *places, *words]


def command(company: Company, *words: str) -> "subprocess.CompletedProcess[str]":
    """The command in a process of its own."""
    return subprocess.run(
        command_line(company, *words),
        cwd=PROJECT_ROOT,
        env=environment(company),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


# What is written


def test_without_apply_the_plan_is_shown_and_nothing_is_written(company: Company) -> None:
    company.publish(ONE, THREE)
    lines = company.said(apply=False)
    name, account = company.crm.name, company.crm.identity
    width = len(name("next_care_date"))
    assert [" ".join(line.split()) for line in lines[:6]] == [
        "account field written before becomes",
        f"{account(1)} {name('segment')} - A",
        f"{account(1)} {name('health_score')} - 82.5",
        f"{account(1)} {name('next_care_date')} - 2026-07-06",
        f"{account(1)} {name('top_signal')} - silent",
        f"{account(3)} {name('segment')} - none",
    ]
    assert lines[1] == f"{account(1)}  {name('segment').ljust(width)}  -               A"
    assert lines[6:] == [
        "",
        f"Would write 5 fields of 2 accounts to {company.write_back(apply=False).crm.title}; from version "
        "000001-20260601T020000Z as of 2026-06-30, 127.0.0.1.",
        "Nothing was written; name --apply to write it.",
    ]
    assert company.crm.batches == []
    assert company.held(1) == (None, None, None, None)
    assert not company.log_file.exists()


def test_every_field_is_written_once_and_a_second_write_back_writes_nothing(company: Company) -> None:
    version = company.publish(ONE, TWO, THREE)
    company.write_back()
    assert [company.held(number) for number in (1, 2, 3)] == [ONE[1:], TWO[1:], THREE[1:]]
    assert company.log("written", "confirmed", "refused", "left") == [
        (1, "segment", None, "A", "written", ""),
        (1, "health_score", None, "82.5", "written", ""),
        (1, "next_care_date", None, "2026-07-06", "written", ""),
        (1, "top_signal", None, "silent", "written", ""),
        (2, "segment", None, "B", "written", ""),
        (2, "health_score", None, "60.0", "written", ""),
        (2, "next_care_date", None, "2026-07-20", "written", ""),
        (3, "segment", None, "none", "written", ""),
    ]
    first = json.loads(company.log_file.read_text(encoding="utf-8").splitlines()[0])
    assert first["time"] == "2026-07-01T06:00:00+00:00"
    assert first["run_id"] == version
    assert first["crm"] == f"{company.crm.source} at 127.0.0.1"
    assert first["field"] == company.crm.name("segment")
    assert stat.S_IMODE(company.log_file.stat().st_mode) == 0o600
    before = company.log_file.read_bytes()
    assert company.said()[0].startswith("Wrote 0 fields of 0 accounts")
    assert len(company.crm.batches) == 1
    assert company.log_file.read_bytes() == before


def test_only_the_fields_that_changed_are_written_and_a_value_that_is_gone_empties_its_field(company: Company) -> None:
    company.publish(ONE, TWO)
    company.write_back()
    company.publish((1, "A", 79.9, "2026-07-06", None), TWO, as_of="2026-07-01")
    company.write_back()
    assert company.crm.batches[1:] == [[company.crm.identity(1)]]
    (body,) = [asked.body for _, asked in company.crm.asked[-1:]]
    sent = body["records"][0] if "records" in body else body["inputs"][0]["properties"]
    names = {name for name in sent if name.startswith("account360")}
    assert names == {company.crm.name("health_score"), company.crm.name("top_signal")}
    assert company.held(1) == ("A", 79.9, "2026-07-06", None)
    assert company.log("written")[-2:] == [
        (1, "health_score", "82.5", "79.9", "written", ""),
        (1, "top_signal", "silent", None, "written", ""),
    ]


def test_what_the_crm_holds_already_is_confirmed_and_not_written(company: Company) -> None:
    company.publish(ONE)
    company.crm.present[company.crm.identity(1)] = {
        "segment": "A", "health_score": "82.50", "next_care_date": "2026-07-06", "top_signal": "silent",
    }  # fmt: skip
    assert "4 fields held it already" in company.said()[-1]
    assert company.crm.batches == []
    assert [line[4] for line in company.log("sent", "written", "confirmed")] == ["confirmed"] * 4
    assert "held it already" not in company.said()[-1]


def test_a_value_changed_by_hand_is_left_and_told_and_said_in_the_log_once(company: Company) -> None:
    company.publish(ONE)
    company.write_back()
    company.crm.present[company.crm.identity(1)]["segment"] = "Anna Virtanen"
    for _ in range(2):
        lines = company.said()
        assert lines[1].endswith("left: another value was set in the CRM")
        assert "Wrote 0 fields of 0 accounts" in lines[-1]
        assert "1 field changed by hand and left" in lines[-1]
    assert company.held(1)[0] == "Anna Virtanen"
    assert company.log("left") == [(1, "segment", "A", "A", "left", "")]
    assert "Anna" not in company.log_file.read_text(encoding="utf-8")


def test_a_value_changed_by_hand_is_written_over_when_the_policy_says_so(company: Company) -> None:
    company.decide(write_back_changed_by_hand="overwrite")
    company.publish(ONE)
    company.crm.present[company.crm.identity(1)]["segment"] = "gold"
    company.write_back()
    assert company.held(1) == ONE[1:]
    assert company.log("left") == []


def test_at_most_so_many_accounts_as_asked_for_are_written(company: Company) -> None:
    company.publish(ONE, TWO, THREE)
    assert "Wrote 7 fields of 2 accounts" in (said := company.said(limit=2)[-1])
    assert "more beyond --limit" in said
    assert company.held(3) == (None, None, None, None)
    assert "Wrote 1 field of 1 account to" in (said := company.said(limit=2)[-1])
    assert "2 accounts unchanged" in said


# What goes wrong with single accounts and fields


def test_accounts_that_are_refused_are_told_with_a_remedy_and_tried_again(company: Company) -> None:
    company.publish(ONE, TWO, THREE, FOUR)
    account = company.crm.identity
    company.crm.refusals = {account(1): "deleted", account(2): "rule", account(4): "access"}
    lines = company.said()
    words = company.crm.refused
    assert [line.split(";")[0] for line in lines if line.startswith("Not written")] == [
        f"Not written ({words['deleted']}): {account(1)}",
        f"Not written ({words['rule']}): {account(2)}",
        f"Not written ({words['access']}): {account(4)}",
    ]
    title = company.write_back(apply=False).crm.title
    assert lines[-1] == f"3 accounts were not written to {title}; do what is said above, and run again."
    assert "Wrote 1 field of 1 account" in lines[-2]
    assert company.held(3) == THREE[1:]
    assert {line[-1] for line in company.log("refused")} == set(words.values())
    assert "Virtanen" not in "\n".join(lines) + company.log_file.read_text(encoding="utf-8")

    company.crm.refusals = {}
    assert "Wrote 10 fields of 3 accounts" in company.said()[-1]
    assert [company.held(number) for number in (1, 2, 3, 4)] == [row[1:] for row in (ONE, TWO, THREE, FOUR)]


def test_accounts_that_the_crm_has_not_and_ids_that_it_cannot_have_are_told(company: Company) -> None:
    del company.crm.present[company.crm.identity(2)]
    company.publish(ONE, TWO)
    lines = company.said()
    assert (
        f"Not written (not found): {company.crm.identity(2)}; see whether the account was deleted or merged"
        in lines[-3]
    )
    assert company.held(1) == ONE[1:]

    more = "".join(
        f"create table {mart} as select 'ACC-1' as account_id, 'A' as segment, 1.0::double as health_score, "
        "null::date as next_care_date, null::varchar as top_signal;"
        for mart in ("sync_salesforce_accounts", "sync_hubspot_companies")
    )
    publish(company.home, 2, "2026-07-01", more=more)
    lines = company.said()
    assert "Not written (no id of the CRM): ACC-1; set crm_of_files in settings.csv" in lines[0]
    assert lines[-1].startswith("1 account was not written to ")


@pytest.mark.parametrize(
    ("replay", "kind", "said"),
    [
        (
            SalesforceReplay,
            "",
            "Salesforce shows no field account360_health_score__c of its accounts; create the custom field there as "
            "Number(3, 1) (Setup, Object Manager, Account, Fields & Relationships) and let the key's user edit it.",
        ),
        (
            SalesforceReplay,
            "boolean",
            "Salesforce has the field account360_health_score__c of its accounts as boolean; create one as "
            "Number(3, 1) and name it in write_back.csv.",
        ),
        (
            SalesforceReplay,
            "double locked",
            "Salesforce does not let the key's user edit the field account360_health_score__c of its accounts; give it "
            "Edit on the field.",
        ),
        (
            SalesforceReplay,
            "double whole",
            "Salesforce keeps no decimal of the field account360_health_score__c of its accounts; change it to "
            "Number(3, 1).",
        ),
        (
            HubSpotReplay,
            "",
            "HubSpot has no property account360_health_score of its companies; create the property there as Number "
            "(Settings, Properties, Company properties).",
        ),
        (
            HubSpotReplay,
            "string",
            "HubSpot has the property account360_health_score of its companies as string; create one as Number and "
            "name it in write_back.csv.",
        ),
        (
            HubSpotReplay,
            "number own",
            "HubSpot has the property account360_health_score of its companies for itself; create a property as Number "
            "and name it in write_back.csv.",
        ),
        (
            HubSpotReplay,
            "number locked",
            "HubSpot lets nobody edit the property account360_health_score of its companies; name another property in "
            "write_back.csv.",
        ),
    ],
)
def test_a_field_that_cannot_be_written_is_one_sentence_and_the_others_are_written(
    replay: type[CrmReplay], kind: str, said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with served(replay()) as crm:
        assert isinstance(crm, CrmReplay)
        company = company_of(tmp_path, crm, 1, monkeypatch)
        company.publish(ONE)
        if kind:
            crm.types["health_score"] = kind
        else:
            del crm.types["health_score"]
        lines = company.said()
    assert said in lines
    assert lines[-1].startswith("1 field was not written to ")
    assert company.held(1) == ("A", None, "2026-07-06", "silent")


def test_a_batch_that_hubspot_calls_wrong_is_halved_until_the_company_is_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with served(HubSpotReplay()) as crm:
        assert isinstance(crm, HubSpotReplay)
        company = company_of(tmp_path, crm, 100, monkeypatch)
        crm.refusals = {crm.identity(77): "rule"}
        company.publish(*[(number, "A", 50.0, None, None) for number in range(1, 101)])
        lines = company.said()
    assert "Wrote 198 fields of 99 accounts" in lines[-2]
    assert "... and 98 fields more" in lines
    assert [number for number in range(1, 101) if company.held(number)[0] is None] == [77]
    # 100, then halves of 50, 25, 12 or 13 and so on: two at each of seven levels at most.
    assert len(crm.batches) <= 15


# What goes wrong with the CRM


def test_a_pause_that_is_asked_for_is_kept_and_a_write_that_was_kept_may_be_sent_again(company: Company) -> None:
    company.publish(ONE)
    company.crm.faults = [Response(status=429, headers={"Retry-After": "1"})]
    company.crm.after_writing = [lambda: Response({"message": "gone"}, 503)]
    company.write_back()
    moments = [moment for moment, _ in company.crm.asked]
    assert moments[1] - moments[0] >= 1
    assert len(company.crm.batches) == 2
    assert company.held(1) == ONE[1:]
    assert len(company.log("written", "confirmed")) == 4


def test_a_crm_that_refuses_or_answers_oddly_is_one_sentence_without_the_key(company: Company) -> None:
    company.publish(ONE)
    for fault, said in (
        (Response({"error": "no"}, 401), "refused its key (status 401)"),
        (Response([{"errorCode": "INSUFFICIENT_ACCESS", "message": "x"}], 403), "give its key "),
        (Response({"category": "MISSING_SCOPES", "message": "x"}, 403), "give its key "),
        (Response(["odd"], 200), "gave an answer of another shape than its API describes"),
        (Response(b"<html>", 200), "gave an answer that is no JSON"),
    ):
        company.crm.faults = [fault] * 3
        with pytest.raises(SourceError) as error:
            company.write_back()
        assert said in str(error.value)
        assert "\n" not in str(error.value) and TOKEN not in str(error.value)
    assert company.held(1) == (None, None, None, None)


def test_a_crm_that_fails_half_way_keeps_what_was_written_and_the_rest_follows(
    company: Company, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("flows.write_back.salesforce.Salesforce.batch", 2)
    monkeypatch.setattr("flows.write_back.hubspot.HubSpot.batch", 2)
    company.publish(ONE, TWO, THREE, FOUR)

    def down() -> Response | None:
        company.crm.faults = [Response(status=503)] * 3
        return None

    company.crm.after_writing = [down]
    with pytest.raises(SourceError) as error:
        company.write_back()
    assert str(error.value).endswith("Before that 2 accounts were written; run again, and the others follow.")
    assert company.held(2) == TWO[1:]
    company.write_back()
    assert company.held(4) == FOUR[1:]
    assert (
        len({line[:2] for line in company.log("written", "confirmed")})
        == len(company.log("written", "confirmed"))
        == 11
    )


def test_salesforce_gives_a_token_for_an_apps_key_and_says_when_it_does_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with served(SalesforceReplay()) as crm:
        assert isinstance(crm, SalesforceReplay)
        company = company_of(tmp_path, crm, 1, monkeypatch)
        company.publish(ONE)
        monkeypatch.delenv("ACCOUNT360_SALESFORCE_ACCESS_TOKEN")
        with pytest.raises(ConfigurationError, match="salesforce needs a key"):
            company.write_back()
        section = {"salesforce": {"address": f"{crm.address}/", "client_id": CLIENT, "bulk_from_rows": 1000}}
        (company.home.root / "sources.yml").write_text(json.dumps(section), encoding="utf-8")
        monkeypatch.setenv("ACCOUNT360_SALESFORCE_CLIENT_SECRET", "wrong")
        with pytest.raises(
            SourceError, match=r"gives no access token \(invalid_client\); put the app's consumer secret"
        ):
            company.write_back()
        monkeypatch.setenv("ACCOUNT360_SALESFORCE_CLIENT_SECRET", SECRET)
        company.write_back()
    assert company.held(1) == ONE[1:]


def test_short_ids_of_salesforce_mean_the_same_accounts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with served(SalesforceReplay()) as crm:
        assert isinstance(crm, SalesforceReplay)
        company = company_of(tmp_path, crm, 1, monkeypatch)
        short = crm.identity(1)[:15]
        crm.present[short] = {}
        del crm.present[crm.identity(1)]
        monkeypatch.setattr(crm, "identity", lambda number: f"001{number:012}")
        company.publish(ONE)
        crm.present = {f"{short}AAA": {}}
        assert company.write_back(apply=False).refused == {}


# What is killed, torn or under way


@pytest.mark.parametrize("replay", [SalesforceReplay, HubSpotReplay])
def test_a_write_back_killed_after_a_batch_was_kept_goes_on_and_logs_each_field_once(
    replay: type[CrmReplay], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    accounts = 450 if replay is SalesforceReplay else 250
    with served(replay()) as crm:
        assert isinstance(crm, CrmReplay)
        company = company_of(tmp_path, crm, accounts, monkeypatch)
        company.publish(*[(number, "A", number / 10, None, None) for number in range(1, accounts + 1)])
        process = subprocess.Popen(
            command_line(company, "--apply"),
            cwd=PROJECT_ROOT,
            env=environment(company),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

        def kill() -> Response | None:
            process.send_signal(signal.SIGKILL)
            process.wait()
            return None

        # The second batch is kept by the CRM, and nobody hears its answer.
        crm.after_writing = [lambda: None, kill]
        assert process.wait(60) == -signal.SIGKILL
        assert len(crm.batches) == 2
        assert len(company.log("written")) == 2 * len(crm.batches[0])
        # What was killed counts as ours even when it has changed since.
        company.publish(
            *[(number, "B", number / 10, None, None) for number in range(1, accounts + 1)], as_of="2026-07-01"
        )
        company.write_back()
    assert {company.held(number)[:2] for number in range(1, accounts + 1)} == {
        ("B", number / 10) for number in range(1, accounts + 1)
    }
    done = [line for line in company.log("written", "confirmed") if line[3] != "A"]
    assert len(done) == len({line[:2] for line in done}) == 2 * accounts
    assert company.log("left") == company.log("refused") == []


def test_the_beginning_of_a_line_that_a_power_cut_broke_off_is_taken_away(company: Company) -> None:
    company.publish(ONE)
    company.write_back()
    whole = company.log_file.read_bytes()
    company.log_file.write_bytes(whole + b'{"time": "2026-07')
    company.publish((1, "B", 82.5, "2026-07-06", "silent"), as_of="2026-07-01")
    company.write_back()
    assert company.log_file.read_bytes().startswith(whole + b'{"time": "2026-07-01T')
    assert company.log("written")[-1] == (1, "segment", "A", "B", "written", "")


def test_a_log_that_is_damaged_stops_the_write_back(company: Company) -> None:
    company.publish(ONE)
    company.write_back()
    lines = company.log_file.read_bytes().splitlines(keepends=True)
    company.log_file.write_bytes(b"".join([lines[0], b"{}\n", *lines[1:]]))
    with pytest.raises(StorageError, match=r"log\.jsonl, line 2, cannot be read"):
        company.write_back()


def test_nothing_sets_out_that_could_not_be_written_down(company: Company, monkeypatch: pytest.MonkeyPatch) -> None:
    company.publish(ONE)

    def full(_descriptor: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("flows.write_back.log.os.fsync", full)
    with pytest.raises(StorageError):
        write_and_tell(Request(company.home, company.crm.source, company.policy, apply=True))
    monkeypatch.undo()
    assert company.crm.batches == []


def test_one_write_back_of_a_home_at_a_time(company: Company) -> None:
    company.publish(ONE)
    company.home.write_back.mkdir(parents=True)
    with (company.home.write_back / "lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        with pytest.raises(WarehouseBusy, match="Another write-back of"):
            company.write_back(apply=False)
    company.write_back(apply=False)


# What may not be written at all


def test_a_publication_that_is_too_old_is_not_written(company: Company) -> None:
    company.publish(ONE, as_of="2026-06-27")
    with pytest.raises(ConfigurationError, match="is of 2026-06-27, 4 days ago, and write_back_oldest_days"):
        company.write_back()
    company.decide(write_back_oldest_days=4)
    company.write_back()


def test_a_version_that_was_put_back_is_written_only_when_that_is_asked_for(company: Company) -> None:
    first = company.publish(ONE)
    second = company.publish((1, "B", 82.5, "2026-07-06", "silent"))
    roll_back(company.home)
    with pytest.raises(ConfigurationError, match=f"version {first}, which was put back over {second}; run the night"):
        company.write_back()
    company.write_back(as_published=True)
    assert company.held(1) == ONE[1:]


def test_what_is_missing_is_said_in_a_sentence(company: Company) -> None:
    with pytest.raises(ConfigurationError, match="Nothing has been published in"):
        company.write_back()
    publish(company.home, 1, "2026-06-30")
    with pytest.raises(InputError, match="holds no sync_.* that can be read; run the night again"):
        company.write_back()
    company.versions = 1
    company.publish()
    with pytest.raises(ConfigurationError, match=f"holds no account of {company.crm.source}; read it as a source"):
        company.write_back()
    company.publish(ONE)
    sources = company.home.root / "sources.yml"
    sources.rename(company.home.root / "sources.yml.old")
    with pytest.raises(ConfigurationError, match=f"has no section {company.crm.source}"):
        company.write_back()
    sources.write_text(f"{company.crm.source}:\n  address: {company.crm.address}\n  access_token: {TOKEN}\n")
    with pytest.raises(ConfigurationError, match="must name where the secret stands") as error:
        company.write_back()
    assert TOKEN not in str(error.value)
    (company.policy / "write_back.csv").write_text("target,column_name,field,is_active\n", encoding="utf-8")
    with pytest.raises(ConfigurationError, match=f"no active row of {company.crm.source}"):
        company.write_back()


def test_the_flow_of_prefect_names_its_crm_and_writes_nothing_by_itself(
    company: Company, monkeypatch: pytest.MonkeyPatch
) -> None:
    from flows.write_back.flow import write_back as write_back_flow

    company.publish(ONE)
    with pytest.raises(ConfigurationError, match="parameter target is not given"):
        write_back_flow.fn(home=str(company.home.root))
    write_back_flow.fn(home=str(company.home.root), target=company.crm.source, policy=str(company.policy))
    assert company.crm.batches == []
    write_back_flow.fn(str(company.home.root), company.crm.source, str(company.policy), apply=True)
    assert company.held(1) == ONE[1:]


def test_the_command_ends_with_the_status_of_what_came_of_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with served(HubSpotReplay()) as crm:
        assert isinstance(crm, HubSpotReplay)
        company = company_of(tmp_path, crm, 2, monkeypatch)
        company.publish(ONE, TWO)
        shown = command(company)
        crm.refusals = {crm.identity(2): "rule"}
        ended = command(company, "--apply")
    assert shown.returncode == 0
    assert shown.stderr.startswith("done   Compare with the CRM")
    assert shown.stdout.splitlines()[-1] == "Nothing was written; name --apply to write it."
    assert ended.returncode == WriteBackIncomplete.exit_status == 1
    done, sentence = ended.stderr.splitlines()
    assert done.startswith("done   Write to the CRM")
    assert sentence.startswith("account360: 1 account was not written to HubSpot;")
    assert company.held(1) == ONE[1:]


@pytest.mark.parametrize(
    ("value", "kind", "text"),
    [
        (None, "text", None),
        ("", "number", None),
        ("A", "text", "A"),
        (82.5, "number", "82.5"),
        ("82.50", "number", "82.5"),
        (60, "number", "60.0"),
        (Decimal("99.95"), "number", "100.0"),
        ("many", "number", "many"),
        ("2026-07-06", "date", "2026-07-06"),
        ("2026-07-06T00:00:00Z", "date", "2026-07-06"),
        # Midnight of 6 July 2026 in milliseconds since 1970.
        ("1783296000000", "date", "2026-07-06"),
        ("soon", "date", "soon"),
    ],
)
def test_values_are_compared_as_what_they_mean(value: object, kind: Kind, text: str | None) -> None:
    assert as_text(value, kind) == text
