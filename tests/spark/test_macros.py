"""Each macro that is written anew for Spark gives what DuckDB's gives, on values on which engines disagree."""

import contextlib
import itertools
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb
import pytest
from comparing import same

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

pytestmark = [pytest.mark.spark, pytest.mark.timeout(900)]

# One row each: an earlier and a later day, an earlier and a later moment, a number, an amount, a ratio, a text, a list.
GIVEN = """
select * from (values
    (date '2024-01-31', date '2024-02-29', timestamp '2026-02-28 23:47:31', timestamp '2026-03-01 00:13:02', 1, 100.01,
     0.5, 'Straße & Söhne', 'a; b;a ;;c', '{"a": {"b": "x\\"y"}, "items": [{"n": 1}, {"n": null}], "none": null}'),
    (date '2024-02-29', date '2025-02-28', timestamp '2026-03-29 00:59:59', timestamp '2026-03-29 01:00:00', 12, -0.05,
     0.3333333333333333, 'O''Neil \\ 株式会社', ' ', '{"a": {"b": 12.5}, "items": []}'),
    (date '2023-12-31', date '2024-03-01', timestamp '2025-10-26 00:30:00', timestamp '2025-10-26 01:30:00', -1, 0.07,
     2.675, 'a' || chr(160) || ' 7', 'Ä;ä;Ä', '{"a": {"b": true}, "items": [{"n": "s"}]}'),
    (date '2026-05-31', date '2026-05-01', timestamp '2026-06-30 22:00:00', timestamp '2026-06-30 21:59:59.5', 6,
     123456.785, 1e-7, '', '', '{"a": {}, "items": {"n": 1}}'),
    (date '2000-02-29', null, timestamp '2000-02-29 00:00:00', null, 0, 0.00000005, null, null, null, null),
    (null, null, null, null, null, null, null, null, null, '[]')
) as given (d, e, t, u, n, x, r, words, listed, payload)
"""
TYPED = "cast(x as decimal(20, 8)) as x, cast(r as double) as r, cast(n as int) as n"
# Moments as texts, since the clients of the engines give them back differently.
EXPRESSIONS = (
    "{{ add_days('d', 'n') }}",
    "{{ add_months('d', 'n') }}",
    "{{ add_months(add_days('d', 1), -1) }}",
    "{{ days_between('d', 'e') }}",
    "{{ days_between('t', 'u') }}",
    "{{ months_between_months('d', 'e') }}",
    "{{ month_of('t') }}",
    "{{ month_end('d') }}",
    "{{ days_in_month('d') }}",
    "{{ quarter_of('d') }}",
    "{{ year_of('d') }}",
    "cast({{ dbt.date_trunc('week', 'd') }} as date)",
    "{{ days_since_monday('d') }}",
    "{{ local_date('t', \"'Europe/Helsinki'\") }}",
    "{{ local_date('t', \"'America/Los_Angeles'\") }}",
    "{{ hours_between('t', 'u') }}",
    "cast({{ add_hours('t', 'r') }} as string)",
    "{{ json_text('payload', 'a.b') }}",
    "{{ json_text('payload', 'items[0].n') }}",
    "{{ json_text('payload', 'none') }}",
    "{{ json_text_at('payload', \"'a.b'\") }}",
    "{{ json_count('payload', 'items') }}",
    "cast({{ utc_moment(\"'2026-03-29T03:30:00+02:00'\") }} as string)",
    "cast({{ utc_moment(\"'2026-02-28T23:47:31Z'\") }} as string)",
    "cast({{ epoch_moment(\"'1772323200'\") }} as string)",
    "{{ replace_matches('words', \"'[^a-zA-Z]'\", \"''\") }}",
    "{{ count_entries('listed') }}",
    "{{ text_literal(\"It's a \\\\ and a 'word'\") }}",
    "{{ scale_amount('x', 'n', '128') }}",
    "{{ scale_amount('x', '1', '3') }}",
    "{{ convert_amount('x', 'r') }}",
    "{{ safe_divide('x', 'n') }}",
    "{{ rounded(safe_divide('x', '2'), 18, 2) }}",
    "n / {{ divisor('12.0') }}",
    "{{ with_every_space_trimmed('trim(words)') if target.type == 'spark' else 'trim(words)' }}",
)
QUERIES = (
    "select {{ percentile('x', '1.0 / 3') }}, {{ percentile('r', '0.5') }} from given",
    "select {{ joined_texts('words', 'd') }} from given where d is not null",
    "select {{ each_entry('listed') }} from given",
    "select item, item_number from ({{ json_items('given', 'payload', 'items') }}) as items",
    "{{ month_spine(\"cast('2024-01-01' as date)\", \"cast('2024-04-01' as date)\") }}",
    "{{ day_spine(\"cast('2024-02-27' as date)\", \"cast('2024-03-01' as date)\") }}",
)


@pytest.fixture(scope="module")
def engines(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[duckdb.DuckDBPyConnection, "SparkSession"]]:
    """Both engines with the same rows under the name `given`."""
    from flows.spark.session import open_session

    folder = tmp_path_factory.mktemp("macros")
    with duckdb.connect() as connection:
        connection.execute("set TimeZone = 'UTC'")
        connection.execute(f"create table given as select * replace ({TYPED}) from ({GIVEN})")
        connection.execute(f"copy given to '{folder}/given.parquet'")
        session = open_session("local[1]", folder)
        session.read.parquet(f"{folder}/given.parquet").createOrReplaceTempView("given")
        with contextlib.closing(_Stopping(session)):
            yield connection, session


class _Stopping:
    def __init__(self, session: "SparkSession") -> None:
        self.close = session.stop


def compiled(target: str, folder: Path) -> list[str]:
    """Every expression and query above as dbt writes it for an engine."""
    from flows.dbt_calls import call_dbt
    from flows.settings import DBT_PROJECT

    words = ["compile", "--inline", "\n@@\n".join([*EXPRESSIONS, *QUERIES]), "--target", target, "--no-populate-cache"]
    words += ["--project-dir", str(DBT_PROJECT), "--profiles-dir", str(DBT_PROJECT)]
    result: Any = call_dbt([*words, "--target-path", str(folder / target)], None, folder / "dbt.log")
    assert result.success, result.exception
    return [part.strip() for part in result.result[0].node.compiled_code.split("@@")]


def test_every_macro_gives_the_same(
    engines: tuple[duckdb.DuckDBPyConnection, "SparkSession"], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ACCOUNT360_WAREHOUSE", str(tmp_path / "warehouse.duckdb"))
    connection, session = engines
    written = [*EXPRESSIONS, *QUERIES]
    unlike = []
    for macro, one, other in zip(written, compiled("duckdb", tmp_path), compiled("spark", tmp_path), strict=True):
        # The rows of the table keep their order; those of a query need not.
        kept = macro in EXPRESSIONS
        expected = connection.execute(f"select {one} from given" if kept else one).fetchall()
        found = [tuple(row) for row in session.sql(f"select {other} from given" if kept else other).collect()]
        if not kept:
            expected, found = sorted(expected, key=repr), sorted(found, key=repr)
        pairs: Iterator[tuple[Any, Any]] = itertools.zip_longest(expected, found, fillvalue=())
        wrong = [(right, row) for right, row in pairs if len(right) != len(row) or not all(map(same, right, row))]
        if wrong:
            unlike.append(f"{macro}: {wrong}")
    assert unlike == []
