"""Writes `account360.xlsx` into a version's folder: one sheet a table, what it is, and where each column comes from."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from flows.publish.notices import stale_part
from flows.report.months import last_whole_month
from flows.workbook.cells import Cells
from flows.workbook.sheets import SHEETS, Column, Sheet

if TYPE_CHECKING:
    import duckdb
    from xlsxwriter.worksheet import Worksheet

WORKBOOK = "account360.xlsx"
# Rows of a sheet of the file format, less the one with the headings.
MOST_ROWS = 1_048_575
ROWS_AT_A_TIME = 5000
WIDTHS = {"name": 34, "sentence": 70, "text": 16, "money": 15, "day": 12, "month": 9, "flag": 9}
OTHER_WIDTH = 11
AMOUNTS = (
    "All amounts are in {currency}. Whoever edits or sorts the workbook changes a copy; the next run writes it anew."
)


@dataclass(frozen=True)
class Edition:
    """What a workbook states of itself: its knowledge date, its currency, and the sources that could not be read."""

    as_of: date
    currency: str
    stale: Sequence[Mapping[str, str | None]] = ()


def write_workbook(folder: Path, edition: Edition, most_rows: int = MOST_ROWS) -> None:
    """Write the workbook from the marts that stand in a version's folder; the same marts give the same bytes.

    Args:
        folder: the version's folder, which holds `account360.duckdb`.
        edition: what the workbook states of itself; no clock is read.
        most_rows: rows that a sheet takes; where a mart has more, the sheet and the first one say so.
    """
    from xlsxwriter import Workbook

    from flows.databases import opened_to_read

    # Rows go to files beside the workbook as they are written, so that a large company needs no more memory.
    options = {
        "constant_memory": True,
        "tmpdir": str(folder),
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with (
        opened_to_read(folder / "account360.duckdb") as connection,
        Workbook(str(folder / WORKBOOK), options) as workbook,
    ):
        workbook.set_properties(
            {"title": "account360", "author": "account360", "created": datetime.combine(edition.as_of, time(), UTC)}
        )
        cells = Cells(workbook)
        about = workbook.add_worksheet("About")
        cut = [_write_sheet(cells, connection, sheet, edition.currency, most_rows) for sheet in SHEETS]
        _write_definitions(cells, connection)
        _write_about(cells, about, edition, dict(zip(SHEETS, cut, strict=True)))


def _write_sheet(
    cells: Cells, connection: "duckdb.DuckDBPyConnection", sheet: Sheet, currency: str, most_rows: int
) -> int:
    """Write one table; returns how many rows of the mart it has no room for."""
    worksheet = _table(cells, sheet.title, [(_headed(column, currency), column.kind) for column in sheet.columns])
    worksheet.freeze_panes(1, sheet.frozen_columns)
    counted = connection.execute(f"select count(*) from {sheet.mart} where {sheet.condition}").fetchall()
    total = int(counted[0][0])
    written = min(total, most_rows)
    if not total:
        cells.write_text(worksheet, 1, 0, sheet.missing)
    for row, values in enumerate(_rows(connection, sheet, written), start=1):
        for place, column in enumerate(sheet.columns):
            kind = values["unit"] if column.kind == "measure" else column.kind
            cells.write(worksheet, row, place, values[column.name], kind)
    worksheet.autofilter(0, 0, max(written, 1), len(sheet.columns) - 1)
    return total - written


def _rows(connection: "duckdb.DuckDBPyConnection", sheet: Sheet, limit: int) -> Iterator[dict[str, Any]]:
    names = [column.name for column in sheet.columns]
    columns = ", ".join(f'"{name}"' for name in names)
    found = connection.execute(
        f"select {columns} from {sheet.mart} where {sheet.condition} order by {sheet.order} limit {limit}"
    )
    while batch := found.fetchmany(ROWS_AT_A_TIME):
        for values in batch:
            yield dict(zip(names, values, strict=True))


def _table(cells: Cells, title: str, headings: Sequence[tuple[str, str]]) -> "Worksheet":
    worksheet = cells.workbook.add_worksheet(title)
    worksheet.set_landscape()
    worksheet.set_paper(9)
    worksheet.fit_to_pages(1, 0)
    worksheet.repeat_rows(0)
    for place, (heading, kind) in enumerate(headings):
        worksheet.set_column(place, place, WIDTHS.get(kind, OTHER_WIDTH))
        cells.write_text(worksheet, 0, place, heading, cells.heading)
    return worksheet


def _headed(column: Column, currency: str) -> str:
    return f"{column.heading}, {currency}" if column.kind == "money" else column.heading


def _write_definitions(cells: Cells, connection: "duckdb.DuckDBPyConnection") -> None:
    described = dict(
        connection.execute("select table_name || '.' || column_name, comment from duckdb_columns()").fetchall()
    )
    headings = [("Sheet", "text"), ("Column", "name"), ("Mart and column", "name"), ("What it is", "sentence")]
    worksheet = _table(cells, "Definitions", headings)
    worksheet.freeze_panes(1, 0)
    lines = [(sheet, column) for sheet in SHEETS for column in sheet.columns]
    for row, (sheet, column) in enumerate(lines, start=1):
        source = f"{sheet.mart}.{column.name}"
        words = (sheet.title, column.heading, source, described.get(source) or "Not described.")
        for place, text in enumerate(words):
            cells.write_text(worksheet, row, place, text, cells.wrapped)
    worksheet.autofilter(0, 0, len(lines), len(headings) - 1)


def _write_about(cells: Cells, worksheet: "Worksheet", edition: Edition, cut: Mapping[Sheet, int]) -> None:
    worksheet.set_column(0, 0, 20)
    worksheet.set_column(1, 1, 100)
    cells.write_text(worksheet, 0, 0, "account360", cells.title)
    for row, (name, value) in enumerate(_facts(edition, cut, cells.shortened), start=2):
        cells.write_text(worksheet, row, 0, name, cells.heading)
        if isinstance(value, date):
            cells.write(worksheet, row, 1, value, "day" if name == "As of" else "month")
        else:
            cells.write_text(worksheet, row, 1, value, cells.wrapped)


def _facts(edition: Edition, cut: Mapping[Sheet, int], shortened: int) -> Iterator[tuple[str, str | date]]:
    yield "As of", edition.as_of
    yield "Last whole month", last_whole_month(edition.as_of)
    yield "Currency", AMOUNTS.format(currency=edition.currency)
    for sheet in SHEETS:
        yield sheet.title, sheet.summary
    yield "Definitions", "What each column is, and the mart that it is read from; metrics and targets: scorecard."
    yield "Empty cells", "What is not known, or does not apply, is empty; 0 is a figure."
    for source in edition.stale:
        yield "Stale", f"{stale_part(source)} could not be read for this version: it stands as it stood before."
    for sheet, rows in cut.items():
        if rows:
            yield f"Not in {sheet.title}", _cut_short(sheet, rows)
    if shortened:
        words = "1 text is" if shortened == 1 else f"{shortened:,} texts are"
        ending = "it ends" if shortened == 1 else "they end"
        yield "Shortened", f"{words} longer than a cell can hold; {ending} with an ellipsis."


def _cut_short(sheet: Sheet, rows: int) -> str:
    return (
        f"{rows:,} rows: a sheet holds no more. The whole table is {sheet.mart} in account360.duckdb and in "
        f"parquet/{sheet.mart}.parquet."
    )
