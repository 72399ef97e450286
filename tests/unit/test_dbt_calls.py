"""A call of dbt is over when nothing of it works any more, whatever went wrong inside."""

import threading
from multiprocessing.dummy import DummyProcess
from pathlib import Path

import duckdb
import pytest
from dbt.adapters.duckdb.environments.local import LocalEnvironment

from flows.dbt_calls import call_dbt

PROJECT = {
    "dbt_project.yml": "name: small\nprofile: small\nversion: 1.0.0\nmodels: {+materialized: table}\n",
    "profiles.yml": "small: {target: t, outputs: {t: {type: duckdb, path: PATH, threads: 2, keep_open: true}}}\n",
    "models/wrong.sql": "select error('wrong') as wrong\n",
    "models/slow.sql": "select sum(hash(a.range + b.range)) as total from range(40000) as a, range(20000) as b\n",
}


def test_a_statement_that_was_not_told_to_stop_is_waited_for_and_the_file_is_closed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, text in PROJECT.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text.replace("PATH", f"'{tmp_path / 'w.duckdb'}'"), encoding="utf-8")

    def closed_meanwhile(connection: object) -> None:
        raise duckdb.ConnectionException("Connection already closed")

    # What happens now and then: the other thread's connection closes just when dbt tells it to stop.
    monkeypatch.setattr(LocalEnvironment, "cancel", staticmethod(closed_meanwhile))
    places = [
        "--project-dir",
        str(tmp_path),
        "--profiles-dir",
        str(tmp_path),
        "--target-path",
        str(tmp_path / "target"),
    ]
    result = call_dbt(["build", "--fail-fast", *places], None, tmp_path / "dbt.log")
    assert not result.success
    assert " ERROR " in (tmp_path / "dbt.log").read_text(encoding="utf-8")
    assert [thread for thread in threading.enumerate() if isinstance(thread, DummyProcess)] == []
    duckdb.connect(str(tmp_path / "w.duckdb"), read_only=True).close()
