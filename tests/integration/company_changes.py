"""Changes exports as time does: rows come late, are corrected and deleted, accounts move and rates are corrected."""

import csv
import random
from collections.abc import Callable
from functools import partial
from pathlib import Path

Row = dict[str, str]

# Columns of numbers that a correction may raise by a little, by the stream's name.
CORRECTED = {
    "account_potentials": "potential_annual",
    "costs": "amount",
    "invoice_lines": "amount",
    "invoices": "amount",
    "opportunities": "monthly_amount",
    "subscriptions": "monthly_amount",
    "targets": "target",
    "tickets": "hours_spent",
    "usage": "active_users",
}
# Streams of which a row may come late, and the column that makes its key.
LATE = {"activities": "activity_id", "invoice_lines": "line_id", "surveys": "response_id", "tickets": "ticket_id"}
DELETED = ("activities", "contacts", "costs", "invoice_lines", "opportunities", "surveys", "tickets", "usage")


def change_company(inbox: Path, seed: int, accounts: int) -> None:
    """Change the rows of some accounts in every export, move one account, and correct one rate."""
    dice = random.Random(seed)
    ids = [row["account_id"] for row in _read(inbox / "accounts.csv")[1]]
    hit = set(dice.sample(ids, accounts))
    for path in sorted(inbox.glob("*.csv")):
        if path.stem in {*CORRECTED, *LATE, *DELETED}:
            _rewrite(path, partial(_changed, stream=path.stem, hit=hit, dice=dice))
    _rewrite(inbox / "accounts.csv", partial(_one_moved, hit=hit, dice=dice))
    _rewrite(inbox / "fx_rates.csv", partial(_one_rate_fixed, dice=dice))


def _changed(rows: list[Row], stream: str, hit: set[str], dice: random.Random) -> list[Row]:
    kept: list[Row] = []
    for row in rows:
        fate = dice.random() if row["account_id"] in hit else 1.0
        if stream in DELETED and fate < 0.05:
            continue
        kept.append(row)
        if stream in LATE and fate < 0.15:
            kept.append({**row, LATE[stream]: f"{row[LATE[stream]]}-late"})
        elif stream in CORRECTED and fate < 0.4 and row[CORRECTED[stream]]:
            row[CORRECTED[stream]] = _raised(row[CORRECTED[stream]])
    return kept


def _raised(number: str) -> str:
    return str(int(number) + 1) if "." not in number else f"{float(number) * 1.01:.2f}"


def _one_moved(rows: list[Row], hit: set[str], dice: random.Random) -> list[Row]:
    parents = {row["parent_account_id"] for row in rows}
    # A move below a descendant would make a circle, which no night accepts.
    movable = [row for row in rows if row["account_id"] in hit and row["account_id"] not in parents]
    tops = [row["account_id"] for row in rows if not row["parent_account_id"]]
    for row in movable[:1]:
        row["parent_account_id"] = dice.choice([top for top in tops if top != row["account_id"]])
    return rows


def _one_rate_fixed(rows: list[Row], dice: random.Random) -> list[Row]:
    fixed = dice.choice(rows)
    fixed["rate_to_reporting"] = f"{float(fixed['rate_to_reporting']) * 1.01:.6f}"
    return rows


def _read(path: Path) -> tuple[list[str], list[Row]]:
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        rows = list(reader)
    return list(reader.fieldnames or ()), rows


def _rewrite(path: Path, change: Callable[[list[Row]], list[Row]]) -> None:
    names, rows = _read(path)
    changed = change(rows)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, names)
        writer.writeheader()
        writer.writerows(changed)
