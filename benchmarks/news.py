"""Drops a day's news into a made-up company's inbox: the rows of one account in a hundred, changed or come late."""

from pathlib import Path

import duckdb

# One account in so many has news.
ONE_IN = 100
# What becomes of such an account's rows, by stream: a number is corrected, or the row comes once more by another key.
CORRECTED = {
    "account_potentials": "potential_annual",
    "accounts": "countries",
    "costs": "amount",
    "invoice_lines": "amount",
    "invoices": "amount",
    "opportunities": "monthly_amount",
    "subscriptions": "monthly_amount",
    "targets": "target",
    "tickets": "hours_spent",
    "usage": "active_users",
}
LATE = {"activities": "activity_id", "surveys": "response_id"}


def drop_news(inbox: Path) -> int:
    """Write `<stream>-news.parquet` beside the exports, and a mapping by which it adds to them.

    Args:
        inbox: a made-up company's inbox, one file a stream.

    Returns:
        How many rows were written.
    """
    rows = 0
    with duckdb.connect() as connection:
        for stream in (*CORRECTED, *LATE):
            key, number = LATE.get(stream), CORRECTED.get(stream)
            changed = f"{key} || '-late' as {key}" if key else f"{number} + 1 as {number}"
            # Small companies are dropped as CSV, large ones as Parquet; DuckDB tells by the name.
            (export,), news = inbox.glob(f"{stream}.*"), inbox / f"{stream}-news.parquet"
            written = connection.execute(
                f"copy (select * replace ({changed}) from '{export}' where hash(account_id) % {ONE_IN} = 0) "
                f"to '{news}' (format parquet, compression zstd)"
            )
            rows += int(written.fetchall()[0][0])
    streams = "".join(f"  {stream}:\n    mode: append\n" for stream in (*CORRECTED, *LATE))
    (inbox / "mapping.yml").write_text(f"streams:\n{streams}", encoding="utf-8")
    return rows
