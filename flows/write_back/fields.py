"""What is written back: columns of a sync mart, the fields they go to, and their values as comparable texts."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal, InvalidOperation
from typing import Literal, Protocol

from flows.policy import Policy

Kind = Literal["text", "number", "date"]
# By field, the value as text; None empties the field.
Values = Mapping[str, str | None]

KINDS: dict[str, Kind] = {"health_score": "number", "next_care_date": "date", "as_of": "date"}
ONE_DECIMAL = Decimal("0.1")
MILLISECONDS = 1_000


@dataclass(frozen=True)
class Field:
    """A field of the CRM and the column that goes there."""

    name: str
    column: str

    @property
    def kind(self) -> Kind:
        """What it holds."""
        return KINDS.get(self.column, "text")


@dataclass(frozen=True)
class Refusal:
    """Why the CRM did not take an account's values, in the CRM's word for it, and what can be done."""

    reason: str
    remedy: str


class Crm(Protocol):
    """One CRM: what its fields are, what stands in them, and how they are written."""

    title: str
    place: str
    mart: str
    batch: int

    def is_id(self, account_id: str) -> bool:
        """Whether a text can be an id of its accounts."""

    def problems(self, fields: list[Field]) -> dict[str, str]:
        """By the name of each field that cannot be written, a sentence that says why and what to do."""

    def read(self, account_ids: list[str], fields: list[Field]) -> dict[str, Values]:
        """The present values of those of the accounts that it has."""

    def write(self, values: Mapping[str, Values], fields: list[Field]) -> dict[str, Refusal]:
        """Write the values of accounts; why it did not take those that it did not."""


def fields_of(policy: Policy, target: str) -> list[Field]:
    """The fields that a policy has written."""
    rows = policy.tables["write_back"]
    active = [row for row in rows if row["target"] == target and row["is_active"].lower() == "true"]
    return [Field(row["field"], row["column_name"]) for row in active]


def as_text(value: object, kind: Kind) -> str | None:
    """A value of the warehouse or of a CRM as text that is equal if and only if the values are; None for no value."""
    if value is None or value == "":
        return None
    if kind == "number":
        try:
            return str(Decimal(str(value)).quantize(ONE_DECIMAL))
        except InvalidOperation:
            return str(value)
    return _day(str(value)) if kind == "date" else str(value)


def _day(text: str) -> str:
    """A date as ISO 8601; older answers of HubSpot count the milliseconds since 1970."""
    if text.isdigit():
        return datetime.fromtimestamp(int(text) / MILLISECONDS, UTC).date().isoformat()
    try:
        return date.fromisoformat(text[:10]).isoformat()
    except ValueError:
        return text
