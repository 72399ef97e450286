"""What a batch is held against: its fields at the reading before, what is usual, and since when a check has failed."""

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pytest
from test_gates import POLICY

import expectations
from flows.errors import InputError
from flows.quality.batch_tables import write_batch_tables
from flows.quality.gates import run_gate
from flows.quality.results import ExpectationResult
from flows.quality.series import Record, since_when
from flows.sources.connector import StreamBatch
from flows.sources.profiles import ColumnProfile, profile_columns
from flows.stream_history import StreamHistory, standing

AS_OF = date(2026, 6, 30)
AMOUNT = ColumnProfile("amount", True, True, 1.0, 0.0, average=100.0)
PHONE = ColumnProfile("phone", True, True, 0.8, 0.0, "whole numbers", 1.0)
NOTE = ColumnProfile("note", False, True, 0.5, None, "text", 1.0)


def batch(stream: str, *columns: ColumnProfile, rows: int = 100, new: int = 40) -> StreamBatch:
    return StreamBatch("files", stream, rows, 0, rows - new, new, 0, 0, AS_OF, columns)


def findings(
    folder: Path, earlier: list[list[StreamBatch]], batches: list[StreamBatch], policy: Mapping[str, str] | None = None
) -> dict[tuple[str, str], ExpectationResult]:
    """What the suites of drift and of the usual find in a batch after earlier ones, by suite and column."""
    history = StreamHistory(folder / "streams", [f"r{number}" for number in range(len(earlier))])
    for number, night in enumerate(earlier):
        for read in night:
            history.add(read, f"r{number}", AS_OF.isoformat(), 20)
    database = folder / "incoming.duckdb"
    with duckdb.connect(str(database)) as connection:
        write_batch_tables(connection, batches, history, AS_OF, 20)
    chosen = {name: expectations.suites("incoming")[name](policy or POLICY) for name in ("drift", "usual")}
    results = run_gate("incoming", chosen, database).results
    assert "errored" not in {result.outcome for result in results}
    return {(result.suite, result.expectation): result for result in results if result.outcome == "failed"}


def found(results: Mapping[tuple[str, str], ExpectationResult], sentence: str) -> ExpectationResult:
    (result,) = (result for (_, expectation), result in results.items() if sentence in expectation)
    return result


def test_fields_vanished_added_and_retyped_are_told_apart_by_name(tmp_path: Path) -> None:
    before = [
        batch("lost", AMOUNT, PHONE, replace(NOTE, filled_share=0.0)),
        batch("gained", AMOUNT),
        batch("turned", PHONE, AMOUNT),
        batch("small", PHONE, rows=19, new=19),
    ]
    now = [
        batch("lost", AMOUNT, replace(PHONE, is_here=False, filled_share=0.0, kind=None, kind_share=None)),
        batch("gained", AMOUNT, NOTE),
        batch("turned", replace(PHONE, kind="text", kind_share=0.9), replace(AMOUNT, refused_share=0.5)),
        batch("small", replace(PHONE, kind="text"), rows=19, new=19),
        batch("first", AMOUNT, NOTE),
    ]
    results = findings(tmp_path, [before], now, {**POLICY, "vanished_fields": "fail"})
    assert {suite for suite, _ in results} == {"drift"} and len(results) == 4
    vanished = found(results, "has vanished")
    # An empty column that goes is no loss; a stream's first reading has nothing to be held against.
    assert (vanished.severity, vanished.observed) == ("fail", "1 offending row: lost phone")
    added = found(results, "is new in a stream")
    assert (added.severity, added.observed) == ("warn", "1 offending row: gained note")
    retyped = found(results, "no text field")
    assert (retyped.severity, retyped.observed) == ("warn", "1 offending row: turned phone")
    assert retyped.sample[0]["kind_before"] == "whole numbers"
    assert found(results, "no field of dates").observed == "1 offending row: turned amount"
    assert "lost phone" in vanished.sentence()


def test_a_batch_is_unusual_against_the_median_of_earlier_ones(tmp_path: Path) -> None:
    # Medians 40 rows, 0.8 filled, 100; median deviations 0 rows; of `wide` 10 rows, so that 6 of them are 60.
    nights = [
        [
            batch("same", PHONE, AMOUNT),
            batch("odd", PHONE, AMOUNT),
            batch("wide", AMOUNT, new=new),
            batch("few", AMOUNT),
        ]
        for new in (20, 30, 40, 50, 60)
    ]
    nights[0] = [*nights[0][:3]]
    odd = [replace(PHONE, filled_share=0.54), replace(AMOUNT, average=126.0)]
    usual = [replace(PHONE, filled_share=0.56), replace(AMOUNT, average=124.0)]
    now = [
        batch("same", *usual, new=50),
        batch("odd", *odd, new=51),
        batch("wide", AMOUNT, new=100),
        batch("few", replace(AMOUNT, average=900.0), new=4),
    ]
    results = findings(tmp_path, nights, now)
    assert {suite for suite, _ in results} == {"usual"} and len(results) == 3
    assert found(results, "new rows").observed == "1 offending row: odd"
    assert found(results, "share of filled").observed == "1 offending row: odd phone"
    assert found(results, "average").observed == "1 offending row: odd amount"
    assert found(results, "average").sample[0]["runs"] == "5"


def test_first_loads_and_uncommitted_readings_say_nothing_of_what_is_usual(tmp_path: Path) -> None:
    first = replace(batch("lines", AMOUNT), rows_before=None)
    history = StreamHistory(tmp_path / "streams", ["r1"])
    history.add(first, "r1", "2026-06-29", 20)
    history.add(batch("lines", AMOUNT), "r2", "2026-06-30", 20)
    with duckdb.connect() as connection:
        write_batch_tables(connection, [batch("lines", AMOUNT)], history, AS_OF, 20)
        assert connection.execute("select count(*) from usual_streams").fetchall() == [(0,)]
        assert connection.execute("select run_id, average from usual_columns").fetchall() == [("r1", 100.0)]


def test_only_the_last_readings_are_kept_and_a_damaged_file_is_named(tmp_path: Path) -> None:
    history = StreamHistory(tmp_path, ["r1", "r2", "r3"])
    for run in ("r1", "r2", "r3"):
        history.add(batch("lines", AMOUNT), run, "2026-06-30", 2)
    assert [reading["run_id"] for reading in history.readings("files", "lines")] == ["r2", "r3"]
    assert list(history.streams()) == [("files", "lines")]
    (tmp_path / "files" / "lines.json").write_text("[")
    with pytest.raises(InputError, match=r"lines\.json cannot be read"):
        history.readings("files", "lines")


def test_a_stream_stands_as_it_was_left_when_a_run_does_not_read_it_or_is_refused(tmp_path: Path) -> None:
    history = StreamHistory(tmp_path, ["r1"])
    history.add(replace(batch("lines"), newest_date=date(2026, 6, 1)), "r1", "2026-06-29", 20)
    history.add(replace(batch("users"), newest_date=None), "r1", "2026-06-29", 20)

    def stands(landed: bool) -> dict[str, tuple[Any, ...]]:
        rows = standing(history, [batch("lines", rows=7, new=3)], "r2", landed)
        asked = ("newest_date", "rows_read", "rows_new", "rows_after", "last_changed_run")
        return {str(row["stream"]): tuple(row[name] for name in asked) for row in rows}

    assert stands(landed=True) == {"lines": ("2026-06-30", 7, 3, 7, "r2"), "users": (None, 0, 0, 100, "r1")}
    # Of a refused batch only what was read is told: nothing of it stands.
    assert stands(landed=False) == {"lines": ("2026-06-01", 7, 0, 100, "r1"), "users": (None, 0, 0, 100, "r1")}


def result(outcome: str, expectation: str = "e", **more: str | None) -> Record:
    named = {"gate": "marts", "suite": "s", "table": "t", "expectation": expectation, "severity": "fail"}
    return {**named, "outcome": outcome, **more}


def test_a_check_fails_since_the_first_of_the_unbroken_series_of_runs() -> None:
    failing = result("failed", failing_since="2026-06-01", failing_since_run="r1")
    stopped_before = [{**result("failed"), "gate": "incoming"}]

    def since(now: Record, *earlier: list[Record]) -> tuple[Any, Any]:
        runs = [(f"e{number}", f"2026-06-1{number}", records) for number, records in enumerate(earlier)]
        (told,) = since_when([now], "r9", "2026-06-30", runs)
        return told["failing_since"], told["failing_since_run"]

    assert since(result("failed")) == ("2026-06-30", "r9")
    assert since(result("errored"), [failing]) == ("2026-06-01", "r1")
    assert since(result("failed"), [result("passed")], [failing]) == ("2026-06-30", "r9")
    # A run that was stopped at the gate before says nothing of this one.
    assert since(result("failed"), stopped_before, [failing]) == ("2026-06-01", "r1")
    assert since(result("failed"), [result("failed")]) == ("2026-06-10", "e0")
    assert since(result("failed", "another threshold"), [failing]) == ("2026-06-30", "r9")
    assert since(result("passed"), [failing]) == (None, None)


def test_columns_are_measured_without_a_value_of_theirs() -> None:
    with duckdb.connect() as connection:
        connection.execute("""
            create table good as select * from (values
                ('A1', '10.00', '2026-06-01', json('{"Fax": "12", "note": ""}'), 2),
                ('2', '30.00', null, json('{"Fax": "13", "note": "secret"}'), 3),
                ('3', null, null, json('{"Fax": null, "note": null}'), 4),
                ('4', '50.00', null, json('{"Fax": "14"}'), 5)
            ) as t (id, amount, day, _extra, _origin_row);
            create table problems as select * from (values
                ('f', 6, 'amount', 'ten', 'r'), ('f', 6, 'amount', 'ten', 'r'), ('f', 7, 'id', '', 'r')
            ) as t (file, row, column_name, value, raw)
        """)
        types = {"id": "text", "amount": "decimal", "day": "date"}
        profiles = profile_columns(connection, "good", "problems", types, ["id", "amount"], ["Fax", "note", "none"])
    assert profiles == (
        ColumnProfile("id", True, True, 1.0, 0.0, "whole numbers", 0.75, None),
        ColumnProfile("amount", True, True, 0.75, 0.25, None, None, 30.0),
        ColumnProfile("day", True, False, 0.25, 0.0, None, None, None),
        ColumnProfile("Fax", False, True, 0.75, None, "whole numbers", 1.0, None),
        ColumnProfile("note", False, True, 0.25, None, "text", 1.0, None),
        ColumnProfile("none", False, True, 0.0, None, None, None, None),
    )
    assert "secret" not in json.dumps([str(profile) for profile in profiles])
