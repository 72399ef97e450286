"""Chargebee's API as its documentation describes it: wrapped entries, opaque offsets, filters by moments in seconds."""

import base64
from collections.abc import Mapping
from typing import Any

from sources.chargebee.golden import golden_objects
from sources.replay import Replay, Request, Response, each

KEY = "test_replayed"
EPOCH = 1_767_225_600  # 2026-01-01T00:00:00Z
MONTH = 31 * 86_400
WRAPPERS = {
    "customers": "customer",
    "items": "item",
    "item_prices": "item_price",
    "plans": "plan",
    "addons": "addon",
    "subscriptions": "subscription",
    "invoices": "invoice",
    "credit_notes": "credit_note",
}
# Lines that a list gives of one invoice, and the paths whose deleted objects come only when they are asked for.
LINES = 10
WITH_DELETED = {"customers", "subscriptions", "invoices", "credit_notes"}


class ChargebeeReplay(Replay):
    """A site with its objects."""

    source, stream, number_field = "chargebee", "invoices", "total"

    def __init__(self) -> None:
        super().__init__(secrets={"ACCOUNT360_CHARGEBEE_API_KEY": KEY})

    def section(self) -> dict[str, Any]:
        """Its section of sources.yml."""
        return {"address": f"{self.address}/api/v2", "requests_per_minute": 10_000}

    def make(self, number: int, minute: int = 0) -> dict[str, Any]:
        """One paid invoice of one line."""
        moment = EPOCH + 60 * minute
        line = {"id": f"li_{number}", "amount": 10_000, "date_from": EPOCH, "date_to": EPOCH + MONTH}
        return {
            "id": str(number),
            "customer_id": f"cus_{number % 7}",
            "status": "paid",
            "date": EPOCH + 60 * number,
            "currency_code": "EUR",
            "total": 10_000 + minute,
            "updated_at": moment,
            "resource_version": 1_000 * moment,
            "deleted": False,
            "line_items": [{**line, "entity_type": "plan_item_price", "entity_id": "base-EUR"}],
        }

    def golden(self) -> dict[str, list[dict[str, Any]]]:
        """What golden.py says of each object, before an invoice and a credit note were declared void."""
        objects = golden_objects()
        for stream, before in (("invoices", "payment_due"), ("credit_notes", "refund_due")):
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
        """A list, or one invoice with further lines."""
        _, _, _, name, *rest = request.path.split("/")
        query = request.query
        if name not in WRAPPERS:
            return Response({"api_error_code": "resource_not_found"}, 404)
        if rest:
            (found,) = each(self.objects[name], lambda item: item["id"] == rest[0])
            return Response({WRAPPERS[name]: _with_lines(found, int(query["line_items_offset"]))})
        found_here = [item for item in self.objects.get(name, []) if _is_asked_for(item, name, query)]
        sorted_by = query.get("sort_by[asc]", "id")
        found_here.sort(key=lambda item: str(item.get(sorted_by, "")))
        start, limit = int(query.get("offset", 0)), int(query.get("limit", 10))
        entries = [{WRAPPERS[name]: _with_lines(item, 0)} for item in found_here[start : start + limit]]
        more = {"next_offset": str(start + limit)} if len(found_here) > start + limit else {}
        return Response({"list": entries, **more})


def _is_asked_for(item: dict[str, Any], name: str, query: Mapping[str, str]) -> bool:
    if item.get("deleted") and (name in WITH_DELETED and query.get("include_deleted") != "true"):
        return False
    return (
        int(item.get("updated_at", 0)) > int(query.get("updated_at[after]", -1))
        and int(item.get("date", 0)) > int(query.get("date[after]", -1))
        and int(item.get("date", 0)) < int(query.get("date[before]", 1 << 40))
    )


def _with_lines(item: dict[str, Any], start: int) -> dict[str, Any]:
    """A document with one page of its lines."""
    lines = item.get("line_items", [])
    if len(lines) <= LINES:
        return item
    more = {"line_items_next_offset": str(start + LINES)} if len(lines) > start + LINES else {}
    return {**item, "line_items": lines[start : start + LINES], **more}


def replay() -> Replay:
    """An empty site."""
    return ChargebeeReplay()
