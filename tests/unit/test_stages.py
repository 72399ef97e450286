"""A stage: tried again only while its error may pass, equally often with Prefect and without it."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import duckdb
import pytest

from flows.errors import Account360Error, ConfigurationError, InputError, SourceError
from flows.patience import is_passing
from flows.policy import load_policy
from flows.progress import note
from flows.runs import Run, RunRecord
from flows.settings import Home, RunRequest, quiet_tools
from flows.stages import stage

pytestmark = pytest.mark.xdist_group("prefect")
ONCE_AGAIN_AND_AGAIN = (0.0, 0.0)

Around = Callable[[Callable[[], object]], object]


@pytest.fixture(scope="module")
def server() -> Iterator[None]:
    """A Prefect server and database of the tests' own."""
    quiet_tools()
    from prefect.testing.utilities import prefect_test_harness

    with prefect_test_harness(server_startup_timeout=120):
        yield


@pytest.fixture(params=["outside Prefect", "inside Prefect"])
def around(request: pytest.FixtureRequest) -> Around:
    """Calls a function as it is, or as the body of a flow run."""
    if request.param == "outside Prefect":
        return lambda function: function()
    request.getfixturevalue("server")

    def in_flow_run(function: Callable[[], object]) -> object:
        from prefect import flow

        return flow(name="test", log_prints=True)(function)()

    return in_flow_run


class Trouble:
    """A function that fails so many times, then returns how often it was called."""

    def __init__(self, failures: int, error: Exception) -> None:
        self.failures, self.error, self.calls = failures, error, 0
        self.__name__ = "trouble"

    def __call__(self) -> int:
        """Fail, or return."""
        self.calls += 1
        if self.calls <= self.failures:
            raise self.error
        return self.calls


@pytest.mark.parametrize("error", [SourceError("The API is down."), ConnectionError("reset"), TimeoutError("slow")])
def test_an_error_that_may_pass_is_tried_again(around: Around, error: Exception) -> None:
    trouble = Trouble(2, error)
    work = stage("Read", ONCE_AGAIN_AND_AGAIN)(trouble)
    assert around(work) == 3


def test_an_error_that_does_not_pass_ends_as_itself_after_the_last_try(around: Around) -> None:
    trouble = Trouble(9, SourceError("The API is down."))
    work = stage("Read", ONCE_AGAIN_AND_AGAIN)(trouble)
    with pytest.raises(SourceError, match="The API is down"):
        around(work)
    assert trouble.calls == 3


@pytest.mark.parametrize("error", [InputError("Row 3 is wrong."), ValueError("a fault"), FileNotFoundError("gone")])
def test_an_error_of_the_data_or_the_program_is_not_tried_again(around: Around, error: Exception) -> None:
    trouble = Trouble(1, error)
    work = stage("Read", ONCE_AGAIN_AND_AGAIN)(trouble)
    with pytest.raises(type(error), match=str(error)):
        around(work)
    assert trouble.calls == 1


def test_a_stage_without_retries_is_tried_once(around: Around) -> None:
    trouble = Trouble(1, SourceError("The API is down."))
    with pytest.raises(SourceError):
        around(stage("Judge")(trouble))
    assert trouble.calls == 1


def test_a_stage_that_wants_more_memory_than_duckdb_may_take_says_so(around: Around) -> None:
    trouble = Trouble(1, duckdb.OutOfMemoryException("Out of Memory Error: could not allocate block"))
    with pytest.raises(ConfigurationError, match=r'The stage "Publish" takes more than the .*ACCOUNT360_MEMORY'):
        around(stage("Publish", ONCE_AGAIN_AND_AGAIN)(trouble))
    assert trouble.calls == 1


def test_what_a_stage_notes_on_the_run_stands_in_the_callers_record(around: Around, tmp_path: Path) -> None:
    run = Run(
        RunRequest(Home(tmp_path), tmp_path / "inbox", date(2026, 1, 31), datetime(2026, 2, 1, tzinfo=UTC)),
        load_policy(),
        "000001-20260201T000000Z",
        False,
        RunRecord("000001-20260201T000000Z", "2026-01-31", "2026-02-01T00:00:00+00:00"),
    )

    @stage("Judge")
    def judge(run: Run) -> Run:
        run.record.gates.append({"gate": "incoming"})
        run.record.refused_rows = 7
        return run

    assert around(lambda: judge(run)) is run
    assert (run.record.gates, run.record.refused_rows) == ([{"gate": "incoming"}], 7)


def test_a_stage_says_how_it_ended_and_what_it_found(
    around: Around, capsys: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    @stage("Read the source")
    def read() -> None:
        note("3 rows read")
        note("1 refused")

    @stage("Judge what came in")
    def judge() -> None:
        raise Account360Error("red")

    def both() -> None:
        read()
        judge()

    caplog.set_level("INFO", logger="prefect")
    with pytest.raises(Account360Error):
        around(both)
    # Prefect takes what is printed into its log, so that its pages show the lines too.
    said = [*capsys.readouterr().err.splitlines(), *caplog.messages]
    lines = [line for line in said if line.startswith(("done", "failed"))]
    assert [line[:28].rstrip() for line in lines] == ["done   Read the source", "failed Judge what came in"]
    assert lines[0].endswith(" s: 3 rows read, 1 refused")


def test_only_the_network_and_the_disk_may_pass() -> None:
    passing = (SourceError(""), ConnectionResetError(), TimeoutError())
    lasting = (InputError(""), KeyError(""), PermissionError(), KeyboardInterrupt())
    assert all(map(is_passing, passing))
    assert not any(map(is_passing, lasting))
