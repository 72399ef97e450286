"""Damage to the cells and columns of a table that stays well-formed CSV."""

import random
from collections.abc import Callable, Sequence
from dataclasses import replace

from damage.exports import Table
from flows.sources.files.streams import load_streams

Damage = Callable[[random.Random, Table], Table]
Row = tuple[str, ...]

NUMBERS = (
    "1e999",
    "1e3",
    "NaN",
    "-nan",
    "Infinity",
    "-inf",
    "-0",
    "12,34",
    "1,234.50",
    "1.234,50",
    "0x1F",
    "1_000",
    "١٢",
    "１２",  # noqa: RUF001  digits of another script are the point
    "+5",
    ".5",
    "5.",
    "--5",
    "- 5",
    "5 EUR",
    "$5",
    "(5)",
    "9" * 12,
    "9" * 13,
    "9" * 400,
    "0." + "1" * 30,
    "0.000000004",
    "0.000000005",
    "999999999999.999999999",
    "true",
    "½",
)
DATES = (
    "2026-02-30",
    "2026-02-29",
    "2024-02-29",
    "0000-00-00",
    "0000-01-01",
    "0202-01-01",
    "9999-12-31",
    "99999-01-01",
    "-2026-01-01",
    "2026-13-01",
    "2026-1-2",
    "20260102",
    "02/01/2026",
    "02.01.2026",
    "2026-01-02T00:00:00Z",
    "2026-01-02 00:00:00+02:00",
    "2026-01-02T10:30:00+0530",
    "2026-01-02T10:30:00-08",
    "2026-01-02 10:30",
    "2026-01-02 10:30:15.123456789",
    "2026-01-02 24:00:00",
    "2026-01-02 23:59:60",
    "2026-01-02 25:00:00",
    "2026-01-02 10:30:00 Europe/Helsinki",
    "2026-01-02 10:30:00+99:00",
    "2026-01-02 (BC)",
    "2026-01",
    "2026-W05",
    "infinity",
    "-infinity",
    "epoch",
    "today",
    "now",
    "45678",
    "2026-01-0２",  # noqa: RUF001  a digit of another script is the point
)
TEXTS = {
    "line ends in ids": ("a\nb", "a\r\nb", "\na", "a\n\n\nb", "a\rb"),
    "other scripts and emoji": (
        "שלום",
        "\u202eevil\u202c",
        "👩‍👩‍👧‍👦",
        "e\u0301",
        "\u2028",
        "\ufeffA1",
        "\u00a0",
        "Ｆ",  # noqa: RUF001
        "ß" * 9,
    ),
    "formula starts": ("=1+1", "+1", "-1", "@SUM(A1)", "=cmd|' /C calc'!A0", "\t=1", '=HYPERLINK("http://x")'),
    "ids like paths": ("../../etc/passwd", "/etc/passwd", "C:\\x", "a/b", "..", "file:///x", "%2e%2e%2f", "con", "~/x"),
    "ids like code": ("'; drop table accounts; --", '"', "''", "{{ 7*7 }}", "${HOME}", "<script>1</script>", "\\", "|"),
    "control characters": ("\x01", "a\x07b", "\x1b[31m", "\x7f", "\x1f", "\x0b", "\x0c", "\x85"),
    "blanks around values": (" x ", "\tx\t", "\u00a0x\u00a0", "  ", "\u200bx"),
    "long ids": ("x" * 10_000, "é" * 70_000),
    "other words for yes and nothing": ("TRUE", "Yes", "n", "0", "1", "null", "NULL", "\\N", "n/a", "-", "None"),
}


def _cells(texts: Sequence[str], kinds: Sequence[str] = (), share: float = 0.3) -> Damage:
    """Write texts over some cells of the columns of some types, or of any column."""

    def damaged(chance: random.Random, table: Table) -> Table:
        columns = load_streams()[table.stream].columns
        fitting = [
            place
            for place, name in enumerate(table.header)
            if not kinds or (name in columns and columns[name].type in kinds)
        ] or list(range(len(table.header)))
        rows = [list(row) for row in table.rows]
        for row in rows:
            for place in fitting:
                if chance.random() < share:
                    row[place] = chance.choice(texts)
        return table.with_rows([tuple(row) for row in rows])

    return damaged


def _swapped_names(chance: random.Random, table: Table) -> Table:
    header = list(table.header)
    first, second = chance.sample(range(len(header)), 2)
    header[first], header[second] = header[second], header[first]
    return replace(table, header=tuple(header))


def _shuffled_columns(chance: random.Random, table: Table) -> Table:
    order = list(range(len(table.header)))
    chance.shuffle(order)
    rows = [tuple(row[place] for place in order) for row in table.rows]
    return replace(table, header=tuple(table.header[place] for place in order), rows=tuple(rows))


def _shuffled_rows(chance: random.Random, table: Table) -> Table:
    return table.with_rows(chance.sample(table.rows, len(table.rows)))


def _repeated_rows(chance: random.Random, table: Table) -> Table:
    rows = [row for row in table.rows for _ in range(chance.randint(1, 3))]
    chance.shuffle(rows)
    return table.with_rows(rows)


def _changed_twins(chance: random.Random, table: Table) -> Table:
    """Rows of the same key that say something else."""
    place = chance.randrange(len(table.header))
    others = [row[place] for row in table.rows] or [""]
    twins = [(*row[:place], chance.choice(others), *row[place + 1 :]) for row in table.rows]
    return table.with_rows([*table.rows, *twins])


def _words_of_other_columns(chance: random.Random, table: Table) -> Table:
    words = [cell for row in table.rows for cell in row] or ["x"]
    return _cells(words)(chance, table)


def _emptied(chance: random.Random, table: Table) -> Table:
    return _cells([""], share=0.4)(chance, table)


def _huge(chance: random.Random, table: Table) -> Table:
    rows = [list(row) for row in table.rows] or [[""] * len(table.header)]
    rows[chance.randrange(len(rows))][chance.randrange(len(table.header))] = chance.choice("x9é") * 3_000_000
    return table.with_rows([tuple(row) for row in rows])


def _wide(names: Sequence[str]) -> Damage:
    def damaged(chance: random.Random, table: Table) -> Table:
        rows = [(*row, *(str(chance.randint(0, 9)) for _ in names)) for row in table.rows]
        return replace(table, header=(*table.header, *names), rows=tuple(rows))

    return damaged


def _without_a_column(chance: random.Random, table: Table) -> Table:
    gone = chance.randrange(len(table.header))
    rows = [(*row[:gone], *row[gone + 1 :]) for row in table.rows]
    return replace(table, header=(*table.header[:gone], *table.header[gone + 1 :]), rows=tuple(rows))


def _header_only(_: random.Random, table: Table) -> Table:
    return table.with_rows([])


ODD_NAMES = (
    "a\nb",
    "'; --",
    '"',
    "{{ x }}",
    "../x",
    "👩‍👧",
    "=1",
    "c0",
    "row",
    "_row_key",
    "_extra",
    "x" * 5000,
    "source_row",
)

TABLE_DAMAGE: dict[str, Damage] = {
    "none": lambda _, table: table,
    "numbers spelt oddly": _cells(NUMBERS, ("decimal", "integer"), 0.6),
    "dates spelt oddly": _cells(DATES, ("date", "timestamp", "month"), 0.6),
    "wrong types": _words_of_other_columns,
    "emptied cells": _emptied,
    "swapped names": _swapped_names,
    "shuffled columns": _shuffled_columns,
    "shuffled rows": _shuffled_rows,
    "repeated rows": _repeated_rows,
    "twins that differ": _changed_twins,
    "a huge field": _huge,
    "ten thousand columns": _wide([f"extra {number}" for number in range(10_000)]),
    "columns with odd names": _wide(ODD_NAMES),
    "without a column": _without_a_column,
    "header only": _header_only,
    **{kind: _cells(texts) for kind, texts in TEXTS.items()},
}
