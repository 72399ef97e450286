"""Asks one HubSpot account: lists objects, searches for changed ones, and adds what they are associated with."""

import contextlib
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any

from flows.extraction.api import Api, Page
from flows.extraction.own_fields import names_own_fields, own_paths
from flows.extraction.session import Pace, Remedies, SourceSession
from flows.policy import Policy
from flows.sources.hubspot.associations import Associations
from flows.sources.hubspot.objects import HubspotObject
from flows.sources.hubspot.search import Search
from flows.sources.hubspot.settings import HubspotSettings

LIST_PAGE = 100
# Property names that an address can hold; more of them are asked for by ids in the body of a request.
LONGEST_LIST = 2_000
PROPERTY = "properties."
REMEDIES = Remedies(
    key="put the access token of a private app into ACCOUNT360_HUBSPOT_ACCESS_TOKEN",
    permission="see that the scopes of its private app include them",
)
KEPT = ("id", "createdAt", "updatedAt", "archived")


class HubspotClient:
    """One account."""

    def __init__(self, settings: HubspotSettings, policy: Policy) -> None:
        from dlt.sources.helpers.rest_client.auth import BearerTokenAuth

        auth = BearerTokenAuth(settings.access_token.get_secret_value())
        pace = Pace(settings.requests_in_ten_seconds, 10)
        self._api = Api("hubspot", settings.address, policy, auth=auth, pace=pace, remedies=REMEDIES)
        self._policy = policy
        self._search = Search(self._api, Pace(settings.searches_a_second, 1))
        self._associations = Associations(self._api)
        self._properties: dict[str, list[str]] = {}

    @property
    def session(self) -> SourceSession:
        """The session that sends its requests."""
        return self._api.session

    def listed(self, kind: HubspotObject) -> Iterator[Page]:
        """Every object of a type, and behind them the archived ones.

        Raises:
            SourceError: they could not be read.
        """
        merged: dict[str, str] = {}
        yield from self._whole(kind, self._found(kind, is_archived=False), merged)
        yield from self._archived(kind, merged)

    def changed(self, kind: HubspotObject, since: datetime) -> Iterator[Page]:
        """The objects changed since a moment, and all archived ones, since a search finds none of these.

        Raises:
            SourceError: they could not be read.
        """
        merged: dict[str, str] = {}
        found = self._search.changed(kind.type, kind.modified, since, self._asked(kind))
        yield from self._whole(kind, found, merged)
        yield from self._archived(kind, merged)

    def owners(self) -> Iterator[Page]:
        """Every owner, and behind them those who are none any more.

        Raises:
            SourceError: they could not be read.
        """
        for is_archived in ("false", "true"):
            asked = {"limit": LIST_PAGE, "archived": is_archived}
            yield from self._api.pages("crm/v3/owners/", asked, items="results", paginator=_cursor())

    def pipelines(self, kind: str) -> Iterator[Page]:
        """The pipelines of a type of objects, each with its stages.

        Raises:
            SourceError: they could not be read.
        """
        return self._api.pages(f"crm/v3/pipelines/{kind}", items="results")

    def _whole(self, kind: HubspotObject, pages: Iterable[Page], merged: dict[str, str]) -> Iterator[Page]:
        """The objects with their associations, and an archived one for each that was merged into one of them."""
        names = self._asked(kind)
        for page in self._associations.added(kind.type, kind.associated, pages):
            objects = [_shaped(item, names) for item in page]
            lost = [gone for item in objects for gone in _merged_into(kind, item)]
            merged |= {str(gone["id"]): str(gone["mergedInto"]) for gone in lost}
            yield [*objects, *lost]

    def _archived(self, kind: HubspotObject, merged: dict[str, str]) -> Iterator[Page]:
        """The archived objects; one that was merged into another still says into which."""
        names = self._asked(kind)
        for page in self._found(kind, is_archived=True):
            objects = [_shaped(item, names) for item in page]
            lost = [gone for item in objects for gone in _merged_into(kind, item) if gone["id"] not in merged]
            found = [item | ({"mergedInto": merged[item["id"]]} if item["id"] in merged else {}) for item in objects]
            yield [*found, *lost]

    def _found(self, kind: HubspotObject, *, is_archived: bool) -> Iterator[Page]:
        names = ",".join(self._asked(kind))
        fits = len(names) <= LONGEST_LIST
        archived = str(is_archived).lower()
        asked = {"limit": LIST_PAGE, "archived": archived, "properties": names if fits else kind.modified}
        pages = self._api.pages(f"crm/v3/objects/{kind.type}", asked, items="results", paginator=_cursor())
        if fits:
            return pages
        return (self._read(kind, page, archived) for page in pages)

    def _read(self, kind: HubspotObject, page: Page, archived: str) -> Page:
        """The same objects with all their properties, which an address could not hold."""
        if not page:
            return page
        body = {"properties": self._asked(kind), "inputs": [{"id": item["id"]} for item in page]}
        found = self._api.post(f"crm/v3/objects/{kind.type}/batch/read?archived={archived}", body)["results"]
        return sorted(found, key=lambda item: str(item["id"]))

    def _asked(self, kind: HubspotObject) -> list[str]:
        """The properties to ask for: those that staging counts on and the company's own, as far as there are any."""
        if kind.type not in self._properties:
            answer = self._api.get(f"crm/v3/properties/{kind.type}")
            known = {item["name"] for item in answer["results"] if not item.get("archived")}
            paths = own_paths("hubspot", kind.entity, self._policy).values()
            own = [path.removeprefix(PROPERTY).strip('"') for path in paths if path.startswith(PROPERTY)]
            needed = [kind.modified]
            # An activity's own property may be one of calls only, or of another type.
            if names_own_fields(self._policy) and kind.entity != "activities":
                needed += own
            hidden = [name for name in needed if name not in known]
            if hidden:
                raise self.session.fault(
                    f"does not know the property {hidden[0]} of {kind.type}; give its private app a scope that shows "
                    "it, or correct its name in source_fields.csv",
                    of_stream=True,
                )
            wanted = dict.fromkeys([kind.modified, *kind.merged, *kind.properties, *own])
            self._properties[kind.type] = [name for name in wanted if name in known]
        return self._properties[kind.type]


@contextlib.contextmanager
def opened(settings: HubspotSettings, policy: Policy) -> Iterator[HubspotClient]:
    """A client to the account."""
    yield HubspotClient(settings, policy)


def _cursor() -> Any:
    from dlt.sources.helpers.rest_client.paginators import JSONResponseCursorPaginator

    return JSONResponseCursorPaginator(cursor_path="paging.next.after", cursor_param="after")


def _shaped(item: Mapping[str, Any], names: Iterable[str]) -> dict[str, Any]:
    """An object as it is landed: the same whether it was listed or searched for."""
    found = item.get("properties") or {}
    shaped = {name: item.get(name) for name in KEPT} | {"properties": {name: found.get(name) for name in names}}
    return shaped | ({"associations": item["associations"]} if "associations" in item else {})


def _merged_into(kind: HubspotObject, item: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """What stands for each object that was merged into this one: nothing lists it any more."""
    listed = ";".join(item["properties"].get(name) or "" for name in kind.merged)
    # Contacts have the moment of the merge behind each id.
    for lost in dict.fromkeys(entry.partition(":")[0].strip() for entry in listed.split(";")):
        if lost and lost != item["id"]:
            yield {"id": lost, "updatedAt": item["updatedAt"], "archived": True, "mergedInto": item["id"]}
