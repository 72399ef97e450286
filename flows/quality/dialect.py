"""A read-only DuckDB dialect for SQLAlchemy, by which Great Expectations pushes its SQL into a warehouse file.

Great Expectations fetches a result after it has handed the connection back, and then the rollback of the pool has
already cleared the result where cursor and connection are one. Here every cursor is a DuckDB cursor of its own, and
a file opened read-only has nothing to roll back. Only documented hooks of SQLAlchemy are used.
"""

from collections.abc import Callable
from typing import Any, cast
from urllib.parse import quote, unquote

import duckdb
from sqlalchemy import Connection, pool, types
from sqlalchemy.dialects import registry
from sqlalchemy.engine.default import DefaultDialect
from sqlalchemy.engine.interfaces import ConnectArgsType, DBAPIConnection, DBAPIModule, ReflectedColumn
from sqlalchemy.engine.url import URL

from flows.databases import hold_to_limits

NAME = "duckdb.readonly"
COLUMNS = """
    select column_name, is_nullable from duckdb_columns()
    where table_name = ? and schema_name = ? and database_name = current_database()
    order by column_index
"""
SCHEMAS = "select schema_name from duckdb_schemas() where database_name = current_database()"


def url(database: str, schema: str) -> str:
    """The SQLAlchemy URL of a DuckDB file, escaped so that no character of a path has a meaning of its own."""
    registry.register(NAME, __name__, "ReadOnlyDuckDB")
    return f"{NAME.replace('.', '+')}:///{quote(database, safe='/')}?schema={quote(schema, safe='')}"


class HeldConnection:
    """One connection to a file, which closes every cursor it gave out before it closes itself."""

    def __init__(self, database: str, schema: str) -> None:
        self._connection = duckdb.connect(database, read_only=True)
        hold_to_limits(self._connection)
        self._schema = schema.replace('"', '""')
        self._cursors: list[duckdb.DuckDBPyConnection] = []

    def cursor(self) -> duckdb.DuckDBPyConnection:
        """A cursor whose results stay whatever happens to the connection; unqualified names are of the schema."""
        cursor = self._connection.cursor()
        self._cursors.append(cursor)
        cursor.execute(f'use "{self._schema}"')
        return cursor

    def commit(self) -> None:
        """Nothing is ever written."""

    def rollback(self) -> None:
        """Nothing is ever written."""

    def close(self) -> None:
        """Release the file."""
        for cursor in self._cursors:
            cursor.close()
        self._cursors.clear()
        self._connection.close()


class ReadOnlyDuckDB(DefaultDialect):
    """What SQLAlchemy has to know of DuckDB in order to read tables of one schema."""

    name = "duckdb"
    driver = "readonly"
    default_paramstyle = "qmark"
    supports_statement_cache = True
    supports_native_boolean = True
    supports_native_decimal = True

    @classmethod
    def import_dbapi(cls) -> DBAPIModule:
        """DuckDB's own module is the DB-API."""
        return cast(DBAPIModule, duckdb)

    @classmethod
    def get_pool_class(cls, url: URL) -> type[pool.Pool]:
        """One connection for the life of an engine, closed when the engine is disposed of."""
        return pool.StaticPool

    def create_connect_args(self, url: URL) -> ConnectArgsType:
        """Path and schema, as they were before `url` escaped them."""
        return (unquote(url.database or ""), str(url.query.get("schema", "main"))), {}

    def connect(self, *cargs: Any, **cparams: Any) -> DBAPIConnection:
        """A connection that refuses to write."""
        return cast(DBAPIConnection, HeldConnection(*cargs, **cparams))

    def initialize(self, connection: Connection) -> None:
        """Nothing to ask the database: there is one DuckDB, and its schema is in the URL."""

    def on_connect(self) -> Callable[[Any], None] | None:
        """Nothing to set up on a connection."""
        return None

    def get_columns(
        self, connection: Connection, table_name: str, schema: str | None = None, **_: Any
    ) -> list[ReflectedColumn]:
        """Name and nullability of a table's columns; their types are the dbt contracts' matter."""
        schema = schema or str(connection.engine.url.query.get("schema", "main"))
        rows = connection.exec_driver_sql(COLUMNS, (str(table_name), schema))
        return [
            {"name": name, "type": types.NullType(), "nullable": nullable, "default": None} for name, nullable in rows
        ]

    def get_schema_names(self, connection: Connection, **_: Any) -> list[str]:
        """The schemas of the file."""
        return [name for (name,) in connection.exec_driver_sql(SCHEMAS)]
