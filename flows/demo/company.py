"""Write the inbox of a demo company: SQL makes the rows, batch by batch of accounts, and files take them."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from datetime import date, timedelta
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

from flows.demo.drops import Drops
from flows.demo.stories import STORIES
from flows.errors import ConfigurationError
from flows.settings import memory_limit, threads

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

    from duckdb import DuckDBPyConnection

# One batch fits a small memory; files up to this many accounts are CSV, which a person can open and edit.
BATCH_ACCOUNTS = 20_000
KEY_ACCOUNTS = 11
EARLIEST_YEAR = 1970

# These two tell of the whole company and are written with the first batch only.
COMPANY_STREAMS = ("users", "fx_rates", "products")
STREAMS = (
    "accounts",
    "system_accounts",
    "contacts",
    *COMPANY_STREAMS,
    "subscriptions",
    "invoice_lines",
    "invoices",
    "opportunities",
    "activities",
    "tickets",
    "surveys",
    "usage",
    "account_plans",
    "plan_goals",
    "plan_actions",
    "targets",
    "account_analyses",
    "projects",
    "competitor_products",
    "commitments",
    "feature_requests",
    "churn_reasons",
    "costs",
    "account_potentials",
    "entitlements",
    "key_account_ratings",
    "key_account_decisions",
)


@dataclass(frozen=True)
class _Company:
    """What the caller asked for, and the dates that follow from it."""

    accounts: int
    months: int
    seed: int
    as_of: date

    @property
    def is_csv(self) -> bool:
        return self.accounts <= BATCH_ACCOUNTS

    @property
    def first_day(self) -> date:
        """The first day of the first complete month; a month is complete when its last day is as_of or earlier."""
        tomorrow = self.as_of + timedelta(days=1)
        year, month = divmod(tomorrow.year * 12 + tomorrow.month - 1 - self.months, 12)
        return date(year, month + 1, 1)


def write_demo(inbox: Path, *, accounts: int, months: int, seed: int, as_of: date) -> dict[str, int]:
    """Write the file drops of a demo company into a folder and return the rows of each stream.

    The data fill the months that end with the last month end on or before as_of, and the days from there to as_of.
    Up to 20,000 accounts the files are CSV, above that Parquet. The same arguments give the same bytes. Files of the
    same streams that already stand in the folder are replaced.

    Raises:
        ConfigurationError: accounts or months is less than 1, or the folder cannot be written.
    """
    _refuse_impossible(accounts, months, as_of)
    try:
        inbox.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".demo-", dir=inbox) as scratch:
            return _write(_Company(accounts, months, seed, as_of), Path(scratch), inbox)
    except OSError as error:
        raise ConfigurationError(
            f"The demo cannot be written to {inbox}: {error.strerror or error}; name a folder that you may write to."
        ) from error


def _refuse_impossible(accounts: int, months: int, as_of: date) -> None:
    for name, value in (("--accounts", accounts), ("--months", months)):
        if value < 1:
            raise ConfigurationError(f"{name} is {value}; write a whole number of 1 or more.")
    if months > 12 * (as_of.year - EARLIEST_YEAR):
        raise ConfigurationError(f"--months is {months}, which begins before {EARLIEST_YEAR}; write a smaller number.")


def _write(company: _Company, scratch: Path, inbox: Path) -> dict[str, int]:
    sql = files("flows.demo") / "sql"
    steps = [_read(step) for step in sorted((sql / "steps").iterdir(), key=lambda step: step.name)]
    streams = {stream: _read(sql / "streams" / f"{stream}.sql") for stream in STREAMS}
    with _connect(scratch) as connection, Drops(scratch, is_csv=company.is_csv) as drops:
        _set_company(connection, company)
        _load_stories(connection, company.accounts)
        for script in ("macros.sql", "words.sql", "accounts_all.sql"):
            connection.execute(_read(sql / script))
        for first in range(1, company.accounts + 1, BATCH_ACCOUNTS):
            _set(connection, first_no=first, last_no=min(first + BATCH_ACCOUNTS - 1, company.accounts))
            for step in steps:
                connection.execute(step)
            for stream, select in streams.items():
                if first == 1 or stream not in COMPANY_STREAMS:
                    drops.add(connection, stream, select)
        return drops.move_to(inbox)


def _connect(scratch: Path) -> DuckDBPyConnection:
    import duckdb

    connection = duckdb.connect()
    connection.execute(f"set threads = {threads()}")
    connection.execute("set memory_limit = $limit", {"limit": memory_limit()})
    connection.execute("set temp_directory = $folder", {"folder": str(scratch / "spill")})
    return connection


def _set_company(connection: DuckDBPyConnection, company: _Company) -> None:
    staff = max(11, round(company.accounts / 25))
    _set(
        connection,
        # Any whole number may be a seed; names and numbers are reckoned from one that is not negative.
        seed=company.seed % 2**31,
        accounts=company.accounts,
        months=company.months,
        as_of=company.as_of,
        first_day=company.first_day,
        days=(company.as_of - company.first_day).days + 1,
        key_accounts=min(KEY_ACCOUNTS, company.accounts // 20),
        last_user=staff,
        staff_tens=max(1, staff // 10),
        # A large company's use is kept by four weeks and main module: otherwise it would outweigh everything else.
        usage_days=7 if company.is_csv else 28,
        usage_modules=2 if company.is_csv else 1,
    )


def _set(connection: DuckDBPyConnection, **variables: int | date) -> None:
    for name, value in variables.items():
        literal = f"date '{value.isoformat()}'" if isinstance(value, date) else f"{value}::bigint"
        connection.execute(f"set variable {name} = {literal}")


def _load_stories(connection: DuckDBPyConnection, accounts: int) -> None:
    connection.execute(
        "create table story (no bigint, plot text, account_name text, country text, industry text, care_class text,"
        " term_months bigint, base_amount double, potential double, parent_no bigint)"
    )
    rows = [
        (
            story.number,
            story.plot,
            story.account_name,
            story.country,
            story.industry,
            story.care_class,
            story.term_months,
            story.base_amount,
            story.potential,
            story.parent_number,
        )
        for story in STORIES
        if story.number <= accounts
    ]
    connection.executemany("insert into story values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", rows)


def _read(script: Traversable) -> str:
    return script.read_text(encoding="utf-8")
