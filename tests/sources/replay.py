"""A server on loopback that stands in for a system: it gives its objects page by page, and faults when told to."""

import json
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit


@dataclass(frozen=True)
class Request:
    """One request: its path, its query (the last value of each name), its headers and its body as JSON."""

    method: str
    path: str
    query: Mapping[str, str]
    headers: Mapping[str, str]
    body: Any = None


@dataclass(frozen=True)
class Response:
    """One answer: its status, its content (JSON unless it is bytes) and its headers."""

    content: Any = None
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass
class Replay:
    """The objects of a system by stream, and how its API answers for them; a system's own replay says the latter.

    `faults` are answered, one a request, before anything else; `asked` keeps every request with its moment.
    """

    objects: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    faults: list[Response] = field(default_factory=list)
    asked: list[tuple[float, Request]] = field(default_factory=list)
    address: str = ""

    # What a system's own replay says of it.
    source = ""
    # The stream that the drills change, a number field of its objects, and the field with the moment of a change.
    stream, number_field = "", ""
    secrets: Mapping[str, str] = field(default_factory=dict)
    # Lines that its golden objects need in files of the policy, by file.
    policy: Mapping[str, Sequence[str]] = field(default_factory=dict)

    def section(self) -> dict[str, Any]:
        """Its section of sources.yml."""
        return {"address": self.address}

    def make(self, number: int, minute: int = 0) -> dict[str, Any]:
        """An object of the drilled stream, last changed so many minutes after a fixed moment."""
        raise NotImplementedError

    def spoilt(self, item: dict[str, Any]) -> dict[str, Any]:
        """The object with a word in its number field."""
        return {**item, self.number_field: "plenty"}

    def golden(self) -> dict[str, list[dict[str, Any]]]:
        """The objects by stream whose staged rows were worked out by hand."""
        raise NotImplementedError

    def later(self) -> dict[str, list[dict[str, Any]]]:
        """What has become of the golden objects, by stream, when they are read once more; nothing by default."""
        return {}

    def is_authorised(self, request: Request) -> bool:
        """Whether the request carries the key."""
        raise NotImplementedError

    def answer(self, request: Request) -> Response:
        """What the system answers."""
        raise NotImplementedError

    def respond(self, request: Request) -> Response:
        """A fault while there are any, a refusal without the key, and the system's answer otherwise."""
        self.asked.append((time.monotonic(), request))
        if self.faults:
            return self.faults.pop(0)
        return self.answer(request) if self.is_authorised(request) else Response({"error": "unauthorized"}, 401)


@contextmanager
def served(replay: Replay) -> Iterator[Replay]:
    """The replay behind an address of its own."""

    class Handler(BaseHTTPRequestHandler):
        """Hands requests to the replay."""

        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True

        def handle_method(self) -> None:
            """Answer one request."""
            parts = urlsplit(self.path)
            query = {name: values[-1] for name, values in parse_qs(parts.query, keep_blank_values=True).items()}
            length = int(self.headers.get("Content-Length") or 0)
            text = self.rfile.read(length)
            body = json.loads(text) if text and "json" in self.headers.get("Content-Type", "") else text or None
            answer = replay.respond(Request(self.command, parts.path, query, dict(self.headers.items()), body))
            content = answer.content if isinstance(answer.content, bytes) else json.dumps(answer.content).encode()
            self.send_response(answer.status)
            for name, value in answer.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        do_GET = do_POST = do_PATCH = do_DELETE = handle_method  # noqa: N815

        def log_message(self, *_: object) -> None:
            """Keep quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
    replay.address = f"http://127.0.0.1:{server.server_address[1]}"
    try:
        yield replay
    finally:
        server.shutdown()
        server.server_close()


def paged(objects: list[Any], page: int, size: int) -> list[Any]:
    """The objects of one page, counted from 1."""
    return objects[(page - 1) * size : page * size]


def each(objects: list[dict[str, Any]], holds: Callable[[dict[str, Any]], bool]) -> list[dict[str, Any]]:
    """The objects for which something holds."""
    return [item for item in objects if holds(item)]
