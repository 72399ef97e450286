"""Reads the published marts of a version for the report; nothing is computed here that a mart already says."""

import contextlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import duckdb

Row = dict[str, Any]

# How many rows a list shows before it points at the whole table of accounts.
LISTED = 50
# How many it shows of what stands in full on a page of its own.
FIRST_FEW = 10

NOBODY_IN_TOUCH = "year_without_contact and is_active_customer and not is_deleted"
OVERDUE = "overdue_amount > 0"
DUE_NOW = "period in ('overdue', 'this_week')"


@dataclass(frozen=True)
class Listing:
    """The first rows of a list and how many there are in all."""

    rows: list[Row]
    total: int


@contextlib.contextmanager
def opened(folder: Path) -> Iterator["duckdb.DuckDBPyConnection"]:
    """A read-only connection to the marts of a version, as the catalogue in use."""
    import duckdb

    from flows.databases import hold_to_limits

    path = str(folder / "account360.duckdb").replace("'", "''")
    with contextlib.closing(duckdb.connect(":memory:")) as connection:
        hold_to_limits(connection)
        # Else DuckDB would spill into the caller's folder.
        connection.execute("set temp_directory = $folder", {"folder": str(folder / ".spill")})
        connection.execute(f"attach '{path}' as published (read_only)")
        connection.execute("use published.main")
        yield connection


def rows(
    connection: "duckdb.DuckDBPyConnection", query: str, parameters: list[Any] | Mapping[str, Any] | None = None
) -> list[Row]:
    """The rows of a query by column name."""
    result = connection.execute(query, parameters or [])
    names = [column[0] for column in result.description or []]
    return [dict(zip(names, values, strict=True)) for values in result.fetchall()]


def mart_sizes(connection: "duckdb.DuckDBPyConnection") -> dict[str, int]:
    """Rows by mart, in order of their names."""
    names = rows(
        connection,
        "select table_name from information_schema.tables where table_catalog = 'published' order by table_name",
    )
    return {
        name: connection.execute(f'select count(*) from "{name}"').fetchall()[0][0]
        for name in (row["table_name"] for row in names)
    }


def customer_months(connection: "duckdb.DuckDBPyConnection") -> list[Row]:
    """`kpi_months` at the level of customers, oldest first."""
    return rows(connection, "select * from kpi_months where level = 'customer' order by month")


def survey_months(connection: "duckdb.DuckDBPyConnection") -> list[Row]:
    """`survey_scores` over all segments, by type and month."""
    return rows(connection, "select * from survey_scores where segment = 'ALL' order by survey_type, month")


def churn_signals(connection: "duckdb.DuckDBPyConnection") -> Listing:
    """The first open signs that a customer may leave, the gravest and newest first."""
    names = "(select account_id, account_name, mrr from account_360)"
    return _listing(
        connection,
        f"from churn_signals inner join {names} using (account_id) where is_open",
        "list_position(['high', 'medium', 'low'], severity), first_seen desc, mrr desc, signal_id",
        FIRST_FEW,
    )


def nobody_in_touch(connection: "duckdb.DuckDBPyConnection") -> Listing:
    """Paying accounts that nobody has been in touch with for the policy's contact gap, largest first."""
    return _accounts(connection, NOBODY_IN_TOUCH, "mrr desc, account_id")


def overdue(connection: "duckdb.DuckDBPyConnection") -> Listing:
    """Accounts with overdue invoices, largest amount first."""
    return _accounts(connection, OVERDUE, "overdue_amount desc, account_id")


def conflicts(connection: "duckdb.DuckDBPyConnection") -> Listing:
    """Conflicts between sources with the account's name and MRR, largest first."""
    return _listing(
        connection,
        "from source_conflicts inner join account_360 using (account_id)",
        "mrr desc, account_id, conflict",
    )


def care_missed(connection: "duckdb.DuckDBPyConnection") -> Listing:
    """Rules of the care model that are missed, at the largest accounts first."""
    return _listing(
        connection,
        "from care_misses inner join (select account_id, mrr from account_360) using (account_id)",
        "mrr desc, account_id, level, activity_type",
        FIRST_FEW,
    )


def care_due(connection: "duckdb.DuckDBPyConnection") -> Listing:
    """Contacts and items of the care calendar that are overdue or planned for this week, overdue ones first."""
    return _listing(
        connection, f"from care_due where {DUE_NOW}", "period, deadline, due_date, account_id, uid", FIRST_FEW
    )


def key_accounts_under_review(connection: "duckdb.DuckDBPyConnection") -> Listing:
    """Key accounts whose standing somebody should look at again, largest first."""
    names = "(select account_id, account_name from account_360)"
    return _listing(
        connection,
        f"from key_accounts inner join {names} on account_id = customer_id where status = 'under_review'",
        "mrr desc, customer_id",
    )


def doubtful_identities(connection: "duckdb.DuckDBPyConnection") -> Listing:
    """Reasons for which a person must tell identities apart; `total` counts the identities, each once."""
    subjects = "count(distinct (system, subject_id))"
    total = connection.execute(f"select {subjects} from identity_reviews").fetchall()[0][0]
    by_reason = f"""select reason, suggestion, {subjects} as subjects from identity_reviews
        group by reason, suggestion order by subjects desc, reason"""
    return Listing(rows(connection, by_reason), total)


def refused(connection: "duckdb.DuckDBPyConnection") -> Listing:
    """Reasons for which rows are refused, most frequent first; `total` counts the reasons."""
    return _listing(connection, "from refused_rows", "refused_rows desc, source, stream, file, column_name, expected")


def refused_total(connection: "duckdb.DuckDBPyConnection") -> int:
    """How many rows are refused at present."""
    return int(connection.execute("select coalesce(sum(refused_rows), 0) from refused_rows").fetchall()[0][0])


def employees(connection: "duckdb.DuckDBPyConnection") -> dict[str, str]:
    """Our own people's names by their ids; who shares a name with another bears the id too."""
    query = """
        select
            user_id,
            case when count(*) over (partition by name) > 1 then name || ' (' || user_id || ')' else name end
        from owner_loads where name is not null order by user_id"""
    return dict(connection.execute(query).fetchall())


def reference_candidates(connection: "duckdb.DuckDBPyConnection") -> Listing:
    """Customers that would recommend us and have not been asked to be a reference, largest first."""
    return _with_names(connection, "reference_candidates", "mrr desc nulls last, account_id")


def unsurveyed_accounts(connection: "duckdb.DuckDBPyConnection") -> Listing:
    """Customers that no survey has asked for too long, those that are not new and the largest first."""
    return _with_names(connection, "unsurveyed_accounts", "is_new, mrr desc nulls last, account_id")


def _with_names(connection: "duckdb.DuckDBPyConnection", mart: str, order: str) -> Listing:
    names = "(select account_id, account_name from account_360)"
    return _listing(connection, f"from {mart} left join {names} using (account_id)", order)


def _accounts(connection: "duckdb.DuckDBPyConnection", condition: str, order: str) -> Listing:
    return _listing(connection, f"from account_360 where {condition}", order)


def _listing(connection: "duckdb.DuckDBPyConnection", source: str, order: str, shown: int = LISTED) -> Listing:
    total = connection.execute(f"select count(*) {source}").fetchall()[0][0]
    return Listing(rows(connection, f"select * {source} order by {order} limit {shown}"), total)
