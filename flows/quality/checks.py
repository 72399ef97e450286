"""Checks as plain values, one line each in a suite; Great Expectations is imported only when a gate runs them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING

from flows.quality.results import Severity

if TYPE_CHECKING:
    from great_expectations.expectations.expectation import Expectation

GX_SEVERITIES: dict[Severity, str] = {"fail": "critical", "warn": "warning"}


@dataclass(frozen=True)
class Check:
    """An expectation of Great Expectations by its class name and arguments, and what people are told about it."""

    table: str
    expectation: str
    arguments: Mapping[str, object]
    sentence: str
    remedy: str
    severity: Severity = "fail"
    column: str | None = None
    keys: tuple[str, ...] = ()
    # Columns by which the first offending rows are named in the sentence itself.
    named_by: tuple[str, ...] = ()

    @property
    def is_query(self) -> bool:
        """Whether the check is a query of its own, which finds the offending rows."""
        return self.expectation == "UnexpectedRowsExpectation"

    def build(self, number: int) -> Expectation:
        """The expectation itself, marked with the number under which its result is to be found.

        Raises:
            AttributeError: Great Expectations has no class of that name.
        """
        import great_expectations.expectations as catalogue

        make = getattr(catalogue, self.expectation)
        built: Expectation = make(
            **self.arguments, severity=GX_SEVERITIES[self.severity], meta={"check": number, "sentence": self.sentence}
        )
        return built


@dataclass(frozen=True)
class Table:
    """Makes the checks of one table; `keys` are the columns that name an offending row to a person."""

    name: str
    keys: tuple[str, ...] = field(default=())

    def not_empty(self, remedy: str, severity: Severity = "fail") -> Check:
        """The table holds at least one row."""
        return Check(
            table=self.name,
            expectation="ExpectTableRowCountToBeBetween",
            arguments={"min_value": 1},
            sentence=f"{self.name} holds rows",
            remedy=remedy,
            severity=severity,
        )

    def between(
        self,
        column: str,
        remedy: str,
        *,
        minimum: Decimal | int | None = None,
        maximum: Decimal | int | None = None,
        severity: Severity = "fail",
    ) -> Check:
        """Every value of a column lies within bounds, both inclusive; an empty value is not judged."""
        return Check(
            table=self.name,
            expectation="ExpectColumnValuesToBeBetween",
            arguments={"column": column, "min_value": _bound(minimum), "max_value": _bound(maximum)},
            sentence=f"every {column} is {_range(minimum, maximum)}",
            remedy=remedy,
            severity=severity,
            column=column,
            keys=self.keys,
        )

    def one_of(self, column: str, values: tuple[str, ...], remedy: str, severity: Severity = "fail") -> Check:
        """Every value of a column is one of a few; an empty value is not judged."""
        return Check(
            table=self.name,
            expectation="ExpectColumnValuesToBeInSet",
            arguments={"column": column, "value_set": list(values)},
            sentence=f"every {column} is one of {', '.join(values)}",
            remedy=remedy,
            severity=severity,
            column=column,
            keys=self.keys,
        )

    def no_row_where(
        self,
        condition: str,
        sentence: str,
        remedy: str,
        *,
        shown: tuple[str, ...] = (),
        severity: Severity = "fail",
        column: str | None = None,
        named_by: tuple[str, ...] = (),
    ) -> Check:
        """No row makes a SQL condition true; the keys and the columns `shown` of offending rows are kept."""
        columns = ", ".join(dict.fromkeys((*self.keys, *shown))) or "*"
        return self.no_row(
            f"select {columns} from batch where {condition}",
            sentence,
            remedy,
            severity=severity,
            column=column,
            named_by=named_by,
        )

    def no_row(
        self,
        query: str,
        sentence: str,
        remedy: str,
        *,
        severity: Severity = "fail",
        column: str | None = None,
        named_by: tuple[str, ...] = (),
    ) -> Check:
        """A SQL query over `batch` (the rows of this table) finds nothing; what it finds are the offending rows."""
        # Great Expectations formats the query like a Python string, SQLAlchemy reads `:word` as a parameter, and the
        # batch gets a name in some shapes of query only; a common table expression is right in all of them.
        safe = re.sub(r"(?<!:):(?=\w)", r"\\:", query.replace("{", "{{").replace("}", "}}"))
        return Check(
            table=self.name,
            expectation="UnexpectedRowsExpectation",
            arguments={"unexpected_rows_query": f"with batch as (select * from {{batch}}) {safe}"},
            sentence=sentence,
            remedy=remedy,
            severity=severity,
            column=column,
            named_by=named_by,
        )


def _bound(value: Decimal | int | None) -> float | int | None:
    return float(value) if isinstance(value, Decimal) else value


def _range(minimum: Decimal | int | None, maximum: Decimal | int | None) -> str:
    if minimum is None:
        return f"at most {maximum}"
    return f"at least {minimum}" if maximum is None else f"between {minimum} and {maximum}"
