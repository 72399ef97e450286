"""Cells that keep what the marts say: exact amounts, real days, and texts that never turn into formulas or links."""

import math
import re
from datetime import date, datetime
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

# What the file format takes: characters of a cell, digits of a number, and the first year that is a day.
MOST_CHARACTERS = 32_767
MOST_DIGITS = 15
FIRST_YEAR = 1900

# XML forbids them, and a name stands on one line.
CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\ufffe\uffff]")
# A text that begins so would become a formula as soon as somebody edits the cell.
FORMULA_STARTS = ("=", "+", "-", "@")

NUMBER_FORMATS = {
    "money": "#,##0.00",
    "ratio": "0.0%",
    "decimal": "#,##0.0",
    "factor": "#,##0.0",
    "score": "#,##0.0",
    "days": "#,##0.0",
    "hours": "#,##0.0",
    "count": "#,##0",
    "month": "yyyy-mm",
}
# The number of the reader's own short date.
SHORT_DATE = 14


class Cells:
    """Writes values of one workbook's cells, and counts the texts that were too long for one."""

    def __init__(self, workbook: "Workbook") -> None:
        self.workbook = workbook
        self.shortened = 0

    def write(self, sheet: "Worksheet", row: int, column: int, value: Any, kind: str) -> None:
        """Write a value so that a reader of the file gets it back as it was; an unknown one leaves the cell empty."""
        if value is None:
            return
        if isinstance(value, bool):
            sheet.write_boolean(row, column, value)
        elif isinstance(value, (int, float, Decimal)):
            self._write_number(sheet, row, column, value, kind)
        elif isinstance(value, date) and value.year >= FIRST_YEAR:
            sheet.write_datetime(row, column, datetime(value.year, value.month, value.day), self.formats[kind])  # noqa: DTZ001
        else:
            self.write_text(sheet, row, column, str(value))

    def write_text(self, sheet: "Worksheet", row: int, column: int, text: str, shown: "Format | None" = None) -> None:
        """Write a text as a text, whatever it looks like."""
        plain = CONTROL.sub(" ", text)
        if len(plain.encode("utf-16-le")) // 2 > MOST_CHARACTERS:
            plain = _shortened(plain)
            self.shortened += 1
        if not plain:
            return
        quoted = self.quoted if plain.startswith(FORMULA_STARTS) else None
        sheet.write_string(row, column, plain, shown or quoted)

    def _write_number(self, sheet: "Worksheet", row: int, column: int, value: int | float | Decimal, kind: str) -> None:
        if is_exact(value):
            sheet.write_number(row, column, value, self.formats[kind])
        else:
            self.write_text(sheet, row, column, f"{value:f}" if isinstance(value, Decimal) else str(value))

    @cached_property
    def formats(self) -> dict[str, "Format"]:
        """How each kind of number and day is shown."""
        shown = {kind: self.workbook.add_format({"num_format": text}) for kind, text in NUMBER_FORMATS.items()}
        return shown | {"day": self.workbook.add_format({"num_format": SHORT_DATE})}

    @cached_property
    def quoted(self) -> "Format":
        """A text that stays one when somebody edits the cell."""
        return self.workbook.add_format({"quote_prefix": True})

    @cached_property
    def heading(self) -> "Format":
        """The first row of a table."""
        return self.workbook.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})

    @cached_property
    def wrapped(self) -> "Format":
        """A sentence over several lines."""
        return self.workbook.add_format({"text_wrap": True, "valign": "top"})

    @cached_property
    def title(self) -> "Format":
        """The heading of a sheet without a table."""
        return self.workbook.add_format({"bold": True, "font_size": 14})


def is_exact(value: int | float | Decimal) -> bool:
    """Whether a spreadsheet keeps every digit of a number: it has 15, and neither infinity nor "not a number"."""
    if isinstance(value, float):
        return math.isfinite(value)
    digits = Decimal(value).normalize().as_tuple().digits
    return len(digits) <= MOST_DIGITS


def _shortened(text: str) -> str:
    units = text.encode("utf-16-le")[: 2 * (MOST_CHARACTERS - 1)]
    return units.decode("utf-16-le", errors="ignore") + "…"
