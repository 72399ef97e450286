"""What write_back.csv may not say: CRMs and columns that there are not, and fields that are not the company's own."""

import re
from collections.abc import Iterator, Mapping, Sequence

from flows.errors import ConfigurationError, shown

Row = Mapping[str, str]
Tables = Mapping[str, Sequence[Row]]

COLUMNS = ("segment", "health_score", "health_band", "next_care_date", "top_signal", "as_of")
# Of Salesforce a name tells that a field is the company's own; of HubSpot only the system itself does.
FIELDS = {"salesforce": re.compile(r"[A-Za-z]\w*__c", re.ASCII), "hubspot": re.compile(r"[a-z]\w*", re.ASCII)}
EXAMPLES = {"salesforce": "account360_segment__c", "hubspot": "account360_segment"}


def check_write_back(tables: Tables) -> None:
    """Refuse a row that names no CRM, no column of ours or no custom field, and a field that two columns share.

    Raises:
        ConfigurationError: there is one; the sentence names its file and row, row 1 being the header.
    """
    for problem in _problems(tables["write_back"]):
        raise ConfigurationError(f"write_back.csv, row {problem}")


def _problems(rows: Sequence[Row]) -> Iterator[str]:
    taken: dict[tuple[str, str], str] = {}
    for number, row in enumerate(rows, start=2):
        target, column, field = row["target"], row["column_name"], row["field"]
        if target not in FIELDS:
            yield f"{number}: target is '{shown(target)}'; write one of {', '.join(FIELDS)}."
            continue
        if column not in COLUMNS:
            yield f"{number}: column_name is '{shown(column)}'; write one of {', '.join(COLUMNS)}."
        if not FIELDS[target].fullmatch(field):
            yield f"{number}: '{shown(field)}' is no custom field of {target}; write one such as {EXAMPLES[target]}."
        if (
            row["is_active"].lower() == "true"
            and (other := taken.setdefault((target, field.lower()), column)) != column
        ):
            yield f"{number}: {field} takes {other} already; name another field, or switch one of the two off."
