"""Turns what Great Expectations returns into results that a person can read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from flows.quality.checks import Check
from flows.quality.results import ExpectationResult, Outcome
from flows.quality.warehouse import SAMPLE_ROWS
from flows.settings import PROJECT_ROOT

if TYPE_CHECKING:
    from great_expectations.core import ExpectationValidationResult

STREAMS = PROJECT_ROOT / "flows" / "sources" / "files" / "streams.yml"
LONGEST_OBSERVED = 300


def judged(gate: str, suite: str, check: Check, validation: ExpectationValidationResult) -> ExpectationResult:
    """The result of a check that Great Expectations ran, whether it could be judged or not."""
    if (message := _exception(validation.exception_info)) is not None:
        return errored(gate, suite, check, message)
    details: Mapping[str, Any] = validation.result or {}
    rows = _offending_rows(check, details)
    return _result(
        gate,
        suite,
        check,
        outcome="passed" if validation.success else "failed",
        observed=_observed(check, details),
        unexpected_rows=_unexpected(check, details),
        sample=() if validation.success else tuple(_as_text(row) for row in rows),
    )


def errored(gate: str, suite: str, check: Check, message: str) -> ExpectationResult:
    """The result of a check that could not be judged; only the first line of the message is kept."""
    first = next(iter(message.strip().splitlines()), "no reason given").strip()
    return _result(gate, suite, check, outcome="errored", observed=first[:LONGEST_OBSERVED])


def _result(
    gate: str,
    suite: str,
    check: Check,
    *,
    outcome: Outcome,
    observed: str | None,
    unexpected_rows: int | None = None,
    sample: tuple[dict[str, str], ...] = (),
) -> ExpectationResult:
    return ExpectationResult(
        gate=gate,
        suite=suite,
        table=check.table,
        column=check.column,
        expectation=check.sentence,
        severity=check.severity,
        outcome=outcome,
        observed=observed,
        unexpected_rows=unexpected_rows,
        sample=sample,
        remedy=check.remedy,
    )


def _exception(info: Mapping[str, Any] | None) -> str | None:
    # Great Expectations gives one record, or one record per metric that failed.
    records: Iterable[Any] = [info] if info and "raised_exception" in info else (info or {}).values()
    for record in records:
        if isinstance(record, Mapping) and record.get("raised_exception"):
            return str(record.get("exception_message") or "no reason given")
    return None


def _unexpected(check: Check, details: Mapping[str, Any]) -> int | None:
    name = "observed_value" if check.is_query else "unexpected_count"
    # Over a table without rows Great Expectations counts by sum(), which is then empty.
    return int(details[name] or 0) if name in details else None


def _observed(check: Check, details: Mapping[str, Any]) -> str | None:
    if (unexpected := _unexpected(check, details)) is not None:
        rows = f"{unexpected} offending row{'' if unexpected == 1 else 's'}{_named(check, details, unexpected)}"
        return f"{rows} of {details['element_count']}" if "element_count" in details else rows
    value = details.get("observed_value")
    return None if value is None else _text(value)


def _named(check: Check, details: Mapping[str, Any], unexpected: int) -> str:
    rows = _offending_rows(check, details) if check.named_by and unexpected else []
    names = [" ".join(_text(row[name]) for name in check.named_by) for row in rows]
    more = f" and {unexpected - len(names)} more" if unexpected > len(names) else ""
    return f": {', '.join(names)}{more}" if names else ""


def _offending_rows(check: Check, details: Mapping[str, Any]) -> Sequence[Mapping[str, Any]]:
    if check.is_query:
        found = details.get("details", {}).get("unexpected_rows", [])
    elif "partial_unexpected_index_list" in details:
        found = details["partial_unexpected_index_list"]
    else:
        found = [{check.column or "value": value} for value in details.get("partial_unexpected_list", [])]
    return list(found or [])[:SAMPLE_ROWS]


def _as_text(row: Mapping[str, Any]) -> dict[str, str]:
    return {str(name): _text(value) for name, value in row.items() if name not in _personal_columns()}


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, date):
        return value.isoformat()
    return f"{value:f}" if isinstance(value, Decimal) else str(value)


@lru_cache(maxsize=1)
def _personal_columns() -> frozenset[str]:
    import yaml

    streams = yaml.safe_load(STREAMS.read_text(encoding="utf-8"))
    return frozenset(
        column for stream in streams.values() for column, facts in stream["columns"].items() if facts.get("pii")
    )
