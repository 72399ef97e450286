"""A home with small published versions that hold just what alerts are made of."""

import contextlib
import json
from datetime import date
from pathlib import Path

import duckdb

from flows.publish.manifest import MANIFEST, files_of
from flows.publish.versions import point
from flows.runs import RunRecord
from flows.settings import Home

TABLES = """
    create table account_360 (account_id varchar, account_name varchar, segment varchar);
    create table churn_signals (
        signal_id varchar, account_id varchar, owner_id varchar, signal varchar, severity varchar, evidence varchar,
        suggested_action varchar, is_open boolean, alert_on date
    );
    create table survey_response_rates (survey_type varchar, wave varchar, segment varchar, answered bigint);
    create table survey_scores (survey_type varchar, segment varchar, month date, value double);
    create table care_due (
        uid varchar, owner_id varchar, segment varchar, account_id varchar, account_name varchar, item varchar,
        due_date date, status varchar, period varchar
    );
    insert into account_360 values ('A1', 'Aurora <!channel> Oy', 'A'), ('B1', 'Borealis', 'B'), ('C1', 'Cirrus', null);
"""

Episode = tuple[str, str, str, str]


def run_id(number: int) -> str:
    return f"{number:06}-20260601T020000Z"


def publish(home: Home, number: int, as_of: str, *, episodes: tuple[Episode, ...] = (), more: str = "") -> str:
    """One version: episodes are account, signal, severity and first day; `more` is SQL."""
    folder = home.versions / run_id(number)
    (folder / "report" / "data").mkdir(parents=True)
    with contextlib.closing(duckdb.connect(str(folder / "account360.duckdb"))) as connection:
        connection.execute(TABLES)
        for account, signal, severity, day in episodes:
            connection.execute(
                "insert into churn_signals values (?, ?, 'U7', ?, ?, 'No word in 60 days', 'Call.', true, ?)",
                [f"{account}|{signal}||{day}", account, signal, severity, day],
            )
        connection.execute(more or "select 1")
    described = {"run_id": run_id(number), "as_of": as_of, "marts": {}, "files": files_of(folder)}
    (folder / MANIFEST).write_text(json.dumps(described), encoding="utf-8")
    point(home.published, folder)
    record(home, number, as_of, "published")
    return run_id(number)


def record(
    home: Home, number: int, as_of: str, outcome: str, gates: tuple[dict[str, str | int | None], ...] = ()
) -> None:
    """The record of a run."""
    kept = RunRecord(run_id(number), as_of, f"{as_of}T02:00:00+00:00", outcome=outcome, gates=list(gates))
    kept.write(home)


def gate(expectation: str, outcome: str, severity: str = "warn") -> dict[str, str | int | None]:
    """What a gate found on the stream usage."""
    return {
        "gate": "incoming", "suite": "files", "table": "batch_streams", "column": None, "expectation": expectation,
        "severity": severity, "outcome": outcome, "observed": "usage", "unexpected_rows": 1, "sample": "[]",
        "remedy": "Ask whoever sends the files.",
    }  # fmt: skip


def policy_folder(folder: Path, **settings: int | str) -> Path:
    """A company's policy folder with short times, and other settings if given."""
    folder.mkdir(exist_ok=True)
    values = {"notify_seconds": 1, "notify_tries": 2, **settings}
    rows = "".join(f"{name},{value}\n" for name, value in values.items())
    (folder / "settings.csv").write_text(f"name,value\n{rows}", encoding="utf-8")
    return folder


def day(text: str) -> date:
    return date.fromisoformat(text)
