"""A clock that jumps: runs stay in order, nothing is lost, and today before the newest run is told to a person."""

import shutil
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from tiny_company import drop, second_drop

from faults.drills import NIGHT_SECONDS, Undisturbed, night_of, readers_see, record, run_records, said
from faults.figures import keep
from flows.errors import ConfigurationError
from flows.landing import Commit, Landing
from flows.runs import Run, ask, open_run, read_records
from flows.settings import Home, now

JUMPS = ("2026-03-01T02:00:00Z", "2026-02-28T02:00:00Z", "2025-03-01T02:00:00Z", "2036-03-01T02:00:00Z", "2026-03-02")


def at(monkeypatch: pytest.MonkeyPatch, moment: str, home: Path, as_of: date | None = None) -> Run:
    """A run opened when the clock shows a moment."""
    monkeypatch.setenv("ACCOUNT360_NOW", moment)
    return open_run(ask(home, as_of=as_of))


def test_run_ids_rise_whatever_the_clock_shows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ids = []
    for moment in JUMPS:
        run = at(monkeypatch, moment, tmp_path, date(2026, 2, 28))
        run.record.write(run.home)
        ids.append(run.run_id)
    assert ids == [
        "000001-20260301T020000Z",
        "000002-20260228T020000Z",
        "000003-20250301T020000Z",
        "000004-20360301T020000Z",
        "000005-20260302T000000Z",
    ]


def test_two_runs_of_one_second_have_two_ids(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ids = set()
    for _ in range(3):
        run = at(monkeypatch, JUMPS[0], tmp_path)
        run.record.write(run.home)
        ids.add(run.run_id)
    assert len(ids) == 3


def test_a_number_that_only_a_killed_runs_commit_or_version_bears_is_not_given_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "landing").mkdir()
    Landing(tmp_path / "landing").commit(Commit("000004-20260301T020000Z", "2026-02-28", "2026-03-01T02:00:00+00:00"))
    assert at(monkeypatch, JUMPS[0], tmp_path).run_id == "000005-20260301T020000Z"
    (tmp_path / "versions" / "000005-20260301T020000Z").mkdir(parents=True)
    assert at(monkeypatch, JUMPS[0], tmp_path).run_id == "000006-20260301T020000Z"
    (tmp_path / "asof" / ".versions" / "2026-01-31" / "000006-20260301T020000Z").mkdir(parents=True)
    assert at(monkeypatch, JUMPS[0], tmp_path).run_id == "000007-20260301T020000Z"


def test_a_version_whose_run_was_killed_before_its_record_keeps_later_runs_from_going_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    version = tmp_path / "versions" / "000001-20260301T020000Z"
    version.mkdir(parents=True)
    (version / "manifest.json").write_text('{"as_of": "2026-02-28"}', encoding="utf-8")
    (tmp_path / "published").symlink_to(version)
    assert at(monkeypatch, JUMPS[0], tmp_path, date(2026, 2, 27)).answers_the_past
    assert not at(monkeypatch, JUMPS[0], tmp_path, date(2026, 2, 28)).answers_the_past


def test_today_before_the_newest_run_answers_the_past_and_a_person_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    newest = at(monkeypatch, JUMPS[0], tmp_path)
    newest.record.outcome = "published"
    newest.record.write(newest.home)
    assert capfd.readouterr().err == ""

    run = at(monkeypatch, "2025-03-01T02:00:00Z", tmp_path)

    sentence = (
        f"Today, 2025-03-01, lies before the newest run of {tmp_path}, which was as of 2026-03-01: nothing new is "
        f"read, and the answer stands in {tmp_path}/asof/2025-03-01; check the clock."
    )
    assert run.answers_the_past
    assert run.record.warnings == [sentence]
    assert capfd.readouterr().err == f"note   {sentence}\n"
    # Who names the date asks about the past on purpose.
    assert at(monkeypatch, JUMPS[0], tmp_path, date(2025, 3, 1)).record.warnings == []


def test_the_clock_can_be_fixed_to_a_moment_of_any_offset(monkeypatch: pytest.MonkeyPatch) -> None:
    for text in ("2026-03-01T02:00:00Z", "2026-03-01T02:00:00", "2026-03-01T04:00:00+02:00"):
        monkeypatch.setenv("ACCOUNT360_NOW", text)
        assert now() == datetime(2026, 3, 1, 2, tzinfo=UTC)
        assert now().utcoffset() == datetime.now(UTC).utcoffset()


def test_a_moment_that_is_none_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ACCOUNT360_NOW", "tomorrow")
    with pytest.raises(ConfigurationError, match="ACCOUNT360_NOW is 'tomorrow'; write a moment such as 2026-"):
        now()


@pytest.mark.slow
@pytest.mark.timeout(4 * NIGHT_SECONDS)
def test_nights_under_a_jumping_clock_lose_nothing(long_night: Undisturbed, tmp_path: Path) -> None:
    home = tmp_path / "home"
    shutil.copytree(long_night.evening, home, symlinks=True)
    # What is billed in dollars until December has a rate in every month that the clock runs ahead to.
    rates = "".join(f"2026-{month:02},USD,0.5\n" for month in range(3, 13))
    drop(home / "inbox", {"fx_rates": second_drop()["fx_rates"] + rates})
    # Forward by ten years, back again, and a year further back; every date is the clock's own.
    assert night_of(home, None, moment="2036-03-01T02:00:00Z") == 0, said(home)
    ahead = readers_see(home)
    for moment, day in (("2026-03-01T02:00:00Z", "2026-03-01"), ("2025-03-01T02:00:00Z", "2025-03-01")):
        assert night_of(home, None, moment=moment) == 0, said(home)
        assert f"note   Today, {day}, lies before the newest run of {home}, which was as of 2036-03-01" in said(home)
        assert readers_see(home) == ahead
        assert (home / "asof" / day / "manifest.json").exists()
    assert sorted(path.name for path in (home / "versions").iterdir()) == [long_night.before, ahead]
    ids = run_records(home)
    assert [run_id[:6] for run_id in ids] == ["000001", "000002", "000003", "000004"]
    assert [record(home, run_id)["answers_the_past"] for run_id in ids] == [False, False, True, True]
    assert len(read_records(Home(home))) == 4
    lost = {long_night.before, ahead} - {path.name for path in (home / "versions").iterdir()}
    keep("Clock", "forward ten years, back, back a year", {"nights": len(ids) - 1, "versions lost": len(lost)})
