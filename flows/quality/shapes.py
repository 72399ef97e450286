"""Checks that several marts share: volume against the previous publication, and no month ahead of its time."""

from collections.abc import Mapping
from typing import Literal

from flows.quality.checks import Check, Table
from flows.quality.policy import threshold

# The last complete month of a run: the last one whose last day is not after the run's knowledge date.
_EXPRESSIONS = {
    "as_of": "as_of",
    "last_month": "cast(date_trunc('month', as_of + interval 1 day) - interval 1 month as date)",
}


def current(what: Literal["as_of", "last_month"]) -> str:
    """SQL for the knowledge date of the run, or for the first day of its last complete month."""
    return f"(select {_EXPRESSIONS[what]} from audit.run_context)"


def volume(table: Table, policy: Mapping[str, str]) -> list[Check]:
    """A mart neither shrinks nor grows beyond the policy against the previous publication, if there is one."""
    drop, jump = threshold(policy, "mart_rows_drop_fail"), threshold(policy, "mart_rows_jump_warn")
    counts = f"""
        select previous.mart, previous.rows as rows_before, rows_after
        from audit.previous_publication as previous cross join (select count(*) as rows_after from batch) as counted
        where previous.mart = '{table.name}' and previous.rows >= {threshold(policy, "volume_rows_minimum")}
    """
    return [
        table.no_row(
            f"{counts} and rows_after < (1 - {drop}) * previous.rows",
            f"{table.name} loses at most {drop} of its rows against the previous publication",
            "Check what was dropped or deleted since; if the loss is meant, raise mart_rows_drop_fail for one run.",
        ),
        table.no_row(
            f"{counts} and rows_after > (1 + {jump}) * previous.rows",
            f"{table.name} grows by at most {jump} of its rows against the previous publication",
            "Check that no file was dropped under new keys or from another company.",
            severity="warn",
        ),
    ]


def complete_months_only(table: Table, remedy: str) -> Check:
    """No month is later than the last complete one."""
    return table.no_row_where(
        f"month > {current('last_month')}", "no month is later than the last complete one", remedy, column="month"
    )
