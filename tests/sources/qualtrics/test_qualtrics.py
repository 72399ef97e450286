"""Qualtrics' own ways: jobs that are waited for, zips with three header rows, previews, and a real export."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from shared_data import shared_data

from flows.policy import Policy
from flows.settings import Home
from sources.harness import configure, hasty_policy, landed_versions, read_night, standing
from sources.qualtrics.replay import TOKEN, QualtricsReplay, zipped
from sources.replay import Request, Response, served


@pytest.fixture
def policy(tmp_path: Path) -> Policy:
    return hasty_policy(tmp_path / "policy")


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path / "home")


@pytest.fixture
def brand(home: Home, monkeypatch: pytest.MonkeyPatch) -> Iterator[QualtricsReplay]:
    with served(QualtricsReplay()) as replay:
        assert isinstance(replay, QualtricsReplay)
        monkeypatch.setenv("ACCOUNT360_QUALTRICS_API_TOKEN", TOKEN)
        configure(home, {"qualtrics": replay.section()})
        yield replay


def give(brand: QualtricsReplay, file: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every export be this file."""
    answers = brand.answer
    monkeypatch.setattr(
        brand, "answer", lambda request: Response(file) if request.path.endswith("/file") else answers(request)
    )


def told(brand: QualtricsReplay, home: Home, policy: Policy) -> str:
    """The sentence on what went wrong."""
    run, _ = read_night(home, policy, "qualtrics", 1)
    (stale,) = run.record.stale
    return str(stale["sentence"])


def test_an_export_is_asked_for_waited_for_and_fetched(brand: QualtricsReplay, home: Home, policy: Policy) -> None:
    brand.objects["responses"] = [brand.make(1)]
    read_night(home, policy, "qualtrics", 1)
    asked = [(request.method, request.path.removeprefix("/API/v3/surveys")) for _, request in brand.asked]
    assert asked[:5] == [
        ("GET", ""),
        ("POST", "/SV_1/export-responses"),
        ("GET", "/SV_1/export-responses/ES_0"),
        ("GET", "/SV_1/export-responses/ES_0"),
        ("GET", "/SV_1/export-responses/file-ES_0/file"),
    ]
    assert {request.body["format"] for _, request in brand.asked if request.method == "POST"} == {"csv"}


def test_surveys_of_the_next_page_and_those_that_are_over_are_read_too(
    brand: QualtricsReplay, home: Home, policy: Policy
) -> None:
    brand.objects["responses"] = [brand.make(1), {**brand.make(2), "survey": "SV_2"}]
    read_night(home, policy, "qualtrics", 1)
    assert sorted(standing(home, "qualtrics", "responses")) == ["R_1", "R_2"]


def test_the_next_reading_asks_for_what_was_recorded_since(brand: QualtricsReplay, home: Home, policy: Policy) -> None:
    brand.objects["responses"] = [brand.make(number, number) for number in range(200)]
    read_night(home, policy, "qualtrics", 1)
    read_night(home, policy, "qualtrics", 2)
    asked = [request.body for _, request in brand.asked if request.method == "POST"]
    assert [body.get("startDate") for body in asked] == [None, None, "2026-01-01T02:19:00Z", "2026-01-01T02:19:00Z"]


def test_an_answer_edited_later_comes_in_when_everything_is_exported_anew(
    brand: QualtricsReplay, home: Home, policy: Policy
) -> None:
    brand.objects["responses"] = [brand.make(number, number) for number in range(200)]
    read_night(home, policy, "qualtrics", 1)
    brand.objects["responses"][3]["QID1"] = "10"
    # The day on which it was recorded stays, by which exports are narrowed down.
    read_night(home, policy, "qualtrics", 2)
    assert landed_versions(home, "qualtrics", "responses") == 200
    read_night(home, policy, "qualtrics", 9)
    assert landed_versions(home, "qualtrics", "responses") == 201


def test_cells_come_as_answers_by_the_ids_of_their_columns(brand: QualtricsReplay, home: Home, policy: Policy) -> None:
    (promoter, *_) = brand.golden()["responses"]
    brand.objects["responses"] = [promoter]
    read_night(home, policy, "qualtrics", 1)
    (response,) = standing(home, "qualtrics", "responses").values()
    assert response["answered"] == [
        {"question": "QID1_NPS_GROUP", "score": "3", "text": "3"},
        {"question": "QID1", "score": "10", "text": "10"},
        {"question": "QID2_TEXT", "text": 'Simple, "fast",\nkind'},
    ]
    assert response["recordedDate"] == "2026-01-01T22:01:00+0000"
    assert response["respondent_email"] == "person1@acme.example"
    assert not {"ipAddress", "recipientLastName"} & set(response)


def test_previews_are_counted_where_the_night_is_told(
    brand: QualtricsReplay, home: Home, policy: Policy, monkeypatch: pytest.MonkeyPatch
) -> None:
    notes: list[str] = []
    # The package's own `connector` hides the module of that name.
    monkeypatch.setattr(sys.modules["flows.sources.qualtrics.connector"], "note", notes.append)
    brand.objects["responses"] = [brand.make(1), {**brand.make(2), "status": "1"}, {**brand.make(3), "status": "2"}]
    read_night(home, policy, "qualtrics", 1)
    assert notes == ["qualtrics 2 previews and tests of survey SV_1 read, which count nowhere"]


@pytest.mark.parametrize(
    ("file", "sentence"),
    [
        (b"no zip", "gave an export that is no zip with one CSV"),
        (zipped(b"a,b\n1,2\n"), "gave an export without the third header row"),
        (zipped(b'A\nB\n{"ImportId"\n'), "gave an export that is no zip with one CSV"),
        (
            zipped(b'A,B\nA,B\n"{""ImportId"":""_recordId""}","{}"\n1,2,3\n'),
            "gave an export that is no zip with one CSV",
        ),
    ],
)
def test_an_export_that_cannot_be_read_is_told(
    brand: QualtricsReplay,
    home: Home,
    policy: Policy,
    monkeypatch: pytest.MonkeyPatch,
    file: bytes,
    sentence: str,
) -> None:
    give(brand, file, monkeypatch)
    assert f"The source qualtrics {sentence}" in told(brand, home, policy)


def test_an_export_that_would_fill_the_memory_is_not_unpacked(
    brand: QualtricsReplay, home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    give(brand, zipped(b"0" * 2_000_000), monkeypatch)
    policy = hasty_policy(tmp_path / "small", largest_answer_mb="1")
    assert "is larger, unpacked, than largest_answer_mb" in told(brand, home, policy)


def test_a_job_that_fails_is_told(
    brand: QualtricsReplay, home: Home, policy: Policy, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers = brand.answer

    def failing(request: Request) -> Response:
        if "/ES_" in request.path:
            return Response({"result": {"status": "failed", "percentComplete": 0}, "meta": {}})
        return answers(request)

    monkeypatch.setattr(brand, "answer", failing)
    assert "could not make its export" in told(brand, home, policy)


def test_a_real_export_is_read(
    brand: QualtricsReplay, home: Home, policy: Policy, monkeypatch: pytest.MonkeyPatch
) -> None:
    give(brand, zipped((shared_data("qualtrics_ropensci") / "sample.csv").read_bytes()), monkeypatch)
    configure(home, {"qualtrics": brand.section() | {"surveys": ["SV_1"]}})
    read_night(home, policy, "qualtrics", 1)
    (response,) = standing(home, "qualtrics", "responses").values()
    assert response["id"] == "R_2YPOQ602ER1jkf1"
    assert response["recordedDate"] == "2017-07-18T08:28:48+0000"
    assert response["status"] == "0"
    assert response["respondent_email"] is None
    assert response["answered"] == [
        {"question": "QID1", "score": "2", "text": "2"},
        {"question": "QID2_TEXT", "text": "Hello World!"},
    ]
