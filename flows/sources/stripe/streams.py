"""The streams of a Stripe account: which lists they are, what is asked for with them, and which fields count."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, time
from typing import Any

from flows.errors import SourceError
from flows.extraction.api import Page
from flows.extraction.session import NOT_FOUND
from flows.extraction.streams import Field, ObjectStream, Window
from flows.sources.stripe.client import StripeClient, chunks

# Stripe keeps its events for thirty days.
EVENT_DAYS = 30
# Of so many objects that must be fetched, one request may go into looking for them in the list, and find none.
FOUND_PER_TRY = 10


@dataclass(frozen=True)
class Kind:
    """How one kind of object is asked for.

    Attributes:
        name: the kind as events name it.
        path: its list.
        expanded: the field that is given only when asked for.
        status: the statuses to list, where a list leaves some out.
        embedded: its embedded list, of which Stripe gives the first entries only.
        entries: the path of that list, with the object's id in it.
        is_dated: whether it is a fact of a day, so that a list can be asked for by month.
    """

    name: str
    path: str
    expanded: str = ""
    status: str = ""
    embedded: str = ""
    entries: str = ""
    is_dated: bool = False

    def listed(self, client: StripeClient, window: Window) -> Iterator[Page]:
        """The pages of its list, or of those made in a window of time."""
        asked = self._asked()
        for bound, moment in (("gte", window.start), ("lt", window.end)):
            if moment:
                asked[f"created[{bound}]"] = int(moment.timestamp())
        for page in client.pages(self.path, asked):
            yield [self._completed(client, item) for item in page]

    def changed(self, client: StripeClient, since: datetime) -> Iterator[Page]:
        """The objects that events since a moment speak of, as these hold them or, where that may not be all, as now."""
        return chunks(item for item in self._touched(client, since) if not self._is_too_early(client, item))

    def _asked(self) -> dict[str, Any]:
        """What its list is asked for."""
        asked: dict[str, Any] = {"status": self.status} if self.status else {}
        return {**asked, "expand[]": f"data.{self.expanded}"} if self.expanded else asked

    def _touched(self, client: StripeClient, since: datetime) -> Iterator[Mapping[str, Any]]:
        left: dict[str, None] = {}
        for identifier, mention in client.touched(self.name, since).items():
            item = mention.item
            if item is None or (self.expanded and not mention.is_gone):
                left[identifier] = None
            elif mention.is_gone:
                yield item
            else:
                try:
                    yield self._completed(client, item)
                except SourceError as error:
                    if error.status != NOT_FOUND:
                        raise
                    # It went after its event, and the entries that the event does not hold went with it.
                    left[identifier] = None
        yield from self._met(client, left)
        asked = {"expand[]": self.expanded} if self.expanded else {}
        for identifier in left:
            yield self._completed(client, client.one(self.path, identifier, asked))

    def _met(self, client: StripeClient, left: dict[str, None]) -> Iterator[Mapping[str, Any]]:
        """Those of many objects that stand on the pages of the list, which are then not left to be fetched.

        A page costs one request and spares one for each object met on it. The list, whose newest come first, is read
        for as long as that pays, so that both ways together cost at most a tenth more than fetching each by itself.
        """
        tries, spared = len(left) // FOUND_PER_TRY, 0
        if not tries:
            return
        for number, page in enumerate(client.pages(self.path, self._asked()), start=1):
            met = [item for item in page if item["id"] in left]
            for item in met:
                del left[item["id"]]
                yield self._completed(client, item)
            spared += len(met)
            if not left or number >= spared + tries:
                return

    def _completed(self, client: StripeClient, item: Mapping[str, Any]) -> Mapping[str, Any]:
        if not self.embedded:
            return item
        return client.whole(item, self.embedded, self.entries.format(id=item["id"]))

    def _is_too_early(self, client: StripeClient, item: Mapping[str, Any]) -> bool:
        """Whether a list would not give it, so that the next whole listing would take it for gone."""
        if not (self.is_dated and client.start_date and "created" in item):
            return False
        return int(item["created"]) < datetime.combine(client.start_date, time(), UTC).timestamp()


def _stream(
    name: str,
    kind: Kind,
    description: str,
    permission: str,
    fields: Mapping[str, Field],
    dated_by: str | None = None,
) -> ObjectStream[StripeClient]:
    return ObjectStream(
        name=name,
        description=description,
        fields={"id": Field(required=True), **fields},
        listed=kind.listed,
        changed=kind.changed,
        changes_days=EVENT_DAYS,
        has_windows=kind.is_dated,
        is_deleted=lambda item: item.get("deleted") is True,
        dated_by=dated_by,
        permission=permission,
    )


STREAMS = (
    _stream(
        "customers",
        Kind("customer", "customers", expanded="tax_ids"),
        "Customers, one object per customer, each with its tax ids.",
        "Read on Customers",
        {
            "name": Field(pii=True),
            "email": Field(pii=True),
            "phone": Field(pii=True),
            "address.country": Field(),
            "address.city": Field(),
            "address.postal_code": Field(),
        },
    ),
    _stream(
        "products",
        Kind("product", "products"),
        "Products, one object per product.",
        "Read on Products",
        {
            "name": Field(),
            "active": Field("boolean"),
            "created": Field("epoch", required=True),
            "updated": Field("epoch"),
        },
    ),
    _stream(
        "prices",
        Kind("price", "prices", expanded="tiers"),
        "Prices, one object per price, each with its tiers.",
        "Read on Prices",
        {"billing_scheme": Field(), "tiers_mode": Field(), "tiers[0].flat_amount": Field("integer")},
    ),
    _stream(
        "subscriptions",
        Kind(
            "subscription",
            "subscriptions",
            status="all",
            embedded="items",
            entries="subscription_items?subscription={id}",
        ),
        "Subscriptions in every status, one object per subscription, each with its items.",
        "Read on Subscriptions",
        {
            "customer": Field(required=True),
            "status": Field(required=True),
            "created": Field("epoch", required=True),
            "start_date": Field("epoch"),
            "ended_at": Field("epoch"),
            "cancel_at": Field("epoch"),
            "canceled_at": Field("epoch"),
            "cancel_at_period_end": Field("boolean"),
            "items.data[0].id": Field(),
            "items.data[0].quantity": Field("integer"),
        },
    ),
    _stream(
        "invoices",
        Kind("invoice", "invoices", embedded="lines", entries="invoices/{id}/lines", is_dated=True),
        "Invoices in every status, one object per invoice, each with all its lines.",
        "Read on Invoices",
        {
            "customer": Field(required=True),
            "currency": Field(required=True),
            "created": Field("epoch", required=True),
            "total": Field("integer", required=True),
            "status": Field(),
            "due_date": Field("epoch"),
            "status_transitions.paid_at": Field("epoch"),
            "status_transitions.finalized_at": Field("epoch"),
            "lines.data[0].amount": Field("integer"),
            "lines.data[0].period.start": Field("epoch"),
            "lines.data[0].period.end": Field("epoch"),
        },
        dated_by="created",
    ),
    _stream(
        "credit_notes",
        Kind("credit_note", "credit_notes", embedded="lines", entries="credit_notes/{id}/lines", is_dated=True),
        "Credit notes, one object per credit note, each with all its lines.",
        "Read on Credit notes",
        {
            "customer": Field(required=True),
            "currency": Field(required=True),
            "created": Field("epoch", required=True),
            "invoice": Field(required=True),
            "reason": Field(),
            "status": Field(),
            "lines.data[0].amount": Field("integer"),
        },
        dated_by="created",
    ),
    _stream(
        "charges",
        Kind("charge", "charges", is_dated=True),
        "Charges, one object per attempt to take a payment.",
        "Read on Charges and Refunds",
        {
            "amount": Field("integer", required=True),
            "currency": Field(required=True),
            "created": Field("epoch", required=True),
            "status": Field(),
            "payment_intent": Field(),
        },
        dated_by="created",
    ),
    _stream(
        "invoice_payments",
        Kind("invoice_payment", "invoice_payments"),
        "Payments of invoices, one object per payment and invoice.",
        "Read on Invoices",
        {
            "invoice": Field(required=True),
            "amount_paid": Field("integer"),
            "currency": Field(required=True),
            "created": Field("epoch", required=True),
            "status": Field(),
            "status_transitions.paid_at": Field("epoch"),
        },
        dated_by="created",
    ),
    _stream(
        "refunds",
        Kind("refund", "refunds", is_dated=True),
        "Refunds, one object per refund of a charge.",
        "Read on Charges and Refunds",
        {
            "amount": Field("integer", required=True),
            "currency": Field(required=True),
            "created": Field("epoch", required=True),
            "charge": Field(),
            "payment_intent": Field(),
            "status": Field(),
        },
        dated_by="created",
    ),
)
