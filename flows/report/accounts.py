"""Writes the accounts as scripts: one with every row for the table, and shards with what the page of one shows.

They are classic scripts, since a page opened from a folder may load a script but may not fetch a file.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any

from flows.landing.columns import quoted
from flows.report.details import SHARD_QUERY

if TYPE_CHECKING:
    import duckdb

    from flows.report.language import Language
    from flows.report.page import Source

ACCOUNTS_PER_SHARD = 40
# How many shards are put together at a time: the lists of their accounts stand in memory until they are written.
SHARDS_AT_A_TIME = 1_000

TABLE_COLUMNS = (
    "account_id",
    "account_name",
    "segment",
    "quadrant",
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

LISTS = (
    "events",
    "levels",
    "calendar",
    "promises",
    "wishes",
    "signals",
    "chances",
    "health",
    "conflicts",
    "invoices",
    "offers",
    "terms",
    "roles",
    "moods",
    "goals",
    "actions",
)


def accounts_page(source: "Source", language: "Language") -> dict[str, Any]:
    """What the template of the list of accounts is given."""
    return {"contact_gap_days": source.policy.count("contact_gap_days")}


def account_page(source: "Source", language: "Language") -> dict[str, Any]:
    """What the template of the page of one account is given."""
    return {"shards": shards_of(source.occasion.mart_sizes["account_360"])}


def accounts_data(source: "Source", folder: Path) -> None:
    """The scripts of the accounts."""
    write_accounts(source.connection, folder)


def shard_of(account_id: str, shards: int) -> int:
    """The shard an account stands in: FNV-1a over its id, which the page computes alike."""
    digest = 0x811C9DC5
    for byte in account_id.encode():
        digest = ((digest ^ byte) * 0x01000193) & 0xFFFFFFFF
    return digest % shards


def script_of(name: str, data: object) -> str:
    """A classic script that hands data over under a name; nothing in the data can end the script."""
    return _script(name, _literal(data))


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
    columns = (
        dict(zip(TABLE_COLUMNS, zip(*found, strict=True), strict=True)) if found else dict.fromkeys(TABLE_COLUMNS, ())
    )
    by_column = {name: shared(values) for name, values in columns.items()}
    (folder / "accounts.js").write_text(
        script_of("accounts", {"count": len(found), "columns": by_column}), encoding="utf-8"
    )
    names = [(row[0], row[1]) for row in found]
    (folder / "names.js").write_text(script_of("names", names), encoding="utf-8")
    shards = shards_of(len(found))
    missing = set(range(shards))
    for shard, literal in _shards(connection, [str(row[0]) for row in found], shards):
        missing.remove(shard)
        _write_shard(folder, shard, literal)
    for shard in missing:
        _write_shard(folder, shard, _literal({"columns": [], "accounts": {}}))


def shared(values: Sequence[object]) -> Mapping[str, Any]:
    """A column as its different values and, by row, which of them; or as it is where they hardly repeat."""
    different = {value: place for place, value in enumerate(dict.fromkeys(values))}
    if 2 * len(different) > len(values):
        return {"values": values}
    return {"values": list(different), "at": [different[value] for value in values]}


def _shards(connection: "duckdb.DuckDBPyConnection", ids: list[str], shards: int) -> Iterator[tuple[int, str]]:
    """Each shard that has accounts, as a literal: the names of the columns, and the values of each account by its id.

    DuckDB writes the values, of which a large company has hundreds of megabytes.
    """
    connection.execute(
        "create temp table placed as select unnest($ids::varchar[]) as account_id, unnest($numbers::int[]) as shard",
        {"ids": ids, "numbers": [shard_of(account_id, shards) for account_id in ids]},
    )
    for first in range(0, shards, SHARDS_AT_A_TIME):
        connection.execute(
            "create or replace temp table shards as select shard, account_id, customer_id "
            "from placed inner join account_360 using (account_id) where shard >= $first and shard < $first + $count",
            {"first": first, "count": SHARDS_AT_A_TIME},
        )
        yield from _shards_together(connection)


def _shards_together(connection: "duckdb.DuckDBPyConnection") -> Iterator[tuple[int, str]]:
    _, *columns = connection.execute(f"describe {SHARD_QUERY}").fetchall()
    values = ", ".join(_value(name, kind) for name, kind, *_ in columns)
    result = connection.execute(
        f"select shard, to_json(account_id) || ':' || json_array({values}) from ({SHARD_QUERY}) "
        "order by shard, account_id"
    )
    names = _literal([name for name, *_ in columns])
    for shard, rows in groupby(_streamed(result), key=lambda row: int(row[0])):
        accounts = ",".join(text for _, text in rows)
        yield shard, f'{{"columns":{names},"accounts":{{{_unable_to_end(accounts)}}}}}'


def _value(name: str, kind: str) -> str:
    """The expression of a column's value: an amount is a text, and no list is an empty one."""
    if name in LISTS:
        return f"coalesce({quoted(name)}, [])"
    return f"{quoted(name)}::varchar" if kind.startswith("DECIMAL") else quoted(name)


def _streamed(result: "duckdb.DuckDBPyConnection") -> Iterator[tuple[Any, ...]]:
    while batch := result.fetchmany(1000):
        yield from batch


def _write_shard(folder: Path, shard: int, literal: str) -> None:
    (folder / f"shard-{shard}.js").write_text(_script(f"shard-{shard}", literal), encoding="utf-8")


def _script(name: str, literal: str) -> str:
    return f"account360.receive({json.dumps(name)}, {literal});\n"


def _literal(data: object) -> str:
    return _unable_to_end(json.dumps(data, ensure_ascii=False, separators=(",", ":"), default=_plain))


def _unable_to_end(text: str) -> str:
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
