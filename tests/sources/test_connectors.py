"""What every connector to a system keeps to, tried against its server on loopback."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from flows.errors import SourceError
from flows.policy import Policy
from flows.settings import Home
from sources.harness import (
    configure,
    hasty_policy,
    landed_versions,
    read_night,
    replay_of,
    replayed_sources,
    standing,
)
from sources.replay import Replay, Response, served

SOURCES = replayed_sources()
OBJECTS = 250


@pytest.fixture
def policy(tmp_path: Path) -> Policy:
    return hasty_policy(tmp_path / "policy")


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


def test_a_first_reading_lands_everything_and_a_second_nothing_new(system: Replay, home: Home, policy: Policy) -> None:
    read_night(home, policy, system.source, 1)
    assert len(standing(home, system.source, system.stream)) == OBJECTS
    read_night(home, policy, system.source, 2)
    assert landed_versions(home, system.source, system.stream) == OBJECTS


def test_changed_new_and_late_objects_come_in_with_the_next_reading(system: Replay, home: Home, policy: Policy) -> None:
    read_night(home, policy, system.source, 1)
    changed, late = system.make(7, OBJECTS + 5), system.make(OBJECTS, OBJECTS - 2)
    system.objects[system.stream][7] = changed
    # It became visible after the first reading, though its moment lies before the newest that was read.
    system.objects[system.stream].append(late)
    system.objects[system.stream].append(system.make(OBJECTS + 1, OBJECTS + 6))
    read_night(home, policy, system.source, 2)
    assert len(standing(home, system.source, system.stream)) == OBJECTS + 2
    assert landed_versions(home, system.source, system.stream) == OBJECTS + 3


def test_what_is_gone_is_kept_as_gone_once_everything_is_listed_anew(
    system: Replay, home: Home, policy: Policy
) -> None:
    read_night(home, policy, system.source, 1)
    del system.objects[system.stream][3]
    _, batch = read_night(home, policy, system.source, 2, full_refresh=True)
    assert batch is not None
    assert sum(stream.rows_deleted for stream in batch.streams) == 1
    assert len(standing(home, system.source, system.stream)) == OBJECTS - 1


def test_a_source_that_asks_to_wait_is_given_the_time(system: Replay, home: Home, policy: Policy) -> None:
    system.faults = [Response(status=429, headers={"Retry-After": "0.3"}), Response(status=503)]
    read_night(home, policy, system.source, 1)
    first, second = (moment for moment, _ in system.asked[:2])
    assert second - first >= 0.3
    assert len(standing(home, system.source, system.stream)) == OBJECTS


def test_a_wrong_key_is_told_in_one_sentence_that_does_not_hold_it(
    system: Replay, home: Home, policy: Policy, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in system.secrets:
        monkeypatch.setenv(name, "expired-4711")
    with pytest.raises(SourceError) as told:
        read_night(home, policy, system.source, 1)
    sentence = str(told.value)
    assert f"The source {system.source} at 127.0.0.1 refused its key (status 401)" in sentence
    assert "ACCOUNT360_" in sentence
    assert "expired-4711" not in sentence


def test_a_number_that_became_text_leaves_the_stream_as_it_stood(system: Replay, home: Home, policy: Policy) -> None:
    read_night(home, policy, system.source, 1)
    for number in range(OBJECTS):
        system.objects[system.stream][number] = system.spoilt(system.make(number, OBJECTS + number))
    run, _ = read_night(home, policy, system.source, 2)
    (stale,) = run.record.stale
    assert (stale["source"], stale["stream"]) == (system.source, system.stream)
    assert system.number_field in str(stale["sentence"])
    assert "'plenty'" in str(stale["sentence"])
    assert landed_versions(home, system.source, system.stream) == OBJECTS


def test_one_number_that_became_text_is_refused_with_its_reason(system: Replay, home: Home, policy: Policy) -> None:
    system.objects[system.stream][5] = system.spoilt(system.make(5, 5))
    _, batch = read_night(home, policy, system.source, 1)
    assert batch is not None
    assert sum(stream.rows_refused for stream in batch.streams) == 1
    assert len(standing(home, system.source, system.stream)) == OBJECTS - 1
    (refused,) = _refused(home, system.source)
    assert refused == (system.stream, system.number_field, "plenty")


def test_an_empty_account_is_said(system: Replay, home: Home, policy: Policy) -> None:
    system.objects.clear()
    _, batch = read_night(home, policy, system.source, 1)
    assert batch is not None
    assert any(f"The source {system.source} has no {system.stream}" in warning for warning in batch.warnings)


def _refused(home: Home, source: str) -> list[tuple[str, str, str]]:
    import duckdb

    from flows.landing import Landing

    files = [str(path) for path in Landing(home.landing).files(source, "refused_rows")]
    with duckdb.connect() as connection:
        return connection.execute(f"select stream, column_name, value from read_parquet({files})").fetchall()
