"""A small published company, built by hand from the marts' own contracts, for the tests of the report."""

import contextlib
import json
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import duckdb
import yaml
from company_account import HOLDINGS, PAYMENTS, dealings
from company_details import ALPHA, details
from company_portfolio import portfolio
from company_signals import signals_and_voice

from flows.report.months import before
from flows.settings import DBT_PROJECT

AS_OF = date(2026, 6, 30)
JUNE = date(2026, 6, 1)

ZEROES = dict.fromkeys(("new", "reactivation", "expansion", "contraction", "churn", "fx", "rounding"), Decimal(0))
ACCOUNT = {
    "segment": "B",
    "abc_class": "B",
    "mrr": Decimal(0),
    "arr": Decimal(0),
    "revenue_ttm": Decimal(0),
    "open_amount": Decimal(0),
    "overdue_amount": Decimal(0),
    "products_in_use": 0,
    "contacts_12_months": 0,
    "survey_answers": 0,
    "open_complaints": 0,
    "linked_systems": 0,
    "active_contacts": 0,
    "active_decision_makers": 0,
    "open_tickets": 0,
    "tickets_12_months": 0,
    "complaints_12_months": 0,
    "source_conflicts": 0,
    "open_churn_signals": 0,
    "open_buying_signals": 0,
    "late_hand_overs": 0,
    "tickets_past_limit": 0,
    "is_segment_set": False,
    "is_active_customer": False,
    "never_contacted": True,
    "year_without_contact": False,
    "is_deleted": False,
}
HOSTILE_NAMES = {
    "H1": "</script><script>window.hacked = 1</script>",
    "H2": '"><img src=x onerror="window.hacked = 1">',
    "H3": "\u202eevil \u0634\u0631\u0643\u0629\u2028{{ 7 * 7 }}",
    "H4": "W" * 300,
    'H/5 &#"<b>+%41': "An id with markup",
}


@cache
def contracts() -> dict[str, dict[str, str]]:
    """Every mart with its columns and their types, as the models' YAML states them."""
    found: dict[str, dict[str, str]] = {}
    for path in sorted((DBT_PROJECT / "models" / "marts").rglob("_*__models.yml")):
        for model in yaml.safe_load(path.read_text(encoding="utf-8"))["models"]:
            # A mart that goes by the name of a table of the policy has another one as a model.
            name = model.get("config", {}).get("alias", model["name"])
            found[name] = {column["name"]: column["data_type"] for column in model["columns"]}
    return found


def publish_company(folder: Path, marts: Mapping[str, Sequence[Mapping[str, Any]]]) -> Path:
    """Write `account360.duckdb` with every mart of the contract; a column that a row does not name is NULL."""
    folder.mkdir(parents=True, exist_ok=True)
    with contextlib.closing(duckdb.connect(folder / "account360.duckdb")) as connection:
        # A transaction of its own for every statement takes some four times as long.
        connection.begin()
        for mart, columns in contracts().items():
            described = ", ".join(f'"{name}" {data_type}' for name, data_type in columns.items())
            connection.execute(f'create table "{mart}" ({described})')
            for row in marts.get(mart, []):
                names = ", ".join(f'"{name}"' for name in row)
                marks = ", ".join("?" * len(row))
                connection.execute(f'insert into "{mart}" ({names}) values ({marks})', list(row.values()))
        connection.commit()
    return folder


def account(account_id: str, name: str, **known: Any) -> dict[str, Any]:
    """A row of `account_360` with what a test says about it."""
    return {**ACCOUNT, "account_id": account_id, "customer_id": account_id, "account_name": name, **known}


def portfolio_month(
    month: date, opening: str, closing: str, customers: tuple[int, int], **moved: str
) -> dict[str, Any]:
    """A row of `kpi_months` whose ratios are worked out by the contract's formulas."""
    parts = {**ZEROES, **{name: Decimal(amount) for name, amount in moved.items()}}
    start, end, lost = Decimal(opening), Decimal(closing), -(parts["contraction"] + parts["churn"])
    return {
        "month": month,
        "level": "customer",
        "opening": start,
        **parts,
        "closing": end,
        "arr": 12 * end,
        "customers_open": customers[0],
        "customers_close": customers[1],
        "customers_churned": 0,
        "nrr": float((start + parts["expansion"] - lost) / start) if start else None,
        "grr": float((start - lost) / start) if start else None,
        "logo_retention": 1.0 if customers[0] else None,
        "quick_ratio": float((parts["new"] + parts["reactivation"] + parts["expansion"]) / lost) if lost else None,
        "arpa": end / customers[1] if customers[1] else None,
        "nrr_12_months": None,
        "grr_12_months": None,
        "logo_retention_12_months": None,
    }


def checked() -> list[dict[str, Any]]:
    """Results of three runs: one published, one refused for a hostile row, and the newest with a warning and a pass."""
    check = {
        "as_of": AS_OF,
        "gate": "marts",
        "suite": "revenue",
        "table_name": "kpi_months",
        "severity": "warn",
        "outcome": "passed",
        "is_refusal": False,
        "remedy": "Look at the month.",
        "is_newest_run": True,
    }
    hostile = json.dumps([{"account_id": HOSTILE_NAMES["H1"], "mrr": "-1"}])
    return [
        {**check, "run_id": "000001", "is_newest_run": False, "expectation": "all is well"},
        {
            **check,
            "run_id": "000002",
            "is_newest_run": False,
            "expectation": "every mrr is at least 0",
            "outcome": "failed",
            "severity": "fail",
            "is_refusal": True,
            "observed": "7 offending rows of 9",
            "unexpected_rows": 7,
            "sample": hostile,
            "failing_since": AS_OF,
            "failing_days": 0,
        },
        {**check, "run_id": "000003", "expectation": "all is well"},
        {
            **check,
            "run_id": "000003",
            "expectation": "no month's MRR differs",
            "outcome": "failed",
            "observed": "1 offending row",
            "unexpected_rows": 1,
            "sample": json.dumps([{"month": "2026-06-01", "closing": "110.00"}]),
            "failing_since": date(2026, 6, 27),
            "failing_days": 3,
        },
    ]


def stood(stream: str, days_behind: int, *, is_late: bool) -> dict[str, Any]:
    """How a stream stood after the newest run."""
    counts = {"rows_read": 9, "rows_refused": 1, "rows_new": 2, "rows_changed": 0, "rows_deleted": 0, "rows_after": 8}
    return {
        "run_id": "000003",
        "as_of": AS_OF,
        "run_outcome": "published",
        "source": "files",
        "stream": stream,
        "newest_date": AS_OF - timedelta(days=days_behind),
        "days_behind": days_behind,
        "days_limit": 45,
        "is_late": is_late,
        "is_newest_run": True,
        **counts,
    }


def small_company() -> dict[str, list[dict[str, Any]]]:
    """Twelve months that grow from 1,000 to 2,300 of MRR, nine accounts, five of them with hostile names."""
    months = [before(JUNE, back) for back in range(11, 0, -1)]
    kpis = [
        portfolio_month(month, str(1000 + 100 * index), str(1100 + 100 * index), (3, 3), new="100")
        for index, month in enumerate(months)
    ]
    kpis.append(
        portfolio_month(JUNE, "2100", "2300", (3, 4), new="50", expansion="200", contraction="-30", churn="-20")
    )
    kpis[-1] |= {"nrr_12_months": 1.15, "grr_12_months": 0.95, "logo_retention_12_months": None}
    mrr = [
        {"month": month, "account_id": "A1", "customer_id": "A1", "mrr": Decimal(amount), "is_awaiting_renewal": False}
        for month, amount in ((before(JUNE, 2), "1000"), (before(JUNE), "1000"), (JUNE, "1200.50"))
    ]
    movements = [
        {
            "customer_id": "A1",
            "month": before(JUNE, 2),
            "movement": "new",
            "opening": 0,
            **ZEROES,
            "new": 1000,
            "closing": 1000,
        },
        {"customer_id": "A1", "month": before(JUNE), "movement": "none", "opening": 1000, **ZEROES, "closing": 1000},
        {
            "customer_id": "A1",
            "month": JUNE,
            "movement": "expansion",
            "opening": 1000,
            **ZEROES,
            "expansion": Decimal("200.50"),
            "closing": Decimal("1200.50"),
        },
    ]
    accounts = [
        account(
            "A1",
            "Alpha Oy",
            segment="A",
            is_segment_set=True,
            owner_id="u1",
            mrr=Decimal("1200.50"),
            arr=Decimal(14406),
            mrr_change_12_months=Decimal("1200.50"),
            is_active_customer=True,
            never_contacted=False,
            last_contact=date(2026, 6, 20),
            days_since_last_contact=10,
            customer_since=date(2026, 4, 1),
            open_tickets=2,
            country="FI",
            **ALPHA,
            **HOLDINGS,
        ),
        account(
            "A2",
            "\u00c4\u00e4nekoski Kuljetus",
            owner_id="u2",
            mrr=Decimal(900),
            arr=Decimal(10800),
            mrr_change_12_months=Decimal("-100.00"),
            is_active_customer=True,
            never_contacted=False,
            year_without_contact=True,
            last_contact=date(2025, 6, 20),
            days_since_last_contact=375,
            overdue_amount=Decimal("1234567.89"),
            open_amount=Decimal("2000000"),
            max_days_overdue=40,
            source_conflicts=1,
        ),
        account("A3", "Beta daughter", customer_id="A1", parent_account_id="A1", owner_id="u1"),
        account("P1", "Prospect without anything", segment="none", year_without_contact=True),
        *(account(account_id, name) for account_id, name in HOSTILE_NAMES.items()),
    ]
    known = details()
    return {
        **known,
        **signals_and_voice(),
        **portfolio(),
        **dealings(),
        "account_events": [*known["account_events"], *PAYMENTS],
        "kpi_months": kpis,
        "mrr_months": mrr,
        "mrr_movements": movements,
        "recognised_revenue_months": [{"account_id": "A1", "month": JUNE, "revenue": Decimal("1100.25")}],
        "account_360": accounts,
        "source_conflicts": [
            {
                "account_id": "A2",
                "conflict": "left_but_paying",
                "evidence": "A reason to leave is recorded on 2026-05-02.",
            }
        ],
        "refused_rows": [
            {
                "source": "files",
                "stream": "activities",
                "file": "activities.csv",
                "column_name": "activity_date",
                "expected": "a date as YYYY-MM-DD",
                "refused_rows": 12,
                "first_row": 7,
            },
        ],
        "data_quality_results": checked(),
        "source_freshness": [stood("usage", 3, is_late=False), stood("invoices", 61, is_late=True)],
        "load_reconciliation": [
            {
                "stream": "invoice_lines",
                "rows_landed": 5,
                "rows_staged": 5,
                "rows_refused_by_models": 1,
                "rows_used": 4,
                "amount_landed": Decimal("3020.00"),
                "amount_counted": Decimal("3000.00"),
                "amount_refused_by_models": Decimal("20.00"),
                "amount_not_yet_known": Decimal(0),
            }
        ],
        "survey_scores": [
            {
                "month": before(JUNE, 3),
                "segment": "ALL",
                "survey_type": "NPS",
                "n": 8,
                "value": 25.0,
                "mean": 8.1,
                "margin95": 51.4,
            },
            {
                "month": before(JUNE),
                "segment": "ALL",
                "survey_type": "NPS",
                "n": 2,
                "value": 100.0,
                "mean": 9.5,
                "margin95": 0.0,
            },
            {
                "month": JUNE,
                "segment": "ALL",
                "survey_type": "NPS",
                "n": 10,
                "value": 40.0,
                "mean": 8.4,
                "margin95": 41.6,
            },
            {
                "month": JUNE,
                "segment": "A",
                "survey_type": "NPS",
                "n": 9,
                "value": -77.0,
                "mean": 3.0,
                "margin95": 41.6,
            },
        ],
    }


def many_accounts(folder: Path, count: int) -> Path:
    """A company of many accounts and nothing else."""
    publish_company(folder, {})
    with contextlib.closing(duckdb.connect(folder / "account360.duckdb")) as connection:
        columns = ", ".join(f'"{name}"' for name in ACCOUNT)
        connection.execute(
            f"""insert into account_360 (account_id, customer_id, account_name, owner_id, {columns})
            select 'B' || i, 'B' || i, 'Company number ' || i, 'u' || i % 7, {", ".join("?" * len(ACCOUNT))}
            from range({count}) as numbers (i)""",
            list(ACCOUNT.values()),
        )
    return folder
