"""Writes the report of a version: portfolio, accounts, one account, what needs attention, and the quality of data."""

import shutil
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from flows.policy import Policy
from flows.publish.notices import write_notices
from flows.report import attention, care, marts, metrics, owners, quality, signals, voice, wording
from flows.report.accounts import account_page, accounts_data, accounts_page, assignment
from flows.report.charts import Chart, Point, Size, bridge_chart, line_chart
from flows.report.elements import filters, functions
from flows.report.language import LANGUAGES, Language, later, messages_for_pages
from flows.report.marts import Row
from flows.report.months import before, last_whole_month, spine
from flows.report.page import Occasion, Page, Source
from flows.report.portfolio import MOVEMENTS, headline, year

if TYPE_CHECKING:
    import duckdb
    from jinja2 import Environment

HERE = Path(__file__).parent

# Of each drawing, for screens and for a phone held upright: width, height and how many of the last months it covers.
SIZES = (Size(1080, 280, 36), Size(340, 240, 12))


def write_report(folder: Path, as_of: date, policy: Policy) -> None:
    """Write `report/` into a version's folder, from the marts in its `account360.duckdb`.

    The pages stand in the policy's `report_language`; those in other languages in a folder named after each.

    Args:
        folder: the version being built; `quality/` stands beside.
        as_of: the knowledge date of the marts.
        policy: names the currency, the language, the fewest answers shown, the contact gap and the survey types.
    """
    report = folder / "report"
    shutil.rmtree(report, ignore_errors=True)
    data = report / "data"
    data.mkdir(parents=True)
    shutil.copytree(HERE / "assets", report / "assets")
    with marts.opened(folder) as connection:
        source = Source(connection, policy, _occasion(connection, as_of, policy), folder)
        for page in PAGES:
            if page.data is not None:
                page.data(source, data)
        for code in LANGUAGES:
            _write_pages(report, source, Language(code))
    write_notices(folder, [])


def _occasion(connection: "duckdb.DuckDBPyConnection", as_of: date, policy: Policy) -> Occasion:
    return Occasion(
        as_of=as_of,
        month=last_whole_month(as_of),
        currency=policy.text("reporting_currency"),
        mart_sizes=marts.mart_sizes(connection),
        refused_rows=marts.refused_total(connection),
    )


def _write_pages(report: Path, source: Source, language: Language) -> None:
    """Every page in one language, and its sentences for the scripts."""
    first = source.policy.text("report_language")
    folder = report if language.code == first else report / language.code
    folder.mkdir(exist_ok=True)
    sentences = messages_for_pages(language.code)
    if sentences:
        (report / "data" / f"words-{language.code}.js").write_text(
            assignment("account360Messages", sentences), encoding="utf-8"
        )
    environment = _environment(language)
    shared = {
        "occasion": source.occasion,
        "pages": [page for page in PAGES if page.is_in_menu],
        "root": "" if language.code == first else "../",
        "has_words": bool(sentences),
        "languages": [(Language(code), _way(language.code, code, first)) for code in LANGUAGES],
    }
    for page in PAGES:
        text = environment.get_template(f"{page.name}.html.j2").render(
            page=page.name, **shared, **page.content(source, language)
        )
        (folder / f"{page.name}.html").write_text(text, encoding="utf-8")


def _way(present: str, other: str, first: str) -> str:
    """The path from the pages of one language to those of another."""
    up = "" if present == first else "../"
    return up if other == first else f"{up}{other}/"


def _portfolio(source: Source, language: Language) -> dict[str, Any]:
    connection, occasion = source.connection, source.occasion
    by_month: dict[date, Row] = {row["month"]: row for row in marts.customer_months(connection)}
    months = spine(min(by_month), max(occasion.month, *by_month)) if by_month else []
    current = by_month.get(occasion.month)
    return {
        "figures": headline(current, by_month.get(before(occasion.month))) if current else [],
        "previous_month": before(occasion.month),
        "year": year(by_month, occasion.month),
        "movements": MOVEMENTS,
        "months": [(month, by_month.get(month)) for month in months],
        "trends": [_trend(months, by_month, occasion.currency, size) for size in SIZES],
        "bridges": [_bridge(months, by_month, occasion.currency, size) for size in SIZES],
        "drawn_from": _after_first_book(months, by_month)[:1],
    }


PAGES = (
    Page("index", later("Portfolio"), _portfolio),
    Page("owners", later("My accounts"), owners.content, owners.data),
    Page("accounts", later("Accounts"), accounts_page, accounts_data),
    Page("account", later("Account"), account_page, is_in_menu=False),
    Page("care", later("Care"), care.content, care.data),
    Page("signals", later("Signals"), signals.content, signals.data),
    Page("voice", later("Voice"), voice.content),
    Page("attention", later("Attention"), attention.content),
    Page("quality", later("Data quality"), quality.content),
    Page("metrics", later("Metric definitions"), metrics.content),
)


def _trend(months: list[date], by_month: Mapping[date, Row], currency: str, size: Size) -> Chart:
    shown = ((month, by_month.get(month)) for month in months[-size.months :])
    return line_chart(
        [
            Point(
                month,
                row["closing"] if row else None,
                f"{wording.month(month)}: {wording.money(row['closing'] if row else None, currency)}",
            )
            for month, row in shown
        ],
        size,
    )


def _bridge(months: list[date], by_month: Mapping[date, Row], currency: str, size: Size) -> Chart:
    def words(month: date, kind: str, amount: Decimal) -> str:
        return f"{wording.month(month)}, {kind}: {currency}\u00a0{wording.signed(amount, 2)}"

    shown = _after_first_book(months, by_month)[-size.months :]
    return bridge_chart([(month, by_month.get(month)) for month in shown], size, words)


def _after_first_book(months: list[date], by_month: Mapping[date, Row]) -> list[date]:
    # Where the data begins, the whole book is new and would dwarf every later movement.
    return months[1:] if len(months) > 1 and not by_month[months[0]]["opening"] else months


def _environment(language: Language) -> "Environment":
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    # Names come from the systems of others: everything is escaped.
    environment = Environment(
        loader=FileSystemLoader(HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(filters(language))
    environment.filters["conflict"] = wording.conflict
    environment.globals.update({**functions(language), "counted": wording.counted})
    return environment
