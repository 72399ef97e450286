"""When a night may go on from the warehouse of the night before, and what it then knows to have changed."""

import contextlib
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import duckdb
import pytest

from flows import increment
from flows.constraints import Condition, Key, refuse_broken
from flows.errors import BuildError
from flows.increment import KEPT, Increment, keep_for_next, taken_over
from flows.landing import Commit
from flows.landing.commits import LandedFile, make_run_id
from flows.runs import Run, ask, open_run

AS_OF = date(2026, 1, 31)
INCREMENT = Increment(after="000001", nights=0, landed={}, policy={}, project="")


def policy_of(folder: Path, **settings: int | float) -> Path:
    """A policy under which a company of any size renews what has changed, but for what it is told."""
    folder.mkdir(exist_ok=True)
    lines = [f"{name},{value}" for name, value in ({"increment_from_mb": 0} | settings).items()]
    (folder / "settings.csv").write_text("\n".join(["name,value", *lines]) + "\n", encoding="utf-8")
    return folder


def run_of(folder: Path, number: int = 1, **settings: int | float) -> Run:
    """A run on a home below the folder."""
    run = open_run(ask(folder / "home", as_of=AS_OF, policy=policy_of(folder / "policy", **settings)))
    return replace(run, run_id=make_run_id(number, datetime(2026, 2, 1, number, tzinfo=UTC)))


def land(run: Run, stream: str, checksum: str = "a") -> None:
    """Commit one file of a stream; its content is not looked at here."""
    path = f"files/{stream}/dt=2026-01-31/{run.run_id}-0.parquet"
    (run.landing.root / path).parent.mkdir(parents=True, exist_ok=True)
    (run.landing.root / path).write_bytes(b"rows")
    file = LandedFile("files", stream, path, 1, checksum)
    run.landing.commit(Commit(run.run_id, AS_OF.isoformat(), "2026-02-01T00:00:00+00:00", (file,)))


def build(run: Run, before: Increment | None = None) -> None:
    """Leave a warehouse as a night does that has built every model."""
    run.policy.write(run.workshop / "policy")
    keep_for_next(run, [], before)


@pytest.fixture
def first(tmp_path: Path) -> Run:
    """A home after one whole night, in which one stream has landed."""
    run = run_of(tmp_path)
    land(run, "accounts")
    assert taken_over(run, is_asked_for=True) is None
    build(run)
    return run


def test_a_night_goes_on_from_the_one_before(first: Run, tmp_path: Path) -> None:
    run = run_of(tmp_path, 2)
    before = taken_over(run, is_asked_for=True)
    assert before is not None
    assert before.after == first.run_id
    build(run, before)
    again = taken_over(run_of(tmp_path, 3), is_asked_for=True)
    assert again is not None
    assert (again.after, again.nights) == (run.run_id, 1)


def test_a_night_that_did_not_end_leaves_nothing_to_go_on_from(first: Run, tmp_path: Path) -> None:
    assert taken_over(run_of(tmp_path, 2), is_asked_for=True) is not None
    assert taken_over(run_of(tmp_path, 3), is_asked_for=True) is None
    assert not first.warehouse.exists()


def test_what_another_release_or_half_a_file_says_is_no_state(first: Run, tmp_path: Path) -> None:
    for content in ('{"after": "000001"}', '{"after": "0000', "[]", ""):
        (first.workshop / KEPT).write_text(content, encoding="utf-8")
        assert taken_over(run_of(tmp_path, 2), is_asked_for=True) is None


@pytest.mark.parametrize("settings", [{"increment_nights": 0}, {"increment_from_mb": 1}])
def test_the_policy_may_ask_for_whole_nights(first: Run, tmp_path: Path, settings: dict[str, int]) -> None:
    assert first.warehouse.exists()
    assert taken_over(run_of(tmp_path, 2, **settings), is_asked_for=True) is None


def test_so_many_nights_in_a_row_are_followed_by_a_whole_one(first: Run, tmp_path: Path) -> None:
    before = None
    for number in (2, 3):
        run = run_of(tmp_path, number, increment_nights=2)
        before = taken_over(run, is_asked_for=True)
        assert before is not None
        build(run, before)
    assert first.run_id != run.run_id
    assert taken_over(run_of(tmp_path, 4, increment_nights=2), is_asked_for=True) is None


def test_a_full_refresh_and_a_question_about_the_past_build_everything(first: Run, tmp_path: Path) -> None:
    run = run_of(tmp_path, 2)
    assert taken_over(replace(run, answers_the_past=True), is_asked_for=True) is None
    # A question about the past has a place of its own and leaves that of the nights alone.
    assert (first.workshop / KEPT).exists()
    assert taken_over(replace(run, request=replace(run.request, full_refresh=True)), is_asked_for=True) is None


def test_another_project_builds_everything(first: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert first.warehouse.exists()
    monkeypatch.setattr(increment, "_project", lambda _: "another")
    assert taken_over(run_of(tmp_path, 2), is_asked_for=True) is None


def test_a_night_that_cannot_keep_its_tables_builds_everything(first: Run, tmp_path: Path) -> None:
    assert first.warehouse.exists()
    assert taken_over(run_of(tmp_path, 2), is_asked_for=False) is None
    assert not first.warehouse.exists()


def test_a_landing_that_was_rewritten_builds_everything(first: Run, tmp_path: Path) -> None:
    land(first, "accounts", checksum="erased")
    assert taken_over(run_of(tmp_path, 2), is_asked_for=True) is None


def test_a_landing_that_was_put_back_builds_everything(first: Run, tmp_path: Path) -> None:
    # A file that lands under an earlier number than the warehouse was built by is not seen by its rows' run.
    land(run_of(tmp_path, 0), "tickets")
    assert first.warehouse.exists()
    assert taken_over(run_of(tmp_path, 2), is_asked_for=True) is None


def test_it_is_known_which_tables_of_the_policy_and_which_streams_have_changed(first: Run, tmp_path: Path) -> None:
    run = run_of(tmp_path, 2, minimum_n=7)
    land(run, "tickets")
    before = taken_over(run, is_asked_for=True)
    assert before is not None
    with contextlib.closing(duckdb.connect(str(first.warehouse))) as connection:
        before.open_books(connection, run, ["files__accounts", "files__tickets"])
        extents = dict(connection.execute("select name, extent from increment.extents").fetchall())
    assert extents["landing.files__accounts"] == "none"
    assert extents["landing.files__tickets"] == "some"
    assert extents["policy.care_model"] == "none"
    assert "policy.settings" not in extents


def test_only_keys_that_changed_rows_may_have_broken_are_looked_at_again(tmp_path: Path) -> None:
    tables = ("same", "new", "theirs", "others")
    keys = [Key(name, f'"memory"."main"."{name}"', ("account_id", "month")) for name in tables]
    keys[3] = replace(keys[3], columns=("ticket_id",))
    books = """
        create schema increment;
        create table increment.models (name varchar, subject varchar);
        insert into increment.models values
            ('main.same', 'account_id'), ('main.theirs', 'account_id'), ('main.others', 'account_id');
        create table increment.extents (name varchar, extent varchar);
        insert into increment.extents values
            ('main.same', 'none'), ('main.new', 'all'), ('main.theirs', 'some'), ('main.others', 'some');
        create table increment.changes (name varchar, id varchar);
        insert into increment.changes values ('main.theirs', 'A'), ('main.others', 'A');
        create table theirs as
            from (values ('A', 1), ('A', 1), ('B', 1), ('B', 1), (null, 1)) as rows (account_id, month)
    """
    with contextlib.closing(duckdb.connect()) as connection:
        connection.execute(books)
        doubted = {key.table: key for key in INCREMENT.in_doubt(connection, keys)}
        with pytest.raises(BuildError, match=r"theirs has not one row for each \(account_id, month\): \(A, 1\)\. "):
            refuse_broken(connection, [doubted["theirs"]], [])

        # Nobody's rows are known by an empty id.
        connection.execute("delete from theirs where account_id = 'A'")
        refuse_broken(connection, [doubted["theirs"]], [])
        connection.execute("insert into increment.changes values ('main.theirs', '')")
        with pytest.raises(BuildError, match=r"\(no value, 1\)"):
            refuse_broken(connection, [doubted["theirs"]], [])

    assert (doubted["new"], doubted["others"]) == (keys[1], keys[3])
    assert list(doubted) == ["new", "theirs", "others"]


def test_a_condition_is_looked_at_again_of_changed_rows_whatever_its_columns_are(tmp_path: Path) -> None:
    books = """
        create schema increment;
        create table increment.models (name varchar, subject varchar);
        insert into increment.models values ('main.theirs', 'account_id'), ('main.nobodys', null);
        create table increment.extents (name varchar, extent varchar);
        insert into increment.extents values ('main.theirs', 'some'), ('main.nobodys', 'some'), ('main.same', 'none');
        create table increment.changes (name varchar, id varchar);
        insert into increment.changes values ('main.theirs', 'A');
        create table theirs as from (values ('A', 1), ('B', 7)) as rows (account_id, score)
    """
    conditions = [Condition(name, f'"memory"."main"."{name}"', "score < 5") for name in ("theirs", "nobodys", "same")]
    with contextlib.closing(duckdb.connect()) as connection:
        connection.execute(books)
        theirs, nobodys = INCREMENT.in_doubt(connection, conditions)

        # B was looked at the night before.
        refuse_broken(connection, [], [theirs])
        connection.execute("update theirs set score = 9 where account_id = 'A'")
        with pytest.raises(BuildError, match="theirs has 1 rows of which this is not true: score < 5"):
            refuse_broken(connection, [], [theirs])

    assert nobodys == conditions[1]
