"""Reads sources as a night does, up to the landing: what is extracted is judged by nothing and committed."""

import importlib
import json
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import duckdb
import yaml

from flows.intake import commit_batches, read_sources
from flows.landing import Landing
from flows.landing.columns import landed_rows
from flows.policy import Policy, load_policy
from flows.runs import Run, RunRecord
from flows.settings import Home, RunRequest
from flows.sources import Batch, connectors
from sources.replay import Replay

FIRST_NIGHT = datetime(2026, 3, 1, 2, tzinfo=UTC)
# Waits that a test can wait for.
HASTY = {
    "source_minutes": "1",
    "source_retries": "2",
    "source_wait_seconds": "0.01",
    "source_longest_wait_seconds": "2",
    "source_answer_seconds": "5",
}
REPLAYS = Path(__file__).parent


def replayed_sources() -> list[str]:
    """The sources that have a replay."""
    return sorted(path.parent.name for path in REPLAYS.glob("*/replay.py"))


def replay_of(source: str) -> Replay:
    """An empty replay of a source."""
    replay: Replay = importlib.import_module(f"sources.{source}.replay").replay()
    return replay


def configure(home: Home, sections: Mapping[str, Mapping[str, Any]]) -> None:
    """Write sources.yml."""
    home.root.mkdir(parents=True, exist_ok=True)
    (home.root / "sources.yml").write_text(yaml.safe_dump(dict(sections)), encoding="utf-8")


def hasty_policy(folder: Path, **settings: str) -> Policy:
    """The shipped policy with short waits."""
    folder.mkdir(parents=True, exist_ok=True)
    lines = [f"{name},{value}" for name, value in {**HASTY, **settings}.items()]
    (folder / "settings.csv").write_text("\n".join(["name,value", *lines]) + "\n", encoding="utf-8")
    return load_policy(folder)


def open_night(home: Home, policy: Policy, number: int, **request: Any) -> Run:
    """The run of the night of that number, from 1."""
    started = FIRST_NIGHT + timedelta(days=number - 1)
    asked = RunRequest(home, home.inbox, started.date(), started, **request)
    run_id = f"{number:06d}-{started:%Y%m%dT%H%M%SZ}"
    return Run(asked, policy, run_id, False, RunRecord(run_id, started.date().isoformat(), started.isoformat()))


def read_night(home: Home, policy: Policy, source: str, number: int, **request: Any) -> tuple[Run, Batch | None]:
    """Read one source in the night of that number, and commit what came; no batch when the source is stale."""
    run = open_night(home, policy, number, **request)
    batches = read_sources(run, [connectors()[source]])
    commit_batches(run, batches)
    return run, batches[0] if batches else None


def standing(home: Home, source: str, stream: str) -> dict[str, dict[str, Any]]:
    """The objects that stand in the landing, by id."""
    files = [str(path) for path in Landing(home.landing).files(source, stream)]
    query = f"""
        select _row_key, payload from ({landed_rows(("id", "cursor_value", "payload"), files)})
        qualify row_number() over (partition by _row_key order by _run_id desc) = 1 and not _deleted
    """
    with duckdb.connect() as connection:
        return {key: json.loads(payload) for key, payload in connection.execute(query).fetchall()}


def landed_versions(home: Home, source: str, stream: str) -> int:
    """How many versions of objects ever landed."""
    return sum(landed.rows for commit in Landing(home.landing).commits() for landed in _of(commit, source, stream))


def _of(commit: Any, source: str, stream: str) -> Iterator[Any]:
    return (landed for landed in commit.files if (landed.source, landed.stream) == (source, stream))
