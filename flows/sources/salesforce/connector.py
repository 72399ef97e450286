"""Reads the records of a Salesforce org: all of them, or those that have changed since the last reading."""

from collections.abc import Iterator
from datetime import UTC, datetime

from flows.extraction.connector import ObjectConnector
from flows.extraction.streams import ObjectStream, Window, moment_text
from flows.sources.salesforce.client import Page, SalesforceClient, opened
from flows.sources.salesforce.objects import KEYS, OBJECTS, SalesforceObject
from flows.sources.salesforce.settings import SalesforceSettings


def _stream(kind: SalesforceObject) -> ObjectStream[SalesforceClient]:
    def listed(client: SalesforceClient, window: Window) -> Iterator[Page]:
        bounds = ((">=", window.start), ("<", window.end))
        return client.records(kind, [f"CreatedDate {sign} {_literal(moment)}" for sign, moment in bounds if moment])

    def changed(client: SalesforceClient, since: datetime) -> Iterator[Page]:
        return client.records(kind, [f"SystemModstamp >= {_literal(since)}"])

    return ObjectStream(
        name=kind.stream,
        description=kind.description,
        fields={**KEYS, **kind.fields},
        listed=listed,
        changed=changed,
        has_windows=kind.has_windows,
        key=lambda record: str(record["Id"]),
        version=lambda record: moment_text(record["SystemModstamp"]),
        is_deleted=lambda record: record.get("IsDeleted") is True,
        dated_by=kind.dated_by,
        permission=f"Read on {kind.name} and View All Records (an object permission of a permission set)",
        entity=kind.entity,
    )


def _literal(moment: datetime) -> str:
    """A moment as SOQL writes it."""
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%S}.{moment.microsecond // 1000:03}Z"


connector = ObjectConnector(
    name="salesforce",
    settings=SalesforceSettings,
    opened=opened,
    object_streams=tuple(_stream(kind) for kind in OBJECTS),
)
