"""The data of the owners' page says the same whatever the order of the rows in the marts."""

import contextlib
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import duckdb

from flows.report import owners

TABLES = """
    create table owner_loads (user_id text, name text, team text, role text, is_active boolean, accounts_owned int,
        paying_accounts_owned int, mrr_owned int, contacts_12_months int);
    create table renewals (account_id text, product text, status text, value_at_stake int, term_end date,
        notice_deadline date, readiness text, subscription_id text);
    create table commitments (account_id text, owner_id text, promise text, promised_for date, status text,
        commitment_id text);
    create table owner_attainment (owner_id text, metric text, personal_target int, account_target int,
        personal_actual int, account_actual int, personal_attainment int, account_attainment int, period_start date,
        period_end date);
    create table crm_discipline (owner_id text, month date, entries int, median_days_to_log int, minutes_share int);
"""
ROWS = [
    "insert into owner_loads (user_id, name) values ('{owner}', 'Ann')",
    "insert into renewals (account_id, subscription_id, term_end) values ('A', '{owner}', '2026-12-31')",
    "insert into commitments (owner_id, commitment_id, status) values ('{owner}', '{owner}', 'open')",
    "insert into owner_attainment (owner_id, metric, period_start, period_end) values"
    " ('{owner}', 'billing', '2026-01-01', '2026-12-31')",
    "insert into crm_discipline (owner_id, month, entries) values ('{owner}', '2026-05-01', 5)",
]


def written(folder: Path, owner_ids: list[str]) -> str:
    """The script of the page over marts that got the rows of these owners one after the other."""
    folder.mkdir()
    with contextlib.closing(duckdb.connect(":memory:")) as connection:
        connection.execute(TABLES)
        for owner in owner_ids:
            for row in ROWS:
                connection.execute(row.format(owner=owner))
        source: Any = SimpleNamespace(connection=connection)
        owners.data(source, folder)
    return (folder / "owners.js").read_text(encoding="utf-8")


def test_rows_in_another_order_give_the_same_script(tmp_path: Path) -> None:
    ids = [f"U{number}" for number in range(10, 30)]
    script = written(tmp_path / "one", ids)
    assert script == written(tmp_path / "two", ids[::-1])
    assert script.count('"U17"') == 4
