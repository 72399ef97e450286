"""One shape for records, however they came: the REST API gives JSON, Bulk API 2.0 gives CSV."""

from collections.abc import Mapping, Sequence
from typing import Any

from flows.sources.salesforce.ids import long_id

NUMBERS = ("int", "long", "double", "currency", "percent")
IDS = ("id", "reference")


def as_payload(record: Mapping[str, Any], fields: Sequence[str], types: Mapping[str, str]) -> dict[str, Any]:
    """The record with the asked fields in their order, each value as its type is written; a field of a related object
    stands in an object of its own."""
    payload: dict[str, Any] = {}
    for path in fields:
        value = _written(_found(record, path), types.get(path, ""))
        *outer, name = path.split(".")
        place = payload
        for part in outer:
            place = place.setdefault(part, {})
        place[name] = value
    return payload


def _found(record: Mapping[str, Any], path: str) -> Any:
    if path in record:
        return record[path]
    value: Any = record
    for part in path.split("."):
        value = value.get(part) if isinstance(value, Mapping) else None
    return value


def _written(value: Any, kind: str) -> Any:
    if value is None or value == "":
        return None
    if kind in NUMBERS:
        return _number(value)
    if kind == "boolean":
        return value if isinstance(value, bool) else {"true": True, "false": False}.get(str(value).lower(), value)
    if kind == "datetime":
        return str(value).removesuffix("+0000").removesuffix("Z") + "Z"
    return long_id(str(value)) if kind in IDS else value


def _number(value: Any) -> Any:
    # What is no number is told by whoever judges the objects.
    try:
        return float(value)
    except (TypeError, ValueError):
        return value
