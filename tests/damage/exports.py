"""Clean exports to damage: the tiny company's, a small demo company's, and those of other systems."""

import csv
import io
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from pathlib import Path

from flows.demo import write_demo
from flows.sources.files.streams import load_streams

MOST_ROWS = 14


@dataclass(frozen=True)
class Table:
    """A file's names and cells, all as text."""

    stream: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    def with_rows(self, rows: "list[tuple[str, ...]]") -> "Table":
        """The same columns over other rows."""
        return replace(self, rows=tuple(rows))


@cache
def own_exports() -> dict[str, Table]:
    """A short file of every stream that the demo company writes; of the others one row made from their columns."""
    with tempfile.TemporaryDirectory() as folder:
        write_demo(Path(folder), accounts=5, months=2, seed=7, as_of=date(2026, 6, 30))
        tables = {
            path.name.partition(".")[0]: read_table(path.name.partition(".")[0], path)
            for path in sorted(Path(folder).glob("*.csv"))
        }
    for name, stream in load_streams().items():
        if name not in tables:
            names = tuple(stream.columns)
            tables[name] = Table(name, names, tuple(_row(name, number) for number in range(3)))
    return tables


def tiny_exports() -> Iterator[Table]:
    """The files of the tiny company, with its credits, dollars and refused contact."""
    from tiny_company import second_drop

    for name, text in second_drop().items():
        yield _parsed(name, text)


def read_table(stream: str, path: Path) -> Table:
    """The first rows of a well-formed CSV file."""
    return _parsed(stream, path.read_text(encoding="utf-8-sig"))


def _parsed(stream: str, text: str) -> Table:
    header, *rows = csv.reader(io.StringIO(text, newline=""), strict=True)
    return Table(stream, tuple(header), tuple(tuple(row) for row in rows[:MOST_ROWS]))


def _row(stream: str, number: int) -> tuple[str, ...]:
    values = {
        "date": f"2026-0{number + 1}-15",
        "month": f"2026-0{number + 1}",
        "timestamp": f"2026-0{number + 1}-15 08:30:00",
        "decimal": f"{number + 1}.25",
        "integer": str(number + 1),
        "boolean": "true",
        "currency": "EUR",
    }
    return tuple(
        column.choices[0] if column.choices else values.get(column.type, f"{column.name} {number}")
        for column in load_streams()[stream].columns.values()
    )
