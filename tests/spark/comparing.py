"""Compares what two nights published, value by value: exactly, and doubles to nine digits."""

import math
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb

RELATIVE = 1e-9
SHOWN = 3


def differences(one: Path, other: Path) -> Iterator[str]:
    """A sentence for each mart that is not the same in two publications, of which the second is on trial."""
    with duckdb.connect() as connection:
        for mart in sorted({path.stem for folder in (one, other) for path in (folder / "parquet").glob("*.parquet")}):
            files = [folder / "parquet" / f"{mart}.parquet" for folder in (one, other)]
            if missing := [str(file) for file in files if not file.exists()]:
                yield f"{mart}: there is no {missing[0]}"
            elif said := _difference(connection, *files):
                yield f"{mart}: {said}"


def _difference(connection: duckdb.DuckDBPyConnection, one: Path, other: Path) -> str | None:
    (columns, expected), (columns_found, found) = (_table(connection, file) for file in (one, other))
    # The order of columns counts too.
    if (kinds := list(columns.items())) != (kinds_found := list(columns_found.items())):
        return f"columns {[kind for kind in zip(kinds, kinds_found, strict=False) if kind[0] != kind[1]]}"
    if len(expected) != len(found):
        return f"{len(found)} rows instead of {len(expected)}"
    unlike = [
        f"{name} is {row[place]!r} instead of {right[place]!r} in the row of {right[0]!r}, {right[1 % len(right)]!r}"
        for right, row in zip(expected, found, strict=True)
        for place, name in enumerate(columns)
        if not same(right[place], row[place])
    ]
    return f"{len(unlike)} values: {'; '.join(unlike[:SHOWN])}" if unlike else None


def same(expected: Any, found: Any) -> bool:
    """Whether two values are the same: doubles to a relative 1e-9, all others exactly."""
    if isinstance(expected, float) and isinstance(found, float):
        both_missing = math.isnan(expected) and math.isnan(found)
        return both_missing or math.isclose(expected, found, rel_tol=RELATIVE)
    return type(expected) is type(found) and bool(expected == found)


def _table(connection: duckdb.DuckDBPyConnection, file: Path) -> tuple[dict[str, str], list[tuple[Any, ...]]]:
    read = f"from read_parquet('{str(file).replace(chr(39), chr(39) * 2)}')"
    columns = {str(name): str(kind) for name, kind, *_ in connection.execute(f"describe select * {read}").fetchall()}
    doubles = {place for place, kind in enumerate(columns.values()) if kind == "DOUBLE"}

    def position(row: tuple[Any, ...]) -> tuple[tuple[Any, ...], tuple[Any, ...]]:
        # A last digit may not decide which row stands beside which.
        exact = tuple((value is not None, value) for place, value in enumerate(row) if place not in doubles)
        rounded = (f"{row[place]:.6e}" if row[place] is not None else "" for place in sorted(doubles))
        return tuple((there, str(value)) for there, value in exact), tuple(rounded)

    return columns, sorted(connection.execute(f"select * {read}").fetchall(), key=position)
