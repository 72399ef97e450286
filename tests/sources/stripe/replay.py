"""Stripe's API as its documentation describes it: lists by cursor, objects by id, embedded lists cut short, events."""

import base64
from collections.abc import Mapping
from typing import Any

from sources.replay import Replay, Request, Response
from sources.stripe.golden import golden_objects

KEY = "rk_test_replayed"
EPOCH = 1_767_225_600  # 2026-01-01T00:00:00Z
# The moment at which the object of minute 0 was last spoken of: the second night asks from four hours later.
TOLD = 1_772_312_400  # 2026-02-28T21:00:00Z
EMBEDDED = 10
MISSING = {"error": {"type": "invalid_request_error", "code": "resource_missing"}}
# What an object holds only when it is asked for.
EXPANDED = {"customers": "tax_ids", "prices": "tiers"}
KINDS = {
    "customers": "customer",
    "products": "product",
    "prices": "price",
    "subscriptions": "subscription",
    "invoices": "invoice",
    "credit_notes": "credit_note",
    "charges": "charge",
    "invoice_payments": "invoice_payment",
    "refunds": "refund",
}


class StripeReplay(Replay):
    """An account with its objects and its events."""

    source, stream, number_field = "stripe", "invoices", "total"

    def __init__(self) -> None:
        super().__init__(secrets={"ACCOUNT360_STRIPE_API_KEY": KEY})
        self.told: dict[str, int] = {}
        self.events: list[dict[str, Any]] = []

    def section(self) -> dict[str, Any]:
        """Its section of sources.yml."""
        return {"address": f"{self.address}/v1"}

    def make(self, number: int, minute: int = 0) -> dict[str, Any]:
        """One paid invoice of one line; that it changed at its minute stands in the events."""
        identifier, amount = f"in_{number:06d}", 10_000 + minute
        self.told[identifier] = minute
        line = {
            "id": f"il_{number:06d}",
            "object": "line_item",
            "amount": amount,
            "currency": "eur",
            "discount_amounts": [],
            "period": {"start": EPOCH, "end": EPOCH + 31 * 86_400},
            "parent": {"type": "subscription_item_details", "subscription_item_details": {"subscription": "sub_1"}},
            "taxes": [],
        }
        return {
            "id": identifier,
            "object": "invoice",
            "customer": f"cus_{number % 7}",
            "currency": "eur",
            "created": EPOCH + 60 * number,
            "status": "paid",
            "total": amount,
            "lines": listed([line], f"/v1/invoices/{identifier}/lines"),
        }

    def golden(self) -> dict[str, list[dict[str, Any]]]:
        """What golden.py says of each object, before an invoice and a credit note were declared void."""
        objects = golden_objects()
        for stream, before in (("invoices", "open"), ("credit_notes", "issued")):
            objects[stream] = [
                {**item, "status": before} if str(item["id"]).endswith("_void") else item for item in objects[stream]
            ]
        return objects

    def later(self) -> dict[str, list[dict[str, Any]]]:
        """What golden.py says."""
        return golden_objects()

    def is_authorised(self, request: Request) -> bool:
        """HTTP Basic, the key as the user."""
        return request.headers.get("Authorization") == "Basic " + base64.b64encode(f"{KEY}:".encode()).decode()

    def answer(self, request: Request) -> Response:
        """A list, a list inside an object, an object, or what is not there."""
        _, _, name, *rest = request.path.split("/")
        if name == "events":
            return _page(self._events(), request.query)
        if name == "subscription_items":
            return self._entries("subscriptions", request.query["subscription"], "items", request.query)
        if name not in KINDS:
            return Response(MISSING, 404)
        if len(rest) == 2:
            return self._entries(name, rest[0], rest[1], request.query)
        if rest:
            found = [item for item in self.objects.get(name, []) if item["id"] == rest[0]]
            wanted = request.query.get("expand[]", "")
            return Response(_shown(found[0], name, wanted)) if found else Response(MISSING, 404)
        objects = [item for item in self.objects.get(name, []) if _is_listed(item, name, request.query)]
        wanted = request.query.get("expand[]", "").removeprefix("data.")
        newest_first = sorted(objects, key=lambda item: -int(item.get("created", 0)))
        return _page([_shown(item, name, wanted) for item in newest_first], request.query)

    def _entries(self, name: str, identifier: str, embedded: str, query: Mapping[str, str]) -> Response:
        """A page of an object's embedded list, in its own order."""
        found = [item for item in self.objects.get(name, []) if item["id"] == identifier]
        return _page(found[0][embedded]["data"], query) if found else Response(MISSING, 404)

    def _events(self) -> list[dict[str, Any]]:
        """Own events, and one for each made object; newest first, each with its object as a list would give it."""
        made = [
            {
                "id": f"evt_{item['id']}",
                "created": TOLD + 60 * self.told[item["id"]],
                "type": "invoice.updated",
                "data": {"object": item},
            }
            for item in self.objects.get(self.stream, [])
            if item["id"] in self.told
        ]
        return sorted(map(_told, [*made, *self.events]), key=lambda event: -event["created"])


def listed(entries: list[dict[str, Any]], url: str) -> dict[str, Any]:
    """A list as one object embeds it."""
    return {"object": "list", "data": entries, "has_more": False, "url": url}


def _told(event: dict[str, Any]) -> dict[str, Any]:
    """An event as the API gives it, which cannot be asked for more of its object."""
    item = event["data"]["object"]
    names = [stream for stream, kind in KINDS.items() if kind == item["object"]]
    return {**event, "data": {"object": _shown(item, names[0], "")}} if names else event


def _is_listed(item: Mapping[str, Any], name: str, query: Mapping[str, str]) -> bool:
    if name == "subscriptions" and query.get("status") != "all" and item["status"] == "canceled":
        return False
    return int(query.get("created[gte]", 0)) <= int(item.get("created", 0)) < int(query.get("created[lt]", 1 << 40))


def _shown(item: dict[str, Any], name: str, wanted: str) -> dict[str, Any]:
    """An object as the API gives it: lists cut short, and without what was not asked for."""
    shown = {field: value for field, value in item.items() if field != EXPANDED.get(name) or field == wanted}
    for field, value in shown.items():
        if isinstance(value, dict) and value.get("object") == "list":
            entries = value["data"]
            shown[field] = {**value, "data": entries[:EMBEDDED], "has_more": len(entries) > EMBEDDED}
    return shown


def _page(objects: list[dict[str, Any]], query: Mapping[str, str]) -> Response:
    moment = int(query.get("created[gte]", 0))
    found = [item for item in objects if item.get("created", moment) >= moment]
    ids = [item["id"] for item in found]
    if "starting_after" in query and query["starting_after"] not in ids:
        return Response(MISSING, 400)
    start = ids.index(query["starting_after"]) + 1 if "starting_after" in query else 0
    limit = int(query.get("limit", 10))
    content = {"object": "list", "data": found[start : start + limit], "has_more": len(found) > start + limit}
    return Response(content)


def replay() -> Replay:
    """An empty account."""
    return StripeReplay()
