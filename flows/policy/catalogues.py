"""What the lists of reasons, service levels and metrics may not say: names that nothing would ever read."""

import difflib
from collections.abc import Iterator, Mapping, Sequence, Set
from decimal import Decimal

from flows.errors import ConfigurationError

Row = Mapping[str, str]
Tables = Mapping[str, Sequence[Row]]

EVENTS = ("buy", "renew", "leave")
# What the shares of reasons call a reason that was not recorded, and one that the list does not hold.
RESERVED_CODES = ("unknown", "unlisted")


def check_catalogues(tables: Tables, shipped: Tables) -> None:
    """Refuse reasons of unknown events, service levels that end before they begin, and metrics nobody computes.

    Args:
        tables: the policy's tables by name.
        shipped: the shipped ones, whose metrics the models compute.

    Raises:
        ConfigurationError: there is one; the sentence names its file and row, row 1 being the header.
    """
    metrics = {row["metric"] for row in shipped["metric_catalogue"]}
    for problem in (
        *_reason_problems(tables["reason_codes"]),
        *_level_problems(tables["service_levels"]),
        *_metric_problems(tables["metric_catalogue"], metrics),
    ):
        raise ConfigurationError(problem)


def _reason_problems(rows: Sequence[Row]) -> Iterator[str]:
    for number, row in enumerate(rows, start=2):
        place = f"reason_codes.csv, row {number}:"
        if row["event"] not in EVENTS:
            yield f"{place} event is '{row['event']}'; write one of {', '.join(EVENTS)}."
        if row["reason_code"] in RESERVED_CODES:
            yield (
                f"{place} '{row['reason_code']}' is what a reason is called that was not recorded or is not in the "
                "list; give the code another name."
            )
        if row["event"] == "leave" and not row["is_addressable"]:
            yield (
                f"{place} is_addressable of '{row['reason_code']}' is empty; write true if a customer that left for "
                "this reason could be won back, else false."
            )


def _level_problems(rows: Sequence[Row]) -> Iterator[str]:
    for number, row in enumerate(rows, start=2):
        response, solution = row["first_response_hours"], row["solution_hours"]
        if response and solution and Decimal(solution) < Decimal(response):
            yield (
                f"service_levels.csv, row {number}: the solution of '{row['priority']}' is due after {solution} hours, "
                f"before the first response after {response}; exchange or correct them."
            )
        if row["priority"] != row["priority"].lower():
            yield (
                f"service_levels.csv, row {number}: priority '{row['priority']}' has capital letters; write "
                f"'{row['priority'].lower()}', which stands for every way of writing it."
            )


def _metric_problems(rows: Sequence[Row], metrics: Set[str]) -> Iterator[str]:
    for number, row in enumerate(rows, start=2):
        place = f"metric_catalogue.csv, row {number}:"
        if row["metric"] not in metrics:
            close = difflib.get_close_matches(row["metric"], sorted(metrics), n=1)
            meant = f" (did you mean '{close[0]}'?)" if close else ""
            yield (
                f"{place} no model computes a metric '{row['metric']}'{meant}; known are {', '.join(sorted(metrics))}."
            )
        if bool(row["allowed_deviation"]) != bool(row["deviation_kind"]):
            yield (
                f"{place} '{row['metric']}' needs allowed_deviation and deviation_kind together; write both or neither."
            )
        if row["allowed_deviation"] and not row["target"]:
            yield f"{place} '{row['metric']}' allows a deviation from no target; write a target or empty the deviation."
