"""A call of dbt is over when nothing of it works any more, whatever went wrong inside."""

import threading
from multiprocessing.dummy import DummyProcess
from pathlib import Path

import duckdb
import pytest
from dbt.adapters.duckdb.environments.local import LocalEnvironment
from dbt_common.events.base_types import EventLevel, EventMsg
from dbt_common.events.event_manager_client import get_event_manager
from dbt_common.events.functions import fire_event
from dbt_common.events.types import Note

from flows.dbt_calls import call_dbt
from flows.dbt_events import events_logged

PROJECT = {
    "dbt_project.yml": "name: small\nprofile: small\nversion: 1.0.0\nmodels: {+materialized: table}\n",
    "profiles.yml": "small: {target: t, outputs: {t: {type: duckdb, path: PATH, threads: 2, keep_open: true}}}\n",
    "models/wrong.sql": "select error('wrong') as wrong\n",
    "models/slow.sql": "select sum(hash(a.range + b.range)) as total from range(40000) as a, range(20000) as b\n",
}


def write_project(folder: Path, files: dict[str, str]) -> list[str]:
    """A small project in a folder; returns the options that lead dbt to it."""
    for name, text in files.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(text.replace("PATH", f"'{folder / 'w.duckdb'}'"), encoding="utf-8")
    return ["--project-dir", str(folder), "--profiles-dir", str(folder), "--target-path", str(folder / "target")]


def test_a_statement_that_was_not_told_to_stop_is_waited_for_and_the_file_is_closed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    places = write_project(tmp_path, PROJECT)

    def closed_meanwhile(connection: object) -> None:
        raise duckdb.ConnectionException("Connection already closed")

    # What happens now and then: the other thread's connection closes just when dbt tells it to stop.
    monkeypatch.setattr(LocalEnvironment, "cancel", staticmethod(closed_meanwhile))
    result = call_dbt(["build", "--fail-fast", *places], None, tmp_path / "dbt.log")
    assert not result.success
    assert " ERROR " in (tmp_path / "dbt.log").read_text(encoding="utf-8")
    assert [thread for thread in threading.enumerate() if isinstance(thread, DummyProcess)] == []
    duckdb.connect(str(tmp_path / "w.duckdb"), read_only=True).close()


@pytest.mark.timeout(60)
def test_a_model_that_cannot_be_compiled_ends_the_call_although_dbt_leaves_its_idle_threads_behind(
    tmp_path: Path,
) -> None:
    wrong = {"models/wrong.sql": "{% if execute %}{{ exceptions.raise_compiler_error('wrong') }}{% endif %}select 1\n"}
    result = call_dbt(["compile", *write_project(tmp_path, PROJECT | wrong)], None, tmp_path / "dbt.log")
    assert not result.success
    assert "wrong" in str(result.exception)
    assert [thread for thread in threading.enumerate() if isinstance(thread, DummyProcess)] == []


def test_events_of_note_are_logged_and_the_others_are_shown_to_nobody(tmp_path: Path) -> None:
    log, seen = tmp_path / "logs" / "dbt.log", list[EventMsg]()
    before = get_event_manager()
    with events_logged(log) as write:
        get_event_manager().callbacks = [write, seen.append]
        fire_event(Note(msg="for those who mend dbt"), level=EventLevel.DEBUG)
        fire_event(Note(msg="a model was built"), level=EventLevel.INFO)
        fire_event(Note(msg="a model is odd"), level=EventLevel.WARN)
    assert get_event_manager() is before
    assert [event.info.level for event in seen] == ["info", "warn"]
    lines = [line.split(maxsplit=2)[2] for line in log.read_text(encoding="utf-8").splitlines()]
    assert lines == ["INFO    a model was built", "WARNING a model is odd"]
