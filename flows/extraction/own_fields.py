"""A company's own fields: those in which source_fields.csv says that columns of ours stand are asked for and judged."""

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, cast

from flows.extraction.streams import Client, Field, ObjectStream
from flows.policy import Policy

if TYPE_CHECKING:
    from flows.extraction.streams import FieldType

SOURCE_FIELDS = "source_fields"
# Of what a year is worth a twelfth stands in a column of ours; whether a request is a complaint, a company may say by a
# word for its kind.
BESIDE: Mapping[str, Field] = {"annual_amount": Field("decimal"), "is_complaint": Field()}
JUDGED = ("date", "timestamp", "decimal", "integer", "boolean")


def own_paths(source: str, entity: str, policy: Policy) -> dict[str, str]:
    """The paths of a company's own fields of an entity, by the column of ours that stands in each."""
    rows = policy.tables[SOURCE_FIELDS]
    return {row["column_name"]: row["path"] for row in rows if (row["source"], row["entity"]) == (source, entity)}


def names_own_fields(policy: Policy) -> bool:
    """Whether a company says itself which fields are its own."""
    return SOURCE_FIELDS in policy.overridden


def with_own_fields(stream: ObjectStream[Client], source: str, policy: Policy) -> ObjectStream[Client]:
    """The stream with the company's own fields of its entity, each of the type of the column that stands in it."""
    from flows.sources.files.streams import load_streams

    declared = load_streams().get(stream.entity)
    own: dict[str, Field] = {}
    for name, path in own_paths(source, stream.entity, policy).items():
        column = declared.columns.get(name) if declared else None
        if name in BESIDE or not column:
            own[path] = BESIDE.get(name, Field())
        else:
            kind = column.type if column.type in JUDGED else "text"
            own[path] = Field(cast("FieldType", kind), pii=column.pii)
    return replace(stream, fields={**own, **stream.fields})
