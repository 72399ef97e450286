"""Times the workbook of a company of any size: a published one's rows, again and again under other ids."""

import argparse
import contextlib
import json
import resource
import tempfile
import time
from datetime import date
from pathlib import Path

import duckdb

from flows.workbook import WORKBOOK, Edition, write_workbook

GROWN = """
    create table account_360 as
        select * replace (account_id || '-' || copy as account_id)
        from source.account_360, range($copies) as copies (copy)
        limit $accounts;
    create table care_due as
        select * replace (account_id || '-' || copy as account_id, uid || '-' || copy as uid)
        from source.care_due, range($copies) as copies (copy);
    create table kpi_months as from source.kpi_months;
    create table scorecard as from source.scorecard;
"""


def main() -> None:
    """Write the workbook once and say how long it took, how large it is, and how much memory the process had."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--published", type=Path, required=True, help="a home's published/ folder")
    parser.add_argument("--accounts", type=int, default=5000)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        rows = _grow(arguments.published, folder, arguments.accounts)
        as_of = date.fromisoformat(json.loads((arguments.published / "manifest.json").read_text("utf-8"))["as_of"])
        started = time.perf_counter()
        write_workbook(folder, Edition(as_of, "EUR"))
        seconds = time.perf_counter() - started
        size = (folder / WORKBOOK).stat().st_size
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{rows:,} rows due, {seconds:.1f} s, {size / 1e6:.1f} MB, {memory:.0f} MiB of memory")


def _grow(published: Path, folder: Path, accounts: int) -> int:
    with contextlib.closing(duckdb.connect(str(folder / "account360.duckdb"))) as connection:
        source = str(published / "account360.duckdb").replace("'", "''")
        connection.execute(f"attach '{source}' as source (read_only)")
        found = connection.execute("select count(*) from source.account_360").fetchall()[0][0]
        if not found:
            raise SystemExit(f"{published} holds no account that could be copied; name another published folder.")
        copies = -(-accounts // found)
        connection.execute(GROWN.replace("$copies", str(copies)).replace("$accounts", str(accounts)))
        return int(connection.execute("select count(*) from care_due").fetchall()[0][0])


if __name__ == "__main__":
    main()
