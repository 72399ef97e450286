"""Times how sources land: a first load and a nightly increment of one per cent, each in a process of its own."""

import argparse
import contextlib
import importlib
import json
import os
import resource
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import yaml

from flows.intake import commit_batches, read_sources
from flows.policy import load_policy
from flows.runs import Run, RunRecord
from flows.settings import Home, RunRequest
from flows.sources import connectors

SERVER = Path(__file__).with_name("answers_server.py")
TESTS = Path(__file__).resolve().parents[1] / "tests"
FIRST_NIGHT = datetime(2026, 3, 1, 2, tzinfo=UTC)
# Reading may take this much of DuckDB's memory, so that the whole process stays under 1 GiB.
MEMORY = "600MB"
# Loading these takes the same whatever a source holds, and a night has loaded most of them anyway.
LIBRARIES = ("dlt.sources.sql_database", "dlt.sources.helpers.rest_client", "pyarrow.parquet", "psycopg", "orjson")
NAMES = "tenant_id text, day date, product text, module text, active_users integer, events integer"
COLUMNS = {"account_id": "tenant_id", "date": "day"}
STREAM = {"table": "usage_daily", "cursor": "updated_at", "mode": "append", "columns": COLUMNS}
# A day of usage of a thousand accounts after the other; each day is written in one minute.
SQLITE_ROWS = """
    insert into usage_daily with recursive numbers (n) as (select ? union all select n + 1 from numbers where n + 1 < ?)
    select
        'A' || (n % 1000), date('2023-01-01', '+' || (n / 1000) || ' day'), 'core', 'module ' || (n % 3), n % 100,
        n % 5000, datetime('2026-01-01', '+' || (n / 1000) || ' minute')
    from numbers
"""
POSTGRES_ROWS = """
    insert into usage_daily
    select
        'A' || (n % 1000), date '2023-01-01' + n / 1000, 'core', 'module ' || (n % 3), n % 100, n % 5000,
        timestamptz '2026-01-01 00:00Z' + n / 1000 * interval '1 minute'
    from generate_series({first}, {last}) as numbers (n)
"""


def land(home: Path, source: str, night: int) -> dict[str, Any]:
    """Land one night of a source in this process; what it took, and its rows by stream."""
    started = FIRST_NIGHT + timedelta(days=night - 1)
    run_id = f"{night:06d}-{started:%Y%m%dT%H%M%SZ}"
    request = RunRequest(Home(home), home / "inbox", started.date(), started)
    record = RunRecord(run_id, started.date().isoformat(), started.isoformat())
    run = Run(request, load_policy(None), run_id, False, record)
    began = time.process_time()
    connector = connectors()[source]
    for library in LIBRARIES:
        importlib.import_module(library)
    imports = time.process_time() - began
    wall, processor = time.perf_counter(), time.process_time()
    batches = read_sources(run, [connector])
    commit_batches(run, batches)
    return {
        "source": source,
        "night": night,
        "streams": {stream.stream: stream.rows_read for batch in batches for stream in batch.streams},
        "new": sum(stream.rows_new for batch in batches for stream in batch.streams),
        "stale": record.stale,
        "import_cpu_seconds": round(imports, 2),
        "wall_seconds": round(time.perf_counter() - wall, 2),
        "cpu_seconds": round(time.process_time() - processor, 2),
        "peak_memory_mib": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
    }


def in_own_process(home: Path, source: str, night: int, variables: Mapping[str, str]) -> dict[str, Any]:
    """The same in a process of its own, whose peak of memory is that of this night alone."""
    words = [sys.executable, __file__, "--land", source, "--night", str(night), "--home", str(home)]
    environment = {**os.environ, "ACCOUNT360_MEMORY_LIMIT": MEMORY, **variables}
    done = subprocess.run(words, env=environment, capture_output=True, text=True, check=True)  # noqa: S603
    measured: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return measured


def nights(
    what: str, source: str, section: Mapping[str, Any], variables: Mapping[str, str], grow: Callable[[], object]
) -> Iterator[dict[str, Any]]:
    """A first load, a growth of the source, and the night that follows; both with their share of the first.

    Args:
        what: names the part in the output.
        source: the connector.
        section: its section of sources.yml.
        variables: its secrets.
        grow: lets the source change as a day does.
    """
    with tempfile.TemporaryDirectory(prefix="account360-bench-") as folder:
        home = Path(folder)
        (home / "sources.yml").write_text(yaml.safe_dump({source: dict(section)}), encoding="utf-8")
        first = in_own_process(home, source, 1, variables)
        yield {"part": what, "load": "first", **first}
        grow()
        second = in_own_process(home, source, 2, variables)
        shares = {
            f"share_of_first_{kind}": round(second[f"{kind}_seconds"] / first[f"{kind}_seconds"], 3)
            for kind in ("wall", "cpu")
        }
        yield {"part": what, "load": "increment", **second, **shares}


def sqlite_part(rows: int) -> Iterator[dict[str, Any]]:
    """Usage out of a file of SQLite."""
    with tempfile.TemporaryDirectory(prefix="account360-bench-") as folder:
        path = Path(folder) / "product.db"
        with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as connection:
            connection.execute(f"create table usage_daily ({NAMES}, updated_at text)")
            connection.execute("create index by_change on usage_daily (updated_at)")
            connection.execute(SQLITE_ROWS, [0, rows])

            def grow() -> None:
                connection.execute(SQLITE_ROWS, [rows, rows + rows // 100])

            section = {"overlap_minutes": 1, "streams": {"usage": STREAM}}
            yield from nights("sqlite", "sql", section, {"ACCOUNT360_SQL_URL": f"sqlite:///{path}"}, grow)


def postgres_part(rows: int) -> Iterator[dict[str, Any]]:
    """Usage out of a PostgreSQL server that is started for it; nothing where none is installed."""
    sys.path.insert(0, str(TESTS))
    postgres = importlib.import_module("sources.sql.postgres")
    if postgres.programs() is None:
        yield {"part": "postgres", "skipped": "PostgreSQL is not installed: no initdb was found"}
        return
    with postgres.folder_for_server() as folder, postgres.served(folder) as server:
        server.execute(
            f"create table usage_daily ({NAMES}, updated_at timestamptz)",
            "create index by_change on usage_daily (updated_at)",
            POSTGRES_ROWS.format(first=0, last=rows - 1),
            "analyze",
        )

        def grow() -> None:
            server.execute(POSTGRES_ROWS.format(first=rows, last=rows + rows // 100 - 1))

        section = {"overlap_minutes": 1, "streams": {"usage": STREAM}}
        yield from nights("postgres", "sql", section, {"ACCOUNT360_SQL_URL": server.address()}, grow)


def api_part(rows: int) -> Iterator[dict[str, Any]]:
    """Answers out of an API, a hundred a page, from a server in a process of its own."""
    words = [sys.executable, str(SERVER), str(rows)]
    with subprocess.Popen(words, stdout=subprocess.PIPE, text=True) as server:  # noqa: S603
        try:
            port = server.stdout.readline().strip() if server.stdout else ""
            section = {"address": f"http://127.0.0.1:{port}"}
            yield from nights("api", "delighted", section, {"ACCOUNT360_DELIGHTED_API_KEY": "key"}, lambda: None)
        finally:
            server.kill()


PARTS: Mapping[str, Callable[[int], Iterator[dict[str, Any]]]] = {
    "sqlite": sqlite_part,
    "postgres": postgres_part,
    "api": api_part,
}


def main(arguments: list[str]) -> None:
    """Print a line of JSON for each night."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--part", choices=sorted(PARTS), action="append", help="only this; all when not given")
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--land", metavar="SOURCE", help=argparse.SUPPRESS)
    parser.add_argument("--night", type=int, help=argparse.SUPPRESS)
    parser.add_argument("--home", type=Path, help=argparse.SUPPRESS)
    asked = parser.parse_args(arguments)
    if asked.land:
        print(json.dumps(land(asked.home, asked.land, asked.night)))
        return
    for part in asked.part or PARTS:
        for line in PARTS[part](asked.rows):
            print(json.dumps(line), flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
