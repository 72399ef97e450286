"""Tables as Parquet files, typed or not, and damage to them."""

import io
import random
from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pyarrow
import pyarrow.parquet

from damage.contents import flipped, truncated, written
from damage.exports import Table

Damage = Callable[[random.Random, Table], bytes]

ODD_VALUES: tuple[Any, ...] = (
    [1, float("nan")],
    {"a": 1},
    float("inf"),
    float("nan"),
    1e300,
    -0.0,
    Decimal("1e30"),
    2**62,
    b"\xff\x00",
    "a\0b",
    date(2, 1, 1),
    datetime(2026, 1, 2, 3, 4, 5, 678, tzinfo=UTC),
    True,
    None,
)


def _file(columns: dict[str, Any]) -> bytes:
    written = io.BytesIO()
    pyarrow.parquet.write_table(pyarrow.table(columns), written)
    return written.getvalue()


def _texts(table: Table) -> bytes:
    cells = list(zip(*table.rows, strict=True)) or [()] * len(table.header)
    return _file(
        {name: pyarrow.array(column, pyarrow.string()) for name, column in zip(table.header, cells, strict=True)}
    )


def _odd_types(chance: random.Random, table: Table) -> bytes:
    """Every column of one odd type."""
    count = len(table.rows)
    columns: dict[str, Any] = {}
    for name in table.header:
        odd = chance.choice(ODD_VALUES)
        columns[name] = pyarrow.array([odd] * count) if chance.random() < 0.3 else pyarrow.array(["x"] * count)
    return _file(columns)


def _footer(chance: random.Random, table: Table) -> bytes:
    content = bytearray(_texts(table))
    for _ in range(3):
        content[len(content) - 1 - chance.randrange(min(400, len(content)))] ^= 1 << chance.randrange(8)
    return bytes(content)


PARQUET_DAMAGE: dict[str, Damage] = {
    "Parquet, whole": lambda _, table: _texts(table),
    "Parquet, flipped bits": lambda chance, table: flipped(chance, _texts(table)),
    "Parquet, cut off": lambda chance, table: truncated(chance, _texts(table)),
    "Parquet, footer damaged": _footer,
    "Parquet, odd types": _odd_types,
    "Parquet, no rows": lambda _, table: _texts(table.with_rows([])),
}
# What pyarrow reads of these is no text.
UNTOLD = ("Parquet, odd types",)


def as_text(content: bytes) -> str | None:
    """What another reader reads of a file of texts, as CSV; None when it cannot."""
    try:
        table = pyarrow.parquet.read_table(io.BytesIO(content))
        columns = [[cell or "" for cell in table.column(name).to_pylist()] for name in table.column_names]
        if not all(isinstance(cell, str) for column in columns for cell in column):
            return None
    except (OSError, ValueError, KeyError, pyarrow.ArrowException):
        return None
    return written(Table("", tuple(table.column_names), tuple(zip(*columns, strict=True))))
