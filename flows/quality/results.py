"""What a gate found, in a form that a flow, a report and a person can read."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

Severity = Literal["fail", "warn"]
Outcome = Literal["passed", "failed", "errored"]

NAMED_IN_SENTENCE = 3


@dataclass(frozen=True)
class ExpectationResult:
    """One expectation after its run; `errored` means that it could not be judged at all."""

    gate: str
    suite: str
    table: str
    column: str | None
    expectation: str
    severity: Severity
    outcome: Outcome
    observed: str | None
    unexpected_rows: int | None
    sample: tuple[dict[str, str], ...]
    remedy: str

    @property
    def is_red(self) -> bool:
        """Whether this result alone refuses the gate."""
        return self.severity == "fail" and self.outcome != "passed"

    @property
    def is_warning(self) -> bool:
        """Whether a person should look although the gate lets it pass."""
        return self.severity == "warn" and self.outcome != "passed"

    def sentence(self) -> str:
        """What was expected, where, and what was seen instead."""
        verdict = "could not be judged" if self.outcome == "errored" else "does not hold"
        observed = f" ({self.observed})" if self.observed else ""
        return f"{self.table}: '{self.expectation}' {verdict}{observed}"

    def to_record(self) -> dict[str, str | int | None]:
        """The result as one flat record; the sample rows are JSON text."""
        return {
            "gate": self.gate,
            "suite": self.suite,
            "table": self.table,
            "column": self.column,
            "expectation": self.expectation,
            "severity": self.severity,
            "outcome": self.outcome,
            "observed": self.observed,
            "unexpected_rows": self.unexpected_rows,
            "sample": json.dumps(self.sample, ensure_ascii=False),
            "remedy": self.remedy,
        }


@dataclass(frozen=True)
class GateResult:
    """Every result of one gate, in the order of its suites."""

    gate: str
    results: tuple[ExpectationResult, ...]

    @property
    def is_red(self) -> bool:
        """Whether nothing may pass this gate."""
        return any(result.is_red for result in self.results)

    @property
    def red(self) -> tuple[ExpectationResult, ...]:
        """The results that refuse the gate."""
        return tuple(result for result in self.results if result.is_red)

    @property
    def warnings(self) -> tuple[ExpectationResult, ...]:
        """The results that a person should look at although the gate lets them pass."""
        return tuple(result for result in self.results if result.is_warning)

    def sentence(self) -> str:
        """One plain sentence: the first red expectations and what to do, or how many hold."""
        if not self.is_red:
            passed = sum(result.outcome == "passed" for result in self.results)
            return f"The {self.gate} gate is open: {passed} of {len(self.results)} expectations hold."
        named = "; ".join(result.sentence() for result in self.red[:NAMED_IN_SENTENCE])
        rest = len(self.red) - NAMED_IN_SENTENCE
        more = f"; and {rest} more" if rest > 0 else ""
        return f"The {self.gate} gate is red: {named}{more}. {' '.join(_distinct(self.red[:NAMED_IN_SENTENCE]))}"

    def to_records(self) -> list[dict[str, str | int | None]]:
        """One flat record per expectation."""
        return [result.to_record() for result in self.results]


def _distinct(results: Sequence[ExpectationResult]) -> Iterable[str]:
    return dict.fromkeys(result.remedy for result in results)
