"""Expectations of the way from the landing to the marts: no row and no cent is lost on it without a reason."""

from collections.abc import Mapping

from flows.quality.checks import Check, Table
from flows.quality.policy import threshold

STREAMS = Table("load_reconciliation", keys=("stream",))

SEE_LANDING = (
    "Restore the landing from a backup, or run once with --full-refresh; the last good version stands until then."
)
SEE_MODEL = "Report a fault of the models with the named streams; the last good version stands until then."


def suite(policy: Mapping[str, str]) -> list[Check]:
    """The checks of rows and money between the loader's own count, the landing, the staged rows and the models."""
    tolerance = threshold(policy, "reconciliation_tolerance")
    return [
        STREAMS.no_row_where(
            "rows_loaded <> rows_landed",
            "the landing holds as many rows of a stream as the loader counted when it wrote them",
            SEE_LANDING,
            shown=("rows_loaded", "rows_landed"),
            # Who erases a person takes rows away that the loader had counted.
            severity="warn",
            column="rows_landed",
            named_by=("stream",),
        ),
        STREAMS.no_row_where(
            "rows_landed <> rows_staged",
            "every landed row of a stream is staged, and no other",
            SEE_MODEL,
            shown=("rows_landed", "rows_staged"),
            column="rows_staged",
            named_by=("stream",),
        ),
        STREAMS.no_row_where(
            f"abs(amount_unexplained) > {tolerance}",
            "every landed amount is counted, refused for a reason or not known yet",
            SEE_MODEL,
            shown=("amount_landed", "amount_counted", "amount_refused_by_models", "amount_not_yet_known"),
            column="amount_unexplained",
            named_by=("stream",),
        ),
    ]
