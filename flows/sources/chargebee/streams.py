"""The streams of a Chargebee site: which lists they are, how changes are asked for, and which fields count."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flows.extraction.api import Page
from flows.extraction.streams import Field, Object, ObjectStream, Window, moment_text
from flows.sources.chargebee.client import ChargebeeClient

PERMISSION = "read-only access to all data of the site"


@dataclass(frozen=True)
class Kind:
    """How one kind of object is asked for.

    Attributes:
        path: its list.
        wrapper: the name under which the list's entries hold it.
        sorted_by: the field by which the list is asked to be sorted, so that its pages do not shift.
        dated_by: the field with its day, when a list can be asked for by month.
        has_deleted: whether the list gives deleted objects when asked to.
        has_lines: whether it holds lines.
    """

    path: str
    wrapper: str
    sorted_by: str = "updated_at"
    dated_by: str = ""
    has_deleted: bool = True
    has_lines: bool = False

    def listed(self, client: ChargebeeClient, window: Window) -> Iterator[Page]:
        """The pages of its list, or of those of a window of time."""
        asked: dict[str, Any] = {}
        # Both bounds are exclusive.
        if window.start:
            asked[f"{self.dated_by}[after]"] = int(window.start.timestamp()) - 1
        if window.end:
            asked[f"{self.dated_by}[before]"] = int(window.end.timestamp())
        return self.pages(client, asked)

    def changed(self, client: ChargebeeClient, since: datetime) -> Iterator[Page]:
        """The pages of what changed since a moment."""
        return self.pages(client, {"updated_at[after]": int(since.timestamp()) - 1})

    def pages(self, client: ChargebeeClient, asked: Mapping[str, Any]) -> Iterator[Page]:
        """The pages of its list, each document with all its lines."""
        asked = {"sort_by[asc]": self.sorted_by, **asked}
        if self.has_deleted:
            asked["include_deleted"] = "true"
        for page in client.pages(self.path, self.wrapper, asked):
            yield [client.with_all_lines(item, self.path, self.wrapper) for item in page] if self.has_lines else page


@dataclass(frozen=True)
class Catalogue:
    """What a site sells: its items or their prices, or the plans and addons of the older catalogue in their place."""

    kind: Kind

    def listed(self, client: ChargebeeClient, window: Window) -> Iterator[Page]:
        """The pages of its list, or of those of plans and addons."""
        if client.has_items:
            yield from self.kind.listed(client, window)
        else:
            yield from _older(client, {})

    def changed(self, client: ChargebeeClient, since: datetime) -> Iterator[Page]:
        """The pages of what changed since a moment."""
        if client.has_items:
            yield from self.kind.changed(client, since)
        else:
            yield from _older(client, {"updated_at[after]": int(since.timestamp()) - 1})


def _older(client: ChargebeeClient, asked: Mapping[str, Any]) -> Iterator[Page]:
    """Plans and addons, each its own item and its own price."""
    for path, wrapper in (("plans", "plan"), ("addons", "addon")):
        for page in client.pages(path, wrapper, asked):
            yield [{**item, "type": wrapper, "item_id": item["id"]} for item in page]


def _version(item: Object) -> str | None:
    """The moment of an object's last change, to the millisecond where it is told."""
    return moment_text(item.get("resource_version") or item.get("updated_at"))


def _stream(
    name: str,
    description: str,
    kind: Kind | Catalogue,
    fields: Mapping[str, Field],
    dated_by: str | None = None,
) -> ObjectStream[ChargebeeClient]:
    return ObjectStream(
        name=name,
        description=description,
        fields={"id": Field(required=True), **fields},
        listed=kind.listed,
        changed=kind.changed,
        has_windows=isinstance(kind, Kind) and bool(kind.dated_by),
        version=_version,
        is_deleted=lambda item: item.get("deleted") is True,
        dated_by=dated_by,
        permission=PERMISSION,
    )


STREAMS = (
    _stream(
        "customers",
        "Customers, one object per customer.",
        Kind("customers", "customer"),
        {
            "company": Field(pii=True),
            "first_name": Field(pii=True),
            "last_name": Field(pii=True),
            "email": Field(pii=True),
            "phone": Field(pii=True),
            "vat_number": Field(),
            "billing_address.country": Field(),
            "billing_address.city": Field(),
            "billing_address.zip": Field(),
        },
    ),
    _stream(
        "items",
        "What is sold: items, or plans and addons in the older catalogue.",
        Catalogue(Kind("items", "item", has_deleted=False)),
        {"name": Field(), "status": Field(), "archived_at": Field("epoch"), "metered": Field("boolean")},
    ),
    _stream(
        "item_prices",
        "The prices of items, by which invoices name them; plans and addons in the older catalogue.",
        Catalogue(Kind("item_prices", "item_price", has_deleted=False)),
        {"item_id": Field(required=True)},
    ),
    _stream(
        "subscriptions",
        "Subscriptions in every status, one object per subscription, each with its items.",
        Kind("subscriptions", "subscription"),
        {
            "customer_id": Field(required=True),
            "status": Field(required=True),
            "created_at": Field("epoch"),
            "started_at": Field("epoch"),
            "start_date": Field("epoch"),
            "cancelled_at": Field("epoch"),
            "current_term_end": Field("epoch"),
            "cancel_schedule_created_at": Field("epoch"),
            "currency_code": Field(),
            "billing_period": Field("integer"),
            "billing_period_unit": Field(),
            "subscription_items[0].amount": Field("integer"),
            "plan_amount": Field("integer"),
        },
    ),
    _stream(
        "invoices",
        "Invoices in every status, one object per invoice, each with all its lines.",
        Kind("invoices", "invoice", dated_by="date", has_lines=True),
        {
            "customer_id": Field(required=True),
            "status": Field(required=True),
            "date": Field("epoch"),
            "due_date": Field("epoch"),
            "paid_at": Field("epoch"),
            "generated_at": Field("epoch"),
            "currency_code": Field(required=True),
            "total": Field("integer", required=True),
            "amount_adjusted": Field("integer"),
            "write_off_amount": Field("integer"),
            "price_type": Field(),
            "line_items[0].amount": Field("integer"),
            "line_items[0].date_from": Field("epoch"),
            "line_items[0].date_to": Field("epoch"),
        },
        dated_by="date",
    ),
    _stream(
        "credit_notes",
        "Credit notes, one object per credit note, each with all its lines.",
        Kind("credit_notes", "credit_note", sorted_by="date", dated_by="date", has_lines=True),
        {
            "customer_id": Field(required=True),
            "status": Field(required=True),
            "date": Field("epoch"),
            "currency_code": Field(required=True),
            "total": Field("integer"),
            "reason_code": Field(),
            "create_reason_code": Field(),
            "reference_invoice_id": Field(),
            "line_items[0].amount": Field("integer"),
        },
        dated_by="date",
    ),
)
