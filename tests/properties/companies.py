"""A whole company from its file drops, and the same company as its files would have stood on an earlier day."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import duckdb

from flows.demo import write_demo
from flows.landing.columns import quoted
from flows.sources.files.streams import load_streams
from properties.books import FIRST_LANDING

TIMEZONE = "Europe/Helsinki"


@dataclass(frozen=True)
class Company:
    """A folder of dropped CSV files, and the day on which nothing is known of what comes after; None keeps it all."""

    inbox: Path
    as_of: date
    known_until: date | None = None
    policy: Mapping[str, str] = field(default_factory=dict)

    def land(self, connection: duckdb.DuckDBPyConnection) -> None:
        """Fill the landing of a warehouse in memory."""
        for name, stream in load_streams().items():
            file = self.inbox / f"{name}.csv"
            if file.exists():
                _land(connection, name, stream.key, file)
                if self.known_until:
                    for statement in _forgotten(name, self.known_until):
                        connection.execute(statement)


def demo_company(inbox: Path, *, accounts: int, months: int, seed: int, as_of: date) -> Company:
    """The demo company's files as of a day."""
    write_demo(inbox, accounts=accounts, months=months, seed=seed, as_of=as_of)
    return Company(inbox, as_of)


def _land(connection: duckdb.DuckDBPyConnection, stream: str, key: tuple[str, ...], file: Path) -> None:
    table = f"landing.files__{stream}"
    row_key = " || '|' || ".join(f"coalesce({quoted(column)}, '')" for column in key)
    carried = {
        "_row_key": row_key,
        "_source": "'files'",
        "_stream": f"'{stream}'",
        "_run_id": "'000001'",
        "_known_on": f"date '{FIRST_LANDING}'",
        "_deleted": "false",
    }
    values = ", ".join(f"{value} as {name}" for name, value in carried.items())
    connection.execute(
        f"insert into {table} by name select *, {values} from read_csv($file, all_varchar = true, header = true)",
        {"file": str(file)},
    )


# The day from which a row is known, by stream: later rows did not stand in the files of an earlier day.
KNOWN_FROM = {
    "subscriptions": "signed_date",
    "invoice_lines": "coalesce(posted_at, invoice_date)",
    "invoices": "invoice_date",
    "payments": "paid_date",
    "fx_rates": "month",
    "opportunities": "created_date",
    "activities": "activity_date",
    "tickets": "created_at",
    "surveys": "sent_date",
    "usage": "date",
    "account_plans": "updated_on",
    "commitments": "made_on",
    "feature_requests": "requested_on",
    "churn_reasons": "reason_date",
    "costs": "month",
    "account_potentials": "estimated_on",
    "key_account_ratings": "rated_on",
    "key_account_decisions": "decided_on",
}

# What a row of those days did not say yet: the day on which it came to be said, and what stood in its place.
TOLD_LATER = {
    "subscriptions": [("notice_date", {"notice_date": "null", "end_date": "null", "status": "'active'"})],
    "invoices": [("paid_date", {"paid_date": "null"})],
    "contacts": [
        ("left_date", {"left_date": "null", "is_active": "'true'"}),
        ("newsletter_opt_out_date", {"newsletter_opt_out_date": "null"}),
    ],
    "tickets": [
        ("first_response_at", {"first_response_at": "null"}),
        ("solved_at", {"solved_at": "null", "status": "'open'", "satisfaction_score": "null"}),
        ("updated_at", {"updated_at": "null"}),
    ],
    "surveys": [("response_date", {"response_date": "null", "score": "null", "comment": "null"})],
    "opportunities": [("closed_date", {"closed_date": "null", "won": "null", "lost_reason": "null"})],
    "activities": [("logged_at", {"logged_at": "null"})],
    "commitments": [("done_on", {"done_on": "null"})],
    "feature_requests": [("answered_on", {"answered_on": "null"})],
}


def _forgotten(stream: str, day: date) -> list[str]:
    table = f"landing.files__{stream}"
    known_from = KNOWN_FROM.get(stream)
    gone = [f"delete from {table} where {_is_later(known_from, day)}"] if known_from else []
    blanked = [
        f"update {table} set {', '.join(f'{column} = {value}' for column, value in then.items())}"
        f" where {_is_later(said_on, day)}"
        for said_on, then in TOLD_LATER.get(stream, [])
    ]
    return gone + blanked


def _is_later(column: str, day: date) -> str:
    # Only timestamps carry a time, which is one of the world and not of the company.
    local = (
        f"case when length({column}) > 10"
        f" then timezone('{TIMEZONE}', timezone('UTC', cast({column} as timestamp)))::date"
        f" else cast({column} as date) end"
    )
    return f"{local} > date '{day}'"
