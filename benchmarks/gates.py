"""Times the gate over the marts of a large company, made of a published one by repeating its rows under other ids."""

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import duckdb

from expectations import suites
from flows.landing.columns import quoted
from flows.policy import load_policy
from flows.quality.gates import run_gate
from flows.settings import memory_limit

# A mart is repeated when it holds one of these; every id of a copy is marked, so that ids still find each other.
OWNERS = ("account_id", "customer_id")
ID_ENDINGS = ("_id", "_ids")
# Ids that many accounts share, such as those of own staff, stay as they are: more accounts, not a larger staff.
SHARED_IDS = ("owner_id", "csm_id", "executive_sponsor_id", "user_id", "employee_id")
COUNTED = "select count(*) from published.main.account_360"
COPIED_AS_THEY_ARE = ("policy", "audit")


def enlarge(published: Path, warehouse: Path, large: Path, accounts: int) -> int:
    """Write every mart of a publication to another file, repeated until it has that many accounts.

    Args:
        published: an `account360.duckdb`.
        warehouse: the `warehouse.duckdb` it was published from, of which the policy and the audit tables are copied.
        large: the file to make.
        accounts: the least number of accounts.

    Returns:
        How often rows are repeated.
    """
    with duckdb.connect(str(large)) as connection:
        connection.execute(f"set memory_limit = '{memory_limit()}'")
        connection.execute("set preserve_insertion_order = false")
        connection.execute(f"attach '{_escaped(published)}' as published (read_only)")
        connection.execute(f"attach '{_escaped(warehouse)}' as warehouse (read_only)")
        times = -(-accounts // max(1, int(connection.execute(COUNTED).fetchall()[0][0])))
        for schema, table in _tables(connection, "warehouse", COPIED_AS_THEY_ARE):
            connection.execute(f"create schema if not exists {quoted(schema)}")
            name = f"{quoted(schema)}.{quoted(table)}"
            connection.execute(f"create table {name} as select * from warehouse.{name}")
        for _, mart in _tables(connection, "published", ("main",)):
            columns = _columns(connection, mart)
            repeated = f"range({times})" if set(OWNERS) & set(columns) else "range(1)"
            listed = ", ".join(_copied(name, kind) for name, kind in columns.items())
            connection.execute(
                f"create table main.{quoted(mart)} as "
                f"select {listed} from published.main.{quoted(mart)} cross join {repeated} as copies (copy)"
            )
    return times


def measure(database: Path) -> dict[str, Any]:
    """Run every suite of the marts' gate: expectations, seconds, and peak memory in MiB."""
    settings = load_policy(None).settings
    chosen = {name: suite(settings) for name, suite in suites("marts").items()}
    wall, processor = time.perf_counter(), time.process_time()
    result = run_gate("marts", chosen, database)
    wall, processor = time.perf_counter() - wall, time.process_time() - processor
    return {
        "expectations": len(result.results),
        "errored": sum(item.outcome == "errored" for item in result.results),
        "failed": sum(item.outcome == "failed" for item in result.results),
        "wall_seconds": round(wall, 2),
        "cpu_seconds": round(processor, 2),
        "seconds_for_60_expectations": round(60 * wall / len(result.results), 2),
        "peak_memory_mib": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
        "processors": os.cpu_count(),
        "duckdb_version": duckdb.__version__,
    }


def main(arguments: list[str]) -> None:
    """Print as JSON what the gate took over a company of so many accounts."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--home", type=Path, required=True, help="a home that has published")
    parser.add_argument("--accounts", type=int, default=100_000)
    parser.add_argument("--keep", type=Path, help="make the large file here, or use the one that is there")
    asked = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="account360-gates-") as folder:
        large = asked.keep or Path(folder) / "large.duckdb"
        if not large.exists():
            home = asked.home
            enlarge(
                home / "published" / "account360.duckdb",
                home / "work" / "current" / "warehouse.duckdb",
                large,
                asked.accounts,
            )
        # Peak memory is that of a process, so the gate is measured in one of its own.
        subprocess.run([sys.executable, __file__, "--measure", str(large)], check=True)  # noqa: S603 - its own path


def _copied(name: str, kind: str) -> str:
    column = quoted(name)
    marked = kind == "VARCHAR" and name.endswith(ID_ENDINGS) and name not in SHARED_IDS
    return f"case when copy = 0 then {column} else {column} || '~' || copy end as {column}" if marked else column


def _columns(connection: duckdb.DuckDBPyConnection, mart: str) -> dict[str, str]:
    found = connection.execute(f"describe published.main.{quoted(mart)}").fetchall()
    return {str(name): str(kind) for name, kind, *_ in found}


def _tables(connection: duckdb.DuckDBPyConnection, database: str, schemas: tuple[str, ...]) -> list[tuple[str, str]]:
    return connection.execute(
        "select schema_name, table_name from duckdb_tables() "
        "where database_name = $database and list_contains($schemas, schema_name) order by all",
        {"database": database, "schemas": list(schemas)},
    ).fetchall()


def _escaped(path: Path) -> str:
    return str(path).replace("'", "''")


if __name__ == "__main__":
    if sys.argv[1:2] == ["--measure"]:
        print(json.dumps(measure(Path(sys.argv[2])), indent=1))
    else:
        main(sys.argv[1:])
