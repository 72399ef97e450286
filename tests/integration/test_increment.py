"""A night that renews what has changed publishes, byte for byte, what one that builds everything publishes."""

import json
import os
import shutil
import signal
import time
from datetime import date, timedelta
from pathlib import Path

import duckdb
import pytest
from company_changes import change_company
from faults.drills import NIGHT_SECONDS, said, start
from nights import ABOUT_RUNS, DEMO_AS_OF, night, parquet_checksums

from flows.increment import KEPT
from flows.runs import read_records
from flows.settings import Home

pytestmark = pytest.mark.xdist_group("demo")

# Of forty accounts, those that change in one night: few enough that tables are renewed in part.
CHANGED_ACCOUNTS = 3


@pytest.fixture(scope="module")
def renewing(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A policy under which the smallest company's nights renew what has changed."""
    folder = tmp_path_factory.mktemp("renewing")
    (folder / "settings.csv").write_text("name,value\nincrement_from_mb,0\n", encoding="utf-8")
    return folder


def counted_extents(home: Path) -> dict[str, int]:
    """How many tables the last night left as they were, renewed in part or altogether."""
    with duckdb.connect(str(home / "work" / "current" / "warehouse.duckdb"), read_only=True) as connection:
        return dict(
            connection.execute("""
                select extents.extent, count(*)
                from increment.extents as extents
                inner join increment.models as models on extents.name = models.name
                group by extents.extent
            """).fetchall()
        )


def copied(home: Path, to: Path) -> Path:
    """A copy of a home, made of the same files."""
    shutil.copytree(home, to, symlinks=True)
    return to


def built_whole(home: Path, to: Path, as_of: date, policy: Path) -> dict[str, str]:
    """What a night publishes that builds everything, from the same landing and inbox."""
    whole = copied(home, to)
    (whole / "work" / "current" / KEPT).unlink()
    night(whole, as_of, policy=policy)
    return parquet_checksums(whole / "published")


@pytest.fixture(scope="module")
def kept_home(demo_home: Path, renewing: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo company after a night that has left its warehouse for the next one."""
    home = copied(demo_home, tmp_path_factory.mktemp("kept") / "home")
    night(home, DEMO_AS_OF, policy=renewing)
    assert (home / "work" / "current" / KEPT).exists()
    return home


def test_a_night_that_renews_what_has_changed_publishes_the_bytes_of_a_whole_one(
    kept_home: Path, renewing: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ACCOUNT360_NOW", "2026-07-03T02:00:00Z")
    home = copied(kept_home, tmp_path / "home")
    change_company(home / "inbox", 1, CHANGED_ACCOUNTS)
    whole = built_whole(home, tmp_path / "whole", DEMO_AS_OF, renewing)
    night(home, DEMO_AS_OF, policy=renewing)
    assert parquet_checksums(home / "published") == whole
    assert counted_extents(home)["some"] > 100
    assert counted_extents(home)["none"] > 50


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(1, 9))
def test_one_such_night_after_another_does_so_too(
    kept_home: Path, renewing: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    monkeypatch.setenv("ACCOUNT360_NOW", "2026-07-03T02:00:00Z")
    home, next_day = copied(kept_home, tmp_path / "home"), DEMO_AS_OF + timedelta(days=1)
    change_company(home / "inbox", seed, CHANGED_ACCOUNTS)
    night(home, DEMO_AS_OF, policy=renewing)
    change_company(home / "inbox", seed + 100, CHANGED_ACCOUNTS)
    whole = built_whole(home, tmp_path / "whole", next_day, renewing)
    night(home, next_day, policy=renewing)
    assert parquet_checksums(home / "published") == whole
    assert counted_extents(home)["none"] > 20


@pytest.mark.slow
def test_a_night_without_news_renews_nothing_of_the_company(kept_home: Path, renewing: Path, tmp_path: Path) -> None:
    home = copied(kept_home, tmp_path / "home")
    night(home, DEMO_AS_OF, policy=renewing)
    assert "some" not in counted_extents(home)
    # What tells of the runs themselves is another after each of them.
    assert counted_extents(home)["all"] < 10
    assert read_records(Home(home))[-1].outcome == "published"


@pytest.mark.slow
@pytest.mark.timeout(4 * NIGHT_SECONDS)
def test_after_a_night_killed_while_it_renewed_everything_is_built(
    kept_home: Path, renewing: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ACCOUNT360_NOW", "2026-07-03T02:00:00Z")
    home = copied(kept_home, tmp_path / "home")
    change_company(home / "inbox", 1, CHANGED_ACCOUNTS)
    whole = built_whole(home, tmp_path / "whole", DEMO_AS_OF, renewing)
    state, log = home / "work" / "current" / KEPT, home / "work" / "logs" / "dbt.log"
    told_before = log.stat().st_size
    process = start(home, DEMO_AS_OF, policy=renewing)
    deadline = time.monotonic() + NIGHT_SECONDS
    # Half of the tables have been renewed by then.
    while b" 300 of " not in log.read_bytes()[told_before:]:
        assert process.poll() is None, said(home)
        assert time.monotonic() < deadline
        time.sleep(0.01)
    os.killpg(process.pid, signal.SIGKILL)
    process.wait(30)
    assert not state.exists()

    night(home, DEMO_AS_OF, policy=renewing)
    assert json.loads(state.read_text(encoding="utf-8"))["nights"] == 0
    published = parquet_checksums(home / "published")
    assert {mart for mart in whole if published[mart] != whole[mart]} <= ABOUT_RUNS
