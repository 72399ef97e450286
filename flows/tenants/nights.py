"""Nights in processes of their own, some at a time: each one's lines passed on, its end judged, all ended together."""

import contextlib
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import IO

from flows.errors import INTERRUPTED, PUBLISHED, Account360Error, ConfigurationError
from flows.permissions import private_files
from flows.tenants.surroundings import user_folder
from flows.tenants.tenant import Tenant

# What is told to stop closes its warehouse first; what has not done so after as many seconds is killed.
GRACE_SECONDS = 20.0
WORDS = {PUBLISHED: "published", INTERRUPTED: "stopped"}
SENTENCE, PUBLICATION = "account360: ", "Published run "


@dataclass(frozen=True)
class Night:
    """A tenant's night to be: the words of its command and the variables of its process."""

    tenant: Tenant
    words: tuple[str, ...]
    variables: dict[str, str]


@dataclass(frozen=True)
class Ending:
    """How the night of a tenant ended: an exit status of `account360 run`, what was said, and seconds."""

    tenant: str
    status: int
    sentence: str
    seconds: float = 0.0

    def line(self, width: int) -> str:
        """The ending in one line, the names in a column of a width in characters."""
        word = WORDS.get(self.status, f"failed ({self.status})")
        return f"{self.tenant:<{width}}  {word:<10} {self.seconds:6.0f} s  {self.sentence}"


def gravest(statuses: Iterable[int]) -> int:
    """The exit status of many nights: stopped by hand before all, then 1 before 2 before 3 before 4, then published."""
    failures = {status for status in statuses if status != PUBLISHED}
    return INTERRUPTED if INTERRUPTED in failures else min(failures, default=PUBLISHED)


def command_of(words: Sequence[str]) -> list[str]:
    """The account360 command as a process that takes no code from the folder in which it works."""
    return [sys.executable, "-P", "-m", "flows.cli", *words]


def make_home(tenant: Tenant) -> None:
    """Make the folders that the process of a tenant works in, for its owner only, where they are not there.

    Raises:
        ConfigurationError: they cannot be made.
    """
    wanted = [tenant.home.root, user_folder(tenant)]
    if tenant.inbox is None:
        wanted.append(tenant.home.inbox)
    try:
        with private_files():
            for folder in wanted:
                folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ConfigurationError(
            f"The home {tenant.home.root} of {tenant.name} cannot be made ({error.strerror}); name another folder, or "
            "see who may write there."
        ) from error


class Nights:
    """Nights under way; `say` gets each of their lines with the tenant's name, from several threads."""

    def __init__(self, say: Callable[[str, str], None], grace_seconds: float = GRACE_SECONDS) -> None:
        self._say = say
        self._grace_seconds = grace_seconds
        self._lock = threading.RLock()
        self._running: set[subprocess.Popen[str]] = set()
        self._is_stopping = False
        self._killing = threading.Timer(grace_seconds, self.stop)

    def run_all(self, nights: Sequence[Night], workers: int) -> list[Ending]:
        """Run nights, at most `workers` at a time, and end them all when this process is told to end."""
        try:
            with self._stopped_by_signals(), ThreadPoolExecutor(workers) as pool:
                return list(pool.map(self.run, nights))
        finally:
            self._killing.cancel()

    def run(self, night: Night) -> Ending:
        """Run one night to its end; whatever goes wrong is its ending, and no error."""
        name, began = night.tenant.name, time.monotonic()
        try:
            process = self._begin(night)
        except (OSError, ConfigurationError) as error:
            return Ending(name, ConfigurationError.exit_status, str(error))
        if process is None:
            return Ending(name, INTERRUPTED, "It was not begun.")
        try:
            told = self._pass_on(name, process)
            status = process.wait()
        finally:
            self._end(process)
        return self._judged(name, status, told, time.monotonic() - began)

    def stop(self) -> None:
        """Tell every night to end, and begin no other; the second time, or after the grace, kill them."""
        with self._lock:
            is_first, self._is_stopping = not self._is_stopping, True
            for process in self._running:
                _signal(process, signal.SIGINT if is_first else signal.SIGKILL)
        if is_first:
            self._killing.start()

    def _begin(self, night: Night) -> "subprocess.Popen[str] | None":
        make_home(night.tenant)
        with self._lock:
            if self._is_stopping:
                return None
            # In a session of its own: a key pressed in the terminal reaches it once, through this process.
            process = subprocess.Popen(  # noqa: S603  our own command
                command_of(night.words),
                cwd=night.tenant.home.root,
                env=night.variables,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
                encoding="utf-8",
                errors="replace",
                start_new_session=True,
            )
            self._running.add(process)
            return process

    def _pass_on(self, name: str, process: "subprocess.Popen[str]") -> str:
        """Say each line of a night; returns the one that says how it ended."""
        told = ""
        lines: IO[str] | None = process.stdout
        for line in map(str.rstrip, lines or ()):
            if line.startswith((SENTENCE, PUBLICATION)):
                told = line.removeprefix(SENTENCE)
            if line:
                # Nobody may be listening any more: the night goes on all the same.
                with contextlib.suppress(OSError, ValueError):
                    self._say(name, line)
        return told

    def _end(self, process: "subprocess.Popen[str]") -> None:
        """Forget a night that has ended, and end one whose reader was torn away from it."""
        if process.poll() is None:
            _signal(process, signal.SIGINT)
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(self._grace_seconds)
        with self._lock:
            self._running.discard(process)
            if process.poll() is None:
                _signal(process, signal.SIGKILL)
                process.wait()
        if process.stdout:
            process.stdout.close()

    def _judged(self, name: str, status: int, told: str, seconds: float) -> Ending:
        if status == PUBLISHED:
            return Ending(name, status, told, seconds)
        if self._is_stopping:
            return Ending(name, INTERRUPTED, "It was stopped; nothing was published.", seconds)
        if status < 0:
            told = f"Its process was ended from outside (signal {-status}); see whether memory ran short; run again."
            return Ending(name, Account360Error.exit_status, told, seconds)
        return Ending(name, status, told or f"It ended with exit status {status}; its lines say more.", seconds)

    @contextlib.contextmanager
    def _stopped_by_signals(self) -> Iterator[None]:
        before = {
            number: signal.signal(number, lambda *_: self.stop())
            for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
        }
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)


def _signal(process: "subprocess.Popen[str]", number: signal.Signals) -> None:
    """Ask a night to end by its own process; kill it with whatever it has started."""
    with contextlib.suppress(ProcessLookupError):
        if number is not signal.SIGKILL:
            process.send_signal(number)
        elif process.poll() is None:
            os.killpg(process.pid, number)
