"""Expectations of an incoming batch against what is usual: new rows, empty values and averages of earlier readings.

The usual is the median, which one odd night does not move, and a departure is measured in median deviations from it.
Where readings hardly differ a departure still has to be a share of the usual, so that a single row more is no finding.
"""

from collections.abc import Mapping

from flows.quality.checks import Check, Table
from flows.quality.policy import threshold

STREAMS = Table("batch_streams", keys=("source", "stream"))
COLUMNS = Table("batch_columns", keys=("source", "stream", "column_name"))

SEE_ROWS = "Compare the file with those of the days before: whether a day is missing, or came twice."
SEE_EMPTY = "Ask the owner of the system whether the field is still filled; look at the newest rows of the file."
SEE_AVERAGE = "Look for a changed unit or currency, or a decimal point that was lost, in the newest file."


def suite(policy: Mapping[str, str]) -> list[Check]:
    """The checks of each stream and field against its own earlier readings."""
    deviations, share = threshold(policy, "usual_deviations_warn"), threshold(policy, "usual_share_warn")
    rows = threshold(policy, "volume_rows_minimum")
    return [
        STREAMS.no_row(
            f"""
            select source, stream, rows_new, usual, runs
            from batch inner join ({_usual(policy, "usual_streams", "source, stream", "rows_new")})
                using (source, stream)
            where rows_before is not null and greatest(rows_new, usual) >= {rows}
                and abs(rows_new - usual) > greatest({deviations} * spread, {share} * usual)
            order by source, stream
            """,
            f"the new rows of a stream are usual: within {deviations} median deviations, or {share} of the median",
            SEE_ROWS,
            severity="warn",
            column="rows_new",
            named_by=("stream",),
        ),
        COLUMNS.no_row(
            f"""
            select source, stream, column_name, filled_share, usual, runs
            from batch inner join ({_usual(policy, "usual_columns", "source, stream, column_name", "filled_share")})
                using (source, stream, column_name)
            where is_here and rows_good >= {rows}
                and abs(filled_share - usual) > greatest({deviations} * spread, {share})
            order by source, stream, column_name
            """,
            f"the share of filled values of a field is usual: within {deviations} median deviations, or {share}",
            SEE_EMPTY,
            severity="warn",
            column="filled_share",
            named_by=("stream", "column_name"),
        ),
        COLUMNS.no_row(
            f"""
            select source, stream, column_name, average, usual, runs
            from batch inner join ({_usual(policy, "usual_columns", "source, stream, column_name", "average")})
                using (source, stream, column_name)
            where rows_good >= {rows}
                and abs(average - usual) > greatest({deviations} * spread, {share} * abs(usual))
            order by source, stream, column_name
            """,
            f"the average of an amount is usual: within {deviations} median deviations, or {share} of the median",
            SEE_AVERAGE,
            severity="warn",
            column="average",
            named_by=("stream", "column_name"),
        ),
    ]


def _usual(policy: Mapping[str, str], table: str, named: str, fact: str) -> str:
    return f"""
        select {named}, median({fact}) as usual, mad({fact}) as spread, count({fact}) as runs
        from {table} group by {named} having count({fact}) >= {threshold(policy, "usual_runs_minimum")}
    """
