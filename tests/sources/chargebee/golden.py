"""A site with both of its catalogues' shapes, whose staged rows were worked out by hand."""

from typing import Any

from sources.stripe.golden import at


def golden_objects() -> dict[str, list[dict[str, Any]]]:
    """Acme of today's catalogue, and Old of the one before."""
    return {
        "customers": _customers(),
        "items": [
            {"id": "base", "name": "Base", "type": "plan", "item_family_id": "Platform", "metered": False},
            {"id": "plus", "name": "Base Plus", "type": "plan", "item_family_id": "Platform", "metered": False},
            {"id": "seats", "name": "Seats", "type": "addon", "metered": False},
            {"id": "calls", "name": "Calls", "type": "addon", "metered": True},
            {"id": "setup", "name": "Set-up", "type": "charge", "status": "archived", "archived_at": at(1, 15, 12)},
        ],
        "item_prices": [
            {"id": "base-EUR", "item_id": "base"},
            {"id": "base-EUR-yearly", "item_id": "base"},
            {"id": "base-KWD", "item_id": "base"},
            {"id": "plus-EUR", "item_id": "plus"},
            {"id": "seats-EUR", "item_id": "seats"},
            {"id": "calls-EUR", "item_id": "calls"},
            {"id": "setup-EUR", "item_id": "setup"},
        ],
        "subscriptions": _subscriptions(),
        "invoices": _invoices(),
        "credit_notes": _credit_notes(),
    }


def _customers() -> list[dict[str, Any]]:
    address = {"country": "FI", "city": "Espoo", "zip": "02100"}
    acme = {"company": "Acme Oy", "email": "Billing@Acme.example", "phone": "+358 9 1234", "vat_number": "FI12345671"}
    return [
        {"id": "cus_acme", **acme, "billing_address": address, "meta_data": {"account_id": "A7"}},
        {"id": "cus_old", "first_name": "Ann", "last_name": "Old", "email": "ann@old.example"},
        {"id": "cus_gone", "deleted": True},
    ]


def _subscriptions() -> list[dict[str, Any]]:
    def subscription(identifier: str, status: str, *items: dict[str, Any], **more: Any) -> dict[str, Any]:
        term = {"billing_period": 1, "billing_period_unit": "month", "currency_code": "EUR"}
        made = {"created_at": at(1, 1), "started_at": at(1, 1), "customer_id": "cus_acme"}
        return {"id": identifier, "status": status, **term, **made, "subscription_items": list(items), **more}

    def item(price: str, kind: str, **more: Any) -> dict[str, Any]:
        return {"item_price_id": price, "item_type": kind, **more}

    base = item("base-EUR", "plan", quantity=1, amount=31_000)
    return [
        subscription(
            "sub_acme",
            "active",
            base,
            item("seats-EUR", "addon", quantity=15, unit_price=500, amount=8_000),
            item("calls-EUR", "addon"),
            item("setup-EUR", "charge", quantity=1, amount=50_000),
        ),
        subscription(
            "sub_end",
            "non_renewing",
            item("base-EUR-yearly", "plan", quantity=1, amount=372_000),
            billing_period_unit="year",
            current_term_end=at(4, 1),
            cancel_schedule_created_at=at(2, 10, 9),
        ),
        subscription(
            "sub_future",
            "future",
            item("base-KWD", "plan", quantity=1, unit_price=12_500),
            customer_id="cus_old",
            currency_code="KWD",
            created_at=at(2, 20),
            started_at=None,
            start_date=at(4, 1),
        ),
        subscription("sub_trial", "in_trial", base),
        # The older catalogue: a plan and its addons.
        {
            "id": "sub_old",
            "status": "cancelled",
            "customer_id": "cus_old",
            "currency_code": "JPY",
            "billing_period": 1,
            "billing_period_unit": "month",
            "plan_id": "legacy",
            "plan_quantity": 2,
            "plan_unit_price": 5_000,
            "addons": [{"id": "extra", "quantity": 1, "unit_price": 300, "amount": 300}],
            "created_at": at(1, 1),
            "started_at": at(1, 1),
            "cancelled_at": at(1, 20, 10),
        },
    ]


def _line(identifier: str, entity: str, kind: str, amount: int, start: int, end: int, **more: Any) -> dict[str, Any]:
    days = {"date_from": start, "date_to": end, "subscription_id": "sub_acme"}
    named = {"entity_id": entity, "entity_type": kind, "amount": amount, "discount_amount": 0, "tax_amount": 0}
    return {"id": identifier, **named, **days, **more}


def _document(
    identifier: str, day: int, status: str, total: int, *lines: dict[str, Any], **more: Any
) -> dict[str, Any]:
    common = {"customer_id": "cus_acme", "currency_code": "EUR", "price_type": "tax_exclusive"}
    return {
        "id": identifier,
        "date": day,
        "status": status,
        "total": total,
        **common,
        "line_items": list(lines),
        **more,
    }


def _invoices() -> list[dict[str, Any]]:
    january, february, upgrade = at(1, 1), at(2, 1), at(1, 11)
    plan, addon = "plan_item_price", "addon_item_price"
    paid = {"txn_id": "txn_paid", "applied_amount": 96_874, "txn_status": "success", "txn_date": at(1, 3, 12)}
    failed = {"txn_id": "txn_failed", "applied_amount": 96_874, "txn_status": "failure", "txn_date": at(1, 2)}
    old = {"subscription_id": "sub_old"}
    return [
        _document(
            "inv_first",
            january,
            "paid",
            96_874,
            _line("li_base", "base-EUR", plan, 31_000, january, february, tax_amount=7_440),
            _line("li_seats", "seats-EUR", addon, 8_000, january, february, discount_amount=800),
            _line("li_calls", "calls-EUR", addon, 1_234, at(12, 1, year=2025), january),
            _line("li_setup", "setup-EUR", "charge_item_price", 50_000, january, january),
            paid_at=at(1, 3, 12),
            taxes=[{"name": "VAT", "amount": 7_440}],
            linked_payments=[failed, paid],
        ),
        # On 11 January the base of 310.00 became one of 620.00: it is charged for 21 of 31 days, and the credit note
        # gives back the same days of the old one.
        _document(
            "inv_change",
            upgrade,
            "payment_due",
            42_000,
            _line("li_plus", "plus-EUR", plan, 42_000, upgrade, february),
            due_date=at(2, 10),
            amount_adjusted=1_000,
        ),
        _document("inv_void", february, "voided", 100, _line("li_void", "base-EUR", plan, 100, february, at(3, 1))),
        _document("inv_open", february, "pending", 100, _line("li_open", "base-EUR", plan, 100, february, at(3, 1))),
        # Its period ends with the last second of a day, and its prices include the tax.
        _document(
            "inv_old",
            at(1, 5),
            "paid",
            10_300,
            _line("li_legacy", "legacy", "plan", 10_000, at(1, 5), at(2, 5) - 1, tax_amount=909, **old),
            _line("li_extra", "extra", "addon", 300, at(1, 5), at(2, 5) - 1, **old),
            customer_id="cus_old",
            currency_code="JPY",
            price_type="tax_inclusive",
            taxes=[{"name": "VAT", "amount": 909}],
            paid_at=at(1, 30),
        ),
    ]


def _credit_notes() -> list[dict[str, Any]]:
    january, february, upgrade = at(1, 1), at(2, 1), at(1, 11)
    plan, addon = "plan_item_price", "addon_item_price"
    refunded = {"txn_id": "txn_back", "applied_amount": 1_000, "txn_status": "success", "txn_date": at(2, 6)}
    return [
        _document(
            "cn_change",
            upgrade,
            "refund_due",
            21_000,
            _line("cnl_base", "base-EUR", plan, 21_000, upgrade, february),
            create_reason_code="Subscription Change",
            reference_invoice_id="inv_first",
        ),
        _document(
            "cn_sorry",
            at(2, 5),
            "refunded",
            1_000,
            _line("cnl_seats", "seats-EUR", addon, 1_000, january, february),
            reason_code="product_unsatisfactory",
            reference_invoice_id="inv_first",
            linked_refunds=[refunded],
        ),
        _document(
            "cn_void",
            at(2, 5),
            "voided",
            31_000,
            _line("cnl_void", "base-EUR", plan, 31_000, january, february),
            reason_code="order_change",
            reference_invoice_id="inv_first",
        ),
    ]
