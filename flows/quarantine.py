"""The refused rows as files that a person opens: what is wrong, where, and the row as it stood."""

import contextlib
import csv
import io
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import duckdb

from flows.files import as_pattern, write_atomically
from flows.runs import Run
from flows.sources import Batch

REFUSED = "refused_rows"
COLUMNS = ("source", "file", "row", "column", "value", "expected", "row_as_read")
# A spreadsheet takes a cell that begins so for a formula, in wide letters too; a quote before it makes it text.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")


def write_quarantine(run: Run) -> int:
    """Write every row that is refused at present to `quarantine/<source>/<stream>.csv`.

    A question about the past only counts them: the files speak of the present.

    Returns:
        How many rows are refused; a row with two faults stands twice and counts once.
    """
    with contextlib.closing(duckdb.connect(str(run.warehouse), read_only=True)) as connection:
        rows = connection.execute("""
            select stream, source, file, row_in_file, column_name, value, expected, raw
            from intermediate.int_refused_rows
            order by all
        """).fetchall()
    if not run.answers_the_past:
        _replace_files(run.home.quarantine, rows)
    return len({(stream, source, file, row, raw) for stream, source, file, row, _, _, _, raw in rows})


def write_refused_batch(run: Run, batches: Sequence[Batch]) -> None:
    """Write the rows that were refused in a batch which will not count, so that its sender can see why.

    They stand in no warehouse. Files of streams that the batch says nothing about stay as they are.
    """
    new = [run.landing.root / file.path for batch in batches for file in batch.files if file.stream == REFUSED]
    if not new:
        return
    sources = {file.source for batch in batches for file in batch.files if file.stream == REFUSED}
    before = [path for source in sorted(sources) for path in run.landing.files(source, REFUSED)]
    with contextlib.closing(duckdb.connect()) as connection:
        rows = connection.execute(
            """
            select stream, _source, _origin_file, _origin_row, column_name, value, expected, raw
            from read_parquet($files, union_by_name = true)
            where list_contains($streams, stream)
            qualify not _deleted and row_number() over (partition by _source, _row_key order by _run_id desc) = 1
            order by all
            """,
            {
                "files": [as_pattern(path) for path in (*before, *new)],
                "streams": [stream.stream for batch in batches for stream in batch.streams],
            },
        ).fetchall()
    _write_files(_by_file(run.home.quarantine, rows))


def _replace_files(folder: Path, rows: list[tuple[Any, ...]]) -> None:
    by_file = _by_file(folder, rows)
    for stale in set(folder.glob("*/*.csv")) - set(by_file):
        stale.unlink()
    _write_files(by_file)


def _by_file(folder: Path, rows: list[tuple[Any, ...]]) -> dict[Path, list[tuple[Any, ...]]]:
    by_file: dict[Path, list[tuple[Any, ...]]] = {}
    for stream, source, *rest in rows:
        by_file.setdefault(folder / source / f"{stream}.csv", []).append((source, *rest))
    return by_file


def _write_files(by_file: Mapping[Path, list[tuple[Any, ...]]]) -> None:
    for path, refused in by_file.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        write_atomically(path, _as_csv(refused))


def _as_csv(rows: list[tuple[Any, ...]]) -> bytes:
    text = io.StringIO()
    # With both signs in the line's end, a cell that holds either is quoted, and none begins a row of its own.
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    writer.writerows([[_safe(cell) for cell in row] for row in rows])
    return text.getvalue().encode()


def _safe(cell: object) -> str:
    text = "" if cell is None else str(cell)
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text
