"""Times nights of made-up companies by size, whole and of a day's news, beside the least that DuckDB alone takes."""

import argparse
import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
from news import drop_news

from flows.settings import memory_limit, threads

RESULTS = Path(__file__).parent / "results"
COMMAND = Path(sys.executable).with_name("account360")
AS_OF = date(2026, 6, 30)
MONTHS = 36
SEED = 1
# Accounts by the name of a size.
SIZES = {"S": 1_000, "M": 10_000, "L": 100_000, "XL": 1_000_000}


@dataclass(frozen=True)
class Spent:
    """What a process took: seconds of wall clock and of processors, and the most memory and disk it held, in MiB."""

    wall_seconds: float
    cpu_seconds: float
    peak_memory_mib: int
    peak_disk_mib: int


def spent_by(words: Sequence[str | Path], folder: Path) -> Spent:
    """Run a command to its end, over a folder on whose disk nothing else is written meanwhile.

    Raises:
        SystemExit: it failed; what it said has been shown.
    """
    began = time.perf_counter()
    before = shutil.disk_usage(folder).used
    most, ended = [before], threading.Event()

    def watch_disk() -> None:
        while not ended.wait(1.0):
            most.append(max(most.pop(), shutil.disk_usage(folder).used))

    watcher = threading.Thread(target=watch_disk)
    watcher.start()
    process = subprocess.Popen([str(word) for word in words])  # noqa: S603 - the project's own commands
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.perf_counter() - began
    ended.set()
    watcher.join()
    if (code := os.waitstatus_to_exitcode(status)) != 0:
        raise SystemExit(f"{' '.join(map(str, words))} ended with {code}.")
    return Spent(
        round(wall, 2), round(usage.ru_utime + usage.ru_stime, 2), usage.ru_maxrss // 1024, (most[0] - before) >> 20
    )


def measure(size: str, folder: Path, *, night_only: bool = False) -> dict[str, Any]:
    """One company's first night, in a home of its own below the folder, DuckDB's own share of it, and a next night."""
    accounts, home = SIZES[size], folder / size
    shutil.rmtree(home, ignore_errors=True)
    load = os.getloadavg()[0]
    asked = ["--accounts", str(accounts), "--months", str(MONTHS), "--seed", str(SEED), "--as-of", AS_OF.isoformat()]
    made = spent_by([COMMAND, "demo", "--home", home, *asked], folder)
    night = spent_by(_night_of(home, folder), folder)
    record = _newest_record(home)
    tables_kept = _keeps_tables(home)
    kept = {name: _bytes_below(home / name) for name in ("inbox", "landing", "versions")}
    kept["warehouse"] = (home / "work" / "current" / "warehouse.duckdb").stat().st_size
    return {
        "size": size,
        "accounts": accounts,
        "months": MONTHS,
        "demo": vars(made),
        "night": vars(night),
        # What DuckDB alone takes, and the next night, go on from tables that a night on a small disk drops.
        **(_beside(size, folder, night) if tables_kept and not night_only else {}),
        "stages": record["stages"],
        "rows_landed": sum(stream["rows_new"] or 0 for stream in record["streams"]),
        "rows_published": sum(record["marts"].values()),
        "bytes": kept,
        "processors": os.cpu_count(),
        # What else the machine was doing when the measurement began: 0 is nothing.
        "load_before": round(load, 2),
        "memory_limit": memory_limit(),
        "tables_kept": tables_kept,
        "duckdb_version": duckdb.__version__,
    }


def _keeps_tables(home: Path) -> bool:
    """Whether the disk had room for the tables that nothing but a later night reads."""
    with duckdb.connect(str(home / "work" / "current" / "warehouse.duckdb"), read_only=True) as connection:
        tables = connection.execute("select table_name from duckdb_tables() where schema_name = 'intermediate'")
        return ("int_accounts",) in tables.fetchall()


def _beside(size: str, folder: Path, night: Spent) -> dict[str, Any]:
    """What a night is held against: DuckDB's own share of it, and the next night, with a day's news."""
    home, plan = folder / size, folder / f"{size}.json"
    plan.write_text(json.dumps(_plan(home)), encoding="utf-8")
    limit = spent_by([sys.executable, __file__, "--limit", plan], folder)
    news = drop_news(home / "inbox")
    next_night = spent_by(_night_of(home, folder), folder)
    return {
        "limit": vars(limit),
        "news": vars(next_night),
        "cpu_of_night_to_limit": round(night.cpu_seconds / limit.cpu_seconds, 2),
        "cpu_of_news_to_night": round(next_night.cpu_seconds / night.cpu_seconds, 2),
        "rows_of_news": news,
        "stages_of_news": _newest_record(home)["stages"],
        "statements": json.loads(plan.with_suffix(".seconds.json").read_text(encoding="utf-8")),
    }


def _newest_record(home: Path) -> dict[str, Any]:
    newest = max((home / "work" / "runs").glob("*.json"))
    return dict(json.loads(newest.read_text(encoding="utf-8")))


def _warm(folder: Path) -> None:
    """Let dbt parse the project once, as it does in the first night after an installation or an upgrade."""
    os.environ["ACCOUNT360_CACHE"] = str(folder / "cache")
    home = folder / "warm"
    shutil.rmtree(home, ignore_errors=True)
    made = ["--accounts", "10", "--months", "13", "--as-of", AS_OF.isoformat()]
    spent_by([COMMAND, "demo", "--home", home, *made], folder)
    spent_by(_night_of(home, folder), folder)


def _night_of(home: Path, folder: Path) -> list[str | Path]:
    """The command of a night, by rules for companies of any size: of a million accounts chance makes many key ones."""
    policy = folder / "policy"
    policy.mkdir(parents=True, exist_ok=True)
    (policy / "settings.csv").write_text("name,value\nkey_accounts_over_maximum,warn\n", encoding="utf-8")
    return [COMMAND, "run", "--home", home, "--policy", policy, "--as-of", AS_OF.isoformat()]


def _plan(home: Path) -> dict[str, Any]:
    """Every statement of the night's models in an order in which it can be run, as dbt compiled it."""
    from dbt.contracts.graph.nodes import ModelNode

    from flows.parsed_models import load_parsed, parsed_file
    from flows.settings import cache_folder

    work = home / "work"
    seeds = work / "current" / "policy"
    project = load_parsed(parsed_file(cache_folder() or work / "dbt", seeds), seeds)
    if project is None:
        raise SystemExit(f"{home} keeps no parsed project.")
    models = {key: node for key, node in project.nodes.items() if isinstance(node, ModelNode)}
    compiled = work / "dbt" / "compiled" / "account360"
    statements, left = [], dict(sorted(models.items()))
    while left:
        ready = [key for key, node in left.items() if left.keys().isdisjoint(node.depends_on.nodes)]
        for key in ready:
            node = left.pop(key)
            sql = compiled / node.original_file_path
            kind = "view" if node.config.materialized == "view" else "table"
            # A model of a source that this company lacks was not built, and one in Python has no statement.
            text = sql.read_text(encoding="utf-8") if node.language == "sql" and sql.exists() else None
            statements.append({"schema": node.schema, "name": node.alias, "kind": kind, "sql": text})
    return {
        "built": str(work / "current" / "warehouse.duckdb"),
        "memory_limit": memory_limit(),
        "threads": threads(),
        "statements": statements,
    }


def run_limit(plan_file: Path) -> None:
    """Run the statements of a plan in one DuckDB process over the same landing, and nothing else."""
    plan = json.loads(plan_file.read_text(encoding="utf-8"))
    seconds: dict[str, float] = {}
    with (
        tempfile.TemporaryDirectory(dir=plan_file.parent) as folder,
        # The statements name the database, which DuckDB names after the file.
        duckdb.connect(str(Path(folder) / "warehouse.duckdb")) as connection,
    ):
        connection.execute("set memory_limit = $limit", {"limit": plan["memory_limit"]})
        connection.execute("set threads = $threads", {"threads": plan["threads"]})
        connection.execute("set TimeZone = 'UTC'")
        connection.execute(f"attach '{plan['built']}' as built (read_only)")
        _copy_what_no_model_makes(connection, plan["statements"])
        for statement in plan["statements"]:
            began = time.perf_counter()
            _run(connection, statement)
            seconds[f"{statement['schema']}.{statement['name']}"] = round(time.perf_counter() - began, 3)
    slowest = dict(sorted(seconds.items(), key=lambda item: -item[1])[:40])
    plan_file.with_suffix(".seconds.json").write_text(json.dumps(slowest), encoding="utf-8")


def _copy_what_no_model_makes(connection: duckdb.DuckDBPyConnection, statements: Sequence[dict[str, Any]]) -> None:
    """The views over the landing, and the small tables of the policy and of earlier runs."""
    made = {(statement["schema"], statement["name"]) for statement in statements}
    tables = connection.execute(
        "select schema_name, table_name, null from duckdb_tables() where database_name = 'built'"
    )
    found = tables.fetchall()
    views = connection.execute(
        "select schema_name, view_name, sql from duckdb_views() where database_name = 'built' and not internal"
    ).fetchall()
    for schema in {schema for schema, *_ in (*found, *views)}:
        connection.execute(f'create schema if not exists "{schema}"')
    for schema, name, _ in found:
        if (schema, name) not in made:
            connection.execute(f'create table "{schema}"."{name}" as select * from built."{schema}"."{name}"')
    for schema, name, sql in views:
        if (schema, name) not in made:
            connection.execute(sql)


def _run(connection: duckdb.DuckDBPyConnection, statement: dict[str, Any]) -> None:
    schema, name, kind, sql = (statement[key] for key in ("schema", "name", "kind", "sql"))
    there = connection.execute(
        "select count(*) from duckdb_tables() where database_name = 'built' and schema_name = ? and table_name = ?",
        [schema, name],
    ).fetchall()
    if sql is not None:
        connection.execute(f'create {kind} "{schema}"."{name}" as {sql}')
    elif there[0][0]:
        connection.execute(f'create table "{schema}"."{name}" as select * from built."{schema}"."{name}"')


def _bytes_below(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file() and not path.is_symlink())


def main(arguments: list[str]) -> None:
    """Measure each size that is asked for and keep what was found as JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sizes", nargs="+", choices=SIZES, help="S, M, L or XL")
    parser.add_argument("--folder", type=Path, required=True, help="where the homes are made; they are left there")
    parser.add_argument("--results", type=Path, default=RESULTS)
    parser.add_argument("--night-only", action="store_true", help="neither the limit nor the night of news")
    asked = parser.parse_args(arguments)
    asked.results.mkdir(parents=True, exist_ok=True)
    _warm(asked.folder.resolve())
    for size in asked.sizes:
        found = measure(size, asked.folder.resolve(), night_only=asked.night_only)
        (asked.results / f"{size}.json").write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
        shown = {
            name: found.get(name)
            for name in ("size", "night", "limit", "news", "cpu_of_night_to_limit", "cpu_of_news_to_night")
        }
        print(json.dumps(shown))


if __name__ == "__main__":
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.argv[1:2] == ["--limit"]:
        run_limit(Path(sys.argv[2]))
    else:
        main(sys.argv[1:])
