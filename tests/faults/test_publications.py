"""Readers during publications: each sees a whole version, whose file, Parquet, manifest and report belong together."""

import contextlib
import json
import os
import signal
import subprocess
import sys
import time
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import duckdb
import pytest

from faults.figures import keep
from flows.landing.commits import make_run_id
from flows.leftovers import clear_leftovers
from flows.policy import Policy
from flows.publish import kept_versions, publish
from flows.runs import Run, RunRecord
from flows.settings import Home, RunRequest

MOMENT = datetime(2026, 2, 1, tzinfo=UTC)

# Reads as a BI tool would, again and again until told to stop, and says what it saw.
READER = """
import hashlib, json, sys
from pathlib import Path
import duckdb

published, stop = Path(sys.argv[1]), Path(sys.argv[2])
seen, wrong, errors, gone = [], [], [], 0
print("reading", flush=True)
while True:
    last = stop.exists()
    try:
        # Through the link: whatever is there is whole, and two marts of one connection belong together.
        with duckdb.connect(str(published / "account360.duckdb"), read_only=True) as connection:
            lowest, highest, rows, total = connection.execute(
                "select min(generation), max(generation), count(*), any_value(total) from generations, totals"
            ).fetchall()[0]
        if not lowest == highest or not rows == total == 1000 + lowest:
            wrong.append(["file", lowest, highest, rows, total])
        json.loads((published / "manifest.json").read_text())
    except (OSError, ValueError, duckdb.Error) as error:
        # DuckDB follows the link before it opens: the file may be pruned in between, where none is kept.
        if "database does not exist" in str(error):
            gone += 1
        else:
            errors.append(repr(error))
    # Through the version that the link names: file, manifest, Parquet and report belong together.
    version = published.resolve()
    try:
        manifest = json.loads((version / "manifest.json").read_text())
        with duckdb.connect(str(version / "account360.duckdb"), read_only=True) as connection:
            generation, rows = connection.execute("select max(generation), count(*) from generations").fetchall()[0]
        told = manifest["marts"]["generations"]
        parquet = hashlib.sha256((version / "parquet" / "generations.parquet").read_bytes()).hexdigest()
        page = int((version / "report" / "index.html").read_text())
        if (int(manifest["run_id"][:6]), told["rows"], told["sha256"], page) != (generation, rows, parquet, generation):
            wrong.append(["version", manifest["run_id"], generation, rows])
        seen.append(generation)
    except (OSError, duckdb.Error) as error:
        # A version may be pruned while somebody who once asked for its name still reads it; nobody is served a part.
        if version.exists():
            errors.append(repr(error))
        gone += 1
    if last:
        break
print(json.dumps({"seen": seen, "wrong": wrong, "errors": errors, "gone": gone}))
"""
PUBLISHER = """
import sys
from pathlib import Path
from faults.test_publications import publish_generation

print("publishing", flush=True)
for generation in range(int(sys.argv[2]), 1_000_000):
    publish_generation(Path(sys.argv[1]), generation)
"""


def publish_generation(root: Path, generation: int, kept: int = 5) -> None:
    """Publish a warehouse whose marts hold 1000 rows and one for each generation, and say how many there are."""
    request = RunRequest(Home(root), root / "inbox", date(2026, 1, 31), MOMENT, threads=1)
    run_id = make_run_id(generation, MOMENT)
    policy = Policy({"settings": [{"name": "kept_versions", "value": str(kept)}]})
    run = Run(request, policy, run_id, False, RunRecord(run_id, "2026-01-31", ""))
    run.warehouse.parent.mkdir(parents=True, exist_ok=True)
    run.warehouse.unlink(missing_ok=True)
    with contextlib.closing(duckdb.connect(str(run.warehouse))) as connection:
        connection.execute(
            f"create table generations as select {generation} as generation, range from range(1000 + {generation})"
        )
        connection.execute(f"create table totals as select {1000 + generation} as total")

    def add_pages(folder: Path) -> None:
        (folder / "report").mkdir()
        (folder / "report" / "index.html").write_text(str(generation), encoding="utf-8")

    publish(run, {}, [], add_pages)


@pytest.mark.parametrize(
    ("publications", "readers", "kept"),
    [
        (12, 1, 5),
        pytest.param(100, 3, 5, marks=[pytest.mark.slow, pytest.mark.timeout(1800)]),
        pytest.param(100, 3, 0, marks=[pytest.mark.slow, pytest.mark.timeout(1800)]),
    ],
)
def test_a_reader_never_sees_a_half_written_version_or_parts_of_two(
    tmp_path: Path, publications: int, readers: int, kept: int
) -> None:
    stop = tmp_path / "stop"
    publish_generation(tmp_path, 1)
    reading = [_reader(tmp_path / "published", stop) for _ in range(readers)]
    for generation in range(2, 2 + publications):
        publish_generation(tmp_path, generation, kept)
    stop.touch()
    told = [json.loads(reader.communicate(timeout=120)[0]) for reader in reading]
    for reader in told:
        assert (reader["wrong"], reader["errors"]) == ([], [])
        assert reader["seen"] == sorted(reader["seen"])
        assert reader["seen"][-1] == 1 + publications
        assert len(set(reader["seen"])) > 3
    # Where versions are kept, nobody is faster than the pruning.
    assert kept == 0 or sum(reader["gone"] for reader in told) == 0
    if publications >= 100:
        figures = {
            "publications": publications,
            **_figures(told),
            "folders gone while they were read": sum(reader["gone"] for reader in told),
        }
        keep(f"Readers during publications, {kept} earlier versions kept", "all", figures)


def _reader(published: Path, stop: Path) -> "subprocess.Popen[str]":
    reader = subprocess.Popen(
        [sys.executable, "-c", READER, str(published), str(stop)], stdout=subprocess.PIPE, text=True
    )
    assert reader.stdout is not None
    assert reader.stdout.readline() == "reading\n"
    return reader


def test_a_file_that_is_open_stays_readable_when_its_version_is_pruned(tmp_path: Path) -> None:
    publish_generation(tmp_path, 1, kept=0)
    old = (tmp_path / "published").resolve()
    with (
        contextlib.closing(duckdb.connect(str(old / "account360.duckdb"), read_only=True)) as connection,
        (old / "parquet" / "generations.parquet").open("rb") as parquet,
    ):
        publish_generation(tmp_path, 2, kept=0)
        assert old.exists()
        publish_generation(tmp_path, 3, kept=0)
        assert not old.exists()
        assert connection.execute("select max(generation), count(*) from generations").fetchall() == [(1, 1001)]
        assert parquet.read(4) == b"PAR1"
    # Whoever opens by the old name is told that it is gone, and finds the present version through the link.
    with pytest.raises(duckdb.IOException):
        duckdb.connect(str(old / "account360.duckdb"), read_only=True)
    with contextlib.closing(
        duckdb.connect(str(tmp_path / "published" / "account360.duckdb"), read_only=True)
    ) as present:
        assert present.execute("select max(generation) from generations").fetchall() == [(3,)]


@pytest.mark.parametrize(
    "kills", [3, pytest.param(50, marks=[pytest.mark.slow, pytest.mark.timeout(1800)])], ids=["few", "many"]
)
def test_a_publisher_killed_at_any_moment_leaves_whole_versions(tmp_path: Path, kills: int) -> None:
    home, stop = Home(tmp_path), tmp_path / "stop"
    publish_generation(tmp_path, 1)
    reader = _reader(tmp_path / "published", stop)
    newest = 1
    for number in range(kills):
        publisher = subprocess.Popen(
            [sys.executable, "-c", PUBLISHER, str(tmp_path), str(newest + 1)],
            stdout=subprocess.PIPE,
            cwd=Path(__file__).parents[1],
            start_new_session=True,
        )
        assert publisher.stdout is not None
        assert publisher.stdout.readline() == b"publishing\n"
        # A publication takes some tenths of a second; the kills fall on every part of one.
        time.sleep(0.1 + number * 0.617 % 0.9)
        os.killpg(publisher.pid, signal.SIGKILL)
        publisher.wait(30)
        publisher.stdout.close()
        kept = kept_versions(home)
        assert {_whole(home.versions / version) for version in kept} == {int(version[:6]) for version in kept}
        newest = int(kept[-1][:6])
        clear_leftovers(home)
    assert not list(home.versions.glob(".*")) and not list(home.root.glob(".*"))
    publish_generation(tmp_path, newest + 1)
    stop.touch()
    told = json.loads(reader.communicate(timeout=120)[0])
    assert (told["wrong"], told["errors"]) == ([], [])
    assert told["seen"][-1] == newest + 1
    if kills >= 50:
        keep("Publication killed", "all", {"kills": kills, "publications": newest + 1, **_figures([told])})


def _figures(told: list[dict[str, Any]]) -> dict[str, int]:
    """What readers counted: each round reads once through the link and once through the version it names."""
    return {
        "reads": 2 * sum(len(reader["seen"]) for reader in told),
        "errors": sum(len(reader["errors"]) for reader in told),
        "mixed states": sum(len(reader["wrong"]) for reader in told),
    }


def _whole(version: Path) -> int:
    """The generation of a version whose parts say the same."""
    with contextlib.closing(duckdb.connect(str(version / "account360.duckdb"), read_only=True)) as connection:
        ((generation, rows),) = connection.execute("select max(generation), count(*) from generations").fetchall()
    told = json.loads((version / "manifest.json").read_text(encoding="utf-8"))["marts"]["generations"]["rows"]
    page = int((version / "report" / "index.html").read_text(encoding="utf-8"))
    assert rows == told == 1000 + generation == 1000 + page
    return int(generation)
