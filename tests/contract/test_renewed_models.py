"""Models that an increment renews in part: what their statements must not do, read from the compiled SQL.

A model that is `renewed_by: account` is made anew for some accounts from those accounts' rows of its inputs alone. So
nothing in it may look across accounts: every grouping, window and join of rows that belong to accounts goes by an id of
an account or a customer, and nothing is counted over all of them.
"""

from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import sqlglot
import yaml
from properties.warehouse import read_project
from sqlglot import exp

from flows.increment import SUBJECTS
from flows.settings import DBT_PROJECT

pytestmark = pytest.mark.xdist_group("golden")

# What goes by another id, which one account or one customer has by the way it is made.
GOES_BY_ANOTHER_ID = {
    "int_mrr_unit_changes": "a unit is an account or a customer, and its level says which",
    "int_backtest_accounts": "the unit of the level account is the account",
    "int_invoice_lines": "the lines it leaves out are found among its own lines by their whole key",
}


@cache
def described() -> dict[str, dict[str, Any]]:
    """What the project says of each model, by its name."""
    files = (DBT_PROJECT / "models").rglob("*__models.yml")
    return {model["name"]: model for file in files for model in yaml.safe_load(file.read_text())["models"]}


def renewed(by: str) -> list[str]:
    """The names of the models that are renewed by something."""
    meta = {name: model.get("config", {}).get("meta", {}) for name, model in described().items()}
    return sorted(name for name, said in meta.items() if said.get("renewed_by") == by)


@cache
def tables_with_a_subject() -> set[str]:
    """The names of the models that tell whose their rows are."""
    return {
        name
        for name, model in described().items()
        if not {column["name"] for column in model["columns"]}.isdisjoint(SUBJECTS)
    }


class Statement:
    """One statement, and which of the relations in it hold rows that belong to accounts."""

    def __init__(self, sql: str, with_a_subject: set[str]) -> None:
        self.tree = sqlglot.parse_one(sql, read="duckdb")
        self.parts = {part.alias: part.this for part in self.tree.find_all(exp.CTE)}
        self.with_a_subject = with_a_subject
        self.known: dict[str, bool] = {}

    def belongs(self, relation: exp.Expression) -> bool:
        """Whether rows of a relation come from rows that belong to accounts."""
        if not isinstance(relation, exp.Table):
            return any(self.belongs(table) for table in relation.find_all(exp.Table))
        if relation.db or relation.name not in self.parts:
            return relation.name in self.with_a_subject
        if relation.name not in self.known:
            self.known[relation.name] = False
            self.known[relation.name] = self.belongs(self.parts[relation.name])
        return self.known[relation.name]

    def faults(self) -> Iterator[str]:
        """Every place that looks across accounts, as it is written."""
        for select in self.tree.find_all(exp.Select):
            start = select.args.get("from_") or select.args.get("from")
            joins = select.args.get("joins") or []
            if start and any(self.belongs(relation.this) for relation in (start, *joins)):
                yield from self._grouping(select)
                yield from self._windows(select)
                yield from self._joins([start, *joins])
                yield from self._lookups(select)

    def _grouping(self, select: exp.Select) -> Iterator[str]:
        group, where = select.args.get("group"), select.args.get("where")
        totals = [
            total
            for column in select.expressions
            for total in column.find_all(exp.AggFunc)
            if total.find_ancestor(exp.Select) is select and not total.find_ancestor(exp.Window)
        ]
        if group and not names_a_subject(group):
            yield group.sql()
        if totals and not group and not (where and names_a_subject(where)):
            yield select.sql()
        if select.args.get("distinct") and not any(names_a_subject(column) for column in select.expressions):
            yield select.sql()

    def _windows(self, select: exp.Select) -> Iterator[str]:
        for column in select.expressions:
            for window in column.find_all(exp.Window):
                parts = window.args.get("partition_by") or []
                if window.find_ancestor(exp.Select) is select and not any(map(names_a_subject, parts)):
                    yield window.sql()

    def _joins(self, relations: list[exp.Expression]) -> Iterator[str]:
        for place, relation in enumerate(relations):
            if place and self.belongs(relation.this) and any(self.belongs(one.this) for one in relations[:place]):
                condition = relation.args.get("on")
                pairs = condition.find_all(exp.EQ) if condition else ()
                if not any(names_a_subject(pair.left) and names_a_subject(pair.right) for pair in pairs):
                    yield relation.sql()

    def _lookups(self, select: exp.Select) -> Iterator[str]:
        where = select.args.get("where")
        for found in where.find_all(exp.In, exp.Exists) if where else ():
            query = found.args.get("query") if isinstance(found, exp.In) else found.this
            asked = found.this if isinstance(found, exp.In) else query.args.get("where") if query else None
            if query is not None and self.belongs(query) and not (asked and names_a_subject(asked)):
                yield found.sql()


def names_a_subject(expression: exp.Expression) -> bool:
    """Whether an id of an account or of a customer stands in an expression."""
    # An account's parent is another account, which nothing need tie to it before this night.
    return any(column.name in SUBJECTS for column in expression.find_all(exp.Column))


@cache
def statements(folder: Path) -> Mapping[str, str]:
    """The compiled statement of each model by its name."""
    return {model.name: model.sql for model in read_project(folder).models.values()}


def test_most_models_are_renewed_in_part() -> None:
    assert len(renewed("account")) > 200
    assert len(renewed("row")) > 20


def test_a_model_renewed_by_account_looks_at_one_account_at_a_time(compiled_project: Path) -> None:
    sql = statements(compiled_project)
    found = {
        name: faults
        for name in renewed("account")
        if name not in GOES_BY_ANOTHER_ID and (faults := list(Statement(sql[name], tables_with_a_subject()).faults()))
    }
    assert found == {}


def test_a_model_renewed_by_account_tells_whose_its_rows_are() -> None:
    assert set(renewed("account")) <= tables_with_a_subject()


def test_a_model_renewed_by_row_reads_one_stream_of_the_landing(compiled_project: Path) -> None:
    sql = statements(compiled_project)
    for name in renewed("row"):
        tables = {table.sql() for table in sqlglot.parse_one(sql[name], read="duckdb").find_all(exp.Table) if table.db}
        assert len(tables) == 1, name
        assert next(iter(tables)).startswith('"landing".'), name
        assert "_row_key" in {column["name"] for column in described()[name]["columns"]}, name


def test_each_exemption_is_still_needed(compiled_project: Path) -> None:
    sql = statements(compiled_project)
    for name in GOES_BY_ANOTHER_ID:
        assert name in renewed("account")
        assert list(Statement(sql[name], tables_with_a_subject()).faults()), name


@pytest.mark.parametrize(
    "sql",
    [
        "select account_id, sum(x) over () as x from t",
        "select account_id, row_number() over (partition by month) as n from t",
        "select max(account_id) as account_id, sum(x) as x from t group by month",
        "select t.account_id from t cross join (select min(x) as first_x from t) as told",
        "select t.account_id from t inner join t as other on t.contact_id = other.contact_id",
        "select account_id from t where month in (select month from t)",
        "select t.account_id from t left join t as parents on t.parent_account_id = parents.account_id",
        "with c as (select * from t) select account_id, count(*) over (partition by month) as n from c",
    ],
)
def test_a_statement_that_looks_across_accounts_is_found(sql: str) -> None:
    assert list(Statement(sql, {"t"}).faults())


@pytest.mark.parametrize(
    "sql",
    [
        "select account_id, sum(x) over (partition by account_id) as x from t",
        "select t.account_id, sum(o.x) from t inner join t as o on t.account_id = o.account_id group by t.account_id",
        "select t.account_id from t cross join settings inner join months on t.month = months.month",
        "select t.account_id from t left join u on t.account_id = u.customer_id and t.month = u.month",
        "select month, count(*) as n from months group by month",
    ],
)
def test_a_statement_that_looks_at_one_account_at_a_time_passes(sql: str) -> None:
    assert not list(Statement(sql, {"t", "u"}).faults())
