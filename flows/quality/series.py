"""Since when a check has not held: the first of the unbroken series of runs in which it did not."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

Record = dict[str, str | int | None]

# What makes two results those of one check. A threshold that is changed changes the sentence: it is another check then.
NAMED_BY = ("gate", "suite", "table", "expectation", "severity")


def since_when(
    results: Sequence[Record], run_id: str, as_of: str, earlier: Iterable[tuple[str, str, Sequence[Record]]]
) -> list[Record]:
    """The results of one gate, each with the run and the knowledge date since when it has not held; None when it holds.

    Args:
        results: flat results of one gate of one run.
        run_id: the run.
        as_of: its knowledge date.
        earlier: run id, knowledge date and results of earlier runs, newest first. The newest that went through the same
            gate says how long the series is already; runs that never came so far break none.
    """
    gates = {result["gate"] for result in results}
    before: Mapping[tuple[Any, ...], Record] = {}
    for earlier_run, earlier_date, found in earlier:
        same = [_dated(result, earlier_run, earlier_date) for result in found if result["gate"] in gates]
        if same:
            before = {_name(result): result for result in same if result["outcome"] != "passed"}
            break
    return [_since(result, before.get(_name(result)), run_id, as_of) for result in results]


def _since(result: Record, before: Record | None, run_id: str, as_of: str) -> Record:
    if result["outcome"] == "passed":
        return {**result, "failing_since": None, "failing_since_run": None}
    first = before or {"failing_since": as_of, "failing_since_run": run_id}
    return {**result, "failing_since": first["failing_since"], "failing_since_run": first["failing_since_run"]}


def _dated(result: Record, run_id: str, as_of: str) -> Record:
    # Records of older releases do not say since when; there the series begins with the record itself.
    return {"failing_since": as_of, "failing_since_run": run_id, **result}


def _name(result: Record) -> tuple[Any, ...]:
    return tuple(result[name] for name in NAMED_BY)
