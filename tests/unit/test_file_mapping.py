"""mapping.yml reads a foreign export as ours, and is refused in one sentence when anything in it is wrong."""

from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pytest

from flows.errors import InputError
from flows.sources.files.reader import open_inbox
from flows.sources.files.validation import Incoming, load_stream


def load(inbox: Path, stream: str, mapping: str) -> tuple[Incoming, duckdb.DuckDBPyConnection]:
    """The stream of an inbox, loaded through a mapping."""
    (inbox / "mapping.yml").write_text(mapping, encoding="utf-8")
    connection = duckdb.connect()
    loaded = load_stream(
        connection, open_inbox(inbox).streams[stream], earliest=date(2000, 1, 1), latest=date(2040, 1, 1)
    )
    return loaded, connection


def rows(inbox: Path, stream: str, mapping: str, columns: str) -> list[tuple[Any, ...]]:
    """Columns of the good rows in the order of the file."""
    loaded, connection = load(inbox, stream, mapping)
    assert loaded.file_problems == ()
    return connection.execute(f"select {columns} from {loaded.good} order by _origin_row").fetchall()


def test_a_foreign_export_is_read_through_its_mapping(tmp_path: Path) -> None:
    (tmp_path / "Abos.txt").write_bytes(
        "Nr;Kunde;Beginn;Betrag;gekündigt\nS1;A1;31.12.2023;1.234,50;Ja\nS2;A1;1.2.2024;80;Nein\n".encode("cp1252")
    )
    mapping = """
defaults: {delimiter: ";", encoding: cp1252, decimal_comma: true, date_format: "%d.%m.%Y"}
streams:
  subscriptions:
    files: Abos.txt
    columns: {subscription_id: Nr, account_id: kunde, start_date: Beginn, monthly_amount: Betrag, status: gekündigt}
    constants: {currency: EUR, signed_date: 2023-11-01}
    values: {status: {Ja: cancelled, Nein: active}}
"""
    columns = "subscription_id, account_id, start_date, monthly_amount, currency, signed_date, status, _extra"
    assert rows(tmp_path, "subscriptions", mapping, columns) == [
        ("S1", "A1", "2023-12-31", "1234.5", "EUR", "2023-11-01", "cancelled", None),
        ("S2", "A1", "2024-02-01", "80", "EUR", "2023-11-01", "active", None),
    ]


def test_a_column_is_filled_from_another_stream_and_rows_of_a_key_are_combined(tmp_path: Path) -> None:
    (tmp_path / "subscriptions.csv").write_text(
        "subscription_id,account_id,start_date,monthly_amount,currency\nS1,A1,2024-01-01,1,EUR\nS2,A1,2024-01-01,1,EUR\n"
    )
    (tmp_path / "usage.csv").write_text(
        "sub,date,events,active_users\nS1,2024-05-01,3,7\nS2,2024-05-01,4,5\nS9,2024-05-01,1,1\nS1,2024-05-02,1,1\n"
    )
    mapping = """
streams:
  usage:
    lookups: {account_id: {stream: subscriptions, match: subscription_id, by: sub}}
    combine: {events: sum, active_users: max}
"""
    loaded, connection = load(tmp_path, "usage", mapping)
    assert (loaded.rows_read, loaded.rows_refused, loaded.rows_combined) == (4, 1, 1)
    good = f"select account_id, date, events, active_users, _origin_row from {loaded.good} order by 2"
    assert connection.execute(good).fetchall() == [("A1", "2024-05-01", "7", "7", 2), ("A1", "2024-05-02", "1", "1", 5)]
    assert connection.execute(f"select row, column_name, expected from {loaded.problems}").fetchall() == [
        (4, "account_id", "a value; no row of subscriptions has the subscription_id that stands in sub")
    ]


def test_one_file_may_feed_two_streams_and_two_formats_of_date_may_mix(tmp_path: Path) -> None:
    (tmp_path / "all.csv").write_text("id,acc,when\nX1,A1,3/4/2024\nX2,A1,2024-04-05\n")
    mapping = """
streams:
  churn_reasons:
    files: [all.csv]
    date_format: ["%d/%m/%Y", "%Y-%m-%d"]
    columns: {reason_id: id, account_id: acc, reason_date: when}
    constants: {reason_code: unknown}
  surveys:
    files: "*.csv"
    date_format: ["%d/%m/%Y", "%Y-%m-%d"]
    columns: {response_id: id, account_id: acc, sent_date: when}
    constants: {survey_type: NPS}
"""
    assert rows(tmp_path, "churn_reasons", mapping, "reason_id, reason_date, event") == [
        ("X1", "2024-04-03", "leave"),
        ("X2", "2024-04-05", "leave"),
    ]
    assert rows(tmp_path, "surveys", mapping, "response_id, sent_date, survey_type") == [
        ("X1", "2024-04-03", "NPS"),
        ("X2", "2024-04-05", "NPS"),
    ]


def test_a_time_without_an_offset_is_read_in_the_time_zone_of_the_mapping(tmp_path: Path) -> None:
    (tmp_path / "tickets.csv").write_text("ticket_id,account_id,created_at\nT1,A1,2024-07-01 10:00\nT2,A1,2024-01-01\n")
    mapping = "defaults: {timezone: Europe/Helsinki}\n"
    assert rows(tmp_path, "tickets", mapping, "created_at") == [
        ("2024-07-01 07:00:00.000000",),
        ("2023-12-31 22:00:00.000000",),
    ]


def test_a_grouped_number_is_read_only_where_it_cannot_be_mistaken(tmp_path: Path) -> None:
    (tmp_path / "accounts.csv").write_text(
        "account_id;account_name;potential_annual\nA1;a;1.234.567,8\nA2;b;1 234,00\nA3;c;-,5\nA4;d;1.234\nA5;e;1.5,0\n"
    )
    mapping = 'defaults: {delimiter: ";", decimal_comma: true}\n'
    loaded, connection = load(tmp_path, "accounts", mapping)
    good = connection.execute(f"select account_id, potential_annual from {loaded.good} order by 1").fetchall()
    assert good == [("A1", "1234567.8"), ("A2", "1234"), ("A3", "-0.5")]
    refused = connection.execute(f"select value from {loaded.problems} order by 1").fetchall()
    assert refused == [("1.234",), ("1.5,0",)]


def test_nothing_in_a_mapping_reaches_sql_as_sql(tmp_path: Path) -> None:
    mapping = """
streams:
  accounts:
    constants: {country: "x'); drop table accounts; --"}
    columns: {industry: "we'ird \\"x"}
    values: {account_name: {"'; --": "o'k"}}
"""
    (tmp_path / "accounts.csv").write_text("account_id,account_name,we'ird \"x\n1,'; --,z\n")
    assert rows(tmp_path, "accounts", mapping, "account_name, country, industry") == [
        ("o'k", "x'); drop table accounts; --", "z")
    ]


def test_a_column_that_the_mapping_names_and_the_file_lacks_is_a_problem(tmp_path: Path) -> None:
    (tmp_path / "accounts.csv").write_text("account_id,account_name\nA1,Alpha\n")
    loaded, _ = load(tmp_path, "accounts", "streams: {accounts: {columns: {customer_since: signup}}}\n")
    assert [problem.sentence() for problem in loaded.file_problems] == [
        "accounts.csv: expected the column 'signup', which mapping.yml names for customer_since; "
        "its header has account_id, account_name."
    ]


def test_a_pattern_without_files_is_a_warning(tmp_path: Path) -> None:
    (tmp_path / "mapping.yml").write_text("streams: {usage: {files: daily*.csv}}\n")
    assert open_inbox(tmp_path).warnings == ("mapping.yml, streams.usage.files: no file is named 'daily*.csv'.",)


@pytest.mark.parametrize(
    ("mapping", "said"),
    [
        ("stream: {}", "mapping.yml: 'stream' is not known here; expected one of defaults, streams."),
        ("- a", "mapping.yml: expected keys with values, got a list."),
        ("a: [", "mapping.yml line 1: is not valid YAML; check the indentation and the quotes."),
        ("defaults: {}\ndefaults: {}", "mapping.yml line 1: the key 'defaults' stands twice; keep one."),
        ("streams: {account: {}}", "mapping.yml, streams: 'account' is not known here; expected one of accounts, "),
        ("streams: {accounts: {colums: {}}}", "mapping.yml, streams.accounts: 'colums' is not known here; "),
        (
            "streams: {users: {columns: {nam: x}}}",
            "mapping.yml, streams.users.columns: 'nam' is not known here; "
            "expected one of user_id, name, team, is_active, role, manager_id.",
        ),
        ("streams: {users: {constants: {nam: x}}}", "mapping.yml, streams.users.constants: 'nam' is not known here; "),
        (
            "streams: {users: {columns: {name: [a]}}}",
            "mapping.yml, streams.users.columns.name: expected one value, got a list.",
        ),
        (
            "streams: {users: {files: /etc/passwd}}",
            "mapping.yml, streams.users.files: '/etc/passwd' leaves the inbox; expected a name or a pattern inside it.",
        ),
        ("streams: {users: {files: a/../../b}}", "mapping.yml, streams.users.files: 'a/../../b' leaves the inbox; "),
        ("streams: {users: {files: ~/b.csv}}", "mapping.yml, streams.users.files: '~/b.csv' leaves the inbox; "),
        (
            "streams: {users: {mode: full}}",
            "mapping.yml, streams.users.mode: 'full' is not known; expected one of snapshot, append.",
        ),
        (
            "defaults: {encoding: rot13}",
            "mapping.yml, defaults.encoding: 'rot13' is not a text encoding; expected one such as utf-8 or cp1252.",
        ),
        ("defaults: {encoding: latin-99}", "mapping.yml, defaults.encoding: 'latin-99' is not a text encoding; "),
        ("defaults: {delimiter: ab}", "mapping.yml, defaults.delimiter: 'ab' cannot stand between values; "),
        ("defaults: {delimiter: '\"'}", "mapping.yml, defaults.delimiter: '\"' cannot stand between values; "),
        ("defaults: {quote: x}", "mapping.yml, defaults.quote: 'x' is not a quote; "),
        (
            "defaults: {decimal_comma: sometimes}",
            "mapping.yml, defaults.decimal_comma: 'sometimes' is not known; expected one of true, false.",
        ),
        (
            "defaults: {date_format: '%d/%m'}",
            "mapping.yml, defaults.date_format: '%d/%m' is not a date format; expected one such as %d/%m/%Y.",
        ),
        ("defaults: {date_format: '%d/%m/%Y %z'}", "mapping.yml, defaults.date_format: '%d/%m/%Y %z' is not a "),
        (
            "defaults: {timezone: Mars/Base}",
            "mapping.yml, defaults.timezone: 'Mars/Base' is not a time zone; expected one such as Europe/Helsinki.",
        ),
        (
            "streams: {users: {columns: {name: a}, constants: {name: b}}}",
            "mapping.yml, streams.users.constants.name: the column stands under columns too; keep one.",
        ),
        (
            "streams: {usage: {combine: {product: sum}}}",
            "mapping.yml, streams.usage.combine.product: only a number "
            "outside the key can be combined; product is not one.",
        ),
        (
            "streams: {usage: {combine: {events: mean}}}",
            "mapping.yml, streams.usage.combine.events: 'mean' is not known; expected one of sum, max, min.",
        ),
        (
            "streams: {usage: {lookups: {account_id: {stream: subscriptions}}}}",
            "mapping.yml, streams.usage.lookups.account_id: the key 'match' is missing; "
            "a lookup names a stream and the column to match.",
        ),
        (
            "streams: {usage: {lookups: {account_id: {stream: subscriptions, match: product}}}}",
            "mapping.yml, streams.usage.lookups.account_id: match is 'product'; "
            "expected the whole key of subscriptions, which is subscription_id.",
        ),
        (
            "streams: {usage: {lookups: {module: {stream: users, match: user_id}}}}",
            "mapping.yml, streams.usage.lookups.module: users has no column 'module' to fill it from.",
        ),
        (
            'streams: {users: {constants: {name: "a\\0b"}}}',
            "mapping.yml, streams.users.constants.name: 'a\\x00b' holds a control character; write plain text.",
        ),
    ],
)
def test_a_wrong_mapping_is_refused_in_one_sentence(tmp_path: Path, mapping: str, said: str) -> None:
    (tmp_path / "mapping.yml").write_text(mapping)
    with pytest.raises(InputError) as raised:
        open_inbox(tmp_path)
    assert str(raised.value).startswith(said)
    assert str(raised.value).endswith(".")
    assert "\n" not in str(raised.value)


def test_a_lookup_into_a_stream_without_files_is_refused(tmp_path: Path) -> None:
    (tmp_path / "usage.csv").write_text("sub,date\n")
    (tmp_path / "mapping.yml").write_text(
        "streams: {usage: {lookups: {account_id: {stream: subscriptions, match: subscription_id, by: sub}}}}"
    )
    with pytest.raises(InputError, match="the inbox has no file of subscriptions to look it up in; add it"):
        open_inbox(tmp_path)


def test_a_mapping_that_is_no_text_or_nested_without_end_is_refused(tmp_path: Path) -> None:
    for content in (b"\xff\xfe\x00", b"[" * 5000):
        (tmp_path / "mapping.yml").write_bytes(content)
        with pytest.raises(InputError, match=r"mapping\.yml"):
            open_inbox(tmp_path)


def test_a_missing_inbox_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="is not a folder; make it, or name another one with --inbox"):
        open_inbox(tmp_path / "nowhere")
