"""What the small company knows of Alpha Oy's dealings: products, payments, people by role, and the plan made for it."""

from datetime import date
from decimal import Decimal
from typing import Any

JULY, MARCH = date(2026, 7, 1), date(2026, 3, 1)

# Columns of Alpha Oy's own row that its dealings decide.
HOLDINGS: dict[str, Any] = {"products_not_held": 3, "active_contacts": 5, "active_decision_makers": 1}

# Too old to be among the newest events, yet the newest payments there are.
PAYMENTS: list[dict[str, Any]] = [
    {
        "account_id": "A1",
        "kind": kind,
        "title": title,
        "amount": Decimal(amount),
        "newest_first": place,
        "is_recent": False,
        "event_date": day,
    }
    for place, kind, title, amount, day in (
        (12, "invoice_paid", "Invoice of April, 3 days late", "1000.00", date(2026, 5, 23)),
        (13, "invoice_issued", "Invoice of April", "1000.00", date(2026, 4, 20)),
    )
]


def dealings() -> dict[str, list[dict[str, Any]]]:
    """Marts of which the page of an account shows what it holds, pays, answers and plans."""
    return {**_holdings(), **_people(), **_plan()}


def _holdings() -> dict[str, list[dict[str, Any]]]:
    offers: tuple[tuple[str, str, str, dict[str, Any]], ...] = (
        ("Compass", "held", "1000.50", {}),
        ("Relay", "held", "200.00", {}),
        ("Anchor", "ordered", "0", {"starts_on": JULY}),
        ("Beacon", "competitor", "0", {"competitor": "Rival & Sons"}),
        ("Drift", "given_up", "0", {"last_held_month": MARCH}),
    )
    return {
        "white_space": [
            {"account_id": "A1", "product": product, "status": status, "mrr": Decimal(mrr), **known}
            for product, status, mrr, known in offers
        ],
        "receivables": [{"account_id": "A1", "avg_days_late": 3.04, "dso": 31.5}],
    }


def _people() -> dict[str, list[dict[str, Any]]]:
    roles = (
        ("decision_maker", 1, 1, date(2026, 6, 20)),
        ("daily_user", 4, 2, None),
        # Nobody there has this role, so the page has nothing to say of it.
        ("influencer", 0, 0, None),
    )
    voices = ("respondent_role", "nps_band", "answers_12_months", "respondents_12_months", "nps")
    names = ("role", "active_people", "contacted_people", "last_contact")
    return {
        "contact_coverage": [{"account_id": "A1", **dict(zip(names, role, strict=True))} for role in roles],
        "account_voice": [
            {
                "account_id": "A1",
                "respondents_12_months": 3,
                "expectation_gap": -12.5,
                "decision_maker_last_answered": date(2026, 5, 4),
            }
        ],
        "account_role_satisfaction": [
            {"account_id": "A1", **dict(zip(voices, voice, strict=True))}
            for voice in (("user", "detractor", 5, 3, -40.0), ("decision_maker", None, 2, 1, None))
        ],
        "account_teams": [{"account_id": "A1", "owner_state": "left", "owner_since": date(2026, 4, 1)}],
        "account_health_today": [{"account_id": "A1", "change_week": 1.5, "action": "Ask why fewer people use it."}],
    }


def _plan() -> dict[str, list[dict[str, Any]]]:
    of_plan = {"plan_id": "PL1", "account_id": "A1"}
    goals: tuple[tuple[str, str, dict[str, Any]], ...] = (
        ("Faster deliveries", "hours", {"actual": Decimal(30), "attainment": 0.6, "due_date": date(2026, 6, 1)}),
        ("Fewer calls", "calls a week", {"due_date": date(2026, 12, 31), "is_overdue": False}),
        (
            "All sites live",
            "sites",
            {"actual": Decimal(50), "attainment": 1.0, "due_date": MARCH, "achieved_on": MARCH, "is_overdue": False},
        ),
    )
    actions = (
        ("Train the new people", "open", date(2026, 8, 3), "u1"),
        ("Agree on a measure", "overdue", date(2026, 6, 15), None),
        ("Meet the board", "done", date(2026, 5, 1), "u1"),
    )
    return {
        "account_planning": [{**of_plan, "contract_until": date(2027, 1, 31)}],
        "account_plans": [
            {
                **of_plan,
                "value_promise": "Every delivery on time",
                "plan_start": date(2026, 1, 1),
                "plan_end": date(2026, 12, 31),
                "updated_on": date(2026, 2, 2),
                "revenue_target": Decimal(20000),
                "revenue_attainment": 0.4,
                "goals": len(goals),
            }
        ],
        "plan_goals": [
            {
                **of_plan,
                "goal_id": goal,
                "goal_name": goal,
                "measure": measure,
                "target": Decimal(50),
                "is_overdue": True,
                **known,
            }
            for goal, measure, known in goals
        ],
        "plan_milestones": [
            {**of_plan, "action_id": action, "milestone": action, "status": status, "due_date": day, "owner_id": owner}
            for action, status, day, owner in actions
        ],
    }
