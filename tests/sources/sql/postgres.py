"""A PostgreSQL server of the tests' own: on a socket and a port of loopback, and gone when they are done."""

import contextlib
import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

SECONDS = 30
OWNER, PASSWORD = "warehouse", "Sesam-4711"
UNPRIVILEGED = ("postgres", "nobody")


@dataclass(frozen=True)
class Server:
    """A running server."""

    port: int

    def address(self, user: str = OWNER, password: str = PASSWORD, database: str = "postgres") -> str:
        """How it is reached."""
        return f"postgresql://{user}:{password}@127.0.0.1:{self.port}/{database}"

    def execute(self, *statements: str) -> None:
        """Run statements as its owner."""
        import psycopg

        with psycopg.connect(self.address(), autocommit=True) as connection:
            for statement in statements:
                connection.execute(statement.encode())


def programs() -> Path | None:
    """The folder with PostgreSQL's programs; None where it is not installed."""
    found = shutil.which("initdb")
    if found and (Path(found).resolve().parent / "postgres").exists():
        return Path(found).resolve().parent
    installed = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    return installed[-1].parent if installed else None


@contextlib.contextmanager
def served(folder: Path) -> Iterator[Server]:
    """A server with an empty database; its data stands in that folder."""
    binaries = folder if (found := programs()) is None else found
    user = _unprivileged()
    _give(folder, user)
    options = {"user": user} if user else {}
    secret = folder / "password"
    secret.write_text(PASSWORD, encoding="utf-8")
    _give(secret, user)
    data = folder / "data"
    words = ["--auth=scram-sha-256", f"--username={OWNER}", f"--pwfile={secret}", "--no-sync", "--encoding=UTF8"]
    subprocess.run(
        [binaries / "initdb", "-D", data, *words],
        check=True,
        capture_output=True,
        cwd=folder,
        **options,  # type: ignore[call-overload]
    )
    server = Server(_free_port())
    settings = {"listen_addresses": "127.0.0.1", "port": server.port, "unix_socket_directories": folder, "fsync": "off"}
    asked = [f"-c{name}={value}" for name, value in settings.items()]
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(
            [binaries / "postgres", "-D", data, *asked],
            stdout=log,
            stderr=log,
            cwd=folder,
            **options,  # type: ignore[call-overload]
        )
    try:
        _wait(server, folder / "log")
        yield server
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(SECONDS)


@contextlib.contextmanager
def folder_for_server() -> Iterator[Path]:
    """A folder whose path is short enough for a socket, and that another user may enter."""
    folder = Path(tempfile.mkdtemp(prefix="account360-pg-"))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _unprivileged() -> str | None:
    """The user to run it as: PostgreSQL refuses root."""
    if os.geteuid() != 0:
        return None
    known = {entry.pw_name for entry in pwd.getpwall()}
    return next(name for name in UNPRIVILEGED if name in known)


def _give(path: Path, user: str | None) -> None:
    if user:
        shutil.chown(path, user)


def _free_port() -> int:
    with socket.socket() as opened:
        opened.bind(("127.0.0.1", 0))
        return int(opened.getsockname()[1])


def _wait(server: Server, log: Path) -> None:
    import psycopg

    deadline = time.monotonic() + SECONDS
    while True:
        try:
            psycopg.connect(server.address()).close()
        except psycopg.OperationalError:
            if time.monotonic() > deadline:
                raise RuntimeError(log.read_text(encoding="utf-8")) from None
            time.sleep(0.05)
        else:
            return
