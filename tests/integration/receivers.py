"""Receivers of alerts on loopback: one that speaks HTTP and behaves as told, one that speaks SMTP."""

import json
import socketserver
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

# Stands in the address of every receiver, so that a test can look for it wherever an address must not be.
TOKEN = "T0KEN-8d1f6a"


class Receiver(ThreadingHTTPServer):
    """Takes messages as JSON; `answer` is what it does: a status, or `hang`, `close` or `drip`."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.answer: int | str = 200
        self.requests: list[dict[str, Any]] = []

    @property
    def address(self) -> str:
        """Where it is, for apprise; the token is in it three times."""
        return f"json://user:{TOKEN}@127.0.0.1:{self.server_port}/{TOKEN}?-key={TOKEN}"

    @property
    def messages(self) -> list[str]:
        """The texts of what it was sent."""
        return [request["message"] for request in self.requests]

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A sender that leaves early is no event."""


class _Handler(BaseHTTPRequestHandler):
    server: Receiver

    def do_POST(self) -> None:
        self.server.requests.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
        if self.server.answer == "hang":
            time.sleep(30)
        while self.server.answer == "drip":
            self.wfile.write(b"H")
            time.sleep(0.2)
        if isinstance(self.server.answer, int):
            self.send_response(self.server.answer)
            self.send_header("Content-Length", "0")
            self.end_headers()
        self.close_connection = True

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
        pass


class _Mailbox(socketserver.ThreadingTCPServer):
    daemon_threads = True
    allow_reuse_address = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _MailHandler)
        self.mails: list[str] = []


class _MailHandler(socketserver.StreamRequestHandler):
    server: _Mailbox

    def handle(self) -> None:
        self._say("220 loopback")
        while words := self.rfile.readline().decode().split():
            command = words[0].upper()
            if command == "DATA":
                self._say("354 go on")
                lines = iter(self.rfile.readline, b".\r\n")
                self.server.mails.append(b"".join(lines).decode())
            self._say("221 bye" if command == "QUIT" else "250 ok")
            if command == "QUIT":
                return

    def _say(self, line: str) -> None:
        self.wfile.write(f"{line}\r\n".encode())


@contextmanager
def receiving() -> Iterator[Receiver]:
    """An HTTP receiver that listens until the block ends."""
    with Receiver() as server:
        threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
        yield server
        server.shutdown()


@contextmanager
def mailbox() -> Iterator[tuple[int, list[str]]]:
    """An SMTP receiver that listens until the block ends: its port, and the mails it was given."""
    with _Mailbox() as server:
        threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
        yield server.server_address[1], server.mails
        server.shutdown()
