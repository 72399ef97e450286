"""Reads the objects of a HubSpot account: all of them, or those that changed since the last reading."""

from collections.abc import Iterator
from datetime import datetime

from flows.extraction.api import Page
from flows.extraction.connector import ObjectConnector
from flows.extraction.streams import Field, ObjectStream, Window, moment_text
from flows.sources.hubspot.client import HubspotClient, opened
from flows.sources.hubspot.objects import OBJECTS, HubspotObject
from flows.sources.hubspot.settings import HubspotSettings

PIPELINES = {"deals": "the scope crm.objects.deals.read", "tickets": "the scope tickets"}


def _stream(kind: HubspotObject) -> ObjectStream[HubspotClient]:
    def listed(client: HubspotClient, _: Window) -> Iterator[Page]:
        return client.listed(kind)

    def changed(client: HubspotClient, since: datetime) -> Iterator[Page]:
        return client.changed(kind, since)

    properties = {f"properties.{name}": about for name, about in kind.properties.items()}
    linked = {f"associations.{other}[0].id": Field() for other in kind.associated}
    return ObjectStream(
        name=kind.type,
        description=kind.description,
        fields={"id": Field(required=True), "updatedAt": Field("timestamp", required=True), **properties, **linked},
        listed=listed,
        changed=changed,
        version=lambda item: moment_text(item["updatedAt"]),
        is_deleted=lambda item: item.get("archived") is True,
        dated_by=f"properties.{kind.dated_by}" if kind.dated_by else None,
        permission=kind.scope,
        entity=kind.entity,
    )


def _pipelines(kind: str, permission: str) -> ObjectStream[HubspotClient]:
    def listed(client: HubspotClient, _: Window) -> Iterator[Page]:
        return client.pipelines(kind)

    return ObjectStream(
        name=f"{kind.removesuffix('s')}_pipelines",
        description=f"Pipelines of {kind}, each with its stages.",
        fields={"id": Field(required=True), "stages[0].id": Field()},
        listed=listed,
        permission=permission,
    )


OWNERS: ObjectStream[HubspotClient] = ObjectStream(
    name="owners",
    description="Users to whom records can belong, also those who were removed.",
    fields={
        "id": Field(required=True),
        "firstName": Field(pii=True),
        "lastName": Field(pii=True),
        "email": Field(pii=True),
        "teams[0].name": Field(),
    },
    listed=lambda client, _: client.owners(),
    is_deleted=lambda owner: owner.get("archived") is True,
    permission="the scope crm.objects.owners.read",
    entity="users",
)

connector = ObjectConnector(
    name="hubspot",
    settings=HubspotSettings,
    opened=opened,
    object_streams=(
        OWNERS,
        *(_pipelines(kind, permission) for kind, permission in PIPELINES.items()),
        *(_stream(kind) for kind in OBJECTS),
    ),
)
