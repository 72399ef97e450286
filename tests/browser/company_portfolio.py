"""What the small company's portfolio is like: metrics with targets, a matrix, cohorts, concentration and renewals."""

from datetime import date
from decimal import Decimal
from typing import Any

JUNE, MAY, MARCH = date(2026, 6, 1), date(2026, 5, 1), date(2026, 3, 1)


def _metric(metric: str, name: str, unit: str, target: str | None, allowed: str | None) -> dict[str, Any]:
    return {
        "metric": metric,
        "name": name,
        "perspective": "finance",
        "definition": f"What {name} means.",
        "formula": f"kpi_months.{metric}",
        "unit": unit,
        "sign_of_good": "up",
        "owner": "Chief executive",
        "decision": f"What {name} decides.",
        "deviation_kind": "absolute" if allowed else None,
        "target": target and Decimal(target),
        "allowed_deviation": allowed and Decimal(allowed),
        "trend_months": 12,
        "is_active": True,
    }


def _stood(metric: str, month: date, actual: str, previous: str | None, **known: Any) -> dict[str, Any]:
    row = {"metric": metric, "month": month, "actual": Decimal(actual), "trend": "unknown"}
    return {**row, "previous": previous and Decimal(previous), **known}


def _renewal(place: int, account: str, ends: date, status: str, amount: str | None) -> dict[str, Any]:
    row = {"subscription_id": f"S{place}", "account_id": account, "product": "Compass", "status": status}
    return {**row, "term_end": ends, "value_at_stake": amount and Decimal(amount), "notice_deadline": date(2026, 7, 1)}


def portfolio() -> dict[str, list[dict[str, Any]]]:
    """Marts of which the portfolio and the definitions show rows."""
    return {
        "metric_catalogue": [
            _metric("arr", "Annual recurring revenue", "money", None, None),
            _metric("nrr", "Net revenue retention", "ratio", "1.05", "0.03"),
            _metric("grr", "Gross revenue retention", "ratio", "0.90", None),
            _metric("logo_retention", "Customer retention", "ratio", "0.90", "0.02"),
            _metric("quick_ratio", "Quick ratio", "factor", "4", "1"),
            _metric("nps", "Net promoter score", "score", "40", "5"),
        ],
        "scorecard": [
            _stood("arr", MAY, "25200", None),
            _stood("arr", JUNE, "27600", "24000", trend="better"),
            _stood("nrr", JUNE, "0.9", "1.0", trend="worse", is_off_target=True),
            _stood("grr", JUNE, "0.93", "0.93", trend="steady", is_off_target=False),
            _stood("quick_ratio", JUNE, "1.789", "1.243", trend="better", is_off_target=True),
            _stood("nps", JUNE, "41", None, is_off_target=False, n=10),
        ],
        "portfolio_curve": [
            {
                "customer_id": "A1",
                "largest_first": 1,
                "share_of_customers": 0.5,
                "revenue_ttm": Decimal(750),
                "cum_share": 0.75,
            },
            {
                "customer_id": "H1",
                "largest_first": 2,
                "share_of_customers": 1.0,
                "revenue_ttm": Decimal(250),
                "cum_share": 1.0,
            },
        ],
        "cohort_retention": [
            {
                "base_month": MARCH,
                "month": month,
                "base_customers": 4,
                "base_mrr": Decimal(1000),
                "nrr": nrr,
                "logo_retention": logo,
            }
            for month, nrr, logo in ((MARCH, 1.0, 1.0), (MAY, 0.9, 1.0), (JUNE, 1.1, 0.75))
        ],
        "renewals": [
            _renewal(1, "A1", date(2026, 7, 31), "noticed", "1200.50"),
            _renewal(2, "H1", date(2026, 7, 10), "open", None),
            _renewal(3, "A2", date(2026, 6, 29), "awaiting_renewal", "5000"),
        ],
    }
