"""Streams of a SQL database, tried on a file of SQLite: modes, refused rows, settings, and files beside it."""

import contextlib
import sqlite3
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pytest

from flows.erasure.person import Person
from flows.erasure.suppression import load_suppressed, suppress
from flows.errors import ConfigurationError, SourceError
from flows.intake import commit_batches, read_sources
from flows.landing import Landing
from flows.landing.columns import landed_rows
from flows.policy import Policy
from flows.settings import Home
from flows.sources import Batch, connectors
from flows.sources.sql import database as databases
from flows.sources.sql.cursor import earlier, not_after, on_day, value_of
from flows.warehouse import _landed_sources
from sources.harness import configure, hasty_policy, open_night, read_night

USAGE = {
    "table": "usage_daily",
    "cursor": "updated_at",
    "mode": "append",
    "columns": {"account_id": "tenant", "date": "day"},
}


@pytest.fixture
def policy(tmp_path: Path) -> Policy:
    return hasty_policy(tmp_path / "policy")


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path / "home")


@pytest.fixture
def database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[sqlite3.Connection]:
    path = tmp_path / "product.db"
    monkeypatch.setenv("ACCOUNT360_SQL_URL", f"sqlite:///{path}")
    with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("create table usage_daily (tenant, day, product, active_users, updated_at, number integer)")
        connection.execute("create table people (id, account, name, email)")
        yield connection


def put(database: sqlite3.Connection, tenant: str, users: object = 1, moment: str = "2026-02-01 08:00:00") -> None:
    """Add a row of usage, or change it."""
    database.execute("delete from usage_daily where tenant = ?", [tenant])
    number = database.execute("select coalesce(max(number), 0) + 1 from usage_daily").fetchone()[0]
    row = [tenant, "2026-02-01", "core", users, moment, number]
    database.execute("insert into usage_daily values (?, ?, ?, ?, ?, ?)", row)


def use(home: Home, **streams: Any) -> None:
    """Write the section of sources.yml."""
    configure(home, {"sql": {"streams": streams}})


def counts(batch: Batch | None) -> tuple[int, int, int, int, int]:
    """Of the only stream: rows read, refused, new, changed, deleted."""
    assert batch is not None
    (one,) = batch.streams
    return one.rows_read, one.rows_refused, one.rows_new, one.rows_changed, one.rows_deleted


def landed(home: Home, stream: str, *columns: str) -> list[tuple[Any, ...]]:
    """What stands in the landing."""
    files = [str(path) for path in Landing(home.landing).files("files", stream)]
    query = f"""
        select {", ".join(columns)} from ({landed_rows(columns, files)})
        qualify row_number() over (partition by _row_key order by _run_id desc) = 1 and not _deleted order by all
    """
    with duckdb.connect() as connection:
        return connection.execute(query).fetchall()


def test_a_row_that_a_snapshot_lacks_is_gone_and_one_that_an_increment_lacks_is_not(
    database: sqlite3.Connection, home: Home, policy: Policy
) -> None:
    use(home, usage={**USAGE, "cursor": None, "mode": "snapshot"})
    put(database, "A1")
    put(database, "A2")
    assert counts(read_night(home, policy, "sql", 1)[1]) == (2, 0, 2, 0, 0)
    database.execute("delete from usage_daily where tenant = 'A1'")
    assert counts(read_night(home, policy, "sql", 2)[1]) == (1, 0, 0, 0, 1)
    use(home, usage=USAGE)
    put(database, "A3")
    assert counts(read_night(home, policy, "sql", 3)[1]) == (2, 0, 1, 0, 0)
    database.execute("delete from usage_daily where tenant = 'A2'")
    assert counts(read_night(home, policy, "sql", 4)[1]) == (1, 0, 0, 0, 0)
    assert landed(home, "usage", "account_id") == [("A2",), ("A3",)]


def test_another_setting_reads_everything_again_and_so_does_time(
    database: sqlite3.Connection, home: Home, policy: Policy
) -> None:
    use(home, usage=USAGE)
    put(database, "A1", moment="2026-01-01 08:00:00")
    put(database, "A2")
    read_night(home, policy, "sql", 1)
    assert counts(read_night(home, policy, "sql", 2)[1]) == (1, 0, 0, 0, 0)
    use(home, usage={**USAGE, "constants": {"module": "all"}})
    assert counts(read_night(home, policy, "sql", 3)[1]) == (2, 0, 2, 0, 0)
    assert counts(read_night(home, policy, "sql", 4)[1])[0] == 1
    assert counts(read_night(home, policy, "sql", 10)[1])[0] == 2


def test_a_refused_row_stands_until_it_comes_in_whole(database: sqlite3.Connection, home: Home, policy: Policy) -> None:
    use(home, usage=USAGE)
    put(database, "A1", "plenty")
    put(database, "A2")
    assert counts(read_night(home, policy, "sql", 1)[1]) == (2, 1, 1, 0, 0)
    put(database, "A3", moment="2026-02-02 08:00:00")
    assert counts(read_night(home, policy, "sql", 2)[1]) == (3, 1, 1, 0, 0)
    assert counts(read_night(home, policy, "sql", 3)[1]) == (1, 0, 0, 0, 0)
    columns = ("stream", "column_name", "value", "expected", "_origin_file")
    refusal = ("usage", "active_users", "plenty", "a whole number; write digits only", "sql/usage.parquet")
    assert landed(home, "refused_rows", *columns) == [refusal]
    put(database, "A1", 7, moment="2026-02-02 08:00:01")
    assert counts(read_night(home, policy, "sql", 4)[1]) == (2, 0, 1, 0, 0)
    assert landed(home, "refused_rows", *columns) == []


def test_a_growing_number_is_a_cursor_too_and_overlaps_by_numbers(
    database: sqlite3.Connection, home: Home, policy: Policy
) -> None:
    use(home, usage={**USAGE, "cursor": "number", "overlap_numbers": 1})
    for number in range(9):
        put(database, f"A{number}")
    assert counts(read_night(home, policy, "sql", 1)[1]) == (9, 0, 9, 0, 0)
    put(database, "B1")
    assert counts(read_night(home, policy, "sql", 2)[1]) == (3, 0, 1, 0, 0)


def test_the_inbox_and_the_database_land_side_by_side_and_stage_as_files(
    database: sqlite3.Connection, home: Home, policy: Policy
) -> None:
    use(home, usage=USAGE)
    put(database, "A1", "plenty")
    put(database, "A2")
    home.inbox.mkdir(parents=True)
    (home.inbox / "accounts.csv").write_text("account_id,account_name\nA1,Acme\nA2,\n", "utf-8")
    run = open_night(home, policy, 1)
    batches = read_sources(run, [connectors()["files"], connectors()["sql"]])
    commit_batches(run, batches)
    assert [(stream.source, stream.stream) for batch in batches for stream in batch.streams] == [
        ("files", "accounts"),
        ("sql", "usage"),
    ]
    assert {stream for (stream,) in landed(home, "refused_rows", "stream")} == {"usage", "accounts"}
    assert _landed_sources(run)[0] == ["files"]
    assert not list(home.spool.rglob("*.parquet"))


def test_a_stream_of_both_the_inbox_and_the_database_is_refused(
    database: sqlite3.Connection, home: Home, policy: Policy
) -> None:
    use(home, usage=USAGE)
    home.inbox.mkdir(parents=True)
    (home.inbox / "usage-2026.csv").write_text("account_id,date\nA1,2026-01-01\n", "utf-8")
    with pytest.raises(
        ConfigurationError, match=r"Both the inbox .* and the streams of sql in sources\.yml give usage"
    ):
        read_night(home, policy, "sql", 1)


def test_files_that_come_back_after_the_database_are_read_again_and_so_is_the_database(
    database: sqlite3.Connection, home: Home, policy: Policy
) -> None:
    home.inbox.mkdir(parents=True)
    (home.inbox / "accounts.csv").write_text("account_id,account_name\nA1,Acme\n", "utf-8")
    dropped = home.inbox / "usage.csv"
    for number in (1, 3):
        dropped.write_text("account_id,date\nF1,2026-01-01\n", "utf-8")
        (home.root / "sources.yml").unlink(missing_ok=True)
        read_night(home, policy, "files", number)
        assert landed(home, "usage", "account_id") == [("F1",)]
        dropped.unlink()
        use(home, usage={**USAGE, "mode": "snapshot", "cursor": None})
        put(database, "A1")
        read_night(home, policy, "sql", number + 1)
        assert landed(home, "usage", "account_id") == [("A1",)]


def test_erased_people_come_in_without_what_names_them(
    database: sqlite3.Connection, home: Home, policy: Policy
) -> None:
    home.work.mkdir(parents=True)
    person = Person(tokens={"C-7": "erased-0123"}, emails=frozenset({"ann@x.example"}), names=frozenset({"ann lee"}))
    suppress(home, person, load_suppressed(home), date(2026, 1, 2))
    database.execute("insert into people values ('C-7', 'A1', 'Ann Lee', 'ann@x.example')")
    use(home, contacts={"table": "people", "columns": {"contact_id": "id", "account_id": "account"}})
    _, batch = read_night(home, policy, "sql", 1)
    assert batch is not None
    assert landed(home, "contacts", "contact_id", "name", "email") == [("erased-0123", None, None)]
    assert "1 row of an erased person came in again" in batch.warnings[0]


@pytest.mark.parametrize(
    ("stream", "told"),
    [
        ({"usage": {"cursor": "x"}}, r"streams\.usage of sql needs either a table or a query; write one of them"),
        ({"usage": {"table": "t", "query": "select 1"}}, r"needs either a table or a query"),
        ({"usage": {"table": "t", "mode": "append"}}, r"has the mode append and no cursor; name the column"),
        ({"usage": {"table": "t", "cursor": "c"}}, r"has a cursor and the mode snapshot; write mode: append"),
        ({"usages": {"table": "t"}}, r"streams of sql names 'usages', which is none; known: accounts, "),
        ({"usage": {"table": "t", "columns": {"dat": "d"}}}, r"columns names 'dat', which is no column of usage"),
        ({"usage": {"query": "drop table t"}}, r"its query is no single select; nothing else is sent"),
        ({"usage": {"query": "select 1; drop table t"}}, r"its query is no single select"),
        ({}, r"streams of sql is empty; name what to read"),
    ],
)
def test_a_wrong_setting_is_told_in_one_sentence(
    database: sqlite3.Connection, home: Home, policy: Policy, stream: dict[str, Any], told: str
) -> None:
    use(home, **stream)
    with pytest.raises(ConfigurationError, match=told):
        read_night(home, policy, "sql", 1)


def test_a_semicolon_within_a_text_or_at_the_end_of_a_query_is_none_of_its_own(
    database: sqlite3.Connection, home: Home, policy: Policy
) -> None:
    use(home, usage={"query": "select tenant as account_id, day as date, 'a;b' as told from usage_daily;"})
    put(database, "A1")
    assert counts(read_night(home, policy, "sql", 1)[1]) == (1, 0, 1, 0, 0)


@pytest.mark.parametrize(
    ("stream", "told"),
    [
        (
            {**USAGE, "columns": {"account_id": "tenat", "date": "day"}},
            r"no column tenat in its table usage_daily, which",
        ),
        ({**USAGE, "columns": {"account_id": "tenant"}}, r"has no column date in its table usage_daily, which usage"),
        ({**USAGE, "cursor": "changed"}, r"has no column changed in its table usage_daily, which .* its cursor"),
        (
            {**USAGE, "cursor": "product"},
            r"holds neither moments, days nor numbers in product of its table usage_daily",
        ),
        ({**USAGE, "table": "usages"}, r"has no such table usages, or what it names is not there"),
        ({**USAGE, "other_columns": ["colour"]}, r"no column colour .* which sources\.yml names under other_columns"),
    ],
)
def test_a_stream_that_cannot_be_read_stands_as_it_stood(
    database: sqlite3.Connection, home: Home, policy: Policy, stream: dict[str, Any], told: str
) -> None:
    use(home, usage=stream)
    put(database, "A1")
    run, _ = read_night(home, policy, "sql", 1)
    (stale,) = run.record.stale
    assert stale["stream"] == "usage"
    assert duckdb.execute("select regexp_matches($1, $2)", [stale["sentence"], told]).fetchall() == [(True,)]


@pytest.mark.parametrize(
    ("url", "told"),
    [
        ("sqlite:////nowhere/at-all.db", r"names a file of SQLite that is not there"),
        ("warehouse.example:5432", r"is no address of a database; write it as postgresql://user"),
        ("oracle://u:Sesam-4711@h/d", r"names the database oracle, whose driver is not installed"),
    ],
)
def test_a_wrong_address_is_told_without_its_password(
    home: Home, policy: Policy, monkeypatch: pytest.MonkeyPatch, url: str, told: str
) -> None:
    monkeypatch.setenv("ACCOUNT360_SQL_URL", url)
    use(home, usage=USAGE)
    with pytest.raises(ConfigurationError, match=told) as error:
        read_night(home, policy, "sql", 1)
    assert "Sesam" not in str(error.value)


def test_a_reading_that_was_cut_off_goes_on_where_it_stopped(
    database: sqlite3.Connection, home: Home, policy: Policy, monkeypatch: pytest.MonkeyPatch
) -> None:
    configure(home, {"sql": {"start_date": date(2026, 1, 1), "streams": {"usage": USAGE}}})
    put(database, "A1", moment="2026-01-05 08:00:00")
    put(database, "A2", moment="2026-02-05 08:00:00")
    asked: list[str] = []
    chunks = databases.Database.chunks

    def cut_off(self: Any, place: Any, wanted: Any, span: Any) -> Any:
        asked.append(span.name)
        if len(asked) == 2:
            raise SourceError("The source sql broke off.", may_pass=False)
        return chunks(self, place, wanted, span)

    monkeypatch.setattr(databases.Database, "chunks", cut_off)
    with pytest.raises(SourceError):
        read_night(home, policy, "sql", 1)
    database.execute("update usage_daily set updated_at = '2026-02-06 08:00:00', active_users = 9 where tenant = 'A1'")
    assert counts(read_night(home, policy, "sql", 1)[1]) == (2, 0, 2, 0, 0)
    january, february, march = "20260101T000000", "20260201T000000", "20260301T000000"
    assert asked == [f"{january}-{february}", *[f"{february}-{march}"] * 2, f"{march}-open"]
    # A1 was read twice, before its change and after it.
    assert landed(home, "usage", "account_id", "active_users") == [("A1", "9"), ("A2", "1")]


def test_a_database_that_writes_no_texts_itself_gives_typed_values_all_the_same(
    database: sqlite3.Connection, home: Home, policy: Policy, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(databases, "WRITES_TEXT", frozenset())
    use(home, usage={**USAGE, "other_columns": ["number"]})
    put(database, "A1", 3.0)
    put(database, "A2", 4.5)
    assert counts(read_night(home, policy, "sql", 1)[1]) == (2, 1, 1, 0, 0)
    assert landed(home, "usage", "account_id", "active_users", "_extra") == [("A1", "3", '{"number":"1"}')]


HOUR = timedelta(hours=1)
NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


def test_a_reading_begins_before_the_last_value_in_the_kind_of_the_value() -> None:
    assert earlier(NOON, HOUR, 5) == datetime(2026, 3, 1, 11, tzinfo=UTC)
    assert earlier(date(2026, 3, 1), HOUR, 5) == date(2026, 3, 1)
    assert earlier(date(2026, 3, 1), 48 * HOUR, 5) == date(2026, 2, 27)
    assert earlier(Decimal(100), HOUR, 5) == Decimal(95)
    assert earlier("2026-03-01T00:30:00.5Z", HOUR, 5) == "2026-02-28T23:30:00"
    assert earlier("2026-03-01 00:30:00", HOUR, 5) == "2026-02-28 23:30:00"
    assert earlier("2026-03-01", 24 * HOUR, 5) == "2026-02-28"


def test_a_value_in_the_future_is_taken_for_the_latest_that_can_be() -> None:
    assert not_after(datetime(2099, 1, 1, tzinfo=UTC), NOON) == NOON
    assert not_after(datetime(2099, 1, 1), NOON) == datetime(2026, 3, 1, 12)  # noqa: DTZ001  it has no zone
    assert not_after("2099-01-01 00:00:00", NOON) == "2026-03-01 12:00:00"
    assert not_after("2026-02-01 00:00:00", NOON) == "2026-02-01 00:00:00"
    assert not_after(date(2099, 1, 1), NOON) == date(2026, 3, 1)


def test_months_begin_in_the_kind_of_the_value_and_numbers_have_none() -> None:
    assert on_day("2026-03-01 08:00:00", NOON) == "2026-03-01"
    assert on_day(date(2026, 3, 5), NOON) == date(2026, 3, 1)
    assert on_day(Decimal(1), NOON) is None
    with pytest.raises(ValueError, match="core"):
        value_of("core")
