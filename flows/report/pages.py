"""Writes the report of a version: every page in every language."""

import shutil
from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from flows.policy import Policy
from flows.publish.notices import write_notices
from flows.report import attention, care, marts, metrics, owners, quality, signals, voice
from flows.report.accounts import account_page, accounts_data, accounts_page, assignment
from flows.report.elements import filters, functions
from flows.report.language import LANGUAGES, Language, later, messages_for_pages
from flows.report.lineage import Drawn, keep_lineage, lineage_page
from flows.report.months import last_whole_month
from flows.report.page import Occasion, Page, Source
from flows.report.portfolio import portfolio_page

if TYPE_CHECKING:
    import duckdb
    from jinja2 import Environment

HERE = Path(__file__).parent


def write_report(folder: Path, as_of: date, policy: Policy, lineage: Drawn | None = None) -> None:
    """Write `report/` into a version's folder, from the marts in its `account360.duckdb`.

    The pages stand in the policy's `report_language`; those in other languages in a folder named after each.

    Args:
        folder: the version being built; `quality/` stands beside.
        as_of: the knowledge date of the marts.
        policy: names the currency, the language, the fewest answers shown, the contact gap and the survey types.
        lineage: dbt's pages over the run's models; the page of lineage says so when there are none.
    """
    report = folder / "report"
    shutil.rmtree(report, ignore_errors=True)
    data = report / "data"
    data.mkdir(parents=True)
    shutil.copytree(HERE / "assets", report / "assets")
    models = keep_lineage(lineage, report)
    with marts.opened(folder) as connection:
        source = Source(connection, policy, _occasion(connection, as_of, policy), folder, models)
        employees = marts.employees(connection)
        (data / "people.js").write_text(assignment("account360People", employees), encoding="utf-8")
        for page in PAGES:
            if page.data is not None:
                page.data(source, data)
        for code in LANGUAGES:
            _write_pages(report, source, Language(code), employees)
    write_notices(folder, [])


def _occasion(connection: "duckdb.DuckDBPyConnection", as_of: date, policy: Policy) -> Occasion:
    return Occasion(
        as_of=as_of,
        month=last_whole_month(as_of),
        currency=policy.text("reporting_currency"),
        mart_sizes=marts.mart_sizes(connection),
        refused_rows=marts.refused_total(connection),
    )


def _write_pages(report: Path, source: Source, language: Language, employees: Mapping[str, str]) -> None:
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
        # One of us of whom no name is known is shown by the id.
        "employee": lambda user_id: employees.get(user_id, user_id),
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


PAGES = (
    Page("index", later("Portfolio"), portfolio_page),
    Page("owners", later("My accounts"), owners.content, owners.data),
    Page("accounts", later("Accounts"), accounts_page, accounts_data),
    Page("account", later("Account"), account_page, is_in_menu=False),
    Page("care", later("Care"), care.content, care.data),
    Page("signals", later("Signals"), signals.content, signals.data),
    Page("voice", later("Voice"), voice.content),
    Page("attention", later("Attention"), attention.content),
    Page("quality", later("Data quality"), quality.content),
    Page("lineage", later("Lineage"), lineage_page),
    Page("metrics", later("Metric definitions"), metrics.content),
)


@cache
def _environment(language: Language) -> "Environment":
    """The templates of a language; reading them takes longer than filling them in, so a process does it once."""
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
    environment.globals.update(functions(language))
    return environment
