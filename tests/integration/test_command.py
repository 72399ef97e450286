"""The command: its exit statuses, and one plain sentence for everything that goes wrong."""

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from nights import STAGES, History, command, copy_home, every_file, manifest, rows
from receivers import TOKEN, receiving
from tiny_company import FIRST_NIGHT, LINE_HEADER, SECOND_NIGHT, drop, first_drop

from flows.errors import InputError
from flows.publish.notices import NOTICES, read_notices

pytestmark = pytest.mark.xdist_group("tiny")

HOLD = """
import sys
from pathlib import Path
from flows.lock import run_lock
from flows.settings import Home
with run_lock(Home(Path(sys.argv[1]))):
    print("held", flush=True)
    sys.stdin.read()
"""


def complaint(ended: "subprocess.CompletedProcess[str]") -> str:
    """The one sentence that a failed command says, beside the lines of its stages."""
    said = [line for line in ended.stderr.splitlines() if not re.match(r"(done  |failed) \S", line)]
    assert len(said) == 1, ended.stderr
    assert said[0].startswith("account360: ")
    assert said[0].endswith(".")
    assert ended.stdout == ""
    return said[0]


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A home with the first night's files in its inbox and nothing else."""
    drop(tmp_path / "inbox", first_drop())
    return tmp_path


def test_a_published_night_exits_0_and_says_what_and_where(tiny_history: History) -> None:
    ended, published = tiny_history.second, tiny_history.home / "published"
    assert ended.returncode == 0, ended.stderr
    run_id, marts = manifest(published)["run_id"], manifest(published)["marts"]
    assert f"Published run {run_id} as of 2026-02-28: {len(marts)} marts" in ended.stdout
    for path in ("report/index.html", "account360.duckdb", "parquet"):
        assert f"{published / path}\n" in ended.stdout
        assert (published / path).exists()


def test_progress_is_one_plain_line_per_stage_where_nobody_watches(tiny_history: History) -> None:
    lines = tiny_history.second.stderr.splitlines()
    assert all(re.fullmatch(r"done   \S.{21} +\d+\.\d s(: .+)?", line) for line in lines), lines
    assert tuple(line[7:29].strip() for line in lines) == STAGES


def no_file_holds(folder: Path, secret: str) -> bool:
    """Whether a secret stands in no file below a folder."""
    return not any(secret.encode() in path.read_bytes() for path in folder.rglob("*") if path.is_file())


def test_a_red_gate_exits_1_and_the_last_good_version_stands(
    tiny_history: History, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = copy_home(tiny_history.home, tmp_path / "home")
    (home / "inbox" / "invoices.csv").write_text(
        "invoice_id,account_id,invoice_date,due_date,amount\nI9,AURORA,yesterday,tomorrow,1\n", encoding="utf-8"
    )
    before = {folder: every_file(home / folder) for folder in ("versions", "landing")}
    with receiving() as receiver:
        monkeypatch.setenv("ACCOUNT360_SINK_TEAM", receiver.address)
        ended = command("run", "--home", home, "--as-of", SECOND_NIGHT)
        monkeypatch.delenv("ACCOUNT360_SINK_TEAM")
    assert ended.returncode == 1
    assert "The incoming gate is red: batch_streams: 'no stream has all of its rows refused'" in complaint(ended)
    (request,) = (request for request in receiver.requests if "gate refused" in request["title"])
    assert "- incoming gate, batch_streams: 'no stream has all of its rows refused' does not hold" in request["message"]
    assert f"as of 2026-02-28. Report: {home / 'published' / 'report' / 'index.html'}" in request["message"]
    assert no_file_holds(home, TOKEN) and TOKEN not in ended.stdout + ended.stderr
    (notice,) = read_notices(home / "published")
    assert notice.headline == "The run of 2026-02-28 was refused by a quality gate; this is the last good version."
    assert f"account360: {notice.sentence}" == complaint(ended)
    # The notice alone has changed in what readers see.
    (home / "published" / NOTICES).write_bytes((tiny_history.home / "published" / NOTICES).read_bytes())
    assert manifest(home / "published") == manifest(tiny_history.home / "published")
    assert before == {folder: every_file(home / folder) for folder in ("versions", "landing")}
    # The sentence sends the reader to the quarantine: the refused row stands there.
    quarantined = (home / "quarantine" / "files" / "invoices.csv").read_text(encoding="utf-8")
    assert "files,invoices.csv,2,invoice_date,yesterday,a date" in quarantined
    assert "refused" in command("status", "--home", home).stdout


def test_input_on_which_no_number_can_be_built_exits_2_and_all_of_it_is_named(home: Path, tmp_path: Path) -> None:
    accounts = """account_id,account_name,parent_account_id
AURORA,Aurora Group,BOREALIS
BOREALIS,Borealis Inc,CIRRUS
CIRRUS,Cirrus Oy,AURORA
AURORA-FI,Aurora Finland,AURORA
DELTA,Delta Oy,NOBODY
"""
    lines = """invoice_id,line_id,account_id,subscription_id,invoice_date,currency,amount,\
service_start,service_end,line_type
I1,1,AURORA,S1,2026-01-01,EUR,10.00,2026-01-01,2026-01-31,recurring
I2,1,AURORA,S1,2026-01-31,USD,11.00,2026-01-31,2026-02-28,recurring
I3,1,DELTA,S2,2025-12-01,USD,12.00,2025-12-01,2025-12-31,recurring
"""
    rates = "month,currency,rate_to_reporting\n2026-01,USD,0.80\n"
    drop(home / "inbox", {"accounts": accounts, "invoice_lines": lines, "fx_rates": rates})
    policy = tmp_path / "policy"
    drop(policy, {"settings": "name,value\ncontract_in_two_currencies,refuse\n"})
    ended = command("run", "--home", home, "--as-of", FIRST_NIGHT, "--policy", policy)
    assert ended.returncode == InputError.exit_status == 2
    assert complaint(ended) == (
        "account360: No exchange rate is known for USD in 2025-12; add month-end rates to fx_rates. "
        "Accounts name a parent that is no account: DELTA (parent NOBODY); correct accounts. "
        "Accounts are their own ancestors: AURORA, BOREALIS, CIRRUS; correct their parents. "
        "Contracts are billed in two currencies for the same days: S1 (USD beside EUR on invoice I2); "
        "correct invoice_lines or change the setting contract_in_two_currencies."
    )
    assert not (home / "published").exists()


def test_an_inbox_without_accounts_exits_2_before_anything_lands(home: Path) -> None:
    (home / "inbox" / "accounts.csv").unlink()
    ended = command("run", "--home", home, "--as-of", FIRST_NIGHT)
    assert ended.returncode == 2
    assert f"The inbox {home / 'inbox'} has no file of accounts" in complaint(ended)
    assert not list((home / "landing").rglob("*.parquet"))


def test_a_file_without_a_needed_column_exits_2_and_is_named(home: Path) -> None:
    drop(
        home / "inbox",
        {"invoice_lines": LINE_HEADER.replace("line_type", "kind") + "I1,1,AURORA,2026-01-01,,EUR,1,,,x,\n"},
    )
    ended = command("run", "--home", home, "--as-of", FIRST_NIGHT)
    assert ended.returncode == 2
    assert "invoice_lines.csv" in complaint(ended)
    assert "line_type" in complaint(ended)


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["--source", "salesfroce"], "--source salesfroce: no such source; write one of"),
        (["--inbox", "nowhere"], "is not a folder; make it, or name another one with --inbox."),
        (["--policy", "nowhere"], "no such folder; name one that holds policy CSV files."),
    ],
)
def test_a_wrong_argument_exits_2(home: Path, words: list[str], sentence: str) -> None:
    ended = command("run", "--home", home, "--as-of", FIRST_NIGHT, *words)
    assert ended.returncode == 2
    assert sentence in complaint(ended)


def test_a_wrong_policy_exits_2_and_is_told(home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    policy = tmp_path / "policy"
    policy.mkdir()
    (policy / "settings.csv").write_text("name,value\nreporting_curency,USD\n", encoding="utf-8")
    with receiving() as receiver:
        monkeypatch.setenv("ACCOUNT360_SINK_TEAM", receiver.address)
        ended = command("run", "--home", home, "--policy", policy)
    assert ended.returncode == 2
    assert "did you mean 'reporting_currency'?" in complaint(ended)
    (message,) = receiver.messages
    assert "ended with exit status 2: settings.csv: 'reporting_curency' is no name it knows" in message


def test_a_wrong_number_of_threads_exits_2(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ACCOUNT360_THREADS", "many")
    ended = command("run", "--home", home)
    assert ended.returncode == 2
    assert "ACCOUNT360_THREADS is 'many'; write a whole number of 1 or more." in complaint(ended)


@pytest.fixture
def held_home(home: Path) -> Iterator[Path]:
    """A home that another process holds."""
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(home)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert holder.stdin is not None
    assert holder.stdout is not None
    assert holder.stdout.readline() == "held\n"
    yield home
    holder.stdin.close()
    holder.wait(30)
    holder.stdout.close()


@pytest.mark.parametrize("word", ["run", "rollback"])
def test_a_home_that_another_run_holds_exits_4_and_names_the_process(held_home: Path, word: str) -> None:
    ended = command(word, "--home", held_home)
    assert ended.returncode == 4
    assert re.search(r"Another run holds the warehouse of .* \(process \d+ on .* since 20", complaint(ended))


def test_a_rollback_puts_the_named_or_the_earlier_version_before_the_readers(
    tiny_history: History, tmp_path: Path
) -> None:
    home = copy_home(tiny_history.home, tmp_path / "home")
    first, second = sorted(path.name for path in (home / "versions").iterdir())
    assert command("rollback", "--home", home).stdout == f"Readers see version {first} again.\n"
    assert rows(home / "published", "select max(month) from mrr_months") == [("2026-01-01",)]
    nothing_earlier = command("rollback", "--home", home)
    assert nothing_earlier.returncode == 2
    assert f"There is no version before {first}; kept are {first}, {second}." in complaint(nothing_earlier)
    assert command("rollback", "--home", home, "--to", second).returncode == 0
    assert rows(home / "published", "select max(month) from mrr_months") == [("2026-02-01",)]
    not_kept = command("rollback", "--home", home, "--to", "000009-x")
    assert not_kept.returncode == 2
    assert "--to 000009-x: no such version is kept" in complaint(not_kept)


@pytest.mark.parametrize("word", ["rollback", "serve"])
def test_a_home_that_is_not_there_is_not_made(tmp_path: Path, word: str) -> None:
    ended = command(word, "--home", tmp_path / "nowhere")
    assert ended.returncode == 2
    complaint(ended)
    assert not (tmp_path / "nowhere").exists()


def test_status_shows_the_runs_what_readers_see_and_how_fresh_each_stream_is(tiny_history: History) -> None:
    first, second = sorted(path.name for path in (tiny_history.home / "versions").iterdir())
    lines = command("status", "--home", tiny_history.home).stdout.splitlines()
    assert lines[:2] == [f"Home       {tiny_history.home}", f"Published  {second}; kept {first}, {second}"]
    # 4 accounts, 3 contacts, 3 lines, 2 invoices, 2 rates, 4 activities and 4 invitations; invoices unchanged.
    runs = [line.split()[:5] for line in lines if line.startswith((first, second))]
    assert runs == [
        [first, "2026-01-31", "published", "22", "1"],
        [second, "2026-02-28", "published", str(3 + 3 + 5 + 3 + 5 + 4), "0"],
    ]
    fresh = {line.split()[0]: line.split()[1:] for line in lines if line.startswith("files.")}
    assert fresh["files.invoice_lines"] == [second, "2026-02-05", "23"]
    assert fresh["files.invoices"] == [first, "2025-12-01", "61"]


def test_status_of_a_home_without_runs_says_so(tmp_path: Path) -> None:
    ended = command("status", "--home", tmp_path)
    assert (ended.returncode, ended.stdout) == (0, f"No run has been made in {tmp_path}.\n")


def test_a_damaged_record_of_a_run_exits_2_and_is_named(home: Path) -> None:
    record = home / "work" / "runs" / "000001-20260131T000000Z.json"
    record.parent.mkdir(parents=True)
    record.write_text("{", encoding="utf-8")
    ended = command("run", "--home", home)
    assert ended.returncode == 2
    assert f"The run record {record} cannot be read" in complaint(ended)


def test_a_fault_of_the_program_is_one_sentence_too_and_its_traceback_is_kept(home: Path) -> None:
    (home / "work" / "run.lock").mkdir(parents=True)
    ended = command("run", "--home", home)
    assert ended.returncode == 1
    (log,) = (home / "work" / "logs").glob("error-*.log")
    assert complaint(ended) == f"account360: unexpected IsADirectoryError; please report it with {log}."
    assert "Traceback" in log.read_text(encoding="utf-8")


def test_a_home_that_cannot_be_written_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "home").write_text("a file, no folder", encoding="utf-8")
    ended = command("run", "--home", tmp_path / "home")
    assert ended.returncode != 0
    assert "could not be written" in complaint(ended)
