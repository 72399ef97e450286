"""The log of every field that was written, a JSON line each, from which is known what was written before.

A line is added when values set out (sent), and again when the CRM has taken them (written) or not (refused), when it is
found to hold a value already (confirmed), or to hold one that somebody else set (left). What a killed run had sent may
stand in the CRM or not: it counts as ours when it does. Values that somebody else set are never written down.
"""

import json
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import BinaryIO, Literal

from flows.errors import StorageError
from flows.files import sync_folder

LOG = "log.jsonl"
Outcome = Literal["sent", "written", "confirmed", "refused", "left"]
Key = tuple[str, str]


@dataclass(frozen=True)
class Line:
    """One field of one account: what it held as far as we had written it, what it was to hold, and what came of it."""

    time: str
    run_id: str
    crm: str
    account_id: str
    column: str
    field: str
    old: str | None
    new: str | None
    outcome: Outcome
    reason: str = ""

    @property
    def key(self) -> Key:
        """Account and field."""
        return self.account_id, self.field

    @property
    def said(self) -> tuple[object, ...]:
        """All that it says but when, and of which version."""
        return self.outcome, self.old, self.new, self.reason


class Log:
    """What was written to one CRM, by account and field; a log that is read only for a trial takes no lines."""

    def __init__(self, crm: str, file: BinaryIO | None) -> None:
        self.crm, self._file = crm, file
        self._written: dict[Key, str | None] = {}
        self._sent: dict[Key, set[str | None]] = {}
        self._last: dict[Key, tuple[object, ...]] = {}

    def written(self, key: Key) -> str | None:
        """The value that was written or confirmed last; None for none."""
        return self._written.get(key)

    def is_ours(self, key: Key, value: str | None) -> bool:
        """Whether a value in the CRM is one that we wrote, or set out to write."""
        return value == self.written(key) or value in self._sent.get(key, ())

    def add(self, lines: Iterable[Line]) -> None:
        """Write lines down, on the disk before this returns; what was left before is not said again."""
        new = [line for line in lines if line.outcome != "left" or self._last.get(line.key) != line.said]
        if new and self._file:
            text = "".join(json.dumps(asdict(line), ensure_ascii=False) + "\n" for line in new)
            self._file.write(text.encode())
            self._file.flush()
            os.fsync(self._file.fileno())
        for line in new:
            self.take(line)

    def take(self, line: Line) -> None:
        """Know what a line says."""
        self._last[line.key] = line.said
        if line.outcome == "sent":
            self._sent.setdefault(line.key, set()).add(line.new)
        elif line.outcome in {"written", "confirmed"}:
            self._written[line.key] = line.new
            self._sent.pop(line.key, None)
        elif line.outcome == "refused":
            self._sent.pop(line.key, None)


@contextmanager
def opened_log(folder: Path, crm: str, *, is_trial: bool) -> Iterator[Log]:
    """The log of a CRM, for its own user only; a trial makes no file.

    Raises:
        StorageError: a line of it cannot be read.
    """
    path = folder / LOG
    content = path.read_bytes() if path.exists() else b""
    # What follows the last end of a line is the beginning of one that a power cut broke off.
    whole = content.rfind(b"\n") + 1
    if is_trial:
        yield _filled(Log(crm, None), content[:whole], path)
        return
    with os.fdopen(os.open(path, os.O_CREAT | os.O_RDWR, 0o600), "r+b") as file:
        log = _filled(Log(crm, file), content[:whole], path)
        file.truncate(whole)
        file.seek(whole)
        sync_folder(folder)
        yield log


def _filled(log: Log, content: bytes, path: Path) -> Log:
    for number, text in enumerate(content.splitlines(), start=1):
        try:
            line = Line(**json.loads(text))
        except (ValueError, TypeError):
            raise StorageError(
                f"{path}, line {number}, cannot be read; put a copy from a backup in its place, or move it away: then "
                "values that were written before count as changed by hand."
            ) from None
        if line.crm == log.crm:
            log.take(line)
    return log
