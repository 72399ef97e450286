"""Reads what the quality page of the report shows: what does not hold, how fresh the streams are, and the last runs."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from flows.report.language import Language
from flows.report.marts import LISTED, Listing, Row, refused, rows
from flows.report.page import Source

if TYPE_CHECKING:
    import duckdb

RUNS_SHOWN = 10
ROWS_SHOWN = 5


@dataclass(frozen=True)
class Finding:
    """A check that does not hold, with some of the offending rows under their columns."""

    result: Row
    columns: list[str]
    sample: list[dict[str, str]]


def content(source: Source, language: Language) -> dict[str, Any]:
    """What the template of the page is given, from the marts on data quality and what is published beside them."""
    connection = source.connection
    held = connection.execute(
        "select count(*) from data_quality_results where is_newest_run and outcome = 'passed'"
    ).fetchall()
    return {
        "held": held[0][0],
        "findings": _findings(connection, "is_newest_run and outcome <> 'passed'"),
        "refusals": _findings(connection, f"is_refusal and run_id in ({_refused_since()})"),
        "streams": rows(connection, _STREAMS),
        "runs": rows(connection, _RUNS),
        "reconciled": rows(connection, "select * from load_reconciliation order by stream"),
        "refused": _with_files(refused(connection)),
        **_beside(source.folder),
    }


def _beside(folder: Path) -> dict[str, bool]:
    """Whether the version also holds the pages of Great Expectations and the runbooks."""
    return {
        "has_data_docs": (folder / "quality" / "data_docs" / "index.html").is_file(),
        "has_runbooks": (folder / "docs" / "runbooks" / "index.html").is_file(),
    }


_STREAMS = """
    select * from source_freshness where is_newest_run
    order by is_late desc nulls last, days_behind desc nulls last, source, stream
"""

_RUNS = f"""
    select
        results.*, stood.run_outcome, coalesce(stood.rows_read, 0) as rows_read,
        coalesce(stood.rows_refused, 0) as rows_refused
    from (
        select
            run_id, any_value(as_of) as as_of, count(*) as checks,
            count(*) filter (where outcome <> 'passed') as not_held, count(*) filter (where is_refusal) as refusals
        from data_quality_results group by run_id
    ) as results
    left join (
        select run_id, any_value(run_outcome) as run_outcome, sum(rows_read) as rows_read,
            sum(rows_refused) as rows_refused
        from source_freshness group by run_id
    ) as stood using (run_id)
    order by run_id desc limit {RUNS_SHOWN}
"""


def _refused_since() -> str:
    """SQL for the runs that a gate refused after the last publication before this one."""
    published = "select max(run_id) from data_quality_results where not is_newest_run and run_id not in (%s)"
    refused_runs = "select run_id from data_quality_results where is_refusal"
    return f"{refused_runs} and not is_newest_run and run_id > coalesce(({published % refused_runs}), '')"


def _findings(connection: "duckdb.DuckDBPyConnection", condition: str) -> list[Finding]:
    found = rows(
        connection,
        f"select * from data_quality_results where {condition} "
        "order by run_id desc, is_refusal desc, failing_since, gate, suite, table_name, expectation "
        f"limit {LISTED}",
    )
    return [_finding(row) for row in found]


def _finding(row: Row) -> Finding:
    sample = json.loads(row["sample"] or "[]")[:ROWS_SHOWN]
    return Finding(row, list(dict.fromkeys(name for offending in sample for name in offending)), sample)


def _with_files(listing: Listing) -> Listing:
    """The reasons of refusal, each with the file in which its rows stand."""
    return Listing(
        [{**row, "quarantine": f"quarantine/{row['source']}/{row['stream']}.csv"} for row in listing.rows],
        listing.total,
    )
