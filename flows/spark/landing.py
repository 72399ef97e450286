"""What Spark reads: one view per landed stream over the very files that DuckDB reads, and the tables of the audit."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from flows.landing.columns import CARRIED, quoted

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection
    from pyspark.sql import SparkSession

    from flows.landing import Landing

SPARK_TYPES = {"varchar": "string"}
# What means more than itself in the paths of Hadoop's file systems, where a text may name many files.
PATTERN_SIGNS = "\\*?[]{}"


def register_landing(
    session: SparkSession, landing: Landing, streams: Mapping[str, Mapping[str, Sequence[str]]]
) -> None:
    """Create `landing.<source>__<stream>` over the committed files of every declared stream."""
    session.sql("create schema if not exists landing")
    commits = landing.commits()
    for source, declared in streams.items():
        for stream, columns in declared.items():
            rows = landed_rows(columns, landing.files(source, stream, commits))
            session.sql(f"create or replace view landing.{named(f'{source}__{stream}')} as {rows}")


def landed_rows(columns: Iterable[str], files: Iterable[Path]) -> str:
    """A query over landed files with every column there: one that a file lacks is NULL, and no file is no row."""
    import pyarrow.parquet

    typed = {**dict.fromkeys(columns, "varchar"), **CARRIED}
    alike: dict[frozenset[str], list[Path]] = {}
    for file in files:
        alike.setdefault(frozenset(pyarrow.parquet.read_schema(file).names), []).append(file)
    parts = [
        f"select {_columns(typed, present)} from parquet.{named(_pattern(paths))}" for present, paths in alike.items()
    ]
    return " union all ".join(parts or [f"select {_columns(typed, frozenset())} where false"])


def register_tables(session: SparkSession, connection: DuckDBPyConnection, schema: str, folder: Path) -> None:
    """Make each table of a schema of DuckDB one of Spark too, by way of a Parquet file."""
    session.sql(f"create schema if not exists {schema}")
    folder.mkdir(parents=True, exist_ok=True)
    tables = connection.execute("select table_name from duckdb_tables() where schema_name = ?", [schema]).fetchall()
    for (table,) in tables:
        file = folder / f"{table}.parquet"
        connection.execute(f"copy {schema}.{quoted(table)} to '{str(file).replace(chr(39), chr(39) * 2)}'")
        session.sql(f"create or replace view {schema}.{named(table)} as select * from parquet.{named(_escaped(file))}")


def named(name: str) -> str:
    """A name, or a path that stands for a table, as an identifier of Spark."""
    return "`" + name.replace("`", "``") + "`"


def _columns(typed: Mapping[str, str], present: frozenset[str]) -> str:
    return ", ".join(
        f"cast({named(name) if name in present else 'null'} as {SPARK_TYPES.get(kind, kind)}) as {named(name)}"
        for name, kind in typed.items()
    )


def _pattern(files: Sequence[Path]) -> str:
    paths = [_escaped(file) for file in files]
    return paths[0] if len(paths) == 1 else "{" + ",".join(path.replace(",", "\\,") for path in paths) + "}"


def _escaped(file: Path) -> str:
    return "".join(f"\\{sign}" if sign in PATTERN_SIGNS else sign for sign in str(file))
