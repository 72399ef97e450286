"""Serves what is published, to this computer only, so that a new publication shows at the next click."""

import errno
import webbrowser
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, BinaryIO

from flows.errors import ConfigurationError
from flows.settings import Home

LOOPBACK = "127.0.0.1"
START = "/report/index.html"


def serve_report(home: Home, port: int, open_browser: bool) -> None:
    """Serve the published version on loopback until Ctrl-C.

    Args:
        home: the company's folder.
        port: the port; 0 takes a free one.
        open_browser: whether to open the report in the browser.

    Raises:
        ConfigurationError: nothing is published yet, or the port cannot be had.
    """
    if not (home.published / START.lstrip("/")).is_file():
        raise ConfigurationError(f"Nothing is published in {home.root}; run `account360 run --home {home.root}` first.")
    with _bound(home.published, port) as server:
        address = f"http://{LOOPBACK}:{server.server_port}{START}"
        try:
            print(f"The report is at {address} - press Ctrl-C to end.", flush=True)
            if open_browser:
                webbrowser.open(address)
            server.serve_forever()
        except KeyboardInterrupt:
            print()


def _bound(published: Path, port: int) -> "ReportServer":
    try:
        return ReportServer(published, port)
    except OSError as error:
        reason = {errno.EADDRINUSE: "is taken", errno.EACCES: "may not be used by this user"}.get(
            error.errno or 0, f"cannot be used ({error.strerror})"
        )
        raise ConfigurationError(f"Port {port} {reason}; name another with --port, or 0 for any free one.") from error


class ReportServer(ThreadingHTTPServer):
    """An HTTP server on loopback for one published folder."""

    daemon_threads = True

    def __init__(self, published: Path, port: int) -> None:
        """Bind the port; an OSError says that it cannot be had."""
        self.published = published
        super().__init__((LOOPBACK, port), ReportHandler)

    def finish_request(self, request: Any, client_address: Any) -> None:
        """Answer one request from the folder as it is at that moment."""
        ReportHandler(request, client_address, self, directory=str(self.published))

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A browser that closes early is no event."""


class ReportHandler(SimpleHTTPRequestHandler):
    """Files of the published folder only: no listing, no way out of it, nothing kept by the browser."""

    server: ReportServer
    server_version = "account360"
    sys_version = ""

    def send_head(self) -> Any:
        """Send the headers of a file, of a redirect to the report, or of a refusal."""
        host = (self.headers.get("Host") or "").rsplit(":", 1)[0]
        # A page elsewhere may point a name of its own at loopback; only our own names are answered.
        if host not in {LOOPBACK, "localhost"}:
            return self._refused(HTTPStatus.FORBIDDEN)
        if self.path in {"/", "/report", "/report/"}:
            self.send_response(HTTPStatus.FOUND)
            self.send_header("Location", START)
            self.send_header("Content-Length", "0")
            self.end_headers()
            return None
        if not self._is_published():
            return self._refused(HTTPStatus.NOT_FOUND)
        # After a rollback files are older than what the browser has seen; none may count as unchanged.
        del self.headers["If-Modified-Since"]
        return super().send_head()

    def list_directory(self, path: Any) -> Any:
        """No folder is listed."""
        return self._refused(HTTPStatus.NOT_FOUND)

    def end_headers(self) -> None:
        """Add to every answer that it is not to be kept, guessed at or framed."""
        self.send_header("Cache-Control", "no-store")
        self.send_header("X-Content-Type-Options", "nosniff")
        self.send_header("X-Frame-Options", "DENY")
        super().end_headers()

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
        """Requests are nobody's business."""

    def _is_published(self) -> bool:
        try:
            path = Path(self.translate_path(self.path)).resolve()
        except ValueError:  # a null byte in the name
            return False
        return path.is_relative_to(self.server.published.resolve()) and path.is_file()

    def _refused(self, status: HTTPStatus) -> BinaryIO | None:
        self.send_error(status)
        return None
