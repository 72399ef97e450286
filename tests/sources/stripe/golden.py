"""An account of every shape that Stripe's API has had, whose staged rows were worked out by hand."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

HOME = ZoneInfo("Europe/Helsinki")


def at(month: int, day: int, hour: int = 0, year: int = 2026) -> int:
    """Seconds since 1970 of an hour in Helsinki."""
    return int(datetime(year, month, day, hour, tzinfo=HOME).timestamp())


def embedded(*entries: dict[str, Any]) -> dict[str, Any]:
    """A list as an object embeds it."""
    return {"object": "list", "data": list(entries), "has_more": False}


def golden_objects() -> dict[str, list[dict[str, Any]]]:
    """Acme of today's API, Nippon of that of 2020, and Old of that of 2017."""
    return {
        "customers": _customers(),
        "products": _products(),
        "prices": _prices(),
        "subscriptions": _subscriptions(),
        "invoices": [*_invoices_of_acme(), *_invoices_of_older_versions()],
        "credit_notes": _credit_notes(),
        **_payments(),
    }


def _customers() -> list[dict[str, Any]]:
    address = {"country": "FI", "city": "Helsinki", "postal_code": "00100"}
    ids = embedded({"type": "ch_uid", "value": "CHE-123"}, {"type": "eu_vat", "value": "FI12345671"})
    acme = {"name": "Acme Oy", "email": "Billing@Acme.example", "phone": "+358 9 1234", "address": address}
    return [
        {"id": "cus_acme", "created": at(1, 1), **acme, "tax_ids": ids, "metadata": {"account_id": "A1"}},
        {"id": "cus_nippon", "created": at(1, 2), "name": "Nippon KK", "email": None, "address": None, "metadata": {}},
        {"id": "cus_old", "created": at(1, 3), "name": "Old Inc", "business_vat_id": "US99", "metadata": {}},
    ]


def _products() -> list[dict[str, Any]]:
    def product(identifier: str, name: str, **more: Any) -> dict[str, Any]:
        return {"id": identifier, "name": name, "active": True, "created": at(1, 1, 1), "metadata": {}, **more}

    return [
        product("prod_base", "Base", metadata={"product_line": "Platform"}),
        product("prod_plus", "Base Plus"),
        product("prod_seats", "Seats"),
        product("prod_one", "Support"),
        product("prod_two", "Support"),
        product("prod_old", "Legacy", active=False, updated=at(1, 15, 12)),
    ]


def _prices() -> list[dict[str, Any]]:
    monthly = {"interval": "month", "interval_count": 1, "usage_type": "licensed"}
    yearly = {"interval": "year", "interval_count": 1, "usage_type": "licensed"}
    metered = {"interval": "month", "interval_count": 1, "usage_type": "metered"}
    graduated = [
        {"up_to": 10, "unit_amount": 500, "unit_amount_decimal": "500", "flat_amount": None},
        {"up_to": None, "unit_amount": 400, "unit_amount_decimal": "400", "flat_amount": 1_000},
    ]
    volume = [{"up_to": 5, "unit_amount": 12_000}, {"up_to": None, "unit_amount": 10_000}]
    tiered = {"billing_scheme": "tiered", "unit_amount": None, "unit_amount_decimal": None}

    def price(identifier: str, product: str, currency: str, recurring: dict[str, Any], **more: Any) -> dict[str, Any]:
        flat = {"billing_scheme": "per_unit", "created": at(1, 1), "tiers_mode": None}
        return {"id": identifier, "product": product, "currency": currency, "recurring": recurring, **flat, **more}

    return [
        price("price_base", "prod_base", "eur", monthly, unit_amount=31_000, unit_amount_decimal="31000"),
        price("price_plus", "prod_plus", "eur", monthly, unit_amount=62_000, unit_amount_decimal="62000"),
        price("price_seats", "prod_seats", "eur", monthly, **tiered, tiers_mode="graduated", tiers=graduated),
        price("price_calls", "prod_one", "eur", metered, unit_amount=None, unit_amount_decimal="0.5"),
        price("price_nippon", "prod_two", "jpy", yearly, **tiered, tiers_mode="volume", tiers=volume),
        price(
            "price_kuwait",
            "prod_base",
            "kwd",
            monthly,
            unit_amount=12_500,
            unit_amount_decimal="12500",
            transform_quantity={"divide_by": 10, "round": "up"},
        ),
    ]


def _item(identifier: str, price: str, quantity: int | None, minute: int = 0, **more: Any) -> dict[str, Any]:
    (found,) = [{**item, "tiers": None} for item in _prices() if item["id"] == price]
    found.pop("tiers")
    item = {"id": identifier, "created": at(1, 1, 1) + 60 * minute, "price": found, **more}
    return item if quantity is None else {**item, "quantity": quantity}


def _subscriptions() -> list[dict[str, Any]]:
    def subscription(identifier: str, customer: str, **more: Any) -> dict[str, Any]:
        common = {"status": "active", "created": at(1, 1), "start_date": at(1, 1), "cancel_at_period_end": False}
        ends = {"ended_at": None, "cancel_at": None, "canceled_at": None, "pause_collection": None}
        return {"id": identifier, "object": "subscription", "customer": customer, **common, **ends, **more}

    period = {"current_period_start": at(3, 1), "current_period_end": at(4, 1)}
    plan = {"id": "legacy-yearly", "amount": 29_900, "currency": "usd", "interval": "year", "interval_count": 1}
    return [
        # The items stand newest first, and the subscription is to end with its period.
        subscription(
            "sub_acme",
            "cus_acme",
            cancel_at_period_end=True,
            canceled_at=at(2, 10, 9),
            items=embedded(
                _item("si_calls", "price_calls", None, 2, **period),
                _item("si_seats", "price_seats", 15, 1, **period),
                _item("si_base", "price_base", 1, 0, **period),
            ),
        ),
        subscription(
            "sub_nippon",
            "cus_nippon",
            pause_collection={"behavior": "void", "resumes_at": None},
            current_period_end=at(1, 1, year=2027),
            items=embedded(_item("si_nippon", "price_nippon", 6)),
        ),
        subscription(
            "sub_kuwait", "cus_nippon", status="trialing", items=embedded(_item("si_kuwait", "price_kuwait", 25))
        ),
        subscription(
            "sub_old",
            "cus_old",
            status="canceled",
            start_date=None,
            ended_at=at(1, 20, 10),
            canceled_at=at(1, 20, 10),
            plan={**plan, "product": "prod_old"},
            items=embedded({"id": "si_old", "quantity": 1, "plan": {**plan, "product": "prod_old"}}),
        ),
    ]


def _line(identifier: str, amount: int, start: int, end: int, **more: Any) -> dict[str, Any]:
    common = {"object": "line_item", "currency": "eur", "discount_amounts": [], "taxes": []}
    return {"id": identifier, "amount": amount, "period": {"start": start, "end": end}, **common, **more}


def _of_item(item: str, price: str) -> dict[str, Any]:
    details = {"proration": False, "subscription": "sub_acme", "subscription_item": item}
    parent = {"type": "subscription_item_details", "subscription_item_details": details}
    return {"parent": parent, "pricing": {"type": "price_details", "price_details": {"price": price}}}


def _prorated(price: str) -> dict[str, Any]:
    details = {"proration": True, "subscription": "sub_acme", "invoice_item": "ii_1"}
    parent = {"type": "invoice_item_details", "invoice_item_details": details}
    (product,) = [item["product"] for item in _prices() if item["id"] == price]
    return {"parent": parent, "pricing": {"price_details": {"price": price, "product": product}}}


def _invoice(identifier: str, day: int, status: str, *lines: dict[str, Any], **more: Any) -> dict[str, Any]:
    moments = {"finalized_at": None if status == "draft" else day + 3_600, "paid_at": None}
    return {
        "id": identifier,
        "object": "invoice",
        "customer": "cus_acme",
        "currency": "eur",
        "created": day,
        "status": status,
        "due_date": None,
        # The period of an invoice is that of its usage, and no service period of anything.
        "period_start": at(12, 1, year=2025),
        "period_end": at(1, 1),
        "status_transitions": moments,
        "lines": embedded(*lines),
        **more,
    }


def _invoices_of_acme() -> list[dict[str, Any]]:
    january, february, upgrade = at(1, 1), at(2, 1), at(1, 11)
    tax = [{"amount": 7_440, "tax_behavior": "exclusive"}]
    first = _invoice(
        "in_first",
        january,
        "paid",
        _line("il_base", 31_000, january, february, **_of_item("si_base", "price_base"), taxes=tax),
        _line(
            "il_seats",
            8_000,
            january,
            february,
            **_of_item("si_seats", "price_seats"),
            discount_amounts=[{"amount": 500}, {"amount": 300}],
        ),
        _line("il_calls", 1_234, at(12, 1, year=2025), january, **_of_item("si_calls", "price_calls")),
        subtotal=40_234,
        total_excluding_tax=39_434,
        total=46_874,
        description="January",
        status_transitions={"finalized_at": january + 3_600, "paid_at": at(1, 3, 12)},
    )
    # On 11 January the base of 310.00 became one of 620.00: 21 of 31 days are given back, and charged anew.
    change = _invoice(
        "in_change",
        upgrade,
        "open",
        _line("il_unused", -21_000, upgrade, february, **_prorated("price_base"), description="Unused time on Base"),
        _line("il_remaining", 42_000, upgrade, february, **_prorated("price_plus")),
        _line("il_setup", 50_000, upgrade, upgrade, parent={"type": "invoice_item_details"}, description="Set-up"),
        subtotal=71_000,
        total_excluding_tax=71_000,
        total=71_000,
        pre_payment_credit_notes_amount=1_000,
        due_date=at(2, 10),
    )
    line = _line("il_next", 100, february, at(3, 1), **_of_item("si_base", "price_base"))
    draft = _invoice("in_draft", february, "draft", line, total=100, subtotal=100, total_excluding_tax=100)
    void = _invoice("in_void", february, "void", {**line, "id": "il_void"}, total=100, total_excluding_tax=100)
    return [first, change, draft, void]


def _invoices_of_older_versions() -> list[dict[str, Any]]:
    nippon = {
        "type": "subscription",
        "currency": "jpy",
        "proration": False,
        "subscription": "sub_nippon",
        "subscription_item": "si_nippon",
        "price": {"id": "price_nippon", "product": "prod_two", "recurring": {"usage_type": "licensed"}},
        "tax_amounts": [{"amount": 5_455, "inclusive": True}],
    }
    plan = {"id": "legacy-yearly", "product": "prod_old", "usage_type": "licensed"}
    old = {
        "type": "subscription",
        "currency": "usd",
        "plan": plan,
        "proration": False,
        "subscription": None,
        "discount_amounts": None,
    }
    return [
        # Paid by a bank transfer, of which Stripe knows no charge.
        _invoice(
            "in_nippon",
            at(1, 14, 17),
            "paid",
            _line("il_nippon", 60_000, at(1, 14, 17), at(1, 14, 17, year=2027), **nippon),
            customer="cus_nippon",
            currency="jpy",
            paid=True,
            charge=None,
            subtotal=60_000,
            total=60_000,
            total_excluding_tax=54_545,
            status_transitions={"finalized_at": at(1, 14, 18), "paid_at": at(1, 30)},
        ),
        {
            "id": "in_old",
            "object": "invoice",
            "customer": "cus_old",
            "currency": "usd",
            "created": at(1, 5),
            "date": at(1, 5),
            "paid": True,
            "charge": "ch_old",
            "subscription": "sub_old",
            "subtotal": 29_900,
            "total": 29_900,
            "lines": embedded(_line("sub_old", 29_900, at(1, 5), at(1, 5, year=2027), **old)),
        },
    ]


def _credit_notes() -> list[dict[str, Any]]:
    def note(identifier: str, reason: str | None, *lines: dict[str, Any], **more: Any) -> dict[str, Any]:
        common = {"customer": "cus_acme", "currency": "eur", "created": at(2, 5), "status": "issued"}
        return {"id": identifier, "invoice": "in_first", "reason": reason, **common, "lines": embedded(*lines), **more}

    def line(identifier: str, amount: int, credited: str | None) -> dict[str, Any]:
        of_line = {"invoice_line_item": credited} if credited else {}
        return {"id": identifier, "amount": amount, "discount_amounts": [], "taxes": [], **of_line}

    return [
        note(
            "cn_change",
            "order_change",
            line("cnli_base", 3_100, "il_base"),
            line("cnli_custom", 500, None),
            line("cnli_calls", 234, "il_calls"),
            total_excluding_tax=3_834,
        ),
        note("cn_sorry", "product_unsatisfactory", line("cnli_seats", 1_000, "il_seats"), total_excluding_tax=1_000),
        note("cn_void", "duplicate", line("cnli_void", 7_200, "il_seats"), status="void", total_excluding_tax=7_200),
    ]


def _payments() -> dict[str, list[dict[str, Any]]]:
    def charge(identifier: str, amount: int, currency: str, **more: Any) -> dict[str, Any]:
        common = {"status": "succeeded", "captured": True, "payment_intent": None, "created": at(1, 5, 1)}
        return {"id": identifier, "amount": amount, "currency": currency, **common, **more}

    def refund(identifier: str, amount: int, currency: str, **more: Any) -> dict[str, Any]:
        common = {"status": "succeeded", "created": at(2, 1), "charge": None, "payment_intent": None}
        return {"id": identifier, "amount": amount, "currency": currency, **common, **more}

    paid = {"type": "payment_intent", "payment_intent": "pi_first"}
    payment = {"object": "invoice_payment", "invoice": "in_first", "currency": "eur", "created": at(1, 2)}
    return {
        "charges": [
            charge("ch_first", 46_874, "eur", payment_intent="pi_first"),
            charge("ch_old", 29_900, "usd"),
            charge("ch_failed", 29_900, "usd", invoice="in_old", status="failed"),
            # No invoice stands behind it.
            charge("ch_till", 100, "eur"),
        ],
        "invoice_payments": [
            {
                **payment,
                "id": "inpay_first",
                "status": "paid",
                "amount_paid": 46_874,
                "payment": paid,
                "status_transitions": {"paid_at": at(1, 3, 12)},
            },
            {**payment, "id": "inpay_open", "invoice": "in_change", "status": "open", "amount_paid": None},
        ],
        "refunds": [
            refund("re_first", 1_000, "eur", payment_intent="pi_first", charge="ch_first"),
            refund("re_old", 5_000, "usd", charge="ch_old"),
            refund("re_pending", 400, "usd", charge="ch_old", status="pending"),
            refund("re_till", 100, "eur", charge="ch_till"),
        ],
    }
