"""One SQL database that is asked for nothing but selects: tables and queries come as Arrow, chunk by chunk."""

import contextlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from flows.errors import ConfigurationError, shown
from flows.policy import Policy
from flows.settings import secret_variable
from flows.sources.sql.cursor import Value, bound, value_of
from flows.sources.sql.faults import Faults
from flows.sources.sql.plan import Span
from flows.sources.sql.settings import SqlSettings, SqlStream

if TYPE_CHECKING:
    import pyarrow
    from sqlalchemy import URL, Connection, Engine, FromClause, Select, TextClause

# The column under which the cursor comes in its own type, beside what is read.
CURSOR = "account360_cursor"
# Databases that write any value as plain text themselves, which spares one value at a time in Python.
WRITES_TEXT = frozenset({"postgresql", "sqlite"})
# PostgreSQL's numbers of its two kinds of floating point, whose texts may have an exponent.
FLOATS = frozenset({700, 701})
DRIVERS = {"postgres": "postgresql+psycopg", "postgresql": "postgresql+psycopg"}


class Database:
    """An open database."""

    def __init__(self, source: str, settings: SqlSettings, policy: Policy) -> None:
        self._settings = settings
        place = secret_variable(source, "url")
        url = _url(settings.url.get_secret_value(), place)
        self._known: dict[str, list[tuple[str, object]]] = {}
        self._user = url.username
        self._faults = Faults(source, url, place, settings.statement_seconds)
        self._engine = _engine(url, place, settings, float(policy.number("source_answer_seconds")))

    def close(self) -> None:
        """End its connections."""
        self._engine.dispose()

    def header(self, place: SqlStream) -> list[str]:
        """The names of the columns of a table or a query.

        Raises:
            SourceError: it cannot be read.
        """
        return [name for name, _ in self._described(place)]

    def newest(self, place: SqlStream) -> Value | None:
        """The newest value of the cursor; None for no row.

        Raises:
            SourceError: it cannot be read, or is neither a moment, a day nor a number.
        """
        import sqlalchemy as sa

        cursor = self.cursor_column(place, self.header(place))
        with self._asked(place) as connection:
            found = connection.execute(sa.select(sa.func.max(sa.column(cursor))).select_from(_from(place))).scalar()
        return self.cursor_value(place, found)

    def is_empty(self, place: SqlStream) -> bool:
        """Whether there is no row.

        Raises:
            SourceError: it cannot be read.
        """
        import sqlalchemy as sa

        with self._asked(place) as connection:
            return connection.execute(sa.select(sa.literal(1)).select_from(_from(place)).limit(1)).first() is None

    def cursor_column(self, place: SqlStream, header: Sequence[str]) -> str:
        """The cursor's column as the database writes it.

        Raises:
            SourceError: there is none.
        """
        wanted = place.cursor or ""
        found = next((name for name in header if name.casefold() == wanted.casefold()), None)
        if found is None:
            raise self._faults.stream_fault(
                f"has no column {shown(wanted)} in its {place.place}, which sources.yml names as its cursor; "
                f"it has {', '.join(map(shown, header))}"
            )
        return found

    def cursor_value(self, place: SqlStream, found: object) -> Value | None:
        """A value of the cursor.

        Raises:
            SourceError: it is neither a moment, a day nor a number.
        """
        try:
            return value_of(found)
        except ValueError:
            raise self._faults.stream_fault(
                f"holds neither moments, days nor numbers in {shown(place.cursor or '')} of its {place.place}, which "
                "sources.yml names as its cursor; name another column"
            ) from None

    def chunks(self, place: SqlStream, wanted: Sequence[str], span: Span) -> "Iterator[pyarrow.Table]":
        """The rows of a span, some at a time, with the cursor in its own type beside the wanted columns.

        Raises:
            SourceError: they cannot be read.
        """
        import sqlalchemy as sa
        from dlt.sources.sql_database import sql_table

        query = self._select(place, wanted, span)
        # A table without columns spares its being looked up; those that come are the query's.
        name = (place.table or "query").replace(".", "_")
        metadata = sa.MetaData()
        sa.Table(name, metadata)
        rows = sql_table(
            credentials=self._engine,
            table=name,
            metadata=metadata,
            backend="pyarrow",
            chunk_size=self._settings.chunk_rows,
            query_adapter_callback=lambda *_: query,
        )
        with self._told(place):
            yield from rows

    def _select(self, place: SqlStream, wanted: Sequence[str], span: Span) -> "Select[Any]":
        import sqlalchemy as sa

        described = self._described(place)
        kinds = dict(described)
        columns: list[Any] = [self._as_text(name, kinds[name]) for name in wanted]
        query = sa.select(*columns).select_from(_from(place))
        if place.cursor is None:
            return query
        cursor: sa.ColumnElement[Any] = sa.column(self.cursor_column(place, list(kinds)))
        query = query.add_columns(cursor.label(CURSOR))
        conditions = [cursor >= bound(span.start)] if span.start is not None else []
        conditions += [cursor < bound(span.end)] if span.end is not None else []
        if not conditions:
            return query
        within = sa.and_(*conditions)
        return query.where(sa.or_(within, cursor.is_(None)) if span.with_empty else within)

    def _as_text(self, name: str, kind: object) -> Any:
        import sqlalchemy as sa

        column: Any = sa.column(name)
        if self._engine.dialect.name not in WRITES_TEXT:
            return column
        return sa.cast(sa.cast(column, sa.Numeric) if kind in FLOATS else column, sa.Text).label(name)

    def _described(self, place: SqlStream) -> list[tuple[str, object]]:
        """The columns, each with the number by which the driver knows its type, if it knows one."""
        import sqlalchemy as sa

        asked = place.table or place.query or ""
        if asked in self._known:
            return self._known[asked]
        nothing: sa.Select[Any] = sa.select(sa.literal_column("*")).select_from(_from(place)).where(sa.false())
        with self._asked(place) as connection:
            cursor = connection.execute(nothing).cursor
            described = [(str(name), kind) for name, kind, *_ in (cursor.description if cursor else ()) or ()]
        names = [name.casefold() for name, _ in described]
        if doubled := next((name for name in names if names.count(name) > 1), None):
            raise self._faults.stream_fault(
                f"gives the column {shown(doubled)} twice in its {place.place}; give each a name of its own"
            )
        self._known[asked] = described
        return described

    @contextlib.contextmanager
    def _asked(self, place: SqlStream) -> "Iterator[Connection]":
        with self._told(place), self._engine.connect() as connection:
            yield connection

    @contextlib.contextmanager
    def _told(self, place: SqlStream) -> Iterator[None]:
        """Tell the faults of the library and of the driver below it as what they are."""
        from dlt.common.exceptions import DltException
        from sqlalchemy.exc import DBAPIError, SQLAlchemyError

        try:
            yield
        except DBAPIError as error:
            raise self._sentence(error, place) from None
        except DltException as error:
            inner = error.__cause__ or error.__context__
            if isinstance(inner, DBAPIError):
                raise self._sentence(inner, place) from None
            raise self._faults.stream_fault(
                f"gives values in its {place.place} that are of several kinds in one column; cast them in a query"
            ) from None
        except SQLAlchemyError as error:
            raise self._faults.stream_fault(
                f"could not give its {place.place} ({type(error).__name__}); see its own log for the reason"
            ) from None

    def _sentence(self, error: Any, place: SqlStream) -> Exception:
        if error.statement is None and not error.connection_invalidated:
            return self._faults.of_connection(error)
        return self._faults.of_statement(error, place.place, self._user)


def _from(place: SqlStream) -> "FromClause | TextClause":
    import sqlalchemy as sa

    if place.query is not None:
        # A colon would be taken for the beginning of a parameter; the line end closes a comment at the query's end.
        query = place.query.strip().removesuffix(";").replace(":", r"\:")
        return sa.text(f"({query}\n) as asked")
    schema, _, table = (place.table or "").rpartition(".")
    return sa.table(table, schema=schema or None)


def _url(address: str, place: str) -> "URL":
    import sqlalchemy as sa

    try:
        url = sa.make_url(address)
    except (sa.exc.ArgumentError, ValueError):
        raise ConfigurationError(
            f"The url of sql in {place} is no address of a database; write it as "
            "postgresql://user:password@host:5432/database."
        ) from None
    return url.set(drivername=DRIVERS.get(url.drivername, url.drivername))


def _engine(url: "URL", place: str, settings: SqlSettings, seconds: float) -> "Engine":
    import sqlalchemy as sa
    from sqlalchemy.pool import NullPool

    kind = url.get_backend_name()
    if kind == "sqlite" and not (url.database and Path(url.database).is_file()):
        raise ConfigurationError(f"The url of sql in {place} names a file of SQLite that is not there; correct it.")
    arguments = {"connect_timeout": max(2, round(seconds))} if kind == "postgresql" else {}
    try:
        engine = sa.create_engine(url, connect_args=arguments, poolclass=NullPool, hide_parameters=True)
    except (sa.exc.NoSuchModuleError, ImportError):
        raise ConfigurationError(
            f"The url of sql in {place} names the database {shown(url.drivername)}, whose driver is not installed; "
            "install it beside account360."
        ) from None
    manners = _manners(kind, settings.statement_seconds)
    sa.event.listen(engine, "begin", lambda connection: _keep(connection, manners))
    return engine


def _keep(connection: "Connection", manners: Sequence[str]) -> None:
    # By the driver itself: a connection that streams its rows would ask for those of these statements too.
    with contextlib.closing(connection.connection.cursor()) as cursor:
        for statement in manners:
            cursor.execute(statement)


def _manners(kind: str, seconds: int) -> tuple[str, ...]:
    """What every transaction begins with: it only reads, sees one state of the data, and does not take for ever."""
    if kind == "postgresql":
        return (
            "set transaction isolation level repeatable read, read only",
            f"set local statement_timeout = '{seconds}s'",
            "set local timezone = 'UTC'",
            "set local datestyle = 'ISO, YMD'",
        )
    return ("pragma query_only = on",) if kind == "sqlite" else ()
