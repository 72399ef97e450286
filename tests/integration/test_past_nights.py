"""A question about the past: answered as it would have been then, and without a trace anywhere else."""

from pathlib import Path
from typing import NamedTuple

import pytest
from nights import History, copy_home, every_file, manifest, night, of_the_company, parquet_checksums, rows
from tiny_company import FIRST_NIGHT

from flows.runs import read_records
from flows.settings import Home

pytestmark = pytest.mark.xdist_group("tiny")
UNTOUCHED = ("published", "versions", "quarantine", "landing", "inbox")


class Asked(NamedTuple):
    """A home before and after it was asked about the past."""

    home: Path
    before: dict[str, str]
    after: dict[str, str]


@pytest.fixture(scope="module")
def asked(tiny_history: History, tmp_path_factory: pytest.TempPathFactory) -> Asked:
    """The tiny company, asked after its second night about its first."""
    home = copy_home(tiny_history.home, tmp_path_factory.mktemp("past") / "home")
    before = every_file(home)
    night(home, FIRST_NIGHT)
    return Asked(home, before, every_file(home))


def test_the_answer_is_what_was_published_that_night(tiny_history: History, asked: Asked) -> None:
    then = tiny_history.after_first / "published"
    answer = asked.home / "asof" / FIRST_NIGHT.isoformat()
    assert of_the_company(parquet_checksums(answer)) == of_the_company(parquet_checksums(then))
    assert of_the_company(manifest(answer)["marts"]) == of_the_company(manifest(then)["marts"])
    # Of the runs it knows what was known then: neither the night after nor itself.
    for mart in ("data_quality_results", "source_freshness"):
        known = f"select * from {mart} order by all"
        assert rows(answer, known) == rows(then, known)
    assert manifest(answer)["as_of"] == FIRST_NIGHT.isoformat()


def test_nothing_else_is_touched_to_the_byte(asked: Asked) -> None:
    def part(files: dict[str, str]) -> dict[str, str]:
        return {path: content for path, content in files.items() if path.split("/")[0] in UNTOUCHED}

    assert part(asked.before)
    assert part(asked.after) == part(asked.before)


def test_the_run_is_on_record_as_one_about_the_past(asked: Asked) -> None:
    records = read_records(Home(asked.home))
    assert [(record.as_of, record.answers_the_past) for record in records] == [
        ("2026-01-31", False),
        ("2026-02-28", False),
        ("2026-01-31", True),
    ]
    assert records[-1].streams == []
