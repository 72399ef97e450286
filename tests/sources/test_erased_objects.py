"""A person is taken out of what a system gave and stays out when it gives them again, tried on answers to surveys."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest
from search import files_with

from flows.erasure.erase import erase
from flows.extraction.erased import texts_at, without_person
from flows.policy import Policy
from flows.settings import Home
from flows.sources import Batch
from sources.harness import configure, hasty_policy, landed_versions, read_night, replay_of, standing
from sources.replay import Replay, served

SOURCE, STREAM = "delighted", "survey_responses"
EMAIL, NAME, WORDS = "ilse.makela@aurora.example", "Ilse Mäkelä", "Your invoices arrive twice every month"
TEXTS = (EMAIL, NAME, WORDS)


@pytest.fixture
def policy(tmp_path: Path) -> Policy:
    return hasty_policy(tmp_path / "policy")


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path / "home")


@pytest.fixture
def system(home: Home, monkeypatch: pytest.MonkeyPatch) -> Iterator[Replay]:
    """Three answers: the person's own, one that speaks of them, and one that has nothing to do with them."""
    with served(replay_of(SOURCE)) as replay:
        for name, value in replay.secrets.items():
            monkeypatch.setenv(name, value)
        configure(home, {SOURCE: replay.section()})
        own = {**replay.make(1), "comment": WORDS, "person": {"id": "7", "email": EMAIL.title(), "name": NAME}}
        speaks = {**replay.make(2), "comment": f"Ask {NAME} ({EMAIL}), please", "notes": [{"text": f"cc {EMAIL}"}]}
        replay.objects[STREAM] = [own, speaks, replay.make(3)]
        yield replay


def night(home: Home, policy: Policy, number: int) -> Batch:
    """One night in which everything is listed again."""
    _, batch = read_night(home, policy, SOURCE, number, full_refresh=True)
    assert batch is not None
    return batch


def payload(home: Home, number: int) -> dict[str, Any]:
    """What stands of an answer."""
    found: dict[str, Any] = standing(home, SOURCE, STREAM)[str(4_000_000 + number)]
    return found


def test_an_erased_person_leaves_no_trace_in_what_a_system_gave_and_the_answers_stay(
    system: Replay, home: Home, policy: Policy
) -> None:
    night(home, policy, 1)
    left = home.spool / SOURCE / STREAM / "open-open.parquet"
    left.parent.mkdir(parents=True)
    left.write_text(f"{EMAIL}\n", "utf-8")
    assert {text for found in files_with(home.root, TEXTS) for text in TEXTS if text in found} == set(TEXTS)
    kept = payload(home, 3)
    erasure = erase(home, home.inbox, EMAIL.upper())
    assert erasure.unhandled == ()
    assert files_with(home.root, TEXTS) == []
    assert payload(home, 1)["comment"] is None
    assert payload(home, 1)["person"] == {"id": "7", "email": None, "name": None}
    assert payload(home, 1)["score"] == 1
    assert payload(home, 2)["comment"] == "Ask [erased] ([erased]), please"
    assert payload(home, 3) == kept


def test_an_erased_person_does_not_come_back_and_nothing_lands_again_every_night(
    system: Replay, home: Home, policy: Policy
) -> None:
    night(home, policy, 1)
    erase(home, home.inbox, EMAIL)
    versions = landed_versions(home, SOURCE, STREAM)
    batch = night(home, policy, 2)
    assert landed_versions(home, SOURCE, STREAM) == versions
    assert batch.warnings == (
        "delighted survey_responses: 1 object of an erased person came in again, without their personal data; erase "
        "the person in delighted, then here once more.",
    )
    night(home, policy, 3)
    assert landed_versions(home, SOURCE, STREAM) == versions
    assert files_with(home.root, TEXTS) == []


def test_an_answer_stays_the_erased_persons_when_the_system_forgets_their_address_first(
    system: Replay, home: Home, policy: Policy
) -> None:
    night(home, policy, 1)
    erase(home, home.inbox, EMAIL)
    own = system.objects[STREAM][0]
    own["person"] = {"id": "7", "email": None, "name": "Ilse"}
    own["comment"] = "Much better now, thank you"
    night(home, policy, 2)
    assert payload(home, 1)["comment"] is None
    assert payload(home, 1)["person"]["name"] is None


def test_a_new_answer_of_an_erased_person_comes_in_as_a_score_alone(system: Replay, home: Home, policy: Policy) -> None:
    night(home, policy, 1)
    erase(home, home.inbox, EMAIL)
    later = {**system.make(9), "score": 3, "comment": "Again", "person": {"id": "7", "email": EMAIL, "name": NAME}}
    system.objects[STREAM].append(later)
    night(home, policy, 2)
    assert (payload(home, 9)["score"], payload(home, 9)["comment"]) == (3, None)
    assert files_with(home.root, TEXTS) == []


def test_a_refused_answer_of_an_erased_person_is_shown_without_them(system: Replay, home: Home, policy: Policy) -> None:
    system.objects[STREAM][0]["score"] = "plenty"
    night(home, policy, 1)
    erase(home, home.inbox, EMAIL)
    assert files_with(home.root, TEXTS) == []
    night(home, policy, 2)
    assert files_with(home.root, TEXTS) == []
    files = [str(path) for path in home.landing.glob("delighted/refused_rows/*/*.parquet")]
    assert duckdb.execute("select distinct column_name from read_parquet($1)", [files]).fetchall() == [("score",)]


def test_a_trial_of_an_erasure_changes_nothing(system: Replay, home: Home, policy: Policy) -> None:
    night(home, policy, 1)
    before = {path: path.read_bytes() for path in home.landing.rglob("*.parquet")}
    assert erase(home, home.inbox, EMAIL, is_trial=True).values > 0
    assert {path: path.read_bytes() for path in home.landing.rglob("*.parquet")} == before


def test_paths_lead_through_lists_and_quoted_names_and_what_is_not_there_is_none() -> None:
    item = {"a": [{"b": "x"}, {"b": "y"}, {"c": 1}], "properties": {"my. field": "z"}, "n": 5}
    paths = ("a[*].b", "a[0].b", 'properties."my. field"', "a[9].b", "n.q", "no.such")
    assert [list(texts_at(item, path)) for path in paths] == [["x", "y"], ["x"], ["z"], [], [], []]
    emptied = json.loads(without_person(json.dumps(item), ("a[*].b", 'properties."my. field"')))
    assert emptied == {"a": [{"b": None}, {"b": None}, {"c": 1}], "properties": {"my. field": None}, "n": 5}
    assert without_person('{"a" : 1.0}', ("b",)) == '{"a" : 1.0}'
