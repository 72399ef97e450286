"""Rows on which engines are known to disagree, added to the drops of a demo company: odd minutes, ends of months, leap
days, missing values, ties, and texts with signs that mean something to one engine or another."""

import csv
from pathlib import Path

NO_BREAK_SPACE = "\u00a0"
# Two groups of one size, so that ranks, classes and top lists are settled by ties.
TWINS = ("ACC-TIE-1", "ACC-TIE-2")
NAMES = ('Straße "İstanbul" Çelik A.Ş.', "O'Neil\\Söhne, 株式会社 🙂")


def add_awkward_rows(inbox: Path) -> None:
    """Append the rows to the CSV files of an inbox; columns that are not named stay empty."""
    for stream, rows in _rows().items():
        path = inbox / f"{stream}.csv"
        with path.open(encoding="utf-8", newline="") as file:
            header = next(csv.reader(file))
        with path.open("a", encoding="utf-8", newline="") as file:
            csv.DictWriter(file, header).writerows(rows)


def _rows() -> dict[str, list[dict[str, str]]]:
    rows: dict[str, list[dict[str, str]]] = {}
    for account, name in zip(TWINS, NAMES, strict=True):
        for stream, found in _rows_of(account, name).items():
            rows.setdefault(stream, []).extend({"account_id": account, **row} for row in found)
    return rows


def _rows_of(account: str, name: str) -> dict[str, list[dict[str, str]]]:
    return {
        "accounts": [
            {"account_name": name, "customer_since": "2024-02-29", "domain": f"www.{account.lower()}.example"}
        ],
        "contacts": [
            {
                "contact_id": f"{account}-P",
                "name": f"Zoë {NO_BREAK_SPACE}",
                "email": f" Zoe@{account}.Example{NO_BREAK_SPACE}",
                "role": "decision_maker",
                "is_active": "true",
            }
        ],
        "subscriptions": [
            # A year from a leap day, a month from the last day of one, and a contract without an end.
            _contract(account, 1, "2024-02-29", "2025-02-28"),
            _contract(account, 2, "2025-03-01", "2026-02-28", notice_date="2026-01-31"),
            _contract(account, 3, "2026-01-31", ""),
        ],
        "invoice_lines": [
            _line(account, 1, "2024-02-29", "2025-02-28", "1200.01"),
            # The shares of a hundred and twenty-eight days have nine decimals, the last a five.
            _line(account, 2, "2025-03-01", "2025-07-06", "100.01"),
            _line(account, 3, "2025-07-07", "2026-06-30", "333.33"),
            _line(account, 4, "2026-02-01", "2026-02-28", "-0.05", "credit_correction"),
            _line(account, 5, "2026-01-31", "2026-03-30", "0.07"),
            _line(account, 6, "2026-05-31", "", "19.995", "one_off"),
        ],
        "tickets": [
            _ticket(account, 1, "2026-02-28T23:47:31Z", "2026-03-01T00:13:02Z", "2026-03-01T00:13:03Z"),
            _ticket(account, 2, "2026-03-29T00:59:59Z", "2026-03-29T01:00:00Z", ""),
            _ticket(account, 3, "2024-02-29T12:34:56Z", "", "2024-03-31T21:59:59Z"),
        ],
        "surveys": [
            _answer(account, 1, "9", "Great\nsupport; 'quoted' \\ and 🙂" + NO_BREAK_SPACE),
            _answer(account, 2, "6", "invoice WRONG — ärger"),
            _answer(account, 3, "", ""),
        ],
        "activities": [
            {"activity_id": f"{account}-A1", "activity_date": "2026-02-28", "activity_type": "meeting"} | _done(),
            {"activity_id": f"{account}-A2", "activity_date": "2024-02-29", "activity_type": "call"} | _done(),
            {
                "activity_id": f"{account}-A3",
                "activity_date": "2026-07-31",
                "activity_type": "meeting",
                "status": "planned",
            },
        ],
        "commitments": [
            {"commitment_id": f"{account}-C", "promise": 'It\'s \\ "done"', "made_on": "2026-01-31"}
            | {"promised_for": "2026-02-28"}
        ],
    }


def _contract(account: str, number: int, start: str, end: str, notice_date: str = "") -> dict[str, str]:
    row = {"subscription_id": f"{account}-S{number}", "product": "Compass", "signed_date": start, "start_date": start}
    kept = {"end_date": end, "notice_date": notice_date, "monthly_amount": "100.005", "currency": "EUR"}
    return row | kept | {"status": "active" if not end else "ended", "term_months": "12"}


def _line(account: str, number: int, start: str, end: str, amount: str, kind: str = "recurring") -> dict[str, str]:
    row = {"invoice_id": f"{account}-I{number}", "line_id": "1", "invoice_date": start, "currency": "EUR"}
    return row | {"amount": amount, "service_start": start, "service_end": end, "line_type": kind, "product": "Compass"}


def _ticket(account: str, number: int, created: str, answered: str, solved: str) -> dict[str, str]:
    row = {"ticket_id": f"{account}-T{number}", "created_at": created, "first_response_at": answered}
    status = "solved" if solved else "open"
    return row | {"solved_at": solved, "status": status, "priority": f" High{NO_BREAK_SPACE}", "is_complaint": "true"}


def _answer(account: str, number: int, score: str, comment: str) -> dict[str, str]:
    row = {"response_id": f"{account}-R{number}", "survey_type": "NPS", "wave": "Ü-1", "sent_date": "2026-02-28"}
    answered = {"response_date": "2026-02-28" if score else "", "score": score, "comment": comment}
    return row | answered | {"contact_id": f"{account}-P" if number == 1 else ""}


def _done() -> dict[str, str]:
    return {"status": "done", "is_mass": "false"}
