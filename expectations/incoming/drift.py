"""Expectations of the shape of an incoming batch against the one before: fields vanished, added and retyped.

A field that a stream cannot do without never comes so far: a file without it is an error of input. Dates, numbers and
choices show a change of kind by values that are refused all at once; a text accepts anything, so that there it is told
by what most values look like, before and now.
"""

from collections.abc import Mapping

from flows.quality.checks import Check, Table
from flows.quality.policy import severity, threshold

COLUMNS = Table("batch_columns", keys=("source", "stream", "column_name"))
FIELD = ("stream", "column_name")

SEE_EXPORT = (
    "Ask the owner of the system what was changed in its export; name the field in mapping.yml if it was renamed."
)
SEE_ADDED = "Nothing is lost: it stands in the landing. If it is one of ours under another name, say so in mapping.yml."
SEE_KIND = "Compare the field in the file with the one before; correct the export, or state its format in mapping.yml."


def suite(policy: Mapping[str, str]) -> list[Check]:
    """The checks of what became of the fields of each stream since it was read before."""
    share, rise = threshold(policy, "retyped_kind_share"), threshold(policy, "retyped_refused_share")
    rows = threshold(policy, "volume_rows_minimum")
    enough = f"rows_good_before >= {rows} and rows_good >= {rows}"
    retyped = severity(policy, "retyped_fields")
    return [
        COLUMNS.no_row_where(
            "was_here and not is_here and filled_share_before > 0",
            "no field that held values has vanished from a stream",
            SEE_EXPORT,
            shown=("filled_share_before",),
            severity=severity(policy, "vanished_fields"),
            column="column_name",
            named_by=FIELD,
        ),
        COLUMNS.no_row_where(
            "is_here and not was_here",
            "no field is new in a stream",
            SEE_ADDED,
            shown=("is_declared", "filled_share"),
            severity="warn",
            column="column_name",
            named_by=FIELD,
        ),
        COLUMNS.no_row_where(
            f"{enough} and kind <> kind_before and kind_share >= {share} and kind_share_before >= {share}",
            f"no text field whose values were of one kind by {share} and more is now of another kind by as much",
            SEE_KIND,
            shown=("kind_before", "kind"),
            severity=retyped,
            column="column_name",
            named_by=FIELD,
        ),
        COLUMNS.no_row_where(
            f"rows_good_before >= {rows} and refused_share - coalesce(refused_share_before, 0) >= {rise}",
            f"no field of dates, numbers or choices has {rise} more of its values refused than before",
            SEE_KIND,
            shown=("refused_share_before", "refused_share"),
            severity=retyped,
            column="column_name",
            named_by=FIELD,
        ),
    ]
