"""The models of a night built by Spark; what the rest of the night reads is carried back into its DuckDB file."""

from __future__ import annotations

import contextlib
import shutil
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

import duckdb

from flows.dbt_calls import call_dbt
from flows.files import as_pattern
from flows.landing.columns import quoted
from flows.runs import Run
from flows.settings import spark_master, spark_tables
from flows.sources import connectors
from flows.spark.landing import named, register_landing, register_tables
from flows.spark.python_models import run_python_models_here
from flows.spark.session import open_session

if TYPE_CHECKING:
    from dbt.cli.main import dbtRunnerResult
    from pyspark.sql import SparkSession

MARTS = "main"
# What gates, quarantine and messages read beside the marts and the policy.
READ_LATER = {"intermediate": ("int_fatal_problems", "int_refused_rows")}
POLICY = "policy"


def build_on_spark(
    run: Run, command: Sequence[str], rescue: Sequence[str], options: Sequence[str], log: Path
) -> dbtRunnerResult:
    """Run dbt over the project by Spark, and carry what it made back.

    Args:
        run: the run, whose warehouse holds the audit.
        command: what dbt is to do.
        rescue: what it is to do when that failed, so that the reason can be told.
        options: of both.
        log: the file to which what dbt says is added.
    """
    target = ["--target", "spark", "--target-path", str(run.home.work / "dbt-spark")]
    with spark_warehouse(run, {name: source.streams() for name, source in connectors().items()}) as session:
        result = call_dbt([*command, *options, *target], None, log)
        if not result.success:
            call_dbt([*rescue, *options, *target], None, log)
        carry_back(session, run)
    return result


@contextlib.contextmanager
def spark_warehouse(run: Run, streams: Mapping[str, Mapping[str, Sequence[str]]]) -> Iterator[SparkSession]:
    """A session in which the landing and the audit of a night are there to be read by dbt's models."""
    folder = run.workshop / "spark"
    session = open_session(spark_master(), folder, spark_tables())
    try:
        register_landing(session, run.landing, streams)
        with contextlib.closing(duckdb.connect(str(run.warehouse), read_only=True)) as connection:
            register_tables(session, connection, "audit", folder / "audit")
        run_python_models_here()
        yield session
    finally:
        session.stop()
        shutil.rmtree(folder, ignore_errors=True)


def carry_back(session: SparkSession, run: Run) -> None:
    """Copy the marts, the policy and what else the night reads of them into its DuckDB file."""
    folder = run.workshop / "spark" / "carried"
    with contextlib.closing(duckdb.connect(str(run.warehouse))) as connection:
        connection.execute("set TimeZone = 'UTC'")
        for schema, tables in _to_carry(session).items():
            connection.execute(f"create schema if not exists {schema}")
            for table in tables:
                files = _files_of(session, f"{schema}.{named(table)}", folder / schema / table)
                connection.execute(f"create or replace table {schema}.{quoted(table)} as {_rows(connection, files)}")


def _to_carry(session: SparkSession) -> dict[str, list[str]]:
    there = {
        schema: [
            row["tableName"] for row in session.sql(f"show tables in {schema}").collect() if not row["isTemporary"]
        ]
        for schema in (row[0] for row in session.sql("show databases").collect())
    }
    wanted = {
        schema: [table for table in tables if table in there.get(schema, [])] for schema, tables in READ_LATER.items()
    }
    return wanted | {schema: there.get(schema, []) for schema in (MARTS, POLICY)}


def _files_of(session: SparkSession, table: str, folder: Path) -> list[str]:
    """The Parquet files that a table consists of; one of another format is written as such first."""
    if session.conf.get("spark.sql.sources.default") == "parquet":
        kept = [urlsplit(file) for file in session.table(table).inputFiles()]
        if kept and all(file.scheme == "file" for file in kept):
            return [unquote(file.path) for file in kept]
    session.table(table).write.parquet(str(folder))
    return sorted(map(str, folder.glob("*.parquet")))


def _rows(connection: duckdb.DuckDBPyConnection, files: Sequence[str]) -> str:
    listed = ", ".join("'" + as_pattern(file).replace("'", "''") + "'" for file in files)
    read = f"read_parquet([{listed}])"
    # Spark's timestamps are moments; those of the marts are in UTC and bear no zone.
    moments = [
        name
        for name, kind, *_ in connection.execute(f"describe select * from {read}").fetchall()
        if kind == "TIMESTAMP WITH TIME ZONE"
    ]
    casts = ", ".join(f"cast({quoted(name)} as timestamp) as {quoted(name)}" for name in moments)
    return f"select * {f'replace ({casts})' if moments else ''} from {read}"
