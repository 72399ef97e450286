"""The published marts as files: one DuckDB file for any client, one Parquet file each."""

import contextlib
from collections.abc import Mapping
from pathlib import Path

import duckdb

from flows.files import sync_file
from flows.landing.columns import quoted
from flows.landing.commits import sha256_of
from flows.parsed_models import Described
from flows.runs import Run
from flows.warehouse import open_database

# Older clients read files of this storage version; the current default they cannot open.
STORAGE_VERSION = "v1.0.0"


def write_marts(run: Run, folder: Path, models: Mapping[str, Described]) -> dict[str, dict[str, int | str]]:
    """Copy every mart from the warehouse into `account360.duckdb` and `parquet/<mart>.parquet`, rows in order.

    Args:
        run: the run whose warehouse is read.
        folder: where the files are written.
        models: what the project says of each model, which becomes comments in the file.

    Returns:
        Rows and SHA-256 of the Parquet file by mart.
    """
    (folder / "parquet").mkdir(parents=True)
    database = folder / "account360.duckdb"
    written: dict[str, dict[str, int | str]] = {}
    with contextlib.closing(open_database(Path(":memory:"), run)) as connection:
        connection.execute(f"attach {_literal(run.warehouse)} as warehouse (read_only)")
        connection.execute(f"attach {_literal(database)} as published (storage_version '{STORAGE_VERSION}')")
        for mart in mart_names(connection):
            table = f"published.main.{quoted(mart)}"
            connection.execute(f"create table {table} as select * from warehouse.main.{quoted(mart)} order by all")
            parquet = folder / "parquet" / f"{mart}.parquet"
            rows = connection.execute(
                f"copy (select * from {table}) to {_literal(parquet)} (format parquet, compression zstd)"
            ).fetchall()[0][0]
            if mart in models:
                _comment(connection, table, models[mart])
            written[mart] = {"rows": rows, "sha256": sha256_of(parquet)}
        connection.execute("detach published")
    sync_file(database)
    return written


def mart_names(connection: duckdb.DuckDBPyConnection) -> list[str]:
    """The marts of an attached warehouse, in order of their names."""
    rows = connection.execute("""
        select table_name from information_schema.tables
        where table_catalog = 'warehouse' and table_schema = 'main'
        order by table_name
    """).fetchall()
    return [name for (name,) in rows]


def _comment(connection: duckdb.DuckDBPyConnection, table: str, model: Described) -> None:
    connection.execute(f"comment on table {table} is {_literal(model.text)}")
    for column, text in model.columns.items():
        connection.execute(f"comment on column {table}.{quoted(column)} is {_literal(text)}")


def _literal(value: object) -> str:
    return "'" + str(value).replace("'", "''") + "'"
