"""The status command: an empty home, damaged records, the lock, notices, warnings and alerts that wait."""

import json
import os
import socket
from pathlib import Path

import pytest
from published_home import day, gate, publish, record, run_id

from flows.errors import InputError
from flows.lock import run_lock
from flows.notify.alerts import Alert, Rule
from flows.notify.ledger import opened_ledger
from flows.publish.manifest import MANIFEST
from flows.publish.notices import show_failure
from flows.settings import Home
from flows.status import status_lines

TABLE_HEAD = 4


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path)


def lines(home: Home, word: str) -> list[str]:
    """The lines that begin with a word, without it."""
    return [line.removeprefix(word).strip() for line in status_lines(home, 10) if line.startswith(word)]


def test_an_empty_home_has_one_line(home: Home) -> None:
    assert list(status_lines(home, 10)) == [f"No run has been made in {home.root}."]


def test_a_run_shows_when_it_was_what_it_published_and_what_does_not_hold(home: Home) -> None:
    gates = (gate("usage is fresh", "failed"), gate("rows are there", "passed", "fail"))
    record(home, 1, "2026-06-02", "published", gates)
    path = home.runs / f"{run_id(1)}.json"
    kept = json.loads(path.read_text(encoding="utf-8"))
    kept |= {"finished_at": "2026-06-02T02:01:30+00:00", "marts": {"a": 1200, "b": 30}, "warnings": ["One is late."]}
    # A later release may have added what this one does not know.
    path.write_text(json.dumps(kept | {"of_a_later_release": 1}), encoding="utf-8")
    shown = list(status_lines(home, 10))[TABLE_HEAD:]
    assert shown[0].split() == [
        run_id(1), "2026-06-02", "published", "0", "0", "1/2", "hold", "2", "1,230", "2026-06-02", "02:00", "90", "s",
    ]  # fmt: skip
    assert shown[1:3] == ["    warn: incoming gate, batch_streams: usage is fresh", "    warning: One is late."]


def test_a_damaged_record_is_named_after_everything_else(home: Home) -> None:
    publish(home, 1, "2026-06-02")
    (home.runs / "000002-x.json").write_text(
        '{"run_id": "000002-x", "as_of": 1, "started_at": "soon"}', encoding="utf-8"
    )
    shown = status_lines(home, 10)
    assert next(shown) == f"Home       {home.root}"
    with pytest.raises(InputError, match=r"000002-x.json is not one that a run wrote; restore it from a backup"):
        assert run_id(1) in "\n".join(shown)


@pytest.mark.parametrize("text", ["[]", "{", '{"run_id": 1}'])
def test_a_record_of_any_other_shape_is_one_sentence(home: Home, text: str) -> None:
    home.runs.mkdir(parents=True)
    (home.runs / "000001-x.json").write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=r"The run record .*000001-x.json"):
        list(status_lines(home, 10))


def test_the_lock_names_its_holder_and_says_when_it_is_gone(home: Home) -> None:
    assert lines(home, "Lock") == []
    with run_lock(home):
        assert lines(home, "Lock")[0].startswith(f"held by process {os.getpid()} on {socket.gethostname()} since 20")
    assert lines(home, "Lock") == []
    gone = {"pid": 2**22 + 1, "host": socket.gethostname(), "since": "2026-06-02T02:00:00+00:00"}
    home.lock.write_text(json.dumps(gone), encoding="utf-8")
    assert lines(home, "Lock")[0].startswith("left by a process that is gone (process 4194305 on ")


def test_notices_and_alerts_that_wait_are_listed(home: Home) -> None:
    publish(home, 1, "2026-06-02")
    show_failure(home, "failed", "No file of accounts.", run_id(2), "2026-06-03")
    rule = Rule("run_failed", "run_failed", "team", "S", "", 9, 0, "", (), (), ())
    alert = Alert("1", "Run 1 failed.")
    with opened_ledger(home.alerts) as ledger:
        ledger.write_down(rule, [alert], None, None, day("2026-06-03"))
        ledger.put_back(rule, [alert], "it answered 500")
    assert lines(home, "Notice") == [
        "The run of 2026-06-03 failed; this is the last good version. No file of accounts."
    ]
    assert lines(home, "Alerts") == ["run_failed to team: 1 waiting since 2026-06-03 (it answered 500)"]
    (home.alerts / "ledger.sqlite").write_text("no database" * 999, encoding="utf-8")
    assert "cannot be read (file is not a database); move it away" in lines(home, "Alerts")[0]


def test_a_version_without_a_manifest_is_said(home: Home) -> None:
    publish(home, 1, "2026-06-02")
    (home.published / MANIFEST).unlink()
    assert lines(home, "Readers") == [
        "see a version whose manifest.json cannot be read; put another one back with account360 rollback"
    ]
