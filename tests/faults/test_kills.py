"""A night killed at every boundary of its stages, within them and at random moments, and the night after each."""

import random
import shutil
from pathlib import Path
from typing import Any

import pytest
from nights import STAGES, manifest

from faults.drills import (
    NIGHT_SECONDS,
    WITHIN_STAGES,
    Moment,
    Undisturbed,
    after_seconds,
    after_stage,
    killed_at,
    night_of,
    nothing_left_behind,
    readers_see,
    reading,
    run_records,
    said,
    same_data,
)
from faults.figures import keep

AT_BOUNDARIES = tuple(after_stage(title) for title in STAGES)
RANDOM_MOMENTS = 38
DRILL_SECONDS = 3 * NIGHT_SECONDS


@pytest.mark.slow
@pytest.mark.timeout(DRILL_SECONDS)
@pytest.mark.parametrize("moment", [*AT_BOUNDARIES, *WITHIN_STAGES], ids=lambda moment: moment.name)
def test_a_night_killed_at_a_known_moment(long_night: Undisturbed, tmp_path: Path, moment: Moment) -> None:
    assert _drill(long_night, tmp_path / "home", moment, moment.name) or moment.name == "after: Publish"


@pytest.mark.slow
@pytest.mark.timeout(DRILL_SECONDS)
@pytest.mark.parametrize("number", range(RANDOM_MOMENTS))
def test_a_night_killed_at_a_random_moment(long_night: Undisturbed, tmp_path: Path, number: int) -> None:
    share = random.Random(number).uniform(0.02, 0.95)
    moment = after_seconds(share * long_night.seconds)
    _drill(long_night, tmp_path / "home", moment, f"random {number:02d}")


def _drill(night: Undisturbed, home: Path, moment: Moment, case: str) -> bool:
    """Kill a night, look, let the next night run, hold its data against the undisturbed; whether the kill struck."""
    shutil.copytree(night.evening, home, symlinks=True)
    before = run_records(home)
    with reading(home) as readers:
        struck = killed_at(home, night.as_of, moment, night.moment)
        seen = readers_see(home)
        assert run_records(home) == before or not struck or "Publish" in said(home)
        assert night_of(home, night.as_of, moment=night.moment) == 0, said(home)
    after = readers_see(home)
    same_data(home / "published", night.published)
    if struck and seen == night.before and not _counts(home, after):
        assert _told(home / "published") == _told(night.published)
    nothing_left_behind(home)
    assert after > max(seen, night.before)
    assert (readers.errors, readers.partial) == ([], [])
    figures = {"kills": int(struck), "nights after a kill with the same bytes": int(struck), **readers.figures()}
    keep("Night killed", case, figures)
    return struck


def _told(published: Path) -> dict[str, Any]:
    """The manifest without the checksums of DuckDB files, which are not the same bytes twice."""
    told = manifest(published)
    files = {name: file for name, file in told["files"].items() if not name.endswith(".duckdb")}
    return {**told, "files": files}


def _counts(home: Path, run_id: str) -> bool:
    """Whether the run that was killed had committed its batch, so that the next one found nothing new."""
    commits = {path.stem for path in (home / "landing" / "_commits").glob("*.json")}
    return run_id not in commits
