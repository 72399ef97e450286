"""What the page of signals shows: what hints at leaving or buying more, what became of it, and how well it foretold."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from flows.report.accounts import script_of
from flows.report.charts import Chart, Point, Size, line_chart
from flows.report.language import Language, later
from flows.report.marts import Row, rows
from flows.report.months import without_gaps
from flows.report.page import Source

if TYPE_CHECKING:
    import duckdb

SIZES = (Size(520, 190, 36), Size(340, 190, 12))

# Of each kind: what its open signals are called, and what its drawing shows.
KINDS = {
    "churn": (later("Signs of leaving"), later("Signs of leaving that stood open at the end of each month")),
    "buying": (later("Signs of buying"), later("Signs of buying that stood open at the end of each month")),
}

# What the script of the page is given of a signal; words that recur stand in lists of their own.
COLUMNS = (
    "kind",
    "signal",
    "severity",
    "subject",
    "evidence",
    "suggested_action",
    "owner_id",
    "first_seen",
    "cleared",
    "days_open",
    "is_new",
    "account",
)
ACCOUNT_COLUMNS = ("account_id", "account_name", "segment", "quadrant", "mrr", "is_active_customer")
RECURRING = ("signal", "suggested_action", "owner_id")

_SIGNALS = """
    select 'churn' as kind, signal_id, account_id, owner_id, signal, subject, severity, evidence, suggested_action,
        days_open, is_open, first_seen, cleared
    from churn_signals
    union all
    select 'buying', signal_id, account_id, owner_id, signal, subject, null, evidence, suggested_action,
        days_open, is_open, first_seen, cleared
    from buying_signals
"""

# The gravest first, then the newest; a signal of buying has no severity and stands behind those that have one.
_ORDER = """
    coalesce(list_position(['high', 'medium', 'low'], severity), 9), first_seen desc, mrr desc nulls last, signal_id
"""

_STANDING = f"""
    select
        kind, severity, count(*) as signals, count(*) filter (where days_open < $new_days) as new_signals,
        count(distinct account_id) as accounts
    from ({_SIGNALS}) where is_open group by grouping sets ((kind), (kind, severity))
    having grouping(severity) = 1 or severity is not null
    order by kind desc, coalesce(list_position(['high', 'medium', 'low'], severity), 0)
"""

_AT_STAKE = """
    select coalesce(sum(mrr), 0) as mrr from account_360
    where account_id in (
        select account_id from churn_signals where is_open and severity = coalesce($severity, severity)
    )
"""

_MONTHS = """
    select kind, month, sum(opened) as opened, sum(cleared) as cleared, sum(open_at_end) as open_at_end
    from signal_counts group by kind, month order by kind, month
"""

# How long the episodes that have ended stood, beside those that stand open.
_EPISODES = f"""
    select
        kind, signal, count(*) as told, sum(cast(is_open as integer)) as standing,
        sum(cast(not is_open as integer)) as ended, median(days_open) filter (where not is_open) as median_days
    from ({_SIGNALS}) group by kind, signal order by kind desc, told desc, signal
"""

_BACKTEST = "select * from signal_backtest order by horizon_months, precision desc nulls last, signal"


def content(source: Source, language: Language) -> dict[str, Any]:
    """What the template of the page is given."""
    connection, policy = source.connection, source.policy
    new_days = policy.count("report_new_days")
    backtest = rows(connection, _BACKTEST)
    return {
        "new_days": new_days,
        "cleared_days": policy.count("report_cleared_days"),
        "minimum_n": policy.count("minimum_n"),
        "standing": _standing(connection, new_days),
        "histories": _histories(connection, language),
        "episodes": rows(connection, _EPISODES),
        "horizons": _by_horizon(backtest),
    }


def data(source: Source, folder: Path) -> None:
    """Write `signals.js` with every open signal and `signals-cleared.js` with those cleared of late."""
    new_days = source.policy.count("report_new_days")
    cleared_days = source.policy.count("report_cleared_days")
    as_of = source.occasion.as_of
    recent = "not is_open and datediff('day', cleared, $as_of) < $cleared_days"
    for name, condition, parameters in (
        ("signals", "is_open", {}),
        ("signals-cleared", recent, {"as_of": as_of, "cleared_days": cleared_days}),
    ):
        found = _listed(source.connection, condition, {"new_days": new_days, **parameters})
        (folder / f"{name}.js").write_text(script_of(name, found), encoding="utf-8")


def _standing(connection: "duckdb.DuckDBPyConnection", new_days: int) -> list[Row]:
    """What stands open, by kind and severity, with the MRR of the accounts that show signs of leaving."""
    found = rows(connection, _STANDING, {"new_days": new_days})
    for row in found:
        if row["kind"] == "churn":
            row["mrr"] = rows(connection, _AT_STAKE, {"severity": row["severity"]})[0]["mrr"]
    return found


def _histories(connection: "duckdb.DuckDBPyConnection", language: Language) -> list[dict[str, Any]]:
    """Of each kind its months, oldest first, None where one has no data, and the drawings of how many stood open."""
    known = rows(connection, _MONTHS)
    found = []
    for kind, (label, description) in KINDS.items():
        of_kind = {row["month"]: row for row in known if row["kind"] == kind}
        if of_kind:
            months = without_gaps(of_kind)
            drawings = [_drawing(months, language, size) for size in SIZES]
            found.append(
                {"kind": kind, "label": label, "description": description, "months": months, "charts": drawings}
            )
    return found


def _drawing(months: list[tuple[date, Row | None]], language: Language, size: Size) -> Chart:
    points = [
        Point(month, row["open_at_end"], _said(month, row, language)) if row else Point(month, None, "")
        for month, row in months[-size.months :]
    ]
    return line_chart(points, size, language=language)


def _said(month: date, row: Row, language: Language) -> str:
    return str(
        language.t(
            "{month}: {open} open, {opened} came, {cleared} went",
            month=language.month(month),
            open=language.number(row["open_at_end"]),
            opened=language.number(row["opened"]),
            cleared=language.number(row["cleared"]),
        )
    )


def _by_horizon(backtest: list[Row]) -> dict[int, list[Row]]:
    horizons: dict[int, list[Row]] = {}
    for row in backtest:
        horizons.setdefault(row["horizon_months"], []).append(row)
    return horizons


def _listed(
    connection: "duckdb.DuckDBPyConnection", condition: str, parameters: Mapping[str, object]
) -> dict[str, Any]:
    """The signals of a condition with their accounts; recurring words and accounts stand once and are pointed at."""
    of_account = ", ".join(f"account_360.{name}" for name in ACCOUNT_COLUMNS[1:])
    query = f"""
        select found.*, is_open and days_open < $new_days as is_new, {of_account}
        from ({_SIGNALS}) as found left join account_360 using (account_id)
        where {condition} order by {_ORDER}
    """
    words: dict[str, dict[object, int]] = {name: {} for name in RECURRING}
    accounts: dict[str, int] = {}
    of_accounts: list[list[object]] = []
    listed = []
    for row in rows(connection, query, parameters):
        if row["account_id"] not in accounts:
            accounts[row["account_id"]] = len(accounts)
            of_accounts.append([row[name] for name in ACCOUNT_COLUMNS])
        row["account"] = accounts[row["account_id"]]
        for name, known in words.items():
            row[name] = known.setdefault(row[name], len(known))
        listed.append([row[name] for name in COLUMNS])
    return {
        "columns": COLUMNS,
        "rows": listed,
        "words": {name: list(known) for name, known in words.items()},
        "accountColumns": ACCOUNT_COLUMNS,
        "accounts": of_accounts,
    }
