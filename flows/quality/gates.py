"""Runs the suites of one gate over a DuckDB file: one batch and one validation for each table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from flows.quality.checks import Check
from flows.quality.docs import write_data_docs
from flows.quality.outcomes import errored, judged
from flows.quality.results import ExpectationResult, GateResult
from flows.quality.warehouse import SAMPLE_ROWS, Warehouse, open_warehouse
from flows.settings import quiet_tools

if TYPE_CHECKING:
    from great_expectations.core import ExpectationSuiteValidationResult, ExpectationValidationResult


@dataclass(frozen=True)
class _Planned:
    number: int
    suite: str
    check: Check


def run_gate(
    gate: str,
    suites: Mapping[str, Sequence[Check]],
    database: Path,
    schema: str = "main",
    *,
    docs: Path | None = None,
) -> GateResult:
    """Judge every check of the suites by SQL inside DuckDB; results come in the order of the suites.

    When a folder for them is named, Great Expectations' own pages are written to `<docs>/<gate>/`.

    A check that cannot be judged (no such table or column, wrong SQL) is `errored`, and red if its severity is fail.

    Raises:
        BuildError: the file does not exist or is no DuckDB file.
        WarehouseBusy: it is open for writing elsewhere.
    """
    quiet_tools()
    checks = [(suite, check) for suite, members in suites.items() for check in members]
    planned = [_Planned(number, suite, check) for number, (suite, check) in enumerate(checks)]
    results: dict[int, ExpectationResult] = {}
    with open_warehouse(database, schema) as warehouse:
        for table in dict.fromkeys(item.check.table for item in planned):
            results |= _run_table(gate, warehouse, table, [item for item in planned if item.check.table == table], docs)
    return GateResult(gate, tuple(results[item.number] for item in planned))


def _run_table(
    gate: str, warehouse: Warehouse, table: str, planned: Sequence[_Planned], docs: Path | None
) -> dict[int, ExpectationResult]:
    from great_expectations import ExpectationSuite
    from great_expectations.datasource.fluent.interfaces import TestConnectionError

    try:
        batch = warehouse.table(table)
    except TestConnectionError:
        message = f"there is no table {table} in the warehouse"
        return {item.number: errored(gate, item.suite, item.check, message) for item in planned}
    # Only the complete format brings the rows that a query found, of which Great Expectations fetches a few at most;
    # of the built-in expectations it would bring every offending row there is, so that they are asked for a summary.
    queries = [item for item in planned if item.check.is_query]
    built_in = [item for item in planned if not item.check.is_query]
    validations = []
    for members, result_format in ((queries, "COMPLETE"), (built_in, "SUMMARY")):
        if members:
            keys = dict.fromkeys(key for item in members for key in item.check.keys)
            validation = batch.validate(
                ExpectationSuite(name=table, expectations=[item.check.build(item.number) for item in members]),
                result_format={
                    "result_format": result_format,
                    "partial_unexpected_count": SAMPLE_ROWS,
                    "unexpected_index_column_names": list(keys),
                    "return_unexpected_index_query": False,
                },
            )
            validations.append(validation)
    by_number = {_number(result): result for validation in validations for result in validation.results}
    found = {item.number: judged(gate, item.suite, item.check, by_number[item.number]) for item in planned}
    if docs:
        write_data_docs(_together(validations), docs / gate, table)
    return found


def _together(validations: Sequence[ExpectationSuiteValidationResult]) -> ExpectationSuiteValidationResult:
    first, *others = validations
    for other in others:
        first.results.extend(other.results)
        first.success = bool(first.success and other.success)
    counted = len(first.results)
    passed = sum(bool(result.success) for result in first.results)
    first.statistics = {
        "evaluated_expectations": counted,
        "successful_expectations": passed,
        "unsuccessful_expectations": counted - passed,
        "success_percent": 100 * passed / counted,
    }
    return first


def _number(result: ExpectationValidationResult) -> int:
    meta = result.expectation_config.meta if result.expectation_config else None
    return int((meta or {})["check"])
