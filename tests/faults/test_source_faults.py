"""A source that storms, breaks off, trickles or hangs: the night asks again, gives up in time and harms nothing."""

import gzip
import json
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import pairwise
from pathlib import Path

import pytest

import flows.sources
from flows.errors import InputError, SourceError
from flows.extraction.session import retry_after
from flows.intake import extract
from flows.landing import Landing
from flows.patience import Patience, read_patiently, try_again
from flows.policy import load_policy
from flows.runs import ask, open_run
from flows.sources import connectors

DRILL_SOURCES = Path(__file__).with_name("drill_sources")
TOKEN = "drill-token-4711"
# Waits that a test can wait for: 0.01, 0.05 and 0.25 seconds between four tries, two seconds for a hanging source.
HASTY = {
    "source_minutes": "0.2",
    "source_retries": "3",
    "source_wait_seconds": "0.01",
    "source_longest_wait_seconds": "2",
    "source_answer_seconds": "0.5",
    "largest_answer_mb": "1",
}
PAGES = {
    1: {"rows": [{"id": "R1", "amount": "10.50"}, {"id": "R2", "amount": "-3"}], "next": 2},
    2: {"rows": [{"id": "R3", "amount": "7"}], "next": None},
}

BOMB = gzip.compress(b" " * 50_000_000, compresslevel=1)

Fault = Callable[[BaseHTTPRequestHandler], None]


def status(code: int, **headers: str) -> Fault:
    def answer(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(code)
        for name, value in headers.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.send_header("Content-Length", "0")
        handler.end_headers()

    return answer


def reset(handler: BaseHTTPRequestHandler) -> None:
    import socket
    import struct

    handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    handler.connection.close()


def half_a_body(handler: BaseHTTPRequestHandler) -> None:
    body = json.dumps(PAGES[1]).encode()
    handler.send_response(200)
    handler.send_header("Content-Length", str(len(body)))
    handler.end_headers()
    handler.wfile.write(body[: len(body) // 2])


def no_json(handler: BaseHTTPRequestHandler) -> None:
    write(handler, b"<html>Log in</html>")


def trickle(handler: BaseHTTPRequestHandler) -> None:
    handler.send_response(200)
    handler.send_header("Content-Length", "1000")
    handler.end_headers()
    for _ in range(40):
        handler.wfile.write(b" ")
        handler.wfile.flush()
        time.sleep(0.05)


def silence(handler: BaseHTTPRequestHandler) -> None:
    time.sleep(1.5)


def bomb(handler: BaseHTTPRequestHandler) -> None:
    write(handler, BOMB, Content_Encoding="gzip")


def write(handler: BaseHTTPRequestHandler, body: bytes, **headers: str) -> None:
    handler.send_response(200)
    for name, value in {"Content_Length": str(len(body)), **headers}.items():
        handler.send_header(name.replace("_", "-"), value)
    handler.end_headers()
    handler.wfile.write(body)


class Api:
    """A server on loopback that first answers with faults, then with its pages; it keeps when it was asked."""

    def __init__(self, faults: list[Fault]) -> None:
        self.faults, self.asked = list(faults), list[float]()
        api = self

        class Handler(BaseHTTPRequestHandler):
            """Answers one request."""

            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                """A fault while there are any, then the page."""
                api.asked.append(time.monotonic())
                self.close_connection = True
                if api.faults:
                    api.faults.pop(0)(self)
                else:
                    page = int(self.path.partition("page=")[2].partition("&")[0])
                    write(self, json.dumps(PAGES[page]).encode())

            def log_message(self, format: str, *args: object) -> None:  # noqa: A002  the name is the base class's
                """Say nothing."""

            def handle(self) -> None:
                """A caller that has gone away is no fault of the server."""
                try:
                    super().handle()
                except OSError:
                    self.close_connection = True

            def finish(self) -> None:
                """The same at the end."""
                try:
                    super().finish()
                except OSError:
                    self.close_connection = True

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.address = f"http://127.0.0.1:{self._server.server_port}"

    @contextmanager
    def serving(self) -> Iterator["Api"]:
        """Serve while the block runs."""
        thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        thread.start()
        try:
            yield self
        finally:
            self._server.shutdown()
            self._server.server_close()


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home with a hasty policy, the drill among its sources."""
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(flows.sources, "__path__", [*flows.sources.__path__, str(DRILL_SOURCES)])
    set_policy(tmp_path)
    (tmp_path / "inbox").mkdir()
    return tmp_path


def set_policy(home: Path, **settings: str) -> None:
    (home / "policy").mkdir(exist_ok=True)
    lines = [f"{name},{value}" for name, value in {**HASTY, **settings}.items()]
    (home / "policy" / "settings.csv").write_text("\n".join(["name,value", *lines]) + "\n")


def take_in(home: Path, api: Api) -> dict[str, str]:
    """Read the drill as a night does; the checksum of what it wrote to the landing, by file."""
    (home / "inbox" / "drill-address").write_text(api.address)
    run = open_run(ask(home, as_of=datetime(2026, 6, 30, tzinfo=UTC).date(), policy=home / "policy"))
    with api.serving():
        batch = extract(run, connectors()["drill"])
    return {file.stream: file.sha256 for file in batch.files}


def landed_rows(home: Path) -> list[tuple[str, str]]:
    import duckdb

    return duckdb.execute(
        f"select id, amount from read_parquet('{home}/landing/drill/rows/*/*.parquet') order by id"
    ).fetchall()


@pytest.mark.parametrize(
    ("faults", "least_seconds"),
    [
        ([], 0.0),
        ([status(429, Retry_After="1"), status(503)], 1.0),
        ([status(503), status(502), status(504)], 0.0),
        ([reset, half_a_body, no_json], 0.0),
        ([silence], 0.5),
        ([trickle], 0.5),
        ([status(500), status(408), reset], 0.0),
    ],
    ids=["nothing", "too many requests", "a storm", "broken answers", "silence", "a trickle", "other passing faults"],
)
def test_a_fault_that_passes_leaves_no_trace_in_what_lands(
    home: Path, faults: list[Fault], least_seconds: float
) -> None:
    api = Api(faults)
    take_in(home, api)
    assert landed_rows(home) == [("R1", "10.50"), ("R2", "-3"), ("R3", "7")]
    assert len(api.asked) == len(faults) + 2
    assert api.asked[-1] - api.asked[0] >= least_seconds


@pytest.mark.parametrize(
    ("fault", "tries", "said"),
    [
        (status(503), 4, "answered with status 503."),
        (status(429, Retry_After="0.01"), 4, "answered with status 429. It asks to wait 0 seconds."),
        (status(429, Retry_After="3600"), 1, "answered with status 429. It asks to wait 3,600 seconds."),
        (status(401), 1, "refused its key (status 401); check its token."),
        (status(404), 1, "does not give its data (status 404); see that its token may read them."),
        (
            status(302, Location="http://127.0.0.1:1/"),
            1,
            "answered with status 302; correct its address in sources.yml.",
        ),
        (reset, 4, "broke off its answer."),
        (half_a_body, 4, "broke off its answer."),
        (no_json, 4, "gave an answer that is no JSON."),
        (bomb, 1, "gave a larger answer than largest_answer_mb in settings.csv."),
    ],
)
def test_a_fault_that_stays_ends_in_one_sentence_without_the_token(
    home: Path, caplog: pytest.LogCaptureFixture, fault: Fault, tries: int, said: str
) -> None:
    caplog.set_level("DEBUG")
    api = Api([fault] * 9)
    with pytest.raises(SourceError) as raised:
        take_in(home, api)
    assert str(raised.value) == f"The source drill at 127.0.0.1 {said}"
    assert len(api.asked) == tries
    assert raised.value.__cause__ is None and raised.value.__suppress_context__
    assert TOKEN not in caplog.text + str(raised.value)
    assert Landing(home / "landing").commits() == []
    assert not list((home / "landing").rglob("*.parquet"))


def test_a_source_that_is_not_there_is_named(home: Path) -> None:
    api = Api([])
    with api.serving():
        pass
    set_policy(home, source_retries="1")
    (home / "inbox" / "drill-address").write_text(api.address)
    run = open_run(ask(home, as_of=datetime(2026, 6, 30, tzinfo=UTC).date(), policy=home / "policy"))
    with pytest.raises(SourceError, match=r"The source drill at 127\.0\.0\.1 cannot be reached\."):
        extract(run, connectors()["drill"])


LAST_GOOD = '{"run_id": "000001-last-good", "as_of": "2026-06-29"}'


def test_the_command_ends_with_status_3_at_the_limit_and_the_last_good_version_stands(home: Path) -> None:
    """The source trickles its answer's headers, which no limit of a single wait notices."""

    def endless(handler: BaseHTTPRequestHandler) -> None:
        for _ in range(400):
            handler.wfile.write(b"H")
            handler.wfile.flush()
            time.sleep(0.05)

    set_policy(home, source_minutes="0.02")
    (home / "published").mkdir()
    (home / "published" / "manifest.json").write_text(LAST_GOOD)
    api = Api([endless] * 9)
    (home / "inbox" / "drill-address").write_text(api.address)
    program = (
        "import sys, flows.sources; flows.sources.__path__.append(sys.argv.pop(1)); from flows.cli import main; main()"
    )
    words = ["run", "--home", home, "--policy", home / "policy", "--source", "drill", "--as-of", "2026-06-30"]
    with api.serving():
        ended = subprocess.run(
            [sys.executable, "-c", program, str(DRILL_SOURCES), *map(str, words)],
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
    assert ended.returncode == 3, ended.stderr
    assert ended.stderr.splitlines()[-1] == (
        "account360: The source drill was not read within 0.02 minutes; see whether it answers, "
        "or raise source_minutes in settings.csv."
    )
    assert "Traceback" not in ended.stderr and TOKEN not in ended.stderr + ended.stdout
    (record,) = (home / "work" / "runs").glob("*.json")
    assert json.loads(record.read_text())["outcome"] == "failed"
    assert TOKEN not in record.read_text()
    assert (home / "published" / "manifest.json").read_text() == LAST_GOOD
    assert Landing(home / "landing").commits() == []


def test_a_source_that_hangs_is_left_at_the_limit_and_not_begun_again() -> None:
    release, begun = threading.Event(), list[int]()

    def hang() -> None:
        begun.append(1)
        release.wait(20)

    began = time.monotonic()
    with pytest.raises(SourceError, match=r"The source crm was not read within 0\.005 minutes") as raised:
        read_patiently("crm", Patience(0.3, 3, 0.01, 1), hang)
    assert 0.3 <= time.monotonic() - began < 5
    assert not raised.value.may_pass
    assert len(begun) == 1
    release.set()


def test_a_fault_of_the_network_below_a_connector_ends_as_a_source_that_could_not_be_read() -> None:
    def fail() -> None:
        raise ConnectionResetError(104, "Connection reset by peer")

    with pytest.raises(SourceError, match=r"crm could not be read \(Connection reset by peer\), tried 3 times"):
        read_patiently("crm", Patience(5, 2, 0.001, 1), fail)


def test_an_error_of_the_input_passes_through_at_once() -> None:
    calls = []

    def fail() -> None:
        calls.append(1)
        raise InputError("Row 3 is wrong.")

    with pytest.raises(InputError, match="Row 3 is wrong"):
        read_patiently("crm", Patience(5, 3, 0.001, 1), fail)
    assert len(calls) == 1


def test_waits_grow_and_are_never_shorter_than_asked_for() -> None:
    moments: list[float] = []

    def fail() -> None:
        moments.append(time.monotonic())
        raise SourceError("busy", retry_after=0.2 if len(moments) == 1 else 0.0)

    with pytest.raises(SourceError, match="busy"):
        try_again(Patience(5, 3, 0.01, 1), fail)
    waits = [later - earlier for earlier, later in pairwise(moments)]
    assert waits[0] >= 0.2
    assert waits[1] >= 0.05
    assert waits[2] >= 0.25


def test_the_hasty_policy_changes_settings_that_are_there() -> None:
    assert set(HASTY) <= set(load_policy().settings)


@pytest.mark.parametrize(
    ("text", "seconds"),
    [("7", 7.0), ("0.5", 0.5), ("-3", 0.0), ("soon", 0.0), ("", 0.0), ("nan", 0.0), ("inf", float("inf"))],
)
def test_the_wait_asked_for_is_read_as_a_number(text: str, seconds: float) -> None:
    assert retry_after({"Retry-After": text}) == seconds


def test_the_wait_asked_for_is_read_as_a_date() -> None:
    soon = format_datetime(datetime.now(UTC) + timedelta(seconds=90), usegmt=True)
    assert 80 < retry_after({"Retry-After": soon}) <= 90
    assert retry_after({"Retry-After": "Wed, 21 Oct 2015 07:28:00 GMT"}) == 0.0
