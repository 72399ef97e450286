"""Alerts: what is told of a run, once, to receivers that take it, refuse it, hang, or are not there."""

import contextlib
import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from published_home import day, gate, policy_folder, publish, record, run_id
from receivers import TOKEN, Receiver, mailbox, receiving

from flows.notify.alerts import Alert, Ending, Rule
from flows.notify.delivery import Delivery, delivering
from flows.notify.ledger import sole_sender
from flows.notify.message import compose
from flows.notify.sender import reason_of
from flows.notify.telling import tell, undelivered_lines
from flows.policy import load_policy
from flows.settings import Home

SINK = "ACCOUNT360_SINK_TEAM"
SILENT = ("A1", "silent", "high", "2026-06-02")
TELL = """
import sys
from datetime import date
from pathlib import Path
from flows.notify.alerts import Ending
from flows.notify.telling import tell
from flows.policy import load_policy
from flows.settings import Home
home = Path(sys.argv[1])
tell(Home(home), load_policy(home / "policy"), Ending("{run}", date(2026, 6, 2), 2, "No file of accounts.", "now"))
print("apprise" in sys.modules)
"""


@pytest.fixture
def receiver(monkeypatch: pytest.MonkeyPatch) -> Iterator[Receiver]:
    with receiving() as server:
        monkeypatch.setenv(SINK, server.address)
        yield server


@pytest.fixture
def home(tmp_path: Path) -> Home:
    policy_folder(tmp_path / "policy")
    return Home(tmp_path)


def failed(
    number: int, *, status: int = 2, refused: bool = False, gates: tuple[dict[str, str | int | None], ...] = ()
) -> Ending:
    return Ending(run_id(number), day("2026-06-02"), status, "No file of accounts.", "now", refused, gates)


def stopped(number: int) -> Ending:
    """A run that somebody stopped by hand, of which the shipped rules tell nothing."""
    return failed(number, status=130)


def published(number: int, as_of: str, gates: tuple[dict[str, str | int | None], ...] = ()) -> Ending:
    return Ending(run_id(number), day(as_of), 0, "", "now", gates=gates)


def told(home: Home, ending: Ending) -> list[str]:
    return tell(home, load_policy(home.root / "policy"), ending)


def listed(receiver: Receiver) -> list[str]:
    """The lines of every list that the receiver was sent."""
    return [line for message in receiver.messages for line in message.splitlines() if line.startswith("- ")]


def test_without_an_address_nothing_is_sent_written_or_loaded(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(SINK, raising=False)
    ended = subprocess.run(
        [sys.executable, "-c", TELL.format(run=run_id(1)), str(home.root)], capture_output=True, text=True, check=True
    )
    assert ended.stdout == "False\n"
    assert not home.alerts.exists()


def test_new_episodes_are_one_message_and_no_episode_is_told_twice(home: Home, receiver: Receiver) -> None:
    old = (("B1", "care_missed", "high", "2026-03-31"),)
    publish(home, 1, "2026-06-01", episodes=old)
    # One began on the day before the last publication but was not known then; one is too old, one not severe enough.
    late, low = ("B1", "usage_falling", "medium", "2026-05-31"), ("C1", "paying_later", "low", "2026-06-02")
    changed = ("C1", "silent", "high", "2026-01-01")
    publish(home, 2, "2026-06-02", episodes=(*old, late, low, changed, SILENT))
    assert told(home, published(2, "2026-06-02")) == []
    assert len(receiver.requests) == 1
    assert receiver.requests[0]["title"] == "account360: new signs that customers may leave"
    assert listed(receiver) == [
        "- Aurora \u2039!channel\u203a Oy: silent (high) since 2026-06-02. No word in 60 days. Call. Owner: U7.",
        "- Borealis: usage falling (medium) since 2026-05-31. No word in 60 days. Call. Owner: U7.",
    ]
    assert told(home, published(2, "2026-06-02")) == []
    publish(home, 3, "2026-06-03", episodes=(*old, late, SILENT, ("C1", "notice_given", "high", "2026-06-03")))
    told(home, published(3, "2026-06-03"))
    assert [line[:23] for line in listed(receiver)[2:]] == ["- Cirrus: notice given "]


def test_the_first_publication_tells_only_the_episodes_of_its_own_day(home: Home, receiver: Receiver) -> None:
    publish(home, 1, "2026-06-02", episodes=(("B1", "care_missed", "high", "2026-06-01"), SILENT))
    told(home, published(1, "2026-06-02"))
    assert [line[:8] for line in listed(receiver)] == ["- Aurora"]


def test_a_publication_whose_alerts_were_never_told_is_made_up_for_by_the_next(home: Home, receiver: Receiver) -> None:
    publish(home, 1, "2026-06-01")
    told(home, published(1, "2026-06-01"))
    # The second run is killed between its publication and its alerts.
    publish(home, 2, "2026-06-02", episodes=(SILENT,))
    publish(home, 3, "2026-06-03", episodes=(SILENT,))
    told(home, published(3, "2026-06-03"))
    assert [line[:8] for line in listed(receiver)] == ["- Aurora"]


def answers(nps: int, csat: int) -> str:
    return f"""
        insert into survey_response_rates values
            ('NPS', 'W1', 'ALL', {nps}), ('NPS', 'W1', 'A', 1), ('CSAT', 'W1', 'ALL', {csat});
        insert into survey_scores values
            ('NPS', 'ALL', '2026-04-01', 10), ('NPS', 'ALL', '2026-05-01', -12.5), ('NPS', 'ALL', '2026-06-01', null),
            ('CSAT', 'ALL', '2026-05-01', 80);
    """


def test_new_answers_are_counted_and_scored_only_when_enough_are_new(home: Home, receiver: Receiver) -> None:
    publish(home, 1, "2026-06-01", more=answers(10, 10))
    publish(home, 2, "2026-06-02", more=answers(15, 14))
    told(home, published(2, "2026-06-02"))
    assert listed(receiver) == ["- CSAT: 4 new answers.", "- NPS: 5 new answers. Score of 2026-05: \u221212.5."]


CARE = """
    insert into care_due values
        ('1', 'U1', 'A', 'A1', 'Aurora', 'meeting', '2026-06-01', 'overdue', 'overdue'),
        ('2', 'U1', 'A', 'B1', 'Borealis', 'call', '2026-06-05', 'due', 'this_week'),
        ('3', 'U1', 'A', 'B1', 'Borealis', 'call', '2026-06-12', 'due', 'this_month'),
        ('4', null, 'B', 'C1', 'Cirrus', 'meeting', '2026-06-04', 'due', 'this_week');
"""


def test_care_is_told_once_a_week_by_owner(home: Home, receiver: Receiver) -> None:
    # 7 June 2026 is a Sunday.
    for number, as_of in enumerate(("2026-06-02", "2026-06-07", "2026-06-08"), start=1):
        publish(home, number, as_of, more=CARE)
        told(home, published(number, as_of))
    assert listed(receiver)[:2] == [
        "- U1: 1 due this week, 1 overdue; first 2026-06-01 Aurora (meeting).",
        "- Nobody: 1 due this week, 0 overdue; first 2026-06-04 Cirrus (meeting).",
    ]
    assert (len(receiver.requests), len(listed(receiver))) == (2, 4)


def test_a_refusal_is_told_by_its_expectations_and_not_again_as_a_failure(home: Home, receiver: Receiver) -> None:
    red = (gate("rows are there", "failed", "fail"), gate("rows are fresh", "passed", "fail"))
    told(home, failed(1, status=1, refused=True, gates=red))
    assert listed(receiver) == [
        "- incoming gate, batch_streams: 'rows are there' does not hold (usage). Ask whoever sends the files."
    ]


def test_a_warning_is_told_when_it_is_new_and_again_when_it_comes_back(home: Home, receiver: Receiver) -> None:
    for number, outcome in enumerate(("failed", "failed", "passed", "failed"), start=1):
        gates = (gate("usage is fresh", outcome),)
        record(home, number, "2026-06-02", "failed", gates)
        told(home, failed(number, status=130, gates=gates))
    assert [request["title"] for request in receiver.requests] == ["account360: new warnings of the quality gates"] * 2


@pytest.mark.parametrize(
    ("answer", "tries", "reason"),
    [
        (500, 2, "it answered 500"),
        ("hang", 1, "it did not answer, or broke the connection off"),
        ("close", 1, "it did not answer, or broke the connection off"),
    ],
)
def test_a_receiver_that_fails_is_tried_again_by_the_next_run_and_told_once(
    home: Home, receiver: Receiver, answer: int | str, tries: int, reason: str
) -> None:
    receiver.answer = answer
    assert told(home, failed(1)) == [
        f"1 alert of run_failed did not reach team: {reason}; the runs of the next 3 days try again."
    ]
    assert len(receiver.requests) == tries
    (line,) = undelivered_lines(home)
    assert line.startswith("run_failed to team: 1 waiting since ") and line.endswith(f"({reason})")
    receiver.answer = 200
    receiver.requests.clear()
    assert told(home, stopped(9)) == []
    assert listed(receiver) == [f"- Run {run_id(1)} as of 2026-06-02 ended with exit status 2: No file of accounts."]
    assert list(undelivered_lines(home)) == []


def test_a_receiver_that_never_ends_its_answer_is_left_in_time_and_asked_nothing_more(
    receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("flows.notify.delivery.SPARE_SECONDS", 1)
    receiver.answer = "drip"
    with delivering("team", 1, 1) as deliver:
        message = {"title": "T", "body": "B"}
        assert [deliver(message), deliver(message)] == [Delivery(False, "it did not answer within 2 seconds")] * 2
    assert len(receiver.requests) == 1


def test_a_receiver_that_is_not_there_fails_no_run_and_is_given_up_after_days(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(SINK, f"json://127.0.0.1:9/{TOKEN}")
    (warning,) = told(home, failed(1))
    assert "did not reach team: it could not be reached" in warning
    with contextlib.closing(sqlite3.connect(home.alerts / "ledger.sqlite")) as ledger, ledger:
        ledger.execute("update alerts set told_on = '2026-01-01'")
    monkeypatch.setenv(SINK, TOKEN)
    given_up = told(home, stopped(9))
    assert given_up == ["1 alert of run_failed never reached team and will not be sent any more; see the report."]


@pytest.mark.parametrize(
    ("heard", "reason", "is_tried_again"),
    [
        ("Failed to send JSON POST notification: error=404.", "it answered 404", False),
        ("Failed to send Slack notification: Too Many Requests, error=429.", "it answered 429", True),
        ("Socket Exception: HTTPConnectionPool: Failed to resolve 'chat.example'", "it could not be reached", True),
        ("Socket Exception: Read timed out.", "it did not answer, or broke the connection off", False),
        ("something else", "it did not take the message", False),
    ],
)
def test_only_what_surely_was_not_taken_is_tried_again_at_once(heard: str, reason: str, is_tried_again: bool) -> None:
    assert reason_of(heard) == (reason, is_tried_again)


def test_an_address_that_is_none_is_said_without_the_address(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(SINK, TOKEN)
    (warning,) = told(home, failed(1))
    assert "ACCOUNT360_SINK_TEAM holds no address that can be used, or more than one" in warning
    assert TOKEN not in warning


def test_what_a_killed_run_was_sending_is_not_sent_again_but_named(home: Home, receiver: Receiver) -> None:
    policy_folder(home.root / "policy", notify_seconds=30)
    receiver.answer = "hang"
    killed = subprocess.Popen(
        [sys.executable, "-c", TELL.format(run=run_id(1)), str(home.root)], stderr=subprocess.PIPE
    )
    try:
        deadline = time.monotonic() + 60
        while not receiver.requests and time.monotonic() < deadline:
            time.sleep(0.02)
    finally:
        os.kill(killed.pid, signal.SIGKILL)
        killed.communicate()
    receiver.answer = 200
    assert told(home, failed(2)) == [
        "1 alert of run_failed may not have reached team, since the run that sent it was killed."
    ]
    assert [line[:29] for line in listed(receiver)] == [f"- Run {run_id(1)}", f"- Run {run_id(2)}"]
    (line,) = undelivered_lines(home)
    assert line.startswith("run_failed to team: 1 may not have arrived since ")


def test_two_processes_do_not_send_at_once(home: Home, receiver: Receiver) -> None:
    with sole_sender(home.alerts, 1) as is_alone:
        assert is_alone
        assert told(home, failed(1)) == ["Another run is sending alerts; those of this run wait for the next one."]
    assert receiver.requests == []
    told(home, stopped(9))
    assert len(receiver.requests) == 1


def test_one_rule_that_cannot_be_made_up_keeps_no_other_from_being_told(home: Home, receiver: Receiver) -> None:
    publish(home, 1, "2026-06-02", episodes=(SILENT,), more="drop table care_due")
    assert told(home, published(1, "2026-06-02")) == ["Nothing could be told by care_due (CatalogException)."]
    assert [line[:8] for line in listed(receiver)] == ["- Aurora"]


def test_a_damaged_ledger_fails_no_run(home: Home, receiver: Receiver) -> None:
    home.alerts.mkdir(parents=True)
    (home.alerts / "ledger.sqlite").write_text("This is no database, whatever its name says." * 99, encoding="utf-8")
    (warning,) = told(home, failed(1))
    assert warning.startswith("The alerts of this run could not be made up (DatabaseError)")


def test_mail_goes_out_as_mail(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    with mailbox() as (port, mails):
        monkeypatch.setenv(SINK, f"mailto://127.0.0.1:{port}/?from=night@company.example&to=team@company.example")
        assert told(home, failed(1)) == []
    (mail,) = mails
    assert "account360: the night failed" in mail
    assert "team@company.example" in mail


def test_no_file_and_no_output_holds_the_address(
    home: Home, receiver: Receiver, capfd: pytest.CaptureFixture[str]
) -> None:
    publish(home, 1, "2026-06-02", episodes=(SILENT,))
    said = told(home, published(1, "2026-06-02"))
    failing: tuple[int | str, ...] = (500, "close")
    for number, answer in enumerate(failing, start=2):
        receiver.answer = answer
        said += told(home, failed(number))
    assert len(said) == 2
    written = b"".join(path.read_bytes() for path in home.root.rglob("*") if path.is_file())
    output = capfd.readouterr()
    assert TOKEN not in output.out + output.err + "".join(said)
    assert TOKEN.encode() not in written
    assert {path.name: oct(path.stat().st_mode)[-3:] for path in home.alerts.iterdir()} == {
        "ledger.sqlite": "600",
        "sending.lock": "600",
    }


def rule(**changes: object) -> Rule:
    values: dict[str, object] = {
        "name": "r", "event": "run_failed", "sink": "team", "subject": "Subject", "hint": "", "listed_at_most": 2,
        "within_days": 0, "minimum_severity": "", "signals": (), "segments": (), "exit_statuses": (),
    }  # fmt: skip
    return Rule(**(values | changes))  # type: ignore[arg-type]


def test_a_long_list_is_cut_and_says_how_much_more_there_is() -> None:
    alerts = [Alert(str(number), f"line {number}") for number in range(5)]
    message = compose(rule(hint="Look."), alerts, "Run 1 as of 2026-06-02", "https://reports.example")
    assert message["body"].splitlines() == [
        "- line 0", "- line 1", "and 3 more", "", "Look.", "", "Run 1 as of 2026-06-02. Report: https://reports.example",
    ]  # fmt: skip


def test_names_of_others_bring_no_mention_no_markup_and_no_further_line() -> None:
    hostile = [Alert("1", "Evil\r\nBcc: x@y <!here> @everyone \u202eyO"), Alert("2", "x" * 999)]
    lines = compose(rule(subject="A\nB"), hostile, "Run", None)
    assert lines["title"] == "A B"
    assert lines["body"].splitlines()[0] == "- Evil Bcc: x(at)y \u2039!here\u203a (at)everyone  yO"
    assert len(lines["body"].splitlines()[1]) == 402
    assert json.dumps(lines).count("@") == 0
