"""Pages of objects set down as Parquet while they are read, a window a file, so that a reading cut off goes on."""

import json
import shutil
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Protocol

from flows.errors import SourceError
from flows.extraction.streams import Object, ObjectStream
from flows.files import sync_file, write_atomically

# Objects in one row group, and the bytes of text after which one is written earlier.
GROUP_ROWS, GROUP_BYTES = 20_000, 32_000_000
READING = "reading.json"


class Recorded(Protocol):
    """A plan of a reading."""

    def to_record(self) -> dict[str, Any]:
        """The plan as JSON can hold it."""


class Spool:
    """What one reading of a stream has set down so far; it is no landing, and nothing of it counts."""

    def __init__(self, folder: Path, plan: Recorded, began: datetime, lasting: timedelta) -> None:
        self.folder = folder
        self.began = self._taken_up(plan, began, lasting)

    def _taken_up(self, plan: Recorded, began: datetime, lasting: timedelta) -> datetime:
        """The moment the reading began: that of an earlier one with the same plan, if it is recent enough to go on."""
        kept = _kept(self.folder / READING)
        if kept and kept["plan"] == plan.to_record():
            earlier = datetime.fromisoformat(kept["began"])
            if timedelta(0) <= began - earlier < lasting:
                return earlier
        shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.mkdir(parents=True)
        record = {"plan": plan.to_record(), "began": began.isoformat()}
        write_atomically(self.folder / READING, json.dumps(record).encode())
        return began

    def holds(self, window: str) -> bool:
        """Whether a window was read to its end."""
        return self.path(window).exists()

    def write(self, window: str, stream: ObjectStream[Any], pages: Iterable[Sequence[Object]]) -> int:
        """Set a window's pages down, under its name once they are all there; how many objects they hold."""
        import pyarrow as pa
        import pyarrow.parquet as pq

        path = self.path(window)
        temporary = path.with_suffix(".part")
        schema = pa.schema(
            [("id", pa.string()), ("cursor_value", pa.string()), ("payload", pa.string()), ("is_deleted", pa.bool_())]
        )
        rows = 0
        with pq.ParquetWriter(temporary, schema, compression="zstd", compression_level=1) as writer:
            for columns in _groups(stream, pages):
                rows += len(columns[0])
                writer.write_table(pa.table(columns, schema=schema))
        sync_file(temporary)
        temporary.replace(path)
        return rows

    def forget(self) -> None:
        """Remove what was set down: a reading that was refused is no beginning of the next one."""
        shutil.rmtree(self.folder, ignore_errors=True)

    def files(self) -> list[Path]:
        """The files of the windows that were read, in their order."""
        return sorted(self.folder.glob("*.parquet"))

    def path(self, window: str) -> Path:
        """Where a window's file stands once it was read to its end."""
        return self.folder / f"{window}.parquet"


def _groups(stream: ObjectStream[Any], pages: Iterable[Sequence[Object]]) -> Iterator[list[list[Any]]]:
    import orjson

    group: list[list[Any]] = [[], [], [], []]
    size = 0
    for page in pages:
        for item in page:
            try:
                row = (
                    stream.key(item),
                    stream.version(item) if stream.version else None,
                    orjson.dumps(item).decode(),
                    stream.is_deleted(item),
                )
            except (KeyError, TypeError, ValueError, AttributeError):
                raise SourceError(
                    f"An object of {stream.name} has no id, or no moment of its last change, that can be read; "
                    "ask the maker of the source what has changed in it.",
                    may_pass=False,
                    of_stream=True,
                ) from None
            for column, value in zip(group, row, strict=True):
                column.append(value)
            size += len(row[2])
        if len(group[0]) >= GROUP_ROWS or size >= GROUP_BYTES:
            yield group
            group, size = [[], [], [], []], 0
    if group[0]:
        yield group


def _kept(path: Path) -> dict[str, Any] | None:
    try:
        kept = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return kept if isinstance(kept, dict) and {"plan", "began"} <= kept.keys() else None
