"""Runs localstripe on loopback in a process of its own, with nothing kept on disk; it prints its port."""

import socket

from aiohttp import web
from localstripe.resources import store  # type: ignore[import-not-found]
from localstripe.server import app  # type: ignore[import-not-found]


def main() -> None:
    """Serve until killed."""
    type(store).dump_to_disk = lambda _store: None
    listening = socket.create_server(("127.0.0.1", 0))
    print(listening.getsockname()[1], flush=True)
    web.run_app(app, sock=listening, print=None, access_log=None)


if __name__ == "__main__":
    main()
