"""The refused rows as files for spreadsheets: no cell is a formula, and none begins a row of its own."""

import contextlib
import csv
from datetime import UTC, date, datetime
from pathlib import Path

import duckdb
import pytest

from flows.policy import Policy
from flows.quarantine import write_quarantine
from flows.runs import Run, RunRecord
from flows.settings import Home, RunRequest


@pytest.mark.parametrize(
    "value",
    ["=1+1", "+1", "-1", "@sum(a1)", "\t=1", "\r=1", "\n=1", "\uff1d1+1", "\uff0b1", "\uff0d1", "\uff20a", "a\r=1+1"],
)
def test_no_refused_value_is_a_formula(tmp_path: Path, value: str) -> None:
    moment = datetime(2026, 2, 1, tzinfo=UTC)
    request = RunRequest(Home(tmp_path), tmp_path / "inbox", date(2026, 1, 31), moment, threads=1)
    run = Run(request, Policy({"settings": []}), "000001", False, RunRecord("000001", "2026-01-31", ""))
    run.warehouse.parent.mkdir(parents=True)
    with contextlib.closing(duckdb.connect(str(run.warehouse))) as connection:
        connection.execute("create schema intermediate")
        connection.execute("""
            create table intermediate.int_refused_rows (stream text, source text, file text, row_in_file int,
                column_name text, value text, expected text, raw text)""")
        connection.execute(
            "insert into intermediate.int_refused_rows values ('contacts', 'files', 'a.csv', 2, 'name', $v, 'x', $v)",
            {"v": value},
        )

    assert write_quarantine(run) == 1

    with (tmp_path / "quarantine" / "files" / "contacts.csv").open(encoding="utf-8", newline="") as file:
        text = file.read()
    rows = list(csv.reader(text.splitlines(keepends=True)))
    safe = value if value.startswith("a") else f"'{value}"
    assert rows[1:] == [["files", "a.csv", "2", "name", safe, "x", safe]]
    # A carriage return outside quotes would end the row for a spreadsheet.
    assert text.count("\r") == text.count("\r\n") + 2 * value.count("\r")
    assert ('"' in text) == bool({"\r", "\n"} & set(value))
