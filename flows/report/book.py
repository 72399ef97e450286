"""What the book of customers is like: value by potential, concentration, cohorts and the renewals ahead."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from flows.report import marts
from flows.report.marts import LISTED, Row

if TYPE_CHECKING:
    import duckdb

# Rows and columns of the matrix: potential high and low by value low and high.
MATRIX = (("high", ("develop", "key")), ("low", ("small", "maintain")))
PLACED = frozenset(quadrant for _, quadrants in MATRIX for quadrant in quadrants)
COHORT_STEP = 3
LARGEST_SHOWN = 10
# The shades of the heat map: retention in tenths, from most lost to most grown.
PALEST, DEEPEST = 5, 13


@dataclass(frozen=True)
class Quadrant:
    """The accounts of a quadrant, and what they pay a month."""

    accounts: int
    mrr: Decimal


@dataclass(frozen=True)
class Cohort:
    """The customers of a month and what was left of them, by months since; a month not reached yet is missing."""

    month: date
    customers: int
    mrr: Decimal
    cells: dict[int, Row]


@dataclass(frozen=True)
class Cohorts:
    """Cohorts, the newest first, over the months since that have a column."""

    ages: list[int]
    rows: list[Cohort]


@dataclass(frozen=True)
class Renewals:
    """The contracts that end next, and what ends in each month."""

    months: list[Row]
    listed: list[Row]
    total: int


def quadrants(connection: "duckdb.DuckDBPyConnection") -> dict[str, Quadrant]:
    """Accounts and their MRR by quadrant; an account without one counts as unknown."""
    query = """select coalesce(quadrant, 'unknown') as quadrant, count(*) as accounts, sum(mrr) as mrr
        from account_360 where not is_deleted group by 1"""
    found = {row["quadrant"]: Quadrant(row["accounts"], row["mrr"]) for row in marts.rows(connection, query)}
    none = Quadrant(0, Decimal(0))
    placed = {name: found.pop(name, none) for name in sorted(PLACED)}
    rest = list(found.values())
    unknown = Quadrant(sum(item.accounts for item in rest), sum((item.mrr for item in rest), Decimal(0)))
    return {**placed, "unknown": unknown}


def curve(connection: "duckdb.DuckDBPyConnection") -> list[tuple[float, float]]:
    """The share of customers and the share of revenue that they hold together, the largest first."""
    query = "select share_of_customers, cum_share from portfolio_curve order by largest_first"
    return [(row["share_of_customers"], row["cum_share"]) for row in marts.rows(connection, query)]


def largest(connection: "duckdb.DuckDBPyConnection") -> list[Row]:
    """The largest customers with the share that they and those before them hold."""
    query = f"""select curve.*, coalesce(account_name, customer_id) as name
        from portfolio_curve as curve
        left join (select account_id, account_name from account_360) on account_id = curve.customer_id
        order by largest_first limit {LARGEST_SHOWN}"""
    return marts.rows(connection, query)


def concentration(connection: "duckdb.DuckDBPyConnection", month: date) -> Row | None:
    """How concentrated the revenue of a month is; None when the mart does not say."""
    found = marts.rows(connection, "select * from portfolio_concentration where month = ?", [month])
    return found[0] if found else None


def cohorts(connection: "duckdb.DuckDBPyConnection", last: date) -> Cohorts:
    """What became of the customers of each month up to the last whole one, every third month after it."""
    found: dict[date, Cohort] = {}
    query = "select * from cohort_retention where month <= ? order by base_month desc, month"
    for row in marts.rows(connection, query, [last]):
        start, month = row["base_month"], row["month"]
        cohort = found.setdefault(start, Cohort(start, row["base_customers"], row["base_mrr"], {}))
        age = 12 * (month.year - start.year) + month.month - start.month
        if age and age % COHORT_STEP == 0:
            cohort.cells[age] = row
    kept = [cohort for cohort in found.values() if cohort.cells]
    return Cohorts(sorted({age for cohort in kept for age in cohort.cells}), kept)


def shade(ratio: float | None) -> int | None:
    """The shade of a retention in the heat map; None when it is not known."""
    return None if ratio is None else min(DEEPEST, max(PALEST, round(10 * ratio)))


def renewals(connection: "duckdb.DuckDBPyConnection", as_of: date) -> Renewals:
    """Contracts that end from the knowledge date on, the next first."""
    months = marts.rows(
        connection,
        """select
            date_trunc('month', term_end)::date as month,
            count(*) as contracts,
            sum(value_at_stake) as amount,
            count(*) filter (value_at_stake is null) as without_amount,
            count(*) filter (status = 'noticed') as noticed,
            sum(value_at_stake) filter (status = 'noticed') as noticed_amount
        from renewals where term_end >= ? group by 1 order by 1""",
        [as_of],
    )
    listed = marts.rows(
        connection,
        f"""select renewals.*, coalesce(account_name, account_id) as account_name, owner_id, health_score, health_band
        from renewals
        left join (select account_id, account_name, owner_id, health_score, health_band from account_360)
            using (account_id)
        where term_end >= ?
        order by term_end, value_at_stake desc nulls last, subscription_id limit {LISTED}""",
        [as_of],
    )
    return Renewals(months, listed, sum(row["contracts"] for row in months))
