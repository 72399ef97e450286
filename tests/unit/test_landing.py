"""The landing: only differences are written, only committed files count, and deletions are never guessed."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import duckdb
import pytest

from flows.errors import InputError
from flows.landing import Commit, Landing, Loading, StreamChange, land_changes, register_landing
from flows.landing.commits import make_run_id, run_number, sha256_of

COLUMNS = ("contact_id", "name")
FIRST_DAY = date(2026, 1, 31)
MORNING = datetime(2026, 1, 31, 2, 0, tzinfo=UTC)

Row = tuple[str, str | None]


@dataclass
class Runs:
    """Lands one run after the other in one landing, each a day later unless told otherwise."""

    landing: Landing
    connection: duckdb.DuckDBPyConnection
    number: int = 0

    def land(
        self,
        incoming: Sequence[Row],
        *,
        whole: bool = True,
        refused_keys: Sequence[str | None] | None = None,
        started_at: datetime | None = None,
        commit: bool = True,
        stream: str = "contacts",
    ) -> StreamChange:
        """Land one run; `refused_keys` are those of rows that were read but refused."""
        self.number += 1
        started_at = started_at or MORNING + timedelta(days=self.number)
        loading = Loading(self.landing, make_run_id(self.number, started_at), started_at, FIRST_DAY)
        self.connection.execute(
            "create or replace temp table incoming (contact_id varchar, name varchar, _origin_file varchar, "
            "_origin_row bigint, _row_key varchar)"
        )
        for place, (key, name) in enumerate(incoming):
            self.connection.execute(
                "insert into incoming values (?, ?, 'contacts.csv', ?, ?)", [key, name, place + 2, key]
            )
        self.connection.execute("create or replace temp table refused_keys (_row_key varchar)")
        for refused in refused_keys or ():
            self.connection.execute("insert into refused_keys values (?)", [refused])
        change = land_changes(
            self.connection,
            loading,
            "files",
            stream,
            COLUMNS,
            "incoming",
            is_whole=whole,
            present_keys=None if refused_keys is None else "refused_keys",
        )
        if commit:
            self.landing.commit(Commit(loading.run_id, FIRST_DAY.isoformat(), started_at.isoformat(), change.files, {}))
        return change

    def written(self, change: StreamChange) -> list[tuple[str, str | None, bool]]:
        """The rows that a change wrote, by key."""
        (file,) = change.files
        query = "select contact_id, name, _deleted from read_parquet($path) order by _row_key"
        return self.connection.execute(query, {"path": str(self.landing.root / file.path)}).fetchall()


@pytest.fixture
def runs(tmp_path: Path) -> Iterator[Runs]:
    connection = duckdb.connect()
    yield Runs(Landing(tmp_path / "landing"), connection)
    connection.close()


def counts(change: StreamChange) -> tuple[int | None, int, int, int, int]:
    """Rows before, new, changed, deleted and after."""
    return change.rows_before, change.rows_new, change.rows_changed, change.rows_deleted, change.rows_after


def test_a_first_landing_writes_every_row(runs: Runs) -> None:
    change = runs.land([("P1", "Ann"), ("P2", None)])
    assert counts(change) == (None, 2, 0, 0, 2)
    assert runs.written(change) == [("P1", "Ann", False), ("P2", None, False)]


def test_the_same_content_again_lands_nothing(runs: Runs) -> None:
    runs.land([("P1", "Ann"), ("P2", None)])
    change = runs.land([("P2", None), ("P1", "Ann")])
    assert counts(change) == (2, 0, 0, 0, 2)
    assert change.files == ()


def test_only_the_changed_the_new_and_the_vanished_row_are_written(runs: Runs) -> None:
    runs.land([("P1", "Ann"), ("P2", "Bob"), ("P3", "Cid")])
    change = runs.land([("P1", "Ann"), ("P2", "Bo"), ("P4", "Dee")])
    assert counts(change) == (3, 1, 1, 1, 3)
    assert runs.written(change) == [("P2", "Bo", False), ("P3", "Cid", True), ("P4", "Dee", False)]


def test_a_part_of_a_stream_leaves_the_rest_as_it_stood_and_rows_that_are_gone_do_not_count(runs: Runs) -> None:
    runs.land([("P1", "Ann"), ("P2", "Bob"), ("P3", "Cid")])
    runs.land([("P1", "Ann"), ("P3", "Cid")])
    change = runs.land([("P3", "Sid"), ("P4", "Dee")], whole=False)
    assert counts(change) == (2, 1, 1, 0, 3)
    assert runs.written(change) == [("P3", "Sid", False), ("P4", "Dee", False)]
    assert counts(runs.land([("P2", "Bob")], whole=False)) == (3, 1, 0, 0, 4)
    assert counts(runs.land([("P2", "Bob")], whole=False)) == (4, 0, 0, 0, 4)


def test_an_empty_value_differs_from_an_empty_text_in_the_next_column(runs: Runs) -> None:
    runs.land([("P1", None)])
    assert counts(runs.land([("P1", "")])) == (1, 0, 1, 0, 1)


def test_a_row_that_returns_is_new_again_and_one_that_stays_away_is_deleted_once(runs: Runs) -> None:
    runs.land([("P1", "Ann"), ("P2", "Bob")])
    assert counts(runs.land([("P1", "Ann")])) == (2, 0, 0, 1, 1)
    assert counts(runs.land([("P1", "Ann")])) == (1, 0, 0, 0, 1)
    assert counts(runs.land([("P1", "Ann"), ("P2", "Bob")])) == (1, 1, 0, 0, 2)


def test_a_refused_row_whose_key_is_known_is_not_deleted(runs: Runs) -> None:
    runs.land([("P1", "Ann"), ("P2", "Bob"), ("P3", "Cid")])
    change = runs.land([("P1", "Ann")], refused_keys=["P2"])
    assert runs.written(change) == [("P3", "Cid", True)]


def test_a_refused_row_whose_key_cannot_be_read_holds_every_deletion_back(runs: Runs) -> None:
    runs.land([("P1", "Ann"), ("P2", "Bob")])
    change = runs.land([("P1", "Anne")], refused_keys=["P9", None])
    assert counts(change) == (2, 0, 1, 0, 2)
    assert runs.written(change) == [("P1", "Anne", False)]


def test_a_stream_that_is_appended_to_never_loses_rows(runs: Runs) -> None:
    runs.land([("P1", "Ann")], whole=False)
    change = runs.land([("P2", "Bob"), ("P1", "Anne")], whole=False)
    assert counts(change) == (1, 1, 1, 0, 2)


def test_a_stream_without_rows_lands_as_an_empty_file_once(runs: Runs) -> None:
    change = runs.land([])
    assert [file.rows for file in change.files] == [0]
    assert runs.land([]).files == ()


def test_an_uncommitted_file_is_invisible_and_the_next_run_removes_it(runs: Runs) -> None:
    kept = runs.land([("P1", "Ann")])
    lost = runs.land([("P1", "Ann"), ("P2", "Bob")], commit=False)
    half_written = runs.landing.root / lost.files[0].path.replace(".parquet", ".tmp")
    half_written.write_bytes(b"PAR1")
    assert counts(runs.land([("P1", "Ann")], commit=False)) == (1, 0, 0, 0, 1)

    removed = runs.landing.remove_uncommitted()

    assert sorted(removed) == sorted([runs.landing.root / lost.files[0].path, half_written])
    assert runs.landing.files("files", "contacts") == [runs.landing.root / kept.files[0].path]
    assert (runs.landing.root / kept.files[0].path).exists()


def test_the_run_number_orders_versions_even_when_the_clock_goes_back(runs: Runs) -> None:
    runs.land([("P1", "Ann")], started_at=MORNING)
    runs.land([("P1", "Anne")], started_at=MORNING - timedelta(days=400))
    assert runs.land([("P1", "Anne")], started_at=MORNING - timedelta(days=800)).files == ()
    assert [run_number(commit.run_id) for commit in runs.landing.commits()] == [1, 2, 3]


def test_a_commit_record_tells_every_file_with_its_rows_and_checksum(runs: Runs) -> None:
    change = runs.land([("P1", "Ann")])
    (commit,) = runs.landing.commits()
    assert commit.files == change.files
    assert [(file.rows, file.sha256) for file in commit.files] == [
        (1, sha256_of(runs.landing.root / commit.files[0].path))
    ]
    assert runs.landing.newest_as_of() == FIRST_DAY


@pytest.mark.parametrize("content", ["", "{", "[]", '{"run_id": "000001-x"}', '{"files": [{"path": 1}]}'])
def test_a_damaged_commit_record_is_named_and_stops_the_run(runs: Runs, content: str) -> None:
    runs.land([("P1", "Ann")])
    (record,) = (runs.landing.root / "_commits").glob("*.json")
    record.write_text(content, encoding="utf-8")
    with pytest.raises(InputError, match=record.name):
        runs.landing.commits()


def test_a_landed_file_that_is_gone_is_named_and_stops_the_run(runs: Runs) -> None:
    change = runs.land([("P1", "Ann")])
    lost = runs.landing.root / change.files[0].path
    lost.unlink()
    with pytest.raises(InputError, match=lost.name):
        runs.land([("P1", "Ann")])


def test_files_of_another_stream_are_not_mixed_in(runs: Runs) -> None:
    runs.land([("P1", "Ann")], stream="contacts")
    assert counts(runs.land([("P1", "Ann")], stream="users")) == (None, 1, 0, 0, 1)


def test_the_newest_reading_of_a_stream_comes_first(runs: Runs) -> None:
    for number, fingerprint in ((1, "old"), (2, "new")):
        origins = {"files/contacts": {"fingerprint": [fingerprint], "files": []}}
        runs.landing.commit(Commit(make_run_id(number, MORNING), "2026-01-31", "", (), origins))
    assert [origin["fingerprint"] for origin in runs.landing.origins("files", "contacts")] == [["new"], ["old"]]
    assert list(runs.landing.origins("files", "users")) == []


def test_a_warehouse_sees_one_view_per_stream_with_every_declared_column(runs: Runs) -> None:
    runs.land([("P1", "O'Hara")])
    runs.land([("P2", "Bob")], commit=False)
    declared = {"files": {"contacts": (*COLUMNS, "added_later"), "users": ("user_id",)}}
    assert register_landing(runs.connection, runs.landing, declared) == {"files__contacts": 1, "files__users": 0}
    query = "select contact_id, name, added_later, _run_id, _known_on, _deleted from landing.files__contacts"
    assert runs.connection.execute(query).fetchall() == [
        ("P1", "O'Hara", None, make_run_id(1, MORNING + timedelta(days=1)), FIRST_DAY, False)
    ]
    assert runs.connection.execute("select count(*) from landing.files__users").fetchall() == [(0,)]


def test_a_landing_whose_path_holds_a_quote_works(tmp_path: Path) -> None:
    with duckdb.connect() as connection:
        quoted = Runs(Landing(tmp_path / "O'Hara" / "landing"), connection)
        quoted.land([("P1", "Ann")])
        assert counts(quoted.land([("P1", "Anne")])) == (1, 0, 1, 0, 1)


def test_a_commit_record_is_plain_json_for_any_tool(runs: Runs) -> None:
    runs.land([("P1", "Ann")])
    (record,) = (runs.landing.root / "_commits").glob("*.json")
    assert set(json.loads(record.read_text(encoding="utf-8"))) == {"run_id", "as_of", "loaded_at", "files", "origins"}
