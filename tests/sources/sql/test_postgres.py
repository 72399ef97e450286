"""Streams of a real PostgreSQL server: types, increments, what its user may not do, and what is told of it."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest

from flows.errors import SourceError
from flows.landing import Landing
from flows.landing.columns import landed_rows
from flows.policy import Policy
from flows.settings import Home
from flows.sources import connectors
from flows.sources.files.streams import load_streams
from sources.harness import configure, hasty_policy, open_night, read_night
from sources.sql.postgres import PASSWORD, Server, folder_for_server, programs, served

pytestmark = pytest.mark.skipif(programs() is None, reason="PostgreSQL is not installed: no initdb was found")

USAGE = """
    insert into product.usage_daily values
        ('A1', '2026-02-01', 'core', 'mail', 3, 12.50, true, '2026-02-01 22:30:00+02'),
        ('A2', '2026-02-02', 'core', null, null, 0.00001, false, '2026-02-02 08:00:00+00')
"""


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with folder_for_server() as folder, served(folder) as running:
        yield running


@pytest.fixture
def database(server: Server, monkeypatch: pytest.MonkeyPatch) -> Server:
    """A schema with two rows of usage, and a user who may read it and nothing else."""
    server.execute(
        "drop schema if exists product cascade",
        "create schema product",
        "create table product.usage_daily (tenant_id text, day date, product text, module text, active_users int, "
        "hours numeric, is_trial boolean, updated_at timestamptz)",
        "create table product.secrets (account_id text, date date)",
        "drop role if exists reader",
        "create role reader login password 'reader-0815'",
        "grant usage, create on schema product to reader",
        "grant select, insert on product.usage_daily to reader",
        USAGE,
    )
    monkeypatch.setenv("WAREHOUSE_URL", server.address("reader", "reader-0815"))
    return server


@pytest.fixture
def policy(tmp_path: Path) -> Policy:
    return hasty_policy(tmp_path / "policy")


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path / "home")


def use(home: Home, **streams: dict[str, Any]) -> None:
    """Write the section of sources.yml."""
    configure(home, {"sql": {"url": "env:WAREHOUSE_URL", "streams": streams}})


def usage(**settings: Any) -> dict[str, Any]:
    """The stream of usage, its table under the names of its own."""
    columns = {"account_id": "tenant_id", "date": "day"}
    return {"table": "product.usage_daily", "cursor": "updated_at", "mode": "append", "columns": columns, **settings}


def rows(home: Home, stream: str = "usage") -> list[tuple[Any, ...]]:
    """The rows that stand in the landing, in the declared columns and what came beside them."""
    columns = [*load_streams()[stream].columns, "_extra"]
    files = [str(path) for path in Landing(home.landing).files("files", stream)]
    query = f"""
        select {", ".join(columns)} from ({landed_rows(columns, files)})
        qualify row_number() over (partition by _row_key order by _run_id desc) = 1 and not _deleted
        order by all
    """
    with duckdb.connect() as connection:
        return connection.execute(query).fetchall()


def test_rows_come_in_under_the_names_and_in_the_form_of_the_file_format(
    database: Server, home: Home, policy: Policy
) -> None:
    use(home, usage=usage(other_columns=["hours", "is_trial", "updated_at"]))
    _, batch = read_night(home, policy, "sql", 1)
    assert batch is not None
    assert [(stream.source, stream.stream, stream.rows_new) for stream in batch.streams] == [("sql", "usage", 2)]
    first, second = rows(home)
    assert first == (
        *("A1", "2026-02-01", "core", "mail", "3", None, None),
        '{"hours":"12.50","is_trial":"true","updated_at":"2026-02-01 20:30:00+00"}',
    )
    assert second[:7] == ("A2", "2026-02-02", "core", None, None, None, None)
    assert '"hours":"0.00001"' in second[7]


def test_only_what_is_new_by_the_cursor_is_asked_for_and_late_rows_within_the_overlap_are_seen(
    database: Server, home: Home, policy: Policy
) -> None:
    use(home, usage=usage())
    read_night(home, policy, "sql", 1)
    database.execute(
        "insert into product.usage_daily values ('A3', '2026-02-02', 'core', 'late', 1, 1, true, '2026-02-02 07:01Z')",
        "insert into product.usage_daily values ('A4', '2026-01-02', 'core', 'lost', 1, 1, true, '2026-02-02 06:59Z')",
        "insert into product.usage_daily values ('A5', '2026-01-02', 'core', 'unsaid', 1, 1, true, null)",
        "delete from product.usage_daily where tenant_id = 'A1'",
    )
    _, batch = read_night(home, policy, "sql", 2)
    assert batch is not None
    assert [(stream.rows_read, stream.rows_new, stream.rows_deleted) for stream in batch.streams] == [(3, 2, 0)]
    assert [row[0] for row in rows(home)] == ["A1", "A2", "A3", "A5"]
    _, batch = read_night(home, policy, "sql", 3, full_refresh=True)
    assert batch is not None
    assert [(stream.rows_read, stream.rows_new) for stream in batch.streams] == [(4, 1)]


def test_the_past_is_read_month_by_month(database: Server, home: Home, policy: Policy) -> None:
    use(home, usage=usage())
    read_night(home, policy, "sql", 1)
    database.execute(
        "insert into product.usage_daily values ('B1', '2025-12-31', 'core', 'x', 1, 1, true, '2025-12-31 23:59Z')",
        "insert into product.usage_daily values ('B2', '2026-01-01', 'core', 'x', 1, 1, true, '2026-01-01 00:00Z')",
        "insert into product.usage_daily values ('B3', '2026-02-28', 'core', 'x', 1, 1, true, '2026-01-31 00:00Z')",
    )
    from datetime import date

    _, batch = read_night(home, policy, "sql", 2, backfill_from=date(2026, 1, 1))
    assert batch is not None
    assert [(stream.rows_read, stream.rows_new) for stream in batch.streams] == [(4, 2)]
    assert [row[0] for row in rows(home)] == ["A1", "A2", "B2", "B3"]


def test_a_query_may_join_and_name_what_it_likes(database: Server, home: Home, policy: Policy) -> None:
    query = """
        -- accounts that use anything; '12:30' and a::text are no parameters
        select tenant_id as account_id, 'Acme ' || tenant_id::text || ' 50%' as account_name, '12:30' as told
        from product.usage_daily group by 1 -- the end"""
    use(home, accounts={"query": query})
    read_night(home, policy, "sql", 1)
    assert [(row[0], row[1], row[-1]) for row in rows(home, "accounts")] == [
        ("A1", "Acme A1 50%", '{"told":"12:30"}'),
        ("A2", "Acme A2 50%", '{"told":"12:30"}'),
    ]
    database.execute("delete from product.usage_daily where tenant_id = 'A2'")
    _, batch = read_night(home, policy, "sql", 2)
    assert batch is not None
    assert [stream.rows_deleted for stream in batch.streams] == [1]


@pytest.mark.parametrize(
    ("query", "told"),
    [
        (
            "with gone as (insert into product.usage_daily (tenant_id) values ('Z') returning 1) "
            "select 'A' as account_id, '2026-01-01' as date from gone",
            "could not give the query (FeatureNotSupported 0A000)",
        ),
        ("select account_id, date from product.secrets", "does not give the query to its user; grant its user reader"),
        ("select account_id, date from product.nowhere", "has no such query, or what it names is not there"),
        ("select nothing as account_id, date from product.usage_daily", 'column "nothing" does not exist'),
        (
            "select account_id, date, from product.usage_daily",
            "cannot make sense of the query (syntax error at or near",
        ),
        ("select tenant_id as account_id from product.usage_daily", "has no column date in its query, which usage"),
        ("select 1 as account_id, 2 as date, 3 as date", "gives the column date twice in its query"),
    ],
)
def test_what_is_wrong_with_a_query_is_told_and_other_streams_go_on(
    database: Server, home: Home, policy: Policy, query: str, told: str
) -> None:
    accounts = {"query": "select tenant_id as account_id, tenant_id as account_name from product.usage_daily"}
    use(home, usage={"query": query}, accounts=accounts)
    run, batch = read_night(home, policy, "sql", 1)
    (stale,) = run.record.stale
    assert told in str(stale["sentence"])
    assert stale["stream"] == "usage"
    assert batch is not None
    assert [stream.rows_new for stream in batch.streams] == [2]


def test_nothing_can_be_written_even_where_the_user_may(database: Server, home: Home, policy: Policy) -> None:
    database.execute(
        "create function product.write() returns text language sql as "
        "'insert into product.usage_daily (tenant_id) values (''Z'') returning tenant_id'"
    )
    use(home, usage={"query": "select product.write() as account_id, '2026-01-01' as date"})
    run, _ = read_night(home, policy, "sql", 1)
    assert "was asked to change data by the query; write a query that only reads" in str(run.record.stale)


def test_a_statement_that_takes_too_long_is_given_up(database: Server, home: Home, policy: Policy) -> None:
    slow = {"query": "select pg_sleep(9)::text as account_id, '2026-01-01' as date"}
    configure(home, {"sql": {"url": "env:WAREHOUSE_URL", "statement_seconds": 1, "streams": {"usage": slow}}})
    run, _ = read_night(home, policy, "sql", 1)
    assert "did not answer within 1 seconds for the query" in str(run.record.stale)


@pytest.mark.parametrize(
    ("part", "told"),
    [
        (":reader-0815@", "refused its user or password; put the address with the right ones into"),
        ("/postgres", "has no database of the name in its address"),
    ],
)
def test_a_wrong_address_is_told_without_its_password(
    database: Server, home: Home, policy: Policy, monkeypatch: pytest.MonkeyPatch, part: str, told: str
) -> None:
    use(home, usage=usage())
    wrong = {":reader-0815@": ":expired-4711@", "/postgres": "/elsewhere"}[part]
    monkeypatch.setenv("WAREHOUSE_URL", database.address("reader", "reader-0815").replace(part, wrong))
    with pytest.raises(SourceError) as error:
        read_night(home, policy, "sql", 1)
    assert f"The source sql at 127.0.0.1 {told}" in str(error.value)
    for secret in ("expired-4711", "reader-0815", PASSWORD):
        assert secret not in str(error.value)


def test_a_server_that_is_away_is_asked_again_and_then_told(
    database: Server, home: Home, policy: Policy, monkeypatch: pytest.MonkeyPatch
) -> None:
    use(home, usage=usage())
    monkeypatch.setenv("WAREHOUSE_URL", "postgresql://reader:reader-0815@127.0.0.1:9/postgres")
    with pytest.raises(SourceError, match=r"The source sql at 127\.0\.0\.1 cannot be reached\."):
        read_night(home, policy, "sql", 1)


def test_a_connection_is_tried_stream_by_stream(database: Server, home: Home, policy: Policy) -> None:
    use(home, usage=usage(), accounts={"table": "product.secrets"}, surveys={"table": "product.nowhere"})
    run = open_night(home, policy, 1)
    trials = {trial.stream: trial for trial in connectors()["sql"].try_connection(run.request, policy)}
    assert (trials["usage"].told, trials["usage"].is_wrong) == (None, False)
    assert "grant its user reader select on it" in str(trials["accounts"].told)
    assert "has no such table product.nowhere" in str(trials["surveys"].told)
