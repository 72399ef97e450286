"""What the survey types may not say: scales on which no answer could count rightly, or two scores under one name."""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from flows.errors import ConfigurationError

Row = Mapping[str, str]
Tables = Mapping[str, Sequence[Row]]

NET_METHODS = ("net_promoter", "net_share")


def check_surveys(tables: Tables) -> None:
    """Refuse survey types that would be scored wrongly without a word, and references that nobody asked.

    Raises:
        ConfigurationError: there is one; the sentence names its file and row, row 1 being the header.
    """
    for problem in (*_type_problems(tables["survey_types"]), *_status_problems(tables["reference_statuses"])):
        raise ConfigurationError(problem)


def _type_problems(types: Sequence[Row]) -> Iterator[str]:
    promoters = [row["survey_type"] for row in types if row["value_method"] == "net_promoter"]
    for number, row in enumerate(types, start=2):
        place = f"survey_types.csv, row {number}: {row['survey_type']}"
        if row["survey_type"] != row["survey_type"].upper():
            yield f"{place} would never be found; write the survey type in capitals."
        if row["value_method"] in NET_METHODS and not row["bottom_score_to"]:
            yield f"{place} has no bottom_score_to, so {row['value_method']} has nothing to take away; add it."
        yield from _scale_problems(place, row)
    if len(promoters) > 1:
        yield (
            f"survey_types.csv: {' and '.join(promoters)} are both net_promoter, and one account would have two votes; "
            "write net_share for all but one."
        )


def _scale_problems(place: str, row: Row) -> Iterator[str]:
    lowest, highest, top = (Decimal(row[name]) for name in ("lowest_score", "highest_score", "top_score_from"))
    bottom = Decimal(row["bottom_score_to"]) if row["bottom_score_to"] else None
    if lowest >= highest:
        yield f"{place} has a lowest_score that is not below its highest_score; correct one of them."
    if not all(lowest <= score <= highest for score in (top, bottom) if score is not None):
        yield f"{place} counts answers as good or bad that are not on its scale; keep them between the two ends."
    if bottom is None:
        return
    is_reversed = row["is_higher_better"].lower() == "false"
    if not (top < bottom if is_reversed else bottom < top):
        yield (
            f"{place} has good answers that do not lie on the better side of its bad ones; correct top_score_from, "
            "bottom_score_to or is_higher_better."
        )


def _status_problems(statuses: Sequence[Row]) -> Iterator[str]:
    for number, row in enumerate(statuses, start=2):
        if row["is_reference"].lower() == "true" and row["is_asked"].lower() != "true":
            yield (
                f"reference_statuses.csv, row {number}: '{row['status']}' is a reference that was never asked; "
                "write true for is_asked."
            )
