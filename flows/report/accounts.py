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
    "overdue_amount",
    "open_tickets",
    "source_conflicts",
    "is_active_customer",
    "is_deleted",
    "year_without_contact",
)

# Months in which nothing moved are left out of the movements, not of the history.
SHARD_QUERY = """
    with history as (
        select account_id, month, mrr, revenue
        from mrr_months
        full join recognised_revenue_months using (account_id, month)
    ),
    histories as (
        select
            account_id,
            list([month::varchar, mrr::varchar, revenue::varchar] order by month) as history
        from history
        group by account_id
    ),
    movements as (
        select
            customer_id,
            list(
                [
                    month::varchar,
                    movement,
                    opening::varchar,
                    (new + reactivation + expansion + contraction + churn)::varchar,
                    (fx + rounding)::varchar,
                    closing::varchar
                ]
                order by month desc
            ) as movements
        from mrr_movements
        where movement <> 'none' or opening <> closing
        group by customer_id
    ),
    conflicts as (
        select account_id, list([conflict, evidence] order by conflict) as conflicts
        from source_conflicts
        group by account_id
    ),
    members as (
        select customer_id, list([account_id, account_name] order by account_id) as members
        from account_360
        group by customer_id
    )
    select
        shards.shard,
        accounts.*,
        customers.account_name as customer_name,
        parents.account_name as parent_name,
        histories.history,
        movements.movements,
        conflicts.conflicts,
        members.members
    from account_360 as accounts
    inner join shards using (account_id)
    left join account_360 as customers on accounts.customer_id = customers.account_id
    left join account_360 as parents on accounts.parent_account_id = parents.account_id
    left join histories on accounts.account_id = histories.account_id
    left join movements on accounts.customer_id = movements.customer_id
    left join conflicts on accounts.account_id = conflicts.account_id
    left join members on accounts.customer_id = members.customer_id
    order by shards.shard, accounts.account_id
"""


def shard_of(account_id: str, shards: int) -> int:
    """The shard an account stands in: FNV-1a over its id, which the page computes alike."""
    digest = 0x811C9DC5
    for byte in account_id.encode():
        digest = ((digest ^ byte) * 0x01000193) & 0xFFFFFFFF
    return digest % shards


def script_of(name: str, data: object) -> str:
    """A classic script that hands data over under a name; nothing in the data can end the script."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"), default=_plain)
    # U+2028 and U+2029 end a line of a script; `<` could begin `</script>` or a comment.
    for character in ("<", "\u2028", "\u2029"):
        text = text.replace(character, f"\\u{ord(character):04x}")
    return f"account360.receive({json.dumps(name)}, {text});\n"


def write_accounts(connection: "duckdb.DuckDBPyConnection", folder: Path) -> int:
    """Write `accounts.js` and `shard-<n>.js` into a folder; amounts are texts, so that no cent is lost.

    Returns:
        The number of shards.
    """
    table = connection.execute(f"select {', '.join(TABLE_COLUMNS)} from account_360 order by mrr desc, account_id")
    found = table.fetchall()
    (folder / "accounts.js").write_text(
        script_of("accounts", {"columns": TABLE_COLUMNS, "rows": found}), encoding="utf-8"
    )
    shards = max(1, -(-len(found) // ACCOUNTS_PER_SHARD))
    by_shard: dict[int, dict[str, Any]] = {shard: {} for shard in range(shards)}
    for shard, accounts in _shards(connection, [str(row[0]) for row in found], shards):
        by_shard.pop(shard)
        _write_shard(folder, shard, accounts)
    for shard in by_shard:
        _write_shard(folder, shard, {})
    return shards


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
    return account


def _write_shard(folder: Path, shard: int, accounts: dict[str, dict[str, Any]]) -> None:
    (folder / f"shard-{shard}.js").write_text(script_of(f"shard-{shard}", accounts), encoding="utf-8")


def _plain(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return f"{value:f}"
    raise TypeError(f"{type(value).__name__} has no form in the report's data")
