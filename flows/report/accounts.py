"""Writes the accounts as scripts: one with every row for the table, and shards with what the page of one shows.

They are classic scripts, since a page opened from a folder may load a script but may not fetch a file.
"""

import json
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any

from flows.report.details import SHARD_QUERY
from flows.report.wording import conflict

if TYPE_CHECKING:
    import duckdb

ACCOUNTS_PER_SHARD = 40

TABLE_COLUMNS = (
    "account_id",
    "account_name",
    "segment",
    "owner_id",
    "mrr",
    "mrr_change_12_months",
    "last_contact",
    "days_since_last_contact",
    "health_score",
    "open_churn_signals",
    "care_status",
    "next_contact_due",
    "overdue_amount",
    "open_tickets",
    "source_conflicts",
    "is_active_customer",
    "is_deleted",
    "year_without_contact",
)

LISTS = ("events", "levels", "calendar", "promises", "wishes", "signals", "chances", "health")


def shard_of(account_id: str, shards: int) -> int:
    """The shard an account stands in: FNV-1a over its id, which the page computes alike."""
    digest = 0x811C9DC5
    for byte in account_id.encode():
        digest = ((digest ^ byte) * 0x01000193) & 0xFFFFFFFF
    return digest % shards


def script_of(name: str, data: object) -> str:
    """A classic script that hands data over under a name; nothing in the data can end the script."""
    return f"account360.receive({json.dumps(name)}, {_literal(data)});\n"


def assignment(variable: str, data: object) -> str:
    """A classic script that gives a variable of the page its value."""
    return f"window.{variable} = {_literal(data)};\n"


def shards_of(accounts: int) -> int:
    """How many shards a number of accounts stands in; one when there are none."""
    return max(1, -(-accounts // ACCOUNTS_PER_SHARD))


def write_accounts(connection: "duckdb.DuckDBPyConnection", folder: Path) -> None:
    """Write `accounts.js`, `names.js` and `shard-<n>.js` into a folder; amounts are texts, so that no cent is lost."""
    table = connection.execute(f"select {', '.join(TABLE_COLUMNS)} from account_360 order by mrr desc, account_id")
    found = table.fetchall()
    (folder / "accounts.js").write_text(
        script_of("accounts", {"columns": TABLE_COLUMNS, "rows": found}), encoding="utf-8"
    )
    names = [(row[0], row[1]) for row in found]
    (folder / "names.js").write_text(script_of("names", names), encoding="utf-8")
    shards = shards_of(len(found))
    by_shard: dict[int, dict[str, Any]] = {shard: {} for shard in range(shards)}
    for shard, accounts in _shards(connection, [str(row[0]) for row in found], shards):
        by_shard.pop(shard)
        _write_shard(folder, shard, accounts)
    for shard in by_shard:
        _write_shard(folder, shard, {})


def _shards(
    connection: "duckdb.DuckDBPyConnection", ids: list[str], shards: int
) -> Iterator[tuple[int, dict[str, dict[str, Any]]]]:
    connection.execute(
        "create temp table shards as select unnest($ids::varchar[]) as account_id, unnest($numbers::int[]) as shard",
        {"ids": ids, "numbers": [shard_of(account_id, shards) for account_id in ids]},
    )
    for shard, accounts in groupby(_streamed(connection), key=lambda account: int(account["shard"])):
        yield shard, {account["account_id"]: _shown(account) for account in accounts}


def _streamed(connection: "duckdb.DuckDBPyConnection") -> Iterator[dict[str, Any]]:
    result = connection.execute(SHARD_QUERY)
    names = [column[0] for column in result.description or []]
    while batch := result.fetchmany(1000):
        for values in batch:
            yield dict(zip(names, values, strict=True))


def _shown(account: dict[str, Any]) -> dict[str, Any]:
    del account["shard"]
    account["conflicts"] = [[conflict(code), evidence] for code, evidence in account["conflicts"] or []]
    account.update({name: account[name] or [] for name in LISTS})
    return account


def _write_shard(folder: Path, shard: int, accounts: dict[str, dict[str, Any]]) -> None:
    (folder / f"shard-{shard}.js").write_text(script_of(f"shard-{shard}", accounts), encoding="utf-8")


def _literal(data: object) -> str:
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"), default=_plain)
    # U+2028 and U+2029 end a line of a script; `<` could begin `</script>` or a comment.
    for character in ("<", "\u2028", "\u2029"):
        text = text.replace(character, f"\\u{ord(character):04x}")
    return text


def _plain(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return f"{value:f}"
    raise TypeError(f"{type(value).__name__} has no form in the report's data")
