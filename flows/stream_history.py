"""What earlier readings of each stream were like: one small file a stream, from which a batch is told to be unusual."""

import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from flows.errors import InputError
from flows.files import write_atomically
from flows.sources.connector import StreamBatch

Reading = Mapping[str, Any]


class StreamHistory:
    """The readings of the streams of one home, without any row or value of theirs.

    A reading is written before its run commits, and counts once it has: a run that is killed or refused between the
    two leaves one behind that nobody sees.
    """

    def __init__(self, folder: Path, committed: Collection[str]) -> None:
        self._folder = folder
        self._committed = frozenset(committed)

    def streams(self) -> Iterator[tuple[str, str]]:
        """Source and name of every stream that has a committed reading, in order."""
        for path in sorted(self._folder.glob("*/*.json")):
            if self.readings(path.parent.name, path.stem):
                yield path.parent.name, path.stem

    def readings(self, source: str, stream: str) -> list[Reading]:
        """The committed readings of a stream that are kept, oldest first.

        Raises:
            InputError: they cannot be read.
        """
        return [reading for reading in self._read(self._path(source, stream)) if reading["run_id"] in self._committed]

    def add(self, batch: StreamBatch, run_id: str, as_of: str, keep: int) -> None:
        """Remember one reading, and forget all but the last `keep`."""
        path = self._path(batch.source, batch.stream)
        known = [reading for reading in self.readings(batch.source, batch.stream) if reading["run_id"] != run_id]
        before = known[-1]["last_changed_run"] if known else None
        changed = run_id if _changes(batch) else before
        new = {**as_facts(batch), "run_id": run_id, "as_of": as_of, "last_changed_run": changed}
        path.parent.mkdir(parents=True, exist_ok=True)
        write_atomically(path, json.dumps([*known, new][-keep:]).encode())

    def _path(self, source: str, stream: str) -> Path:
        return self._folder / source / f"{stream}.json"

    def _read(self, path: Path) -> list[Reading]:
        if not path.exists():
            return []
        try:
            readings: list[Reading] = json.loads(path.read_text(encoding="utf-8"))
        except (OSError, ValueError) as error:
            raise InputError(
                f"{path} cannot be read ({error}); delete it, and what is usual for the stream is learnt anew."
            ) from error
        return readings


def as_facts(batch: StreamBatch) -> dict[str, Any]:
    """A stream's batch as plain values for JSON."""
    newest = batch.newest_date.isoformat() if batch.newest_date else None
    return {**asdict(batch), "newest_date": newest, "rows_after": batch.rows_after}


def standing(
    history: StreamHistory, batches: Collection[StreamBatch], run_id: str, landed: bool
) -> list[dict[str, str | int | None]]:
    """How every stream stands after a run: what the run read of it, its newest day, and which run last changed it.

    Args:
        history: earlier readings.
        batches: what the run read.
        run_id: the run.
        landed: whether what it read counts; of a batch that was refused the newest day stays that of the one before.
    """
    read = {(batch.source, batch.stream): batch for batch in batches}
    return [
        _stands(history.readings(source, stream), read.get((source, stream)), source, stream, run_id, landed)
        for source, stream in sorted({*history.streams(), *read})
    ]


def _stands(
    earlier: list[Reading], batch: StreamBatch | None, source: str, stream: str, run_id: str, landed: bool
) -> dict[str, str | int | None]:
    last = earlier[-1] if earlier else {"newest_date": None, "rows_after": None, "last_changed_run": None}
    newest, after, changed = last["newest_date"], last["rows_after"], last["last_changed_run"]
    if batch and landed:
        now = as_facts(batch)
        newest, after = now["newest_date"] or newest, now["rows_after"]
        changed = run_id if _changes(batch) else changed
    return {
        "source": source,
        "stream": stream,
        "newest_date": newest,
        "rows_read": batch.rows_read if batch else 0,
        "rows_refused": batch.rows_refused if batch else 0,
        "rows_new": batch.rows_new if batch and landed else 0,
        "rows_changed": batch.rows_changed if batch and landed else 0,
        "rows_deleted": batch.rows_deleted if batch and landed else 0,
        "rows_after": after,
        "last_changed_run": changed,
    }


def _changes(batch: StreamBatch) -> bool:
    return bool(batch.rows_new or batch.rows_changed or batch.rows_deleted)
