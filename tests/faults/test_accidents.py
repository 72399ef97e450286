"""A night to which everything happens in turn: after each accident readers see the night before, and the data is kept.

One home goes through all of it, so that one undisturbed night at the end answers for every accident.
"""

import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest
from tiny_company import drop, second_drop

from faults.drills import (
    ROWS_WRITTEN,
    Moment,
    Undisturbed,
    complaint,
    killed_at,
    night_of,
    nothing_left_behind,
    readers_see,
    reading,
    record,
    run_records,
    said,
    said_file,
    same_data,
    start,
)

pytestmark = pytest.mark.xdist_group("tiny")
# Longer than the file in which the batch is judged, shorter than the warehouse of the smallest company.
FILE_BYTES = 8_000_000
LONG_AGO = "2025-03-01T02:00:00+00:00"


@dataclass(frozen=True)
class Story:
    """A home that went through every accident, and what was seen on the way."""

    home: Path
    seen: dict[str, str]
    sentences: dict[str, str]
    errors: list[str]
    partial: list[str]
    reads: int
    records: list[str]
    ends: list[int]
    other: str


@pytest.fixture(scope="module")
def story(second_night: Undisturbed, tmp_path_factory: pytest.TempPathFactory) -> Story:
    """Accidents in the order of a night, then two runs at once, of which one publishes: the clock has gone back."""
    home = tmp_path_factory.mktemp("accidents") / "home"
    shutil.copytree(second_night.evening, home, symlinks=True)
    seen: dict[str, str] = {}
    sentences: dict[str, str] = {}
    with reading(home) as readers:
        drop(home / "inbox", {"invoice_lines": _cut_off(second_drop()["invoice_lines"])})
        assert night_of(home, second_night.as_of) == 2
        sentences["cut off"], seen["cut off"] = complaint(home), readers_see(home)
        drop(home / "inbox", second_drop())
        _kill(home, second_night, ROWS_WRITTEN, seen)
        assert night_of(home, second_night.as_of, file_bytes=FILE_BYTES) == 1
        sentences["full"], seen["full"] = complaint(home), readers_see(home)
        records = run_records(home)
        ends, other = _two_at_once(home, second_night)
    return Story(home, seen, sentences, readers.errors, readers.partial, readers.reads, records, ends, other)


def _kill(home: Path, night: Undisturbed, moment: Moment, seen: dict[str, str]) -> None:
    assert killed_at(home, night.as_of, moment, ""), said(home)
    seen[moment.name] = readers_see(home)


def _two_at_once(home: Path, night: Undisturbed) -> tuple[list[int], str]:
    """Two runs of the command together; returns their exit statuses and what the one said that gave way."""
    one = start(home, night.as_of, moment=LONG_AGO)
    first_said = said_file(home).rename(home.with_name("first.said"))
    other = start(home, night.as_of, moment=LONG_AGO)
    ends = [one.wait(300), other.wait(300)]
    return ends, (first_said if ends[0] == 4 else said_file(home)).read_text(encoding="utf-8")


def _cut_off(text: str) -> str:
    """An export of which the last row is half there."""
    return text.rstrip("\n")[:-20]


def test_readers_saw_the_night_before_after_every_accident(second_night: Undisturbed, story: Story) -> None:
    assert set(story.seen.values()) == {second_night.before}
    assert len(story.seen) == 3
    assert (story.errors, story.partial) == ([], [])
    assert story.reads > 20


def test_the_night_that_was_left_alone_published_the_data_of_an_undisturbed_one(
    second_night: Undisturbed, story: Story
) -> None:
    readers_see(story.home)
    same_data(story.home / "published", second_night.published)


def test_of_two_runs_at_once_one_publishes_and_the_other_exits_4(story: Story) -> None:
    assert sorted(story.ends) == [0, 4]
    assert "account360: Another run holds the warehouse of" in story.other


def test_a_killed_run_is_not_on_record_and_its_number_is_not_given_again(story: Story) -> None:
    # The second night failed on the cut-off file and on the full disk; the runs that were killed told nobody.
    outcomes = [record(story.home, run_id)["outcome"] for run_id in story.records]
    assert outcomes == ["published", "failed", "failed"]
    published = sorted(path.name for path in (story.home / "versions").iterdir())
    taken = [run_id.split("-")[0] for run_id in run_records(story.home)]
    assert taken == sorted(set(taken))
    # The clock had gone back a year before the last run, and still it comes after the others.
    assert published[-1] == run_records(story.home)[-1]
    assert published[-1].endswith("-20250301T020000Z")


def test_nothing_unfinished_is_left_once_a_night_has_ended(story: Story) -> None:
    nothing_left_behind(story.home)


def test_a_file_that_may_not_grow_ends_the_run_with_a_sentence_that_names_place_and_reason(story: Story) -> None:
    assert f"account360: {story.home}" in story.sentences["full"]
    assert " cannot be written: File too large (" in story.sentences["full"]
    assert "The last good version stands; make room there, then run again." in story.sentences["full"]


def test_a_file_that_ends_within_a_row_ends_the_run_with_a_sentence_that_names_the_row(story: Story) -> None:
    rows = second_drop()["invoice_lines"].count("\n")
    assert (
        f"invoice_lines.csv: expected a whole file; it ends in the middle of row {rows}" in story.sentences["cut off"]
    )
