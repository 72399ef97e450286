"""One run at a time on a home: a lock that the system itself drops when its process dies."""

import fcntl
import json
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager

from flows.errors import WarehouseBusy
from flows.settings import Home, now


@contextmanager
def run_lock(home: Home) -> Iterator[None]:
    """Hold the warehouse of a home.

    The kernel's lock on the open file, not the file's presence, is what counts: a killed run leaves the file behind
    and holds nothing, so no lock is ever stale.

    Raises:
        WarehouseBusy: another process holds it.
    """
    home.work.mkdir(parents=True, exist_ok=True)
    with home.lock.open("a+", encoding="utf-8") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            file.seek(0)
            raise WarehouseBusy(
                f"Another run holds the warehouse of {home.root}{_holder(file.read())}; wait for it to end, "
                "or end that process, and run again."
            ) from error
        file.truncate(0)
        holder = {"pid": os.getpid(), "host": socket.gethostname(), "since": now().isoformat(timespec="seconds")}
        file.write(json.dumps(holder))
        file.flush()
        try:
            yield
        finally:
            file.truncate(0)


def lock_holder(home: Home) -> str | None:
    """Who holds a home by its lock file, in words; None when nobody does. The lock itself is not touched."""
    try:
        holder = json.loads(home.lock.read_text(encoding="utf-8"))
        named = f"process {int(holder['pid'])} on {holder['host']} since {holder['since']}"
    except (OSError, ValueError, KeyError, TypeError):
        return None
    if holder["host"] == socket.gethostname() and not _is_alive(int(holder["pid"])):
        return f"left by a process that is gone ({named}); the next run takes it"
    return f"held by {named}"


def _is_alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        pass
    return True


def _holder(text: str) -> str:
    try:
        holder = json.loads(text)
        return f" (process {holder['pid']} on {holder['host']} since {holder['since']})"
    except (ValueError, KeyError, TypeError):
        return ""
