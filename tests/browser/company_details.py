"""What the small company knows of Alpha Oy beyond its revenue: care, promises, wishes, events, and what to decide."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

HOSTILE_PROMISE = "<img src=x onerror='window.hacked = 1'>"

ALPHA: dict[str, Any] = {
    "quadrant": "key",
    "treatment": "care",
    "share_of_wallet": 0.25,
    "key_account_status": "under_review",
    "owner_state": "left",
    "is_team_complete": False,
    "threading_score": 0.5,
    "products": "Compass;Relay",
    "products_in_use": 2,
    "contribution": Decimal("9000.10"),
    "lifetime_value": Decimal(45000),
    "contract_months_left": 7,
    "care_status": "missed",
    "contacts_missing": 3,
    "next_contact_due": date(2026, 7, 6),
    "open_complaints": 1,
    "survey_answers": 3,
    "last_survey_date": date(2026, 5, 4),
    "has_plan": True,
    "plan_completeness": 0.75,
    "is_plan_stale": True,
    "outlook": "grow",
    "open_quotes": 1,
    "last_quote_outcome": "won",
    "running_projects": 2,
    "overdue_projects": 1,
    "open_commitments": 1,
    "overdue_commitments": 1,
    "unanswered_requests": 1,
    "lifecycle_stage": "renewal",
    "stage_since": date(2026, 6, 1),
    "health_score": 41.5,
    "health_band": "poor",
    "health_coverage": 0.8,
    "health_change_month": -7.5,
    "weakest_component": "usage_trend",
    "open_churn_signals": 2,
    "open_buying_signals": 1,
    "top_signal": "usage_falling",
    "top_signal_severity": "high",
    "top_signal_evidence": "4 people a week; 9 some months before.",
    "nps_band": "passive",
    "tickets_past_limit": 1,
    "last_event": "Invoice, due 2026-07-20",
    "last_event_date": date(2026, 6, 20),
}


def details() -> dict[str, list[dict[str, Any]]]:
    """Marts of which the pages of accounts and of attention show rows."""
    return {**_care(), **_promises(), "account_events": _events(), **_decisions(), **_health()}


def _health() -> dict[str, list[dict[str, Any]]]:
    parts = [
        ("usage_trend", 3, 20.0, 0.5, 10.0, -30.0),
        ("contact", 2, 78.75, 0.4, 31.5, 0.0),
        ("survey", 1, None, None, 0, None),
    ]
    return {
        "account_health_components": [
            {
                "account_id": "A1",
                "component": component,
                "weight": weight,
                "value": value,
                "effective_weight": share,
                "points": points,
                "change_month": change,
            }
            for component, weight, value, share, points, change in parts
        ]
    }


def _events() -> list[dict[str, Any]]:
    first = {"kind": "invoice_issued", "title": ALPHA["last_event"], "amount": Decimal("1200.50")}
    contact = {"kind": "contact", "title": "Meeting, tactical, outbound", "amount": None}
    return [
        {
            "account_id": "A1",
            "newest_first": place,
            "is_recent": place <= 10,
            "event_date": date(2026, 6, 21) - timedelta(days=place),
            **(first if place == 1 else contact),
        }
        for place in range(1, 12)
    ]


def _care() -> dict[str, list[dict[str, Any]]]:
    levels = [
        {"level": "tactical", "done": 4, "required": 4, "status": "ok", "last_contact": date(2026, 6, 20)},
        {"level": "strategic", "done": 0, "required": 3, "status": "missed", "last_contact": None},
    ]
    planned = [
        {
            "uid": str(day),
            "item": "tactical contact",
            "kind": "contact",
            "level": "tactical",
            "status": "due",
            "due_date": date(2026, 8, day),
        }
        for day in range(1, 6)
    ]
    done = {
        "uid": "d",
        "item": "newsletter",
        "kind": "campaign",
        "level": "any",
        "status": "done",
        "due_date": date(2026, 7, 1),
    }
    late = {
        "uid": "l",
        "item": "strategic_talk",
        "kind": "contact",
        "level": "strategic",
        "status": "overdue",
        "due_date": date(2026, 7, 6),
    }
    named = {"account_id": "A1", "account_name": "Alpha Oy", "segment": "A", "owner_id": "u1"}
    missed = {"level": "strategic", "activity_type": "development_talk", "reason": "0 of 3 in the last 12 months"}
    rule = {
        "segment": "A",
        "owner_id": "u1",
        "level": "strategic",
        "activity_type": "development_talk",
        "is_in_force": True,
    }
    kept: list[dict[str, Any]] = [
        {"ok": 0, "missed": 0, "not_due": 3, "share_ok": None},
        {"ok": 1, "missed": 3, "not_due": 0, "share_ok": 0.25},
        {"ok": 3, "missed": 1, "not_due": 0, "share_ok": 0.75},
    ]
    return {
        "care_compliance": [{"account_id": "A1", **level} for level in levels],
        "care_calendar": [
            *({"account_id": "A1", "segment": "A", "owner_id": "u1", **item} for item in (*planned, done, late)),
            {**planned[0], "account_id": "A3", "uid": "c", "segment": "C", "owner_id": None},
        ],
        "care_compliance_months": [
            {"month": date(2026, 4 + later, 1), "segment": segment, "owner_id": owner, **counts}
            for later, counts in enumerate(kept)
            for segment, owner in (("ALL", "ALL"), ("A", "ALL"), ("A", "u1"))
        ],
        "care_rule_compliance": [
            {**rule, "account_id": "A1", "status": "missed"},
            {**rule, "account_id": "A2", "status": "ok"},
        ],
        "owner_loads": [
            {
                "user_id": "u1",
                "name": "Ulla Owner",
                "accounts_owned": 2,
                "accounts_managed": 0,
                "mrr_owned": Decimal("2100.50"),
                "contacts_12_months": 31,
            }
        ],
        "owner_attainment": [
            {
                "owner_id": "u1",
                "metric": "billing",
                "account_target": Decimal(1000),
                "account_actual": Decimal(250),
                "account_attainment": 0.25,
                "period_start": date(2026, 1, 1),
                "period_end": date(2026, 12, 31),
            }
        ],
        "care_misses": [{**named, **missed, "missing": 3, "next_due": date(2026, 3, 1)}],
        "care_due": [
            {**named, "uid": uid, "item": "strategic_talk", "status": status, "period": period, "due_date": day}
            for uid, status, period, day in (
                ("1", "due", "this_week", date(2026, 7, 3)),
                ("2", "overdue", "overdue", date(2026, 7, 6)),
                ("3", "planned", "later", date(2026, 7, 2)),
            )
        ],
    }


def _promises() -> dict[str, list[dict[str, Any]]]:
    promises = [
        ("Offer for more users", "open", date(2026, 7, 9), "u1"),
        (HOSTILE_PROMISE, "overdue", date(2026, 6, 1), None),
        ("New contact person", "kept", date(2026, 5, 1), "u1"),
    ]
    return {
        "commitments": [
            {
                "commitment_id": promise,
                "account_id": "A1",
                "promise": promise,
                "status": status,
                "promised_for": day,
                "owner_id": owner,
            }
            for promise, status, day, owner in promises
        ],
        "feature_requests": [
            {
                "request_id": wish,
                "account_id": "A1",
                "wish": wish,
                "is_answered": waiting is None,
                "days_waiting": waiting,
                "requested_on": date(2026, 6, 10),
            }
            for wish, waiting in (("Mobile view", 20), ("Approval steps", None))
        ],
    }


def _decisions() -> dict[str, list[dict[str, Any]]]:
    return {
        "key_accounts": [
            {
                "customer_id": "A1",
                "status": "under_review",
                "why_in": "decision to keep",
                "mrr": Decimal("1200.50"),
                "next_review_date": date(2026, 6, 1),
            },
            {"customer_id": "A2", "status": "not_key", "mrr": Decimal(900)},
        ],
        "identity_reviews": [
            {"system": "billing", "subject_id": subject, "candidate_account_id": account, "reason": reason, **decide}
            for subject, account, reason, decide in (
                ("c1", "A1", "several_fit", {"suggestion": "Confirm one."}),
                ("c1", "A2", "several_fit", {"suggestion": "Confirm one."}),
                ("c1", "A3", "weak_evidence", {"suggestion": "Confirm or forbid."}),
                ("c2", "A3", "weak_evidence", {"suggestion": "Confirm or forbid."}),
            )
        ],
    }
