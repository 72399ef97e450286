"""What has been told to whom: one small SQLite file, written in whole steps, which only its own user may read.

An alert is written down before it is sent (pending), again when its message sets out (claimed), and again when the
receiver has taken it (sent). What a killed run left pending is sent by the next one. What it left claimed may have
arrived or not; it is not sent again, since every step but the receiver's last one lies before the message leaves, and
it is named once as uncertain. The text of an alert is kept only until it is sent or given up.
"""

import fcntl
import os
import sqlite3
import time
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from flows.notify.alerts import Alert, Rule

LEDGER = "ledger.sqlite"
# Alerts that still wait, and those of which nobody knows whether they arrived.
OPEN_STATES = ("pending", "claimed", "uncertain")

TABLES = """
    create table if not exists alerts (
        rule text, sink text, alert_key text, line text, run_id text, told_on text, state text, reason text,
        primary key (rule, sink, alert_key)
    );
    create table if not exists told (rule text, sink text, run_id text, as_of text, primary key (rule, sink));
"""
Waiting = tuple[str, str, str, str]


@dataclass(frozen=True)
class Told:
    """The run whose news a rule has told last."""

    run_id: str
    as_of: date


class Ledger:
    """The ledger of one home, open; every method is one whole step."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def told(self, rule: Rule) -> Told | None:
        """The run whose news have been told by this rule to this receiver; None when it has told nothing yet."""
        row = self._connection.execute(
            "select run_id, as_of from told where rule = ? and sink = ?", (rule.name, rule.sink)
        ).fetchone()
        return Told(row[0], date.fromisoformat(row[1])) if row else None

    def write_down(
        self, rule: Rule, alerts: Sequence[Alert], run_id: str | None, as_of: date | None, today: date
    ) -> None:
        """Write alerts down, leaving out those already told, and that this run's news are told."""
        with self._connection:
            self._connection.executemany(
                "insert or ignore into alerts values (?, ?, ?, ?, ?, ?, 'pending', null)",
                [(rule.name, rule.sink, alert.key, alert.line, run_id, today.isoformat()) for alert in alerts],
            )
            if run_id and as_of:
                self._connection.execute(
                    "insert or replace into told values (?, ?, ?, ?)",
                    (rule.name, rule.sink, run_id, as_of.isoformat()),
                )

    def leave_uncertain(self) -> list[Waiting]:
        """Mark what a killed run had set out to send; returns rule, receiver, key and line of each."""
        with self._connection:
            rows = self._connection.execute(
                "select rule, sink, alert_key, line from alerts where state = 'claimed' order by rowid"
            ).fetchall()
            self._connection.execute("update alerts set state = 'uncertain', line = null where state = 'claimed'")
        return rows

    def give_up(self, before: date) -> list[Waiting]:
        """Give up what has waited since before a day; returns rule, receiver, key and line of each."""
        with self._connection:
            rows = self._connection.execute(
                "select rule, sink, alert_key, line from alerts where state = 'pending' and told_on < ? order by rowid",
                (before.isoformat(),),
            ).fetchall()
            self._connection.execute(
                "update alerts set state = 'given_up', line = null where state = 'pending' and told_on < ?",
                (before.isoformat(),),
            )
        return rows

    def pending(self, rule: Rule) -> list[Alert]:
        """The alerts of a rule that wait to be sent, oldest first."""
        rows = self._connection.execute(
            "select alert_key, line from alerts where rule = ? and sink = ? and state = 'pending' order by rowid",
            (rule.name, rule.sink),
        ).fetchall()
        return [Alert(key, line) for key, line in rows]

    def claim(self, rule: Rule, alerts: Sequence[Alert]) -> None:
        """Write down that a message with these alerts sets out."""
        self._mark(rule, alerts, "state = 'claimed', reason = null")

    def confirm(self, rule: Rule, alerts: Sequence[Alert]) -> None:
        """Write down that the receiver has taken these alerts; their text is forgotten."""
        self._mark(rule, alerts, "state = 'sent', line = null, reason = null")

    def put_back(self, rule: Rule, alerts: Sequence[Alert], reason: str) -> None:
        """Let these alerts wait for the next run, with the reason in words that hold no address."""
        self._mark(rule, alerts, "state = 'pending', reason = ?", reason)

    def undelivered(self) -> list[tuple[str, str, str, int, str, str | None]]:
        """Rule, receiver, state, number, oldest day and reason of what has not arrived or may not have."""
        return self._connection.execute(
            f"""
            select rule, sink, state, count(*), min(told_on), max(reason) from alerts
            where state in ({", ".join("?" * len(OPEN_STATES))}) group by rule, sink, state order by rule, sink, state
            """,
            OPEN_STATES,
        ).fetchall()

    def _mark(self, rule: Rule, alerts: Sequence[Alert], change: str, *values: str) -> None:
        with self._connection:
            self._connection.executemany(
                f"update alerts set {change} where rule = ? and sink = ? and alert_key = ?",
                [(*values, rule.name, rule.sink, alert.key) for alert in alerts],
            )


@contextmanager
def opened_ledger(folder: Path) -> Iterator[Ledger]:
    """The ledger in a folder, which is made if it is missing; both are for their own user only."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    path = folder / LEDGER
    os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
    with closing(sqlite3.connect(path, timeout=10)) as connection:
        connection.executescript(TABLES)
        yield Ledger(connection)


@contextmanager
def read_ledger(folder: Path) -> Iterator[Ledger | None]:
    """The ledger for reading; None when nothing has ever been told."""
    path = folder / LEDGER
    if not path.exists():
        yield None
        return
    with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True, timeout=10)) as connection:
        yield Ledger(connection)


@contextmanager
def sole_sender(folder: Path, patience: float) -> Iterator[bool]:
    """Whether this process alone sends for a home; False when another one still does after so many seconds."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    deadline = time.monotonic() + patience
    with os.fdopen(os.open(folder / "sending.lock", os.O_CREAT | os.O_RDWR, 0o600)) as file:
        while not (held := _locked(file.fileno())) and time.monotonic() < deadline:
            time.sleep(0.1)
        yield held


def _locked(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
