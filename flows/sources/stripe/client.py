"""Reads Stripe's lists whole, its objects one by one, and its events, which hold the objects that they are about."""

import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import orjson

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
# Kinds whose events hold all that is read of them; customers and prices hold more, but only when it is asked for.
TOLD = frozenset({"product", "subscription", "invoice", "credit_note", "charge", "invoice_payment", "refund"})
# What its event holds is no object: it has no id, or one under which nothing can be fetched.
PREVIEW = "invoice.upcoming"


@dataclass(slots=True)
class Mention:
    """What the events read say of one object.

    Attributes:
        moment: when it was last spoken of, in seconds since 1970.
        packed: the object as it was then; None where the events do not say that for certain.
        is_gone: whether it was deleted.
    """

    moment: int
    packed: bytes | None = None
    is_gone: bool = False

    @property
    def item(self) -> Mapping[str, Any] | None:
        """The object as it was then; None where it must be fetched."""
        if self.packed is None:
            return None
        item: dict[str, Any] = orjson.loads(zlib.decompress(self.packed))
        return {**item, "deleted": True} if self.is_gone else item


class StripeClient:
    """One account; what its events tell is asked for once, for all streams that are read since the same moment.

    Args:
        api: its API.
        start_date: the day from which dated objects are listed.
        overlap: by how much a reading goes back behind the one before.
        is_pinned: whether a version is asked for; events hold objects as the version of their own time shows them.
    """

    def __init__(
        self, api: Api, start_date: date | None, *, overlap: timedelta = timedelta(), is_pinned: bool = False
    ) -> None:
        self._api, self.start_date = api, start_date
        self._overlap, self._is_pinned = overlap, is_pinned
        self._touched: dict[datetime, dict[str, dict[str, Mention]]] = {}

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

    def touched(self, kind: str, since: datetime) -> Mapping[str, Mention]:
        """What the events since a moment say of the objects of a kind, by their ids.

        Raises:
            SourceError: the events could not be read.
        """
        if since not in self._touched:
            self._touched = {since: self._read_events(since)}
        return self._touched[since].get(kind, {})

    def _read_events(self, since: datetime) -> dict[str, dict[str, Mention]]:
        asked_for, permission = self.session.asked_for, self.session.permission
        self.session.ask_for("events", "Read on Events")
        # What the reading before may have seen is not taken from an event: it may have changed after the event,
        # before that reading, without another event, and what is older would then replace what is newer.
        unread = (since + self._overlap).timestamp()
        touched: dict[str, dict[str, Mention]] = {}
        for page in self.pages("events", {"created[gte]": int(since.timestamp())}):
            for event in page:
                self._take_in(event, unread, touched)
        self.session.ask_for(asked_for, permission)
        return touched

    def _take_in(self, event: Mapping[str, Any], unread: float, touched: dict[str, dict[str, Mention]]) -> None:
        """Note of whom an event speaks, and what it holds."""
        item, moment, is_preview = event["data"]["object"], int(event["created"]), event["type"] == PREVIEW
        for kind, identifier in _named(item):
            is_own = identifier == item.get("id")
            if is_own and is_preview:
                continue
            gone = is_own and str(event["type"]).endswith(".deleted") and kind != "subscription"
            mentions = touched.setdefault(kind, {})
            known = mentions.get(identifier)
            # Events come newest first, or in no order at all within one second.
            if known and not gone and (known.is_gone or moment < known.moment):
                continue
            is_told = is_own and moment >= unread and self._is_held(item)
            packed = _packed(item) if gone or is_told else None
            if gone or known is None or moment > known.moment:
                mentions[identifier] = Mention(moment, packed, gone)
            elif packed != known.packed:
                # Which of two within one second was the last need only be known where they do not hold the same.
                known.packed = None

    def _is_held(self, item: Mapping[str, Any]) -> bool:
        """Whether an event holds its object as a request would give it."""
        # A draft is still being written, often within the request that began it, and alone may be deleted.
        is_draft = item.get("object") == "invoice" and item.get("status") == "draft"
        return item.get("object") in TOLD and not is_draft and not self._is_pinned


def _packed(item: Mapping[str, Any]) -> bytes:
    """An object in few bytes, the same for the same content: a busy month tells of very many."""
    return zlib.compress(orjson.dumps(item, option=orjson.OPT_SORT_KEYS), 1)


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
