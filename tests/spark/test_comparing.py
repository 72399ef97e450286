"""What compares the engines' marts sees a cent, a row, a type and a mart that is not there, and no last digit."""

from pathlib import Path

import duckdb
import pytest
from comparing import differences

MART = "select * from (values ('a', 0.10, 1e0, date '2024-02-29'), ('b', null, null, null)) as t (k, m, r, d)"


def publication(folder: Path, query: str, name: str = "mart") -> Path:
    """A folder that holds one published mart."""
    (folder / "parquet").mkdir(parents=True)
    with duckdb.connect() as connection:
        connection.execute(f"copy ({query}) to '{folder}/parquet/{name}.parquet'")
    return folder


def said(tmp_path: Path, query: str, name: str = "mart") -> list[str]:
    """What is said of a mart beside the one above."""
    return list(differences(publication(tmp_path / "one", MART), publication(tmp_path / "other", query, name)))


@pytest.mark.parametrize(
    "query",
    [
        f"select * from ({MART}) order by k desc",
        f"select * replace (r + 1e-12 as r) from ({MART})",
    ],
)
def test_an_order_and_a_last_digit_are_no_difference(tmp_path: Path, query: str) -> None:
    assert said(tmp_path, query) == []


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        (f"select * replace (cast(m + 0.01 as decimal(3, 2)) as m) from ({MART})", "m is Decimal('0.11')"),
        (f"select * replace (r + 1e-8 as r) from ({MART})", "r is 1.00000001 instead of 1.0"),
        (f"select * replace (coalesce(r, 0) as r) from ({MART})", "r is 0.0 instead of None"),
        (f"select * from ({MART}) where k = 'a'", "1 rows instead of 2"),
        (f"select * replace (cast(m as double) as m) from ({MART})", "columns [(('m', 'DECIMAL"),
        (f"select k, m, d, r from ({MART})", "columns"),
    ],
)
def test_any_other_difference_is_told(tmp_path: Path, query: str, sentence: str) -> None:
    (found,) = said(tmp_path, query)
    assert sentence in found


def test_a_mart_that_is_not_there_is_told(tmp_path: Path) -> None:
    assert len(said(tmp_path, MART, "another")) == 2
