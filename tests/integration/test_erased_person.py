"""A person is erased from a home with two kept versions, the erasure killed on its way, and does not come back."""

import contextlib
import gzip
import json
import random
import shutil
import signal
import subprocess
import time
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import pyarrow
import pyarrow.parquet
import pytest
from nights import COMMAND, History, command, copy_home, manifest, night, parquet_checksums, sha256
from search import files_with
from tiny_company import SECOND_NIGHT, drop, second_drop

from flows.intake import commit_batches
from flows.quarantine import write_refused_batch
from flows.runs import ask, open_run
from flows.sources import connectors

pytestmark = pytest.mark.xdist_group("tiny")

ID, NAME, EMAIL, PHONE = "KONTAKT-7788", "Ilse Äärelä", "ilse.aarela@aurora.example", "+358 40 5550199"
WORDS = "Your invoices arrive twice every single month"
TEXTS = (ID, NAME, EMAIL, PHONE, WORDS)
# What the person had a part in but does not name: no figure of these may move.
MONEY = ("mrr_months", "mrr_movements", "kpi_months", "receivables", "recognised_revenue_months", "cmrr_months")


@dataclass(frozen=True)
class Erased:
    """A home after an erasure that was killed and run again; what stood in it before, and what the command said."""

    home: Path
    before: list[str]
    checksums: dict[str, str]
    moment: float
    again: "subprocess.CompletedProcess[str]"


@pytest.fixture(scope="module")
def erased(tiny_history: History, tmp_path_factory: pytest.TempPathFactory) -> Erased:
    """The tiny company with one person more, who is then erased."""
    home = copy_home(tiny_history.home, tmp_path_factory.mktemp("erased") / "home")
    _drop_person(home / "inbox")
    _land(home)
    _publish_person(home / "published")
    (home / "work" / "logs" / "error-of-old.log").write_text(f"ValueError: {EMAIL.upper()} of {NAME}\n", "utf-8")
    before = files_with(home, TEXTS)
    checksums = parquet_checksums(home / "published")
    moment = random.uniform(0.5, 5)
    words = [str(COMMAND), "erase", "--home", str(home), "--contact", EMAIL.title()]
    with subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as killed:
        time.sleep(moment)
        killed.send_signal(signal.SIGKILL)
    return Erased(home, before, checksums, moment, command(*words[1:]))


def _drop_person(inbox: Path) -> None:
    files = second_drop()
    head, *rest = files["contacts"].splitlines()
    rows = [f"{head},Phone", *(f"{row}," for row in rest), f"{ID},AURORA,{NAME},{EMAIL},decision_maker,true,,{PHONE}"]
    surveys = files["surveys"].splitlines()
    answers = [
        f"{surveys[0]},comment",
        *(f"{row}," for row in surveys[1:]),
        f"R8,NPS,W1,BOREALIS,P9,2026-01-05,,,As {NAME} ({EMAIL}) would say",
        f"R9,NPS,W1,AURORA,{ID},2026-01-05,,,{WORDS}",
        f"R10,NPS,W1,AURORA,{ID},2026-01-05,2026-01-06,eleven,{NAME} was here",
    ]
    drop(inbox, {"contacts": "\n".join(rows) + "\n", "surveys": "\n".join(answers) + "\n"})
    header = "activity_id,account_id,activity_date,activity_type,status,is_mass,contact_id\n"
    with gzip.open(inbox / "activities-2.csv.gz", "wt", encoding="utf-8") as file:
        file.write(f"{header}V9,AURORA,2026-01-12,meeting,done,false,{ID}\n")
    tickets = {"ticket_id": ["T1"], "account_id": ["AURORA"], "created_at": ["2026-01-20 08:00:00"]}
    pyarrow.parquet.write_table(
        pyarrow.table({**tickets, "contact_id": [ID], "asked_by": [NAME]}), inbox / "tickets.parquet"
    )


def _land(home: Path) -> None:
    """Take the inbox in as a night does, without the half minute in which nothing else of a night would matter here."""
    run = open_run(ask(home, as_of=SECOND_NIGHT))
    batches = [connectors()["files"].extract(run.request, run.policy, run.loading)]
    write_refused_batch(run, batches)
    commit_batches(run, batches)


def _publish_person(published: Path) -> None:
    """Let the newest version speak of the person: the database, a Parquet file, the whole report and the manifest."""
    with contextlib.closing(duckdb.connect(str(published / "account360.duckdb"))) as connection:
        connection.execute(f"update account_360 set top_signal_evidence = 'Call {NAME} <{EMAIL}>'")
        connection.execute(f"insert into weekly_contacts by name select '{ID}' as contact_id")
        path = published / "parquet" / "weekly_contacts.parquet"
        connection.execute(f"copy weekly_contacts to '{path}' (format parquet)")
    for page in _pages(published):
        words = f"<p>Ilse &#196;&auml;rel\u00e4, {ID}</p>"
        if page.suffix == ".js":
            words = f"account360.receive('nobody', {json.dumps([NAME, EMAIL, ID])});\n"
        page.write_text(page.read_text("utf-8") + words, "utf-8")
    described = manifest(published)
    described["marts"]["weekly_contacts"]["sha256"] = sha256(path)
    described["gates"].append({"sample": json.dumps([{"name": NAME}])})
    (published / "manifest.json").write_text(json.dumps(described), "utf-8")


def _pages(published: Path) -> list[Path]:
    """Every page of the report in every language, its lineage, and every file of data that its scripts read."""
    report = published / "report"
    return [*report.rglob("*.html"), *(report / "data").glob("*.js")]


def test_nothing_of_an_erased_person_is_left_in_any_file_even_though_the_first_try_was_killed(erased: Erased) -> None:
    places = {file.split("/")[0] for file in erased.before}
    assert places == {"inbox", "landing", "quarantine", "versions", "work"}
    told = {file.partition(": ")[0] for file in erased.before}
    home = erased.home.resolve()
    pages = {page.relative_to(home).as_posix() for page in _pages((home / "published").resolve())}
    assert pages <= told
    assert {"fi", "lineage", "data"} <= {Path(page).parent.name for page in pages}
    assert erased.again.returncode == 0, (erased.again.stderr, erased.moment)
    assert files_with(erased.home, TEXTS) == [], erased.moment
    assert not (erased.home / "work" / "erasing.json").exists()
    assert list(erased.home.glob("versions/.*")) == []


def test_a_version_keeps_its_name_and_says_that_it_was_altered_with_checksums_that_hold(erased: Erased) -> None:
    published = erased.home / "published"
    described = manifest(published)
    assert published.resolve().name == described["run_id"]
    assert [sorted(note) for note in described["altered"]] == [["at", "what"]]
    after = parquet_checksums(published)
    assert {mart for mart, checksum in after.items() if checksum != erased.checksums[mart]} == {"weekly_contacts"}
    assert described["marts"]["weekly_contacts"]["sha256"] == after["weekly_contacts"]


def test_the_search_for_the_person_looks_into_spreadsheets(erased: Erased, tmp_path: Path) -> None:
    folder = tmp_path / "version"
    folder.mkdir()
    with zipfile.ZipFile(erased.home / "published" / "account360.xlsx") as book:
        book.extractall(tmp_path / "unpacked")
    sheet = tmp_path / "unpacked" / "xl" / "worksheets" / "sheet4.xml"
    sheet.write_text(sheet.read_text("utf-8").replace("<t>", f"<t>{EMAIL} of ", 1), "utf-8")
    shutil.make_archive(str(folder / "account360.xlsx"), "zip", tmp_path / "unpacked")
    assert files_with(tmp_path / "version", TEXTS) == [f"account360.xlsx.zip: {EMAIL}"]


def test_commit_records_tell_the_true_checksum_of_every_landed_file(erased: Erased) -> None:
    for record in (erased.home / "landing" / "_commits").glob("*.json"):
        for landed in json.loads(record.read_text("utf-8"))["files"]:
            assert sha256(erased.home / "landing" / landed["path"]) == landed["sha256"]


def test_an_erased_person_does_not_come_back_with_the_next_export_and_no_figure_moves(
    erased: Erased, tiny_history: History
) -> None:
    _drop_person(erased.home / "inbox")
    night(erased.home, SECOND_NIGHT)

    assert files_with(erased.home, TEXTS, aside=("inbox",)) == []
    record = _last_record(erased.home)
    changes = {stream["stream"]: (stream["rows_new"], stream["rows_changed"]) for stream in record["streams"]}
    assert {stream: change for stream, change in changes.items() if change != (0, 0)} == {}
    assert [warning.split(";")[0] for warning in record["warnings"] if "erased" in warning] == [
        "contacts: 1 row of an erased person came in again, without their personal data",
        "activities: 1 row of an erased person came in again, without their personal data",
        "tickets: 1 row of an erased person came in again, without their personal data",
        "surveys: 2 rows of erased people came in again, without their personal data",
    ]
    assert _money(erased.home) == _money(tiny_history.home)
    with contextlib.closing(
        duckdb.connect(str(erased.home / "published" / "account360.duckdb"), read_only=True)
    ) as now:
        people = now.execute("select contact_id from weekly_contacts where account_id = 'AURORA'").fetchall()
    assert [person[:7] for (person,) in people if person] == ["erased-"]


def _last_record(home: Path) -> dict[str, Any]:
    newest = max((home / "work" / "runs").glob("*.json"))
    read: dict[str, Any] = json.loads(newest.read_text("utf-8"))
    return read


def _money(home: Path) -> dict[str, str]:
    checksums = parquet_checksums(home / "published")
    return {mart: checksums[mart] for mart in MONEY}
