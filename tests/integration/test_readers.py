"""Readers during publications: each sees a whole version, and its parts belong together."""

import contextlib
import json
import subprocess
import sys
from datetime import UTC, date, datetime
from pathlib import Path

import duckdb

from flows.landing.commits import make_run_id
from flows.policy import load_policy
from flows.publish import publish
from flows.runs import Run, RunRecord
from flows.settings import Home, RunRequest

PUBLICATIONS = 20
MOMENT = datetime(2026, 2, 1, tzinfo=UTC)

# Reads as a BI tool would, again and again until told to stop, and says what it saw.
READER = """
import hashlib, json, sys
from pathlib import Path
import duckdb

published, stop = Path(sys.argv[1]), Path(sys.argv[2])
seen, wrong = [], []
print("reading", flush=True)
while True:
    last = stop.exists()
    # Through the link: whatever is there is whole.
    with duckdb.connect(str(published / "account360.duckdb"), read_only=True) as connection:
        lowest, highest, rows = connection.execute(
            "select min(generation), max(generation), count(*) from generations"
        ).fetchall()[0]
    if not lowest == highest or rows != 1000 + lowest:
        wrong.append(["file", lowest, highest, rows])
    json.loads((published / "manifest.json").read_text())
    # Through the version that the link names: file, manifest and Parquet belong together.
    version = published.resolve()
    manifest = json.loads((version / "manifest.json").read_text())
    with duckdb.connect(str(version / "account360.duckdb"), read_only=True) as connection:
        generation, rows = connection.execute("select max(generation), count(*) from generations").fetchall()[0]
    parquet = hashlib.sha256((version / "parquet" / "generations.parquet").read_bytes()).hexdigest()
    told = manifest["marts"]["generations"]
    if (int(manifest["run_id"][:6]), told["rows"], told["sha256"]) != (generation, rows, parquet):
        wrong.append(["version", manifest["run_id"], generation, rows])
    seen.append(generation)
    if last:
        break
print(json.dumps({"seen": seen, "wrong": wrong}))
"""


def publish_generation(root: Path, generation: int) -> None:
    """Publish a warehouse whose one mart holds 1000 rows and one for each generation, all saying which it is."""
    request = RunRequest(Home(root), root / "inbox", date(2026, 1, 31), MOMENT, threads=1)
    run_id = make_run_id(generation, MOMENT)
    run = Run(request, load_policy(), run_id, False, RunRecord(run_id, "2026-01-31", ""))
    run.warehouse.parent.mkdir(parents=True, exist_ok=True)
    run.warehouse.unlink(missing_ok=True)
    with contextlib.closing(duckdb.connect(str(run.warehouse))) as connection:
        connection.execute(
            f"create table generations as select {generation} as generation, range from range(1000 + {generation})"
        )
    publish(run, {}, [], lambda _folder: None)


def test_a_reader_never_sees_a_half_written_version_or_parts_of_two(tmp_path: Path) -> None:
    stop = tmp_path / "stop"
    publish_generation(tmp_path, 1)
    reader = subprocess.Popen(
        [sys.executable, "-c", READER, str(tmp_path / "published"), str(stop)], stdout=subprocess.PIPE, text=True
    )
    assert reader.stdout is not None
    assert reader.stdout.readline() == "reading\n"
    for generation in range(2, 2 + PUBLICATIONS):
        publish_generation(tmp_path, generation)
    stop.touch()
    said, _ = reader.communicate(timeout=60)
    told = json.loads(said)
    assert told["wrong"] == []
    assert told["seen"] == sorted(told["seen"])
    assert told["seen"][-1] == 1 + PUBLICATIONS
    assert len(set(told["seen"])) > 3
