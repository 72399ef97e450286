"""Which version readers see: a link that is replaced in one step, over a few versions that are kept."""

import json
import os
import shutil
from collections.abc import Callable, Mapping
from importlib.metadata import version
from pathlib import Path
from typing import Any

import duckdb

from flows.errors import ConfigurationError, InputError
from flows.files import sync_folder, sync_tree, write_atomically
from flows.leftovers import UNFINISHED_VERSIONS
from flows.parsed_models import Described
from flows.permissions import open_to_readers
from flows.publish.manifest import MANIFEST, damage, files_of, parquet_of
from flows.publish.marts import write_marts
from flows.publish.notices import take_notices
from flows.quality.results import GateResult
from flows.runs import Run
from flows.settings import Home


def publish(
    run: Run, models: Mapping[str, Described], gates: list[GateResult], add_pages: Callable[[Path], None]
) -> dict[str, Any]:
    """Write a whole version aside, then let readers see it in one step.

    Args:
        run: the run whose warehouse is published.
        models: what the project says of each model, by its name.
        gates: what the quality gates found.
        add_pages: writes the report and the quality page into the version's folder, whose marts are there already.

    Returns:
        The version's manifest: run, knowledge date, rows and checksum per mart, and size and checksum per file.
    """
    link = run.home.past(run.as_of) if run.answers_the_past else run.home.published
    versions = link.parent / ".versions" / link.name if run.answers_the_past else run.home.versions
    versions.mkdir(parents=True, exist_ok=True)
    building = versions / f".{run.run_id}.building"
    shutil.rmtree(building, ignore_errors=True)
    building.mkdir()
    rows = write_marts(run, building, models)
    add_pages(building)
    files = files_of(building)
    described = {
        "run_id": run.run_id,
        "as_of": run.as_of.isoformat(),
        "stale": run.record.stale,
        "code_version": version("account360"),
        "duckdb_version": duckdb.__version__,
        "refused_rows": run.record.refused_rows,
        "marts": {mart: {"rows": count, "sha256": files[parquet_of(mart)]["sha256"]} for mart, count in rows.items()},
        "gates": [record for gate in gates for record in gate.to_records()],
        "files": files,
    }
    write_atomically(building / MANIFEST, json.dumps(described, indent=1).encode())
    open_to_readers(building, run.home.root)
    final = versions / run.run_id
    # A power cut must not leave a version whose name is there and whose bytes are not.
    sync_tree(building)
    building.replace(final)
    sync_folder(versions)
    point(link, final)
    _prune(versions, link, run.policy.count("kept_versions"))
    return described


def point(link: Path, version_folder: Path) -> None:
    """Let readers of `link` see a version, in one step: they see the old one or the new one."""
    link.parent.mkdir(parents=True, exist_ok=True)
    new_link = link.with_name(f".{link.name}.{os.getpid()}.link")
    new_link.unlink(missing_ok=True)
    new_link.symlink_to(os.path.relpath(version_folder, link.parent), target_is_directory=True)
    new_link.replace(link)
    sync_folder(link.parent)


def kept_versions(home: Home) -> list[str]:
    """The run ids of the versions that are kept, oldest first."""
    return sorted(path.name for path in home.versions.glob("*") if not path.name.startswith("."))


def published_run(home: Home) -> str | None:
    """The run id that readers see; None before the first publication."""
    return home.published.resolve().name if home.published.exists() else None


def roll_back(home: Home, to: str | None = None) -> str:
    """Put an earlier version back: the one named, else the one before the present one.

    Returns:
        The run id that readers see now.

    Raises:
        ConfigurationError: there is no such version.
        InputError: the version's files are not those of its manifest.
    """
    kept, current = kept_versions(home), published_run(home)
    if current is None:
        raise ConfigurationError(f"Nothing has been published in {home.root}; run the night first.")
    earlier = [run_id for run_id in kept if run_id < current]
    target = to or (earlier[-1] if earlier else None)
    if target is None:
        raise ConfigurationError(f"There is no version before {current}; kept are {', '.join(kept)}.")
    if target not in kept:
        raise ConfigurationError(f"--to {target}: no such version is kept; kept are {', '.join(kept)}.")
    if found := damage(home.versions / target):
        more = f" and {len(found) - 5} more" if len(found) > 5 else ""
        raise InputError(
            f"Version {target} is damaged ({', '.join(found[:5])}{more}); readers still see {current}. Restore it from "
            "a backup, or name another one with --to."
        )
    take_notices(home, home.versions / target, kept[-1])
    point(home.published, home.versions / target)
    return target


def _prune(versions: Path, link: Path, keep: int) -> None:
    current = link.resolve()
    finished = sorted(path for path in versions.glob("*") if not path.name.startswith("."))
    # The version just replaced stays: a reader may have followed the link and not yet opened the file.
    for path in finished[: -(max(keep, 1) + 1)]:
        if path != current:
            # Named aside first: a version that can be rolled back to is whole, whenever the run is killed.
            shutil.rmtree(path.replace(path.with_name(f".{path.name}.pruned")))
    for pattern in UNFINISHED_VERSIONS:
        for path in versions.glob(pattern):
            shutil.rmtree(path, ignore_errors=True)
