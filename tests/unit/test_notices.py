"""Notices on the report's front page: a failed run is said of the version that stands, and gone with a new one."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from published_home import day, publish, run_id
from receivers import TOKEN

from flows.endings import failures_followed_up, follow_up
from flows.errors import ConfigurationError, GateRefused, WarehouseBusy
from flows.outcome import recorded
from flows.policy import load_policy
from flows.publish import roll_back
from flows.publish.notices import AFTER, BEFORE, NOTICES, Notice, read_notices, show_stale
from flows.runs import Run, RunRecord, read_record
from flows.settings import Home, RunRequest


@pytest.fixture
def home(tmp_path: Path) -> Home:
    home = Home(tmp_path)
    publish(home, 1, "2026-06-01")
    publish(home, 2, "2026-06-02")
    return home


def run(home: Home, number: int, *, past: bool = False) -> Run:
    request = RunRequest(home, home.inbox, day("2026-06-03"), datetime(2026, 6, 3, 2, tzinfo=UTC))
    record = RunRecord(run_id(number), "2026-06-03", "2026-06-03T02:00:00+00:00", answers_the_past=past)
    return Run(request, load_policy(), run_id(number), past, record)


def shown(home: Home) -> list[tuple[str, str]]:
    return [(notice.kind, notice.headline) for notice in read_notices(home.published)]


def test_a_refused_run_is_said_on_the_version_that_stands(home: Home) -> None:
    follow_up(run(home, 3), GateRefused("The gate </script><b>is red</b>."))
    assert shown(home) == [
        ("refused", "The run of 2026-06-03 was refused by a quality gate; this is the last good version.")
    ]
    (notice,) = read_notices(home.published)
    assert (notice.sentence, notice.run_id) == ("The gate </script><b>is red</b>.", run_id(3))
    assert read_notices(home.versions / run_id(1)) == []


def test_a_run_that_somebody_stopped_is_said_as_such(home: Home) -> None:
    with pytest.raises(KeyboardInterrupt), recorded(run(home, 3)):
        raise KeyboardInterrupt
    (notice,) = read_notices(home.published)
    assert (notice.kind, notice.sentence) == ("failed", "Somebody stopped the run.")
    assert read_record(home.runs / f"{run_id(3)}.json").message == notice.sentence


def test_of_an_unexpected_error_its_kind_is_said_and_nothing_of_its_text(home: Home) -> None:
    follow_up(run(home, 3), RuntimeError(f"https://{TOKEN}@chat.example"))
    text = (home.published / NOTICES).read_text(encoding="utf-8")
    assert "It ended with an unexpected RuntimeError" in text
    assert TOKEN not in text


def test_an_answer_about_the_past_and_a_second_run_say_nothing(home: Home) -> None:
    follow_up(run(home, 3, past=True), GateRefused("Red."))
    with pytest.raises(WarehouseBusy), failures_followed_up(home, None, day("2026-06-03")):
        raise WarehouseBusy("Another run holds it.")
    with pytest.raises(ConfigurationError), failures_followed_up(home, None, day("2026-06-01")):
        raise ConfigurationError("A question about the past.")
    assert shown(home) == []


def test_what_goes_wrong_before_a_run_is_on_record_is_said_too(home: Home) -> None:
    with pytest.raises(ConfigurationError), failures_followed_up(home, None, day("2026-06-03")):
        raise ConfigurationError("settings.csv: a name it does not know.")
    assert shown(home) == [("failed", "The run of 2026-06-03 failed; this is the last good version.")]


def test_a_version_that_was_put_back_says_so_until_the_newest_is_back(home: Home) -> None:
    follow_up(run(home, 3), GateRefused("Red."))
    roll_back(home)
    refused = ("refused", "The run of 2026-06-03 was refused by a quality gate; this is the last good version.")
    put_back = ("not_newest", f"This is not the newest version: run {run_id(1)} was put back.")
    assert shown(home) == [refused, put_back]
    follow_up(run(home, 4), ConfigurationError("Wrong."))
    assert [kind for kind, _ in shown(home)] == ["failed", "not_newest"]
    roll_back(home, run_id(2))
    assert [kind for kind, _ in shown(home)] == ["failed"]
    publish(home, 5, "2026-06-04")
    assert shown(home) == []


def test_a_version_without_a_report_and_a_home_without_a_version_stay_as_they_are(tmp_path: Path) -> None:
    home = Home(tmp_path)
    follow_up(run(home, 1), GateRefused("Red."))
    assert list(tmp_path.iterdir()) == []


def test_the_file_is_a_script_of_plain_ascii(home: Home) -> None:
    follow_up(run(home, 3), GateRefused("Zu groß \u2028."))
    text = (home.published / NOTICES).read_bytes().decode("ascii")
    assert json.loads(text.removeprefix("window.account360Notices = ").removesuffix(";\n"))[0]["run_id"] == run_id(3)


def test_a_notice_holds_the_values_of_its_sentences(home: Home) -> None:
    roll_back(home)
    show_stale(
        home.versions / run_id(2),
        [{"source": "crm", "stream": "accounts", "sentence": "No answer."}],
        run_id(2),
        "2026-06-02",
    )
    (put_back,) = read_notices(home.published)
    assert put_back.values == {"version": run_id(1), "newest": run_id(2)}
    (stale,) = read_notices(home.versions / run_id(2))
    assert (stale.headline, stale.values) == (
        "crm accounts is stale: it stands as it stood before.",
        {"part": "crm accounts"},
    )


def test_notices_of_an_older_and_of_a_newer_version_can_be_read(home: Home) -> None:
    old = {"kind": "failed", "headline": "It failed.", "sentence": "Red.", "run_id": None, "day": "2026-06-03"}
    written = json.dumps([old, {**old, "values": {"part": "crm"}, "colour": "red"}])
    (home.published / NOTICES).write_text(BEFORE + written + AFTER, encoding="utf-8")
    assert read_notices(home.published) == [
        Notice("failed", "It failed.", "Red.", None, "2026-06-03"),
        Notice("failed", "It failed.", "Red.", None, "2026-06-03", {"part": "crm"}),
    ]
    (home.published / NOTICES).write_text(f'{BEFORE}["no notice"]{AFTER}', encoding="utf-8")
    assert read_notices(home.published) == []
