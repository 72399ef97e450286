"""The workbook: exact figures, real days, texts that stay texts, and every sheet even of a company without anything."""

import contextlib
import zipfile
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import duckdb
import pytest
import yaml
from openpyxl import load_workbook
from openpyxl.utils.escape import unescape
from openpyxl.workbook import Workbook

from flows.settings import DBT_PROJECT
from flows.workbook import WORKBOOK, Edition, write_workbook
from flows.workbook.sheets import SHEETS

AS_OF = date(2026, 6, 30)
TITLES = ["About", "Portfolio", "Scorecard", "Accounts", "Due", "Definitions"]
# What each kind of column is in the contract of its mart.
TYPES = {
    "money": {"decimal(18,2)"},
    "measure": {"decimal(28,8)"},
    "ratio": {"double"},
    "decimal": {"double"},
    "factor": {"double"},
    "count": {"bigint", "int"},
    "day": {"date"},
    "month": {"date"},
    "flag": {"boolean"},
    "text": {"string"},
    "name": {"string"},
    "sentence": {"string"},
}


@cache
def contract(mart: str) -> dict[str, str]:
    """The columns of a mart with their types, as its contract says."""
    for file in (DBT_PROJECT / "models" / "marts").rglob("*__models.yml"):
        for model in yaml.safe_load(file.read_text(encoding="utf-8")).get("models", []):
            if model["name"] == mart:
                return {column["name"]: column["data_type"] for column in model["columns"]}
    raise AssertionError(f"{mart} is described nowhere")


def written(folder: Path, rows: dict[str, list[dict[str, Any]]], edition: Edition | None = None, **limits: int) -> Path:
    """A version's folder with the workbook's marts, of which each row gives a few columns, and the workbook."""
    folder.mkdir(exist_ok=True)
    with contextlib.closing(duckdb.connect(str(folder / "account360.duckdb"))) as connection:
        for mart in {sheet.mart for sheet in SHEETS}:
            columns = ", ".join(f'"{name}" {type_}' for name, type_ in contract(mart).items())
            connection.execute(f"create table {mart} ({columns})")
            for row in rows.get(mart, []):
                names = ", ".join(f'"{name}"' for name in row)
                connection.execute(
                    f"insert into {mart} ({names}) values ({', '.join('?' * len(row))})", list(row.values())
                )
    write_workbook(folder, edition or Edition(AS_OF, "EUR"), **limits)
    return folder / WORKBOOK


def table(book: Workbook, title: str) -> list[dict[str, Any]]:
    """The rows of a sheet by their headings."""
    headings, *found = book[title].iter_rows(values_only=True)
    return [dict(zip(map(str, headings), row, strict=True)) for row in found]


def about(book: Workbook) -> dict[str, Any]:
    """What the first sheet says, by its names."""
    return {str(row[0]): row[1] for row in book["About"].iter_rows(min_row=3, values_only=True)}


def a_day(year: int, month: int, day: int) -> datetime:
    """A day as openpyxl reads it: a workbook knows no time zone."""
    return datetime(year, month, day)  # noqa: DTZ001


def account(number: int, **values: Any) -> dict[str, Any]:
    """An account; the first is the largest."""
    return {
        "account_id": f"A{number:04}",
        "account_name": f"Account {number}",
        "mrr": Decimal(10000 - number),
        **values,
    }


def test_every_column_stands_in_the_contract_of_its_mart_with_the_type_that_it_is_shown_as() -> None:
    wrong = [
        f"{sheet.mart}.{column.name}: {contract(sheet.mart).get(column.name)}"
        for sheet in SHEETS
        for column in sheet.columns
        if contract(sheet.mart).get(column.name) not in TYPES[column.kind]
    ]

    assert wrong == []


def test_a_figure_is_a_number_a_day_is_a_day_and_each_is_shown_as_what_it_is(tmp_path: Path) -> None:
    row = account(
        1, mrr=Decimal("1234.50"), share_of_wallet=0.125, health_score=61.5, open_tickets=3, is_active_customer=True,
        last_contact=date(2026, 5, 31),
    )  # fmt: skip
    book = load_workbook(written(tmp_path / "v", {"account_360": [row]}))
    (found,) = table(book, "Accounts")

    assert found["MRR, EUR"] == 1234.5
    assert (found["Share of wallet"], found["Health"], found["Open tickets"]) == (0.125, 61.5, 3)
    assert found["Pays now"] is True
    assert found["Last contact"] == a_day(2026, 5, 31)
    assert found["NPS"] is None
    sheet = book["Accounts"]
    formats = {str(heading.value): cell.number_format for heading, cell in zip(sheet[1], sheet[2], strict=True)}
    assert formats["MRR, EUR"] == "#,##0.00"
    assert formats["Share of wallet"] == "0.0%"
    # The format that every reader sees as the short date of their own place.
    assert formats["Last contact"] == "mm-dd-yy"
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("B2", "A1:AM2")


@pytest.mark.parametrize(
    "cents", ["0.01", "-0.05", "0.10", "1.15", "2.675", "8888888.88", "-1234567.89", "9999999999999.99"]
)
def test_an_amount_reads_back_to_the_cent(tmp_path: Path, cents: str) -> None:
    amount = Decimal(cents).quantize(Decimal("0.01"))
    book = load_workbook(written(tmp_path / "v", {"account_360": [account(1, mrr=amount)]}))

    cell = table(book, "Accounts")[0]["MRR, EUR"]
    assert isinstance(cell, float | int)
    assert Decimal(str(cell)) == amount
    assert f"{cell:.2f}" == f"{amount:.2f}"


def test_an_amount_with_more_digits_than_a_spreadsheet_keeps_is_a_text_with_all_of_them(tmp_path: Path) -> None:
    book = load_workbook(written(tmp_path / "v", {"account_360": [account(1, mrr=Decimal("1234567890123456.78"))]}))

    assert table(book, "Accounts")[0]["MRR, EUR"] == "1234567890123456.78"


HOSTILE = [
    '=HYPERLINK("https://example.com";"click")', "=1+1", "+1", "-2+3", "@SUM(A1)", "{=A1}", "https://example.com",
    "mailto:a@example.com", "internal:'About'!A1", "1234", "0123", "TRUE", "2026-01-01", "<b>&amp;\"'</b>", "😀 Oy",
    "שלום עולם", "\u202eevil", "x" * 300, "_x0041_", " two  blanks ", "]]>",
]  # fmt: skip


def test_a_text_stays_the_text_it_is_and_never_becomes_a_formula_a_link_or_a_number(tmp_path: Path) -> None:
    rows = [account(number, account_name=name) for number, name in enumerate(HOSTILE)]
    path = written(tmp_path / "v", {"account_360": rows})
    sheet = load_workbook(path)["Accounts"]
    cells = [row[0] for row in sheet.iter_rows(min_row=2)]

    # Excel reads `_x0041_` as a letter; written with its underscore escaped it stays as it is.
    assert [unescape(str(cell.value)) for cell in cells] == HOSTILE
    assert {cell.data_type for cell in cells} == {"s"}
    # Whoever edits such a cell in Excel still has a text.
    assert [cell.value for cell in cells if cell.quotePrefix] == [name for name in HOSTILE if name[0] in "=+-@"]
    with zipfile.ZipFile(path) as archive:
        content = b"".join(archive.read(name) for name in archive.namelist())
    assert b"<f>" not in content
    assert b"<hyperlink" not in content


def test_characters_that_no_workbook_can_hold_become_blanks(tmp_path: Path) -> None:
    name = "A\x00B\x0bC\x1fD\ufffeE\uffffF\nG\tH\x85I"
    book = load_workbook(written(tmp_path / "v", {"account_360": [account(1, account_name=name)]}))

    assert table(book, "Accounts")[0]["Account"] == "A B C D E F G H I"


def test_a_text_longer_than_a_cell_is_shortened_and_the_first_sheet_says_so(tmp_path: Path) -> None:
    rows = [account(1, account_name="😀" * 20_000), account(2, account_name="y" * 32_767)]
    book = load_workbook(written(tmp_path / "v", {"account_360": rows}))

    first, second = (row["Account"] for row in table(book, "Accounts"))
    assert first == "😀" * 16_383 + "…"
    assert second == "y" * 32_767
    assert about(book)["Shortened"] == "1 text is longer than a cell can hold; it ends with an ellipsis."


def test_what_no_cell_can_hold_as_a_day_or_number_is_a_text(tmp_path: Path) -> None:
    row = account(1, customer_since=date(1899, 12, 31), share_of_wallet=float("inf"), nps=float("nan"))
    (found,) = table(load_workbook(written(tmp_path / "v", {"account_360": [row]})), "Accounts")

    assert (found["Customer since"], found["Share of wallet"], found["NPS"]) == ("1899-12-31", "inf", "nan")


def test_rows_beyond_what_a_sheet_holds_are_told_and_where_they_are(tmp_path: Path) -> None:
    rows = [account(number) for number in range(1, 6)]
    book = load_workbook(written(tmp_path / "v", {"account_360": rows}, most_rows=3))

    assert [row["Account id"] for row in table(book, "Accounts")] == ["A0001", "A0002", "A0003"]
    assert about(book)["Not in Accounts"] == (
        "2 rows: a sheet holds no more. The whole table is account_360 in account360.duckdb and in "
        "parquet/account_360.parquet."
    )
    assert "Not in Due" not in about(book)


def test_a_company_without_anything_has_every_sheet_with_its_headings_and_what_is_missing(tmp_path: Path) -> None:
    book = load_workbook(written(tmp_path / "v", {}))

    assert book.sheetnames == TITLES
    said = {title: list(book[title].iter_rows(min_row=2, max_col=1, values_only=True)) for title in TITLES}
    assert said["Portfolio"] == [("No month with recurring revenue is over yet, so that there are no key figures.",)]
    assert said["Scorecard"] == [("The scorecard has no month yet.",)]
    assert said["Accounts"] == [("The sources hold no account yet.",)]
    assert said["Due"] == [("Nothing of the calendar of care is overdue or comes up.",)]
    assert [len(book[sheet.title][1]) for sheet in SHEETS] == [len(sheet.columns) for sheet in SHEETS]


def test_one_account_alone_stands_by_itself(tmp_path: Path) -> None:
    book = load_workbook(written(tmp_path / "v", {"account_360": [account(1)]}))

    assert [row["Account"] for row in table(book, "Accounts")] == ["Account 1"]
    assert len(table(book, "Portfolio")) == len(table(book, "Due")) == 1


def test_months_are_those_of_customers_and_the_newest_stands_first(tmp_path: Path) -> None:
    months = [
        {"level": level, "month": date(2026, month, 1), "closing": Decimal(month), "nrr_12_months": 1.05}
        for level in ("account", "customer")
        for month in (4, 6, 5)
    ]
    found = table(load_workbook(written(tmp_path / "v", {"kpi_months": months})), "Portfolio")

    assert [(row["Month"].month, row["Closing MRR, EUR"]) for row in found] == [(6, 6), (5, 5), (4, 4)]
    assert found[0]["NRR of 12 months"] == 1.05


def test_the_scorecard_shows_the_newest_month_each_metric_in_its_unit(tmp_path: Path) -> None:
    def metric(name: str, unit: str, actual: str | None, month: int = 6, **values: Any) -> dict[str, Any]:
        known = None if actual is None else Decimal(actual)
        return {"metric": name, "name": name, "unit": unit, "actual": known, "month": date(2026, month, 1), **values}

    rows = [
        metric("grr", "ratio", "0.93", perspective="finance", target=Decimal("0.9"), is_off_target=False),
        metric("grr", "ratio", "0.5", month=5, perspective="finance"),
        metric("arr", "money", "120.5", perspective="finance"),
        metric("quick_ratio", "factor", "1.789", perspective="finance", target=Decimal("4")),
        metric("trainings", "count", "14", perspective="learning"),
        metric("nps", "score", None, perspective="customer", target=Decimal("40")),
    ]
    sheet = load_workbook(written(tmp_path / "v", {"scorecard": rows}))["Scorecard"]
    shown = [
        (row[0].value, row[3].value, row[3].number_format, row[4].value, row[6].value)
        for row in sheet.iter_rows(min_row=2)
    ]

    assert shown == [
        ("arr", 120.5, "#,##0.00", None, None),
        ("grr", 0.93, "0.0%", 0.9, False),
        ("quick_ratio", 1.789, "#,##0.0", 4, None),
        ("nps", None, "General", 40, None),
        ("trainings", 14, "#,##0", None, None),
    ]


def test_what_is_overdue_stands_before_this_week_and_that_before_the_rest(tmp_path: Path) -> None:
    due = [
        {"uid": f"u{number}", "account_id": "A1", "period": period, "due_date": date(2026, 7, day)}
        for number, (period, day) in enumerate(
            [("later", 30), ("this_month", 20), ("this_week", 3), ("overdue", 9), ("overdue", 8)]
        )
    ]
    found = table(load_workbook(written(tmp_path / "v", {"care_due": due})), "Due")

    assert [(row["When"], row["Planned on"].day) for row in found] == [
        ("overdue", 8), ("overdue", 9), ("this_week", 3), ("this_month", 20), ("later", 30),
    ]  # fmt: skip


def test_the_first_sheet_says_of_which_day_month_and_currency_it_is_and_what_is_stale(tmp_path: Path) -> None:
    stale = [{"source": "stripe", "stream": "invoices", "sentence": "401"}]
    said = about(load_workbook(written(tmp_path / "v", {}, Edition(date(2026, 6, 29), "SEK", stale))))

    assert (said["As of"], said["Last whole month"]) == (a_day(2026, 6, 29), a_day(2026, 5, 1))
    assert said["Currency"].startswith("All amounts are in SEK.")
    assert said["Stale"] == "stripe invoices could not be read for this version: it stands as it stood before."
    assert set(TITLES) - {"About"} < set(said)


def test_a_definition_says_where_each_column_is_read_from(tmp_path: Path) -> None:
    folder = tmp_path / "v"
    written(folder, {})
    with contextlib.closing(duckdb.connect(str(folder / "account360.duckdb"))) as connection:
        connection.execute("comment on column account_360.mrr is '=1+1 of the last whole month.'")
    write_workbook(folder, Edition(AS_OF, "EUR"))
    found = table(load_workbook(folder / WORKBOOK), "Definitions")

    assert len(found) == sum(len(sheet.columns) for sheet in SHEETS)
    assert [row["What it is"] for row in found if row["Mart and column"] == "account_360.mrr"] == [
        "=1+1 of the last whole month."
    ]


def test_the_same_marts_give_the_same_bytes_and_no_clock_is_read(tmp_path: Path) -> None:
    rows = {"account_360": [account(1), account(2, mrr=Decimal(9999))]}
    turned = {"account_360": rows["account_360"][::-1]}
    one, other = written(tmp_path / "one", rows), written(tmp_path / "other", turned)

    assert one.read_bytes() == other.read_bytes()
    created = load_workbook(one).properties
    assert created.created == created.modified == a_day(2026, 6, 30)
    with zipfile.ZipFile(one) as archive:
        assert {entry.date_time[0] for entry in archive.infolist()} == {1980}
    assert sorted(path.name for path in one.parent.iterdir()) == ["account360.duckdb", WORKBOOK]
