"""What the models are told of earlier runs: which of them, and in which form."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import duckdb

from flows.audit import add_results, fill_audit
from flows.quality.results import ExpectationResult, GateResult
from flows.runs import Run, RunRecord, ask, note_gate, open_run, read_records
from flows.settings import Home

FAILED = ExpectationResult(
    "incoming", "files", "batch_streams", None, "no 'row' is lost", "fail", "failed", "1", 1, ({"a": "b"},), "Look."
)
STANDING: dict[str, str | int | None] = {"source": "files", "stream": "users", "newest_date": None, "rows_read": 3}


def keep(home: Home, run_id: str, as_of: str, *, outcome: str = "published", past: bool = False) -> None:
    record = RunRecord(run_id, as_of, f"{as_of}T02:00:00+00:00", outcome=outcome, answers_the_past=past)
    record.gates, record.standing = GateResult("incoming", (FAILED,)).to_records(), [STANDING]
    record.write(home)


def told(run: Run) -> tuple[list[tuple[str, ...]], list[tuple[str, ...]]]:
    with duckdb.connect() as connection:
        fill_audit(connection, run)
        add_results(connection, [run.record], "marts")
        results = connection.execute(
            "select run_id[:6], gate, table_name, sample from audit.gate_results order by 1, 2"
        )
        return results.fetchall(), connection.execute(
            "select run_id[:6], run_outcome, stream, started_at::varchar from audit.stream_runs order by 1"
        ).fetchall()


def test_models_are_told_of_refused_runs_and_of_none_that_is_later_or_about_the_past(tmp_path: Path) -> None:
    home = Home(tmp_path)
    keep(home, "000001-x", "2026-06-28")
    keep(home, "000002-x", "2026-06-29", outcome="refused")
    keep(home, "000003-x", "2026-06-28", past=True)
    run = open_run(ask(tmp_path, as_of=date(2026, 6, 30)))
    note_gate(run, GateResult("incoming", (replace(FAILED, outcome="passed", sample=()),)))
    note_gate(run, GateResult("marts", (replace(FAILED, gate="marts"),)))
    run.record.standing = [STANDING]
    sample = '[{"a": "b"}]'
    results, streams = told(run)
    # The gate of the marts is added once it has judged: here at once, so that it stands twice.
    assert results == [
        ("000001", "incoming", "batch_streams", sample),
        ("000002", "incoming", "batch_streams", sample),
        ("000004", "incoming", "batch_streams", "[]"),
        ("000004", "marts", "batch_streams", sample),
        ("000004", "marts", "batch_streams", sample),
    ]
    assert [row[:3] for row in streams] == [
        ("000001", "published", "users"),
        ("000002", "refused", "users"),
        ("000004", "published", "users"),
    ]
    assert streams[0][3] == "2026-06-28 02:00:00"


def test_an_answer_about_the_past_is_told_what_was_known_then_and_adds_nothing(tmp_path: Path) -> None:
    home = Home(tmp_path)
    keep(home, "000001-x", "2026-06-28")
    keep(home, "000002-x", "2026-06-29")
    run = open_run(ask(tmp_path, as_of=date(2026, 6, 28)))
    run.record.standing = [STANDING]
    results, streams = told(run)
    assert ([row[0] for row in results], [row[0] for row in streams]) == (["000001"], ["000001"])


def test_only_as_many_runs_are_told_of_as_the_policy_says(tmp_path: Path) -> None:
    for number in range(1, 5):
        keep(Home(tmp_path / "home"), f"00000{number}-x", "2026-06-28")
    policy = tmp_path / "policy"
    policy.mkdir()
    (policy / "settings.csv").write_text("name,value\nquality_history_runs,2\n")
    run = open_run(ask(tmp_path / "home", as_of=date(2026, 6, 30), policy=policy))
    run.record.standing = [STANDING]
    assert [row[0] for row in told(run)[1]] == ["000004", "000005"]


def test_a_failing_check_carries_its_first_run_from_record_to_record(tmp_path: Path) -> None:
    home = Home(tmp_path)
    keep(home, "000001-x", "2026-06-28")
    for day in (29, 30):
        run = open_run(ask(tmp_path, as_of=date(2026, 6, day)))
        note_gate(run, GateResult("incoming", (FAILED,)))
        run.record.write(home)
    assert [record.gates[0].get("failing_since_run") for record in read_records(home)] == [None, "000001-x", "000001-x"]
    assert read_records(home)[-1].gates[0]["failing_since"] == "2026-06-28"
