"""A night on top of what an earlier release left: it publishes what it would have, had it run from the start."""

import shutil
from pathlib import Path

import pytest
from nights import manifest, night
from tiny_company import SECOND_NIGHT, drop, second_drop

from faults.drills import Undisturbed, nothing_left_behind, readers_see, run_records, same_data
from flows.runs import read_records
from flows.settings import Home

pytestmark = pytest.mark.xdist_group("tiny")
EARLIER = Path(__file__).resolve().parents[1] / "fixtures" / "previous_release"
COPIED = ("landing", "work")


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The landing and the run records that an earlier release left, after a night of the present one."""
    place = tmp_path_factory.mktemp("earlier") / "home"
    for folder in COPIED:
        shutil.copytree(EARLIER / folder, place / folder)
    drop(place / "inbox", second_drop())
    night(place, SECOND_NIGHT)
    return place


def test_the_data_is_that_of_a_home_that_never_knew_another_release(second_night: Undisturbed, home: Path) -> None:
    readers_see(home)
    same_data(home / "published", second_night.published)
    nothing_left_behind(home)


def test_the_records_of_both_releases_are_read_and_the_numbers_go_on(home: Path) -> None:
    assert [run_id[:6] for run_id in run_records(home)] == ["000001", "000002"]
    assert [record.as_of for record in read_records(Home(home))] == ["2026-01-31", "2026-02-28"]
    assert manifest(home / "published")["run_id"] == run_records(home)[-1]


def test_what_the_earlier_release_landed_is_still_there_to_the_byte(home: Path) -> None:
    files = [path.relative_to(EARLIER) for path in (EARLIER / "landing").rglob("*") if path.is_file()]
    assert len(files) == 9
    assert [(home / path).read_bytes() for path in files] == [(EARLIER / path).read_bytes() for path in files]
