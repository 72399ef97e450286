"""Reads Stripe's lists whole, and of what its events speak of the objects as they are now."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from flows.errors import SourceError
from flows.extraction.api import Api, Page
from flows.extraction.session import NOT_FOUND, SourceSession

PAGE = 100
# The names under which an object speaks of others, by the kinds that those are of. A list of events that says an
# invoice was made says so of its subscription's new period too.
NAMED = {
    "invoice": "invoice",
    "subscription": "subscription",
    "charge": "charge",
    "latest_charge": "charge",
}


class StripeClient:
    """One account; what its events tell is asked for once, for all streams that are read since the same moment."""

    def __init__(self, api: Api, start_date: date | None) -> None:
        self._api, self.start_date = api, start_date
        self._touched: dict[datetime, dict[str, dict[str, Mapping[str, Any] | None]]] = {}

    @property
    def session(self) -> SourceSession:
        """The session that sends its requests."""
        return self._api.session

    def pages(self, path: str, parameters: Mapping[str, Any] | None = None) -> Iterator[Page]:
        """The pages of one list.

        Raises:
            SourceError: it could not be read.
        """
        from dlt.sources.helpers.rest_client.paginators import JSONResponseCursorPaginator

        cursor = JSONResponseCursorPaginator(
            cursor_path="data[-1].id", cursor_param="starting_after", has_more_path="has_more"
        )
        return self._api.pages(path, {"limit": PAGE, **(parameters or {})}, items="data", paginator=cursor)

    def whole(self, item: Mapping[str, Any], name: str, path: str) -> Mapping[str, Any]:
        """An object with all entries of one of its lists, of which Stripe embeds the first few only.

        Raises:
            SourceError: the others could not be read.
        """
        embedded = item.get(name)
        if not isinstance(embedded, Mapping) or not embedded.get("has_more"):
            return item
        entries = [entry for page in self.pages(path) for entry in page]
        return {**item, name: {**embedded, "data": entries, "has_more": False}}

    def one(self, path: str, identifier: str, parameters: Mapping[str, Any]) -> Mapping[str, Any]:
        """An object as it is now; one that is no longer there says that it is gone.

        Raises:
            SourceError: it could not be read.
        """
        try:
            found: Mapping[str, Any] = self._api.get(f"{path}/{identifier}", parameters)
        except SourceError as error:
            if error.status != NOT_FOUND:
                raise
            return {"id": identifier, "deleted": True}
        return found

    def touched(self, kind: str, since: datetime) -> Mapping[str, Mapping[str, Any] | None]:
        """The ids of a kind of object that events since a moment speak of; of the deleted ones what they were.

        Raises:
            SourceError: the events could not be read.
        """
        if since not in self._touched:
            self._touched = {since: self._read_events(since)}
        return self._touched[since].get(kind, {})

    def _read_events(self, since: datetime) -> dict[str, dict[str, Mapping[str, Any] | None]]:
        asked_for, permission = self.session.asked_for, self.session.permission
        self.session.ask_for("events", "Read on Events")
        touched: dict[str, dict[str, Mapping[str, Any] | None]] = {}
        newest: dict[tuple[str, str], int] = {}
        for page in self.pages("events", {"created[gte]": int(since.timestamp())}):
            for event in page:
                item = event["data"]["object"]
                for kind, identifier in _named(item):
                    moment = int(event["created"])
                    is_own = identifier == item.get("id")
                    gone = is_own and str(event["type"]).endswith(".deleted") and kind != "subscription"
                    # Events come newest first, or in no order at all within one second.
                    if gone or moment > newest.get((kind, identifier), -1):
                        touched.setdefault(kind, {})[identifier] = {**item, "deleted": True} if gone else None
                        newest[kind, identifier] = moment
        self.session.ask_for(asked_for, permission)
        return touched


def _named(item: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """The kinds and ids of the objects that one object speaks of, its own among them."""
    kind = str(item.get("object", ""))
    if isinstance(item.get("id"), str):
        yield kind, item["id"]
    if kind == "tax_id" and isinstance(item.get("customer"), str):
        yield "customer", item["customer"]
    for name, named in NAMED.items():
        identifier = _identifier(item.get(name))
        if identifier:
            yield named, identifier
    parent = item.get("parent")
    details = parent.get("subscription_details") if isinstance(parent, Mapping) else None
    identifier = _identifier(details.get("subscription")) if isinstance(details, Mapping) else None
    if identifier:
        yield "subscription", identifier


def _identifier(value: object) -> str | None:
    """The id of an object that stands as its id or as itself."""
    found = value.get("id") if isinstance(value, Mapping) else value
    return found if isinstance(found, str) else None


def chunks(items: Iterator[Mapping[str, Any]], size: int = PAGE) -> Iterator[Sequence[Mapping[str, Any]]]:
    """Objects in pages."""
    page: list[Mapping[str, Any]] = []
    for item in items:
        page.append(item)
        if len(page) == size:
            yield page
            page = []
    if page:
        yield page
