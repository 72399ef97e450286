"""A reading that is killed at any point, and run again, neither loses an object nor lands one twice."""

import multiprocessing
import os
import signal
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from flows.landing import Landing
from flows.settings import Home
from sources.harness import configure, hasty_policy, landed_versions, read_night, replay_of, replayed_sources, standing
from sources.replay import Replay, Request, Response, served

OBJECTS = 250
# Where a reading is killed: the function at whose call, and the count of calls.
POINTS = {
    "the reading begins": ("flows.extraction.spool", "_kept", 1),
    "everything is set down": ("flows.extraction.connector", "land_objects", 1),
    "objects are judged": ("flows.extraction.objects", "land_changes", 1),
    "rows are written": ("flows.landing.writer", "sync_file", 1),
    "the record is written": ("flows.intake", "commit_batches", 1),
    "the record stands": ("flows.intake.shutil", "rmtree", 1),
}
CONTEXT = multiprocessing.get_context("forkserver")
CONTEXT.set_forkserver_preload(["sources.harness", "flows.extraction.api", "dlt.sources.helpers.rest_client.client"])
SOURCES = replayed_sources()


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path / "home")


@pytest.fixture(params=SOURCES)
def system(request: pytest.FixtureRequest, home: Home, monkeypatch: pytest.MonkeyPatch) -> Iterator[Replay]:
    with served(replay_of(request.param)) as replay:
        for name, value in replay.secrets.items():
            monkeypatch.setenv(name, value)
        replay.objects[replay.stream] = [replay.make(number, number) for number in range(OBJECTS)]
        configure(home, {replay.source: replay.section()})
        yield replay


def killed_reading(home: Home, source: str, environment: dict[str, str], policy: Path, point: str) -> None:
    """Read one source, and die at the point."""
    import importlib

    os.environ |= environment
    module, name, calls = POINTS[point]
    left = [calls]

    def die(*_arguments: Any, **_options: Any) -> None:
        left[0] -= 1
        if not left[0]:
            os.kill(os.getpid(), signal.SIGKILL)

    target: Any = importlib.import_module(module) if module != "flows.intake.shutil" else _shutil_of_intake()
    setattr(target, name, die)
    if name == "commit_batches":
        import sources.harness

        vars(sources.harness)["commit_batches"] = die
    read_night(home, hasty_policy(policy), source, 1)


def _shutil_of_intake() -> Any:
    import flows.intake

    # A name of its own, so that nothing else that removes folders dies.
    vars(flows.intake)["shutil"] = type("Removing", (), {})()
    return vars(flows.intake)["shutil"]


def read_until_killed(home: Home, system: Replay, policy: Path, point: str) -> None:
    """One reading in a process of its own, which has to end by SIGKILL."""
    process = CONTEXT.Process(target=killed_reading, args=(home, system.source, dict(system.secrets), policy, point))
    process.start()
    process.join(60)
    assert process.exitcode == -signal.SIGKILL


def assert_whole(home: Home, system: Replay, policy: Path, night: int) -> None:
    """After one more reading everything stands once."""
    read_night(home, hasty_policy(policy), system.source, night)
    assert len(standing(home, system.source, system.stream)) == OBJECTS
    assert landed_versions(home, system.source, system.stream) == OBJECTS


def test_killed_at_one_of_the_points(system: Replay, home: Home, tmp_path: Path) -> None:
    """A point for each source in turn; all of them with all sources take minutes."""
    point = list(POINTS)[SOURCES.index(system.source) % len(POINTS)]
    read_until_killed(home, system, tmp_path / "policy", point)
    assert len(Landing(home.landing).commits()) == (point == "the record stands")
    assert_whole(home, system, tmp_path / "policy", 2)


def test_killed_while_pages_come(system: Replay, home: Home, tmp_path: Path) -> None:
    answer = system.respond
    process: list[multiprocessing.context.ForkServerProcess] = []
    asked: list[Request] = []

    def respond(request: Request) -> Response:
        asked.append(request)
        if len(asked) == 2:
            process[0].kill()
        return answer(request)

    vars(system)["respond"] = respond
    arguments = (home, system.source, dict(system.secrets), tmp_path / "policy", "the record is written")
    process.append(CONTEXT.Process(target=killed_reading, args=arguments))
    process[0].start()
    process[0].join(60)
    assert process[0].exitcode == -signal.SIGKILL
    assert not list(home.landing.rglob("*.parquet"))
    assert_whole(home, system, tmp_path / "policy", 1)


@pytest.mark.slow
@pytest.mark.parametrize("point", POINTS)
def test_killed_at_every_point(system: Replay, home: Home, tmp_path: Path, point: str) -> None:
    read_until_killed(home, system, tmp_path / "policy", point)
    assert_whole(home, system, tmp_path / "policy", 2)


def test_a_backfill_that_was_killed_asks_for_finished_months_no_more(home: Home, tmp_path: Path) -> None:
    """Delighted's answers of January and February: the reading dies in February, and January is not read again."""
    from datetime import date

    policy = hasty_policy(tmp_path / "policy")
    with served(replay_of("delighted")) as system, pytest.MonkeyPatch.context() as patched:
        for name, value in system.secrets.items():
            patched.setenv(name, value)
        minutes = [60 * 24 * day for day in (3, 40)]
        system.objects[system.stream] = [system.make(number, minute) for number, minute in enumerate(minutes)]
        configure(home, {system.source: system.section()})
        system.faults = []
        answer = system.answer
        vars(system)["answer"] = lambda request: (
            Response(status=400) if request.query.get("since") == "1769904000" else answer(request)
        )
        run, batch = read_night(home, policy, "delighted", 1, backfill_from=date(2026, 1, 1))
        assert batch is not None and run.record.stale
        vars(system)["answer"] = answer
        before = len(system.asked)
        read_night(home, policy, "delighted", 1, backfill_from=date(2026, 1, 1))
        months = {request.query["since"] for _, request in system.asked[before:]}
        assert months == {"1769904000", "1772323200"}
        assert len(standing(home, "delighted", system.stream)) == 2
