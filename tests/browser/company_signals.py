"""What the small company is warned of and what its customers say."""

from datetime import date
from decimal import Decimal
from typing import Any

from company_details import ALPHA, HOSTILE_PROMISE

from flows.report.months import before

JUNE = date(2026, 6, 1)


def signals_and_voice() -> dict[str, list[dict[str, Any]]]:
    """Marts of which the pages of signals and of the voice of customers show rows."""
    return {**_signals(), **_counted(), **_answers(), **_said()}


def _signal(signal: str, account: str, seen: date, days: int, **known: Any) -> dict[str, Any]:
    return {
        "signal_id": f"{account}|{signal}",
        "account_id": account,
        "owner_id": "u1",
        "signal": signal,
        "subject": "",
        "suggested_action": f"Act on {signal}.",
        "first_seen": seen,
        "days_open": days,
        "is_open": "cleared" not in known,
        **known,
    }


def _signals() -> dict[str, list[dict[str, Any]]]:
    long_ago, of_late = date(2026, 2, 1), date(2026, 6, 10)
    falling = str(ALPHA["top_signal_evidence"])
    return {
        "churn_signals": [
            _signal("silent", "A1", date(2026, 6, 25), 5, severity="medium", evidence=HOSTILE_PROMISE),
            _signal("usage_falling", "A1", JUNE, 29, severity="high", evidence=falling),
            _signal("low_score", "A1", date(2026, 1, 1), 31, severity="high", evidence="Gone.", cleared=long_ago),
            _signal("invoice_overdue", "A2", date(2026, 5, 1), 60, severity="medium", evidence="Late.", owner_id=None),
            _signal("paying_later", "A2", JUNE, 9, severity="low", evidence="Paid late.", cleared=of_late),
        ],
        "buying_signals": [
            _signal("seats_nearly_used", "A1", date(2026, 6, 3), 27, evidence="18 of 20 seats in use.")
            | {"suggested_action": "Offer more seats."}
        ],
    }


def _counted() -> dict[str, list[dict[str, Any]]]:
    counts = [
        ("churn", "silent", before(JUNE), 0, 0, 1),
        ("churn", "invoice_overdue", before(JUNE), 1, 0, 1),
        ("churn", "silent", JUNE, 1, 1, 1),
        ("churn", "invoice_overdue", JUNE, 0, 0, 1),
        ("churn", "usage_falling", JUNE, 1, 0, 1),
        ("buying", "seats_nearly_used", JUNE, 1, 0, 1),
    ]
    names = ("kind", "signal", "month", "opened", "cleared", "open_at_end")
    foretold = {
        "horizon_months": 6,
        "base_rate": 0.04,
        "churns": 10,
        "precision_low": 0.25,
        "precision_high": 0.75,
    }
    return {
        "signal_counts": [dict(zip(names, row, strict=True)) for row in counts],
        "signal_backtest": [
            {
                **foretold,
                "signal": "usage_falling",
                "verdict": "predicts",
                "n": 20,
                "churned_within": 10,
                "precision": 0.5,
                "lift": 12.5,
                "churns_preceded": 8,
                "median_lead_days": 90.0,
            },
            {
                **foretold,
                "signal": "silent",
                "verdict": "too_few",
                "n": 3,
                "churned_within": 0,
                "precision": 0.0,
                "precision_low": 0.0,
                "precision_high": 0.56,
                "lift": 0.0,
                "churns_preceded": 0,
                "median_lead_days": None,
            },
        ],
    }


def _answers() -> dict[str, list[dict[str, Any]]]:
    of_nps = {"survey_type": "NPS", "is_higher_better": True, "is_customer": True}
    shown = {"value": 30.0, "margin95": 20.0, "mrr_weighted_value": 35.5, "change": -4.0}
    groups = [
        ("all", "ALL", 40, {**shown, "value": 25.0, "margin95": 12.5, "change": 5.0}),
        ("owner", "u1", 30, shown),
        ("segment", "A", 30, shown),
        ("segment", "B", 3, {}),
    ]
    round_of = {"survey_type": "NPS", "wave": "2026-H1", "first_sent": date(2026, 3, 12)}
    return {
        "survey_score_breakdowns": [
            {**of_nps, "dimension": dimension, "member": member, "n": n, "respondents": n, "n_before": n, **known}
            for dimension, member, n, known in groups
        ],
        "survey_waves": [
            {
                **round_of,
                "sent": 80,
                "answered": 20,
                "response_rate": 0.25,
                "decision_maker_response_rate": None,
                "is_newest": True,
                "is_next_wave_overdue": True,
                "next_wave_due": date(2026, 6, 12),
            }
        ],
        "survey_response_rates": [
            {**round_of_segment, "survey_type": "NPS", "wave": "2026-H1", "sent": 40}
            for round_of_segment in (
                {"segment": "ALL", "response_rate": 0.25},
                {"segment": "A", "response_rate": 0.4},
                {"segment": "B", "response_rate": 0.1},
            )
        ],
        "phase_satisfaction": [
            {"segment": "ALL", "phase": "after", "answers": 40, "satisfaction": 0.75},
            {"segment": "A", "phase": "after", "answers": 2, "satisfaction": None},
        ],
        "survey_exclusions": [{"survey_type": "NPS", "reason": "off_scale", "n": 2, "newest_date": date(2026, 6, 2)}],
    }


def _said() -> dict[str, list[dict[str, Any]]]:
    a_year_ago = before(JUNE, 12)
    return {
        "satisfaction_and_churn": [
            _satisfied(JUNE, "satisfied", 3, not_yet=3),
            _satisfied(a_year_ago, "satisfied", 20, churned=1, rate=0.05),
            _satisfied(a_year_ago, "no_answer", 4, churned=2),
        ],
        "reference_candidates": [
            {"account_id": "A1", "segment": "A", "mrr": Decimal("1200.50"), "last_answered": date(2026, 5, 4)}
        ],
        "unsurveyed_accounts": [
            {
                "account_id": "A2",
                "owner_id": "u2",
                "segment": "B",
                "mrr": Decimal(900),
                "is_never_asked": True,
                "is_decision_maker_ever_asked": False,
                "is_new": False,
                "in_service_since": date(2024, 1, 1),
            }
        ],
        "themes": [
            {"theme": "goals", "activities": 2, "accounts": 2, "comments": 1, "month": JUNE},
            {"theme": "goals", "activities": 5, "accounts": 3, "comments": 0, "month": before(JUNE, 11)},
            {"theme": "goals", "activities": 100, "accounts": 9, "comments": 0, "month": before(JUNE, 12)},
        ],
        "complaint_months": [
            {
                "month": JUNE,
                "complaints": 4,
                "still_open": 1,
                "days_to_solve_median": 2.5,
                "answers_after_12_months": 3,
                "nps_after_12_months": None,
                "nps_of_all_12_months": 25.0,
            }
        ],
        "reason_shares": [
            _reason("ALL", "not_adopted", 3, 0.75, is_addressable=True),
            _reason("ALL", "unknown", 1, 0.25, is_addressable=None),
            _reason("2026", "not_adopted", 2, 1.0, is_addressable=True),
        ],
    }


def _satisfied(
    month: date, satisfaction: str, customers: int, *, churned: int = 0, not_yet: int = 0, rate: float | None = None
) -> dict[str, Any]:
    return {
        "month": month,
        "satisfaction": satisfaction,
        "customers": customers,
        "customers_churned": churned,
        "customers_not_yet_known": not_yet,
        "mrr": Decimal("1000.00"),
        "churn_rate": rate,
        "churned_mrr_share": rate and 0.125,
    }


def _reason(period: str, code: str, occasions: int, share: float, *, is_addressable: bool | None) -> dict[str, Any]:
    return {
        "event": "leave",
        "period": period,
        "reason_code": code,
        "occasions": occasions,
        "mrr": Decimal("100.50"),
        "share": share,
        "is_addressable": is_addressable,
    }
