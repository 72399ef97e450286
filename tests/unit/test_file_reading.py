"""The same rows come out of every way to write them: formats, encodings, splits, orders, a damaged neighbour."""

import csv
import gzip
import io
import os
import random
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pytest

from flows.sources.files.reader import open_inbox, stream_of
from flows.sources.files.validation import Incoming, load_stream

HEADER = "ticket_id,account_id,created_at,solved_at,is_complaint,satisfaction_score,category,their_note\n"
ROWS = (
    "T1,A1,2024-03-31 10:15:00,2024-04-01T09:00:00+03:00,TRUE,4.50,billing,x\n",
    "T2,A1,2024-03-31,,no,,  how-to ,\n",
    'T3,A2,2024-03-31T10:15:30.25Z,2024-03-31 12:00,,5,"say ""hi"", all",ä\n',
)
EXPECTED = [
    ("T1", "2024-03-31 10:15:00.000000", "2024-04-01 06:00:00.000000", "true", "4.5", "billing", '{"their_note":"x"}'),
    ("T2", "2024-03-31 00:00:00.000000", None, "false", None, "how-to", '{"their_note":null}'),
    (
        "T3",
        "2024-03-31 10:15:30.250000",
        "2024-03-31 12:00:00.000000",
        "false",
        "5",
        'say "hi", all',
        '{"their_note":"ä"}',
    ),
]


def load(inbox: Path, stream: str, **config: Any) -> tuple[Incoming, duckdb.DuckDBPyConnection]:
    """The stream of an inbox, loaded."""
    connection = duckdb.connect(config=config)
    loaded = load_stream(
        connection, open_inbox(inbox).streams[stream], earliest=date(2000, 1, 1), latest=date(2040, 1, 1)
    )
    return loaded, connection


def tickets(inbox: Path) -> list[tuple[Any, ...]]:
    """The good tickets in their normal form, by id."""
    loaded, connection = load(inbox, "tickets")
    assert loaded.file_problems == ()
    return connection.execute(
        "select ticket_id, created_at, solved_at, is_complaint, satisfaction_score, category, _extra "
        f"from {loaded.good} order by 1"
    ).fetchall()


def test_values_are_written_in_their_normal_form(tmp_path: Path) -> None:
    (tmp_path / "tickets.csv").write_text(HEADER + "".join(ROWS), encoding="utf-8")
    assert tickets(tmp_path) == EXPECTED


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-8"])
def test_a_byte_order_mark_and_windows_line_ends_change_nothing(tmp_path: Path, encoding: str) -> None:
    content = (HEADER + "".join(ROWS)).replace("\n", "\r\n").encode(encoding)
    (tmp_path / "tickets.csv").write_bytes(content)
    assert tickets(tmp_path) == EXPECTED


@pytest.mark.parametrize("encoding", ["cp1252", "utf-16", "utf-16-le", "iso8859-15", "mac_roman"])
def test_another_encoding_is_read_when_the_mapping_names_it(tmp_path: Path, encoding: str) -> None:
    (tmp_path / "tickets.csv").write_bytes((HEADER + "".join(ROWS)).encode(encoding))
    (tmp_path / "mapping.yml").write_text(f"defaults: {{encoding: {encoding}}}\n")
    assert tickets(tmp_path) == EXPECTED


def test_a_gzip_archive_reads_as_the_text_in_it(tmp_path: Path) -> None:
    (tmp_path / "tickets.csv.gz").write_bytes(gzip.compress((HEADER + "".join(ROWS)).encode()))
    assert tickets(tmp_path) == EXPECTED


def test_typed_parquet_reads_as_the_same_rows(tmp_path: Path) -> None:
    duckdb.execute(f"""
        copy (select * from (values
            ('T1', 'A1', timestamp '2024-03-31 10:15:00', timestamptz '2024-04-01 09:00:00+03', true, 4.5::double,
             'billing', 'x'),
            ('T2', 'A1', timestamp '2024-03-31', null, false, null, '  how-to ', null),
            ('T3', 'A2', timestamp '2024-03-31 10:15:30.25', timestamptz '2024-03-31 12:00:00+00', null, 5,
             'say "hi", all', 'ä'))
        as t({HEADER.strip()})) to '{tmp_path / "tickets.parquet"}'
    """)
    (tmp_path / "mapping.yml").write_text('defaults: {date_format: "%d.%m.%Y", decimal_comma: true, delimiter: ";"}\n')
    assert tickets(tmp_path) == EXPECTED


def test_splitting_and_permuting_files_changes_only_where_rows_come_from(tmp_path: Path) -> None:
    shuffled = list(ROWS)
    random.Random(7).shuffle(shuffled)
    names = ("tickets_2024.csv", "tickets-b.csv", "tickets.2024-11.csv")
    for name, row in zip(names, shuffled, strict=True):
        (tmp_path / name).write_text(HEADER + row, encoding="utf-8")
    assert tickets(tmp_path) == EXPECTED
    folder = tmp_path / "again" / "tickets"
    folder.mkdir(parents=True)
    for number, row in enumerate(ROWS):
        (folder / f"{number}.csv").write_text(HEADER + row, encoding="utf-8")
    assert tickets(tmp_path / "again") == EXPECTED


def test_a_damaged_row_does_not_change_the_rows_around_it(tmp_path: Path) -> None:
    damaged = ROWS[0] + 'T8,"open,,\n' + ROWS[1] + "T9,too,few\n\n" + ROWS[2]
    (tmp_path / "tickets.csv").write_text(HEADER + damaged, encoding="utf-8")
    assert tickets(tmp_path) == EXPECTED
    loaded, connection = load(tmp_path, "tickets")
    assert (loaded.rows_read, loaded.rows_refused) == (5, 2)
    origins = connection.execute(f"select ticket_id, _origin_row from {loaded.good} order by 2").fetchall()
    assert origins == [("T1", 2), ("T2", 4), ("T3", 7)]
    refused = connection.execute(f"select row, raw from {loaded.problems} order by row").fetchall()
    assert refused == [(3, 'T8,"open,,'), (5, "T9,too,few")]


def test_a_quote_that_is_never_closed_loses_no_row(tmp_path: Path) -> None:
    lines = [f"A{number},Name {number}\n" for number in range(1000)]
    lines[500] = 'A500,"Name 500\n'
    (tmp_path / "accounts.csv").write_text("account_id,account_name\n" + "".join(lines))
    loaded, connection = load(tmp_path, "accounts")
    assert (loaded.rows_read, loaded.rows_refused) == (1000, 1)
    assert connection.execute(f"select count(*) from {loaded.good}").fetchone() == (999,)


def test_a_value_over_several_lines_counts_as_one_row(tmp_path: Path) -> None:
    (tmp_path / "accounts.csv").write_text('account_id,account_name\nA1,"Alpha\nLtd"\nA2,Beta\n')
    loaded, connection = load(tmp_path, "accounts")
    rows = connection.execute(f"select account_id, account_name, _origin_row from {loaded.good} order by 1").fetchall()
    assert rows == [("A1", "Alpha\nLtd", 2), ("A2", "Beta", 3)]


def test_a_refused_row_keeps_its_text_as_json_and_its_key(tmp_path: Path) -> None:
    (tmp_path / "accounts.csv").write_text("account_id,account_name,segment,x\nA1,Alpha,Q,y\n")
    loaded, connection = load(tmp_path, "accounts")
    assert connection.execute(f"select raw, _row_key from {loaded.problems}").fetchall() == [
        ('{"account_id":"A1","account_name":"Alpha","segment":"Q","x":"y"}', "A1")
    ]


def test_a_header_without_rows_is_no_problem(tmp_path: Path) -> None:
    (tmp_path / "accounts.csv").write_text("account_id,account_name")
    loaded, _ = load(tmp_path, "accounts")
    assert (loaded.rows_read, loaded.rows_refused, loaded.file_problems) == (0, 0, ())


def test_header_names_are_matched_without_case_or_blanks(tmp_path: Path) -> None:
    (tmp_path / "accounts.csv").write_text(" ACCOUNT_ID , Account_Name\nA1,Alpha\n")
    loaded, connection = load(tmp_path, "accounts")
    assert connection.execute(f"select account_id, account_name from {loaded.good}").fetchall() == [("A1", "Alpha")]


def test_parts_of_a_key_are_joined_so_that_no_two_keys_look_alike(tmp_path: Path) -> None:
    (tmp_path / "usage.csv").write_text(
        "account_id,date,product,module\nA,2024-01-01,x|y,z\nA,2024-01-01,x,y|z\nA,2024-01-01,,\nA,2024-01-01,\\0,\n"
    )
    loaded, connection = load(tmp_path, "usage")
    keys = connection.execute(f"select _row_key from {loaded.good} order by _origin_row").fetchall()
    assert keys == [
        ("A|2024-01-01|x\\|y|z",),
        ("A|2024-01-01|x|y\\|z",),
        ("A|2024-01-01|\\0|\\0",),
        ("A|2024-01-01|\\\\0|\\0",),
    ]


@pytest.mark.parametrize("threads", [1, 4])
def test_row_numbers_hold_for_any_number_of_threads(tmp_path: Path, threads: int) -> None:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(["account_id", "account_name"])
    writer.writerows([f"A{number}", "x" * 40] for number in range(200_000))
    (tmp_path / "accounts.csv").write_text(text.getvalue())
    loaded, connection = load(tmp_path, "accounts", threads=threads)
    assert loaded.rows_read == 200_000
    wrong = f"select count(*) from {loaded.good} where _origin_row <> cast(account_id[2:] as bigint) + 2"
    assert connection.execute(wrong).fetchone() == (0,)


def test_a_name_that_looks_like_a_pattern_is_read_as_itself(tmp_path: Path) -> None:
    (tmp_path / "accounts-[1]*.csv").write_text("account_id,account_name\nA1,Alpha\n")
    (tmp_path / "accounts-1.csv").write_text("account_id,account_name\nA2,Beta\n")
    loaded, _ = load(tmp_path, "accounts")
    assert (loaded.rows_read, loaded.rows_refused) == (2, 0)


@pytest.mark.parametrize(
    ("name", "stream"),
    [
        ("accounts.csv", "accounts"),
        ("Accounts.CSV", "accounts"),
        ("account_plans.csv", "account_plans"),
        ("invoice_lines_2026.csv.gz", "invoice_lines"),
        ("invoices.2026-11.parquet", "invoices"),
        ("usage-eu west.csv", "usage"),
        ("usage/anything at all.csv", "usage"),
        ("accounts_old.csv", None),
        ("accounts2.csv", None),
        ("accounts.xlsx", None),
        ("sales/usage.csv", None),
    ],
)
def test_a_file_belongs_to_the_stream_it_is_named_after(name: str, stream: str | None) -> None:
    assert stream_of(name) == stream


def test_unknown_files_are_reported_and_temporary_ones_are_not(tmp_path: Path) -> None:
    for name in ("accounts.csv", "sales.csv", "old.xlsx", ".hidden.csv", "usage.csv.tmp", "~$usage.csv", "usage.part"):
        (tmp_path / name).write_text("account_id,account_name\n")
    inbox = open_inbox(tmp_path)
    assert inbox.ignored == ("old.xlsx", "sales.csv")
    assert inbox.warnings == (
        "old.xlsx is ignored: a spreadsheet is not read; save it as CSV in UTF-8.",
        "sales.csv is ignored: it is named after no stream; rename it, or name it under files in mapping.yml.",
    )
    assert set(inbox.streams) == {"accounts"}


def test_a_fingerprint_changes_with_the_content_and_the_mapping_only(tmp_path: Path) -> None:
    path = tmp_path / "accounts.csv"
    path.write_text("account_id,account_name\nA1,Alpha\n")
    first = open_inbox(tmp_path).streams["accounts"].fingerprint
    path.touch()
    assert open_inbox(tmp_path).streams["accounts"].fingerprint == first
    (tmp_path / "mapping.yml").write_text("streams: {accounts: {constants: {country: FI}}}\n")
    mapped = open_inbox(tmp_path).streams["accounts"].fingerprint
    path.write_text("account_id,account_name\nA1,Beta\n")
    changed = open_inbox(tmp_path).streams["accounts"].fingerprint
    assert len({first, mapped, changed}) == 3


def test_pipes_and_names_that_are_no_text_are_left_alone(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "accounts.csv")
    Path(os.fsdecode(os.fsencode(tmp_path) + b"/usage-\xff.csv")).write_text("account_id,date\n")
    inbox = open_inbox(tmp_path)
    assert inbox.streams == {}
    assert len(inbox.warnings) == 2


def test_a_file_that_cannot_be_opened_is_a_problem(tmp_path: Path) -> None:
    (tmp_path / "accounts.csv").write_text("account_id,account_name\nA1,Alpha\n")
    inbox = open_inbox(tmp_path)
    (tmp_path / "accounts.csv").unlink()
    loaded = load_stream(
        duckdb.connect(), inbox.streams["accounts"], earliest=date(2000, 1, 1), latest=date(2040, 1, 1)
    )
    assert [problem.sentence() for problem in loaded.file_problems] == [
        "accounts.csv: expected a file that can be opened (No such file or directory); check its permissions."
    ]
