"""Lands the objects of one stream: those that can be read, each as JSON, and those that cannot with the reason."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import duckdb

from flows.errors import SourceError, shown
from flows.extraction.erased import withhold_objects
from flows.extraction.streams import Field, ObjectStream
from flows.files import as_pattern
from flows.landing import Loading, StreamChange, land_changes
from flows.landing.columns import quoted
from flows.policy import Policy
from flows.settings import Home
from flows.sources.connector import StreamBatch
from flows.sources.profiles import profile_columns

OBJECT_COLUMNS = ("id", "cursor_value", "payload")
REFUSED = "refused_rows"
REFUSED_COLUMNS = ("stream", "column_name", "value", "expected", "raw")
GOOD, PROBLEMS, INCOMING, READ = "good_objects", "object_problems", "incoming_objects", "read_objects"

# What a value of each type must be, as SQL that is true for one, and how people are told.
TYPES: Mapping[str, tuple[str, str]] = {
    "text": ("true", "a text"),
    "integer": ("try_cast({value} as decimal(38, 9)) = round(try_cast({value} as decimal(38, 9)))", "a whole number"),
    "decimal": ("try_cast({value} as decimal(38, 12)) is not null", "a number"),
    "boolean": ("lower({value}) in ('true', 'false')", "true or false"),
    "date": ("try_cast({value}[:10] as date) is not null", "a date such as 2026-01-31"),
    "timestamp": ("try_cast({value} as timestamptz) is not null", "a moment such as 2026-01-31T08:00:00Z"),
    "epoch": ("try_cast({value} as bigint) is not null", "a number of seconds since 1970"),
}
# The same types as the profiles of columns know them, by which drift is told.
PROFILED = {"epoch": "integer"}


@dataclass(frozen=True)
class LandedObjects:
    """What became of a reading: its counts, its change of the landing, and the newest moment of a change in it.

    `withheld` counts the objects of erased people, which came in without their personal data.
    """

    batch: StreamBatch
    change: StreamChange
    newest_version: str | None
    withheld: int = 0


def land_objects(
    connection: duckdb.DuckDBPyConnection,
    source: str,
    stream: ObjectStream[Any],
    files: Sequence[Path],
    loading: Loading,
    policy: Policy,
    *,
    is_whole: bool,
    home: Home | None = None,
) -> LandedObjects:
    """Land what was set down of a stream; refused objects are added to the table `refused`.

    Raises:
        SourceError: a field that every object needs is in none of them, or too many objects cannot be read.
    """
    read = _take_in(connection, stream.name, files)
    withheld = withhold_objects(connection, source, stream, READ, home) if home else 0
    if home and _count(connection, "select count(*) from withheld"):
        _put_in_place(connection)
    _judge(connection, stream)
    refused = _count(connection, f"select count(distinct row) from {PROBLEMS}")
    if read:
        _refuse_drifted(connection, source, stream, read, refused, policy)
    connection.execute(f"""
        insert into refused
        select
            stream, column_name, value, expected, raw, file, row,
            concat_ws(chr(31), stream, _row_key, column_name, expected)
        from {PROBLEMS}
    """)
    change = land_changes(
        connection,
        loading,
        source,
        stream.name,
        OBJECT_COLUMNS,
        GOOD,
        is_whole=is_whole,
        present_keys=PROBLEMS,
        version="cursor_value" if stream.version else None,
        deleted="is_deleted",
    )
    (newest,) = connection.execute(f"select max(cursor_value) from {INCOMING}").fetchall()[0]
    batch = _batch(connection, source, stream, loading.as_of, read, refused, change)
    return LandedObjects(batch, change, newest, withheld)


def no_refused_objects() -> str:
    """SQL that makes the empty table of refused objects, for all streams of a source."""
    own = ", ".join(f"{column} varchar" for column in REFUSED_COLUMNS)
    return f"create temp table refused ({own}, _origin_file varchar, _origin_row bigint, _row_key varchar)"


def _take_in(connection: duckdb.DuckDBPyConnection, stream: str, files: Sequence[Path]) -> int:
    """The newest version of every object that was set down, as a view; how many objects there are."""
    listed = ", ".join("'" + as_pattern(file).replace("'", "''") + "'" for file in files)
    connection.execute(f"""
        create or replace temp table places as
        select id, max(cursor_value) as newest, count(*) as versions
        from read_parquet([{listed}])
        group by id
    """)
    doubles = _count(connection, "select count(*) from places where versions > 1")
    numbered = f"select *, row_number() over () as place from read_parquet([{listed}])"
    if doubles:
        connection.execute(f"""
            create or replace temp table chosen as
            select max(numbered.place) as place
            from ({numbered}) as numbered
            inner join places
                on numbered.id = places.id and numbered.cursor_value is not distinct from places.newest
            group by numbered.id
        """)
        numbered = f"select * from ({numbered}) where place in (select place from chosen)"
    connection.execute(f"""
        create or replace temp view {READ} as
        select
            id, cursor_value, payload, is_deleted, '{stream}' as _origin_file, place as _origin_row, id as _row_key
        from ({numbered})
    """)
    connection.execute(f"create or replace temp view {INCOMING} as select * from {READ}")
    return _count(connection, "select count(*) from places")


def _put_in_place(connection: duckdb.DuckDBPyConnection) -> None:
    """Let the objects that erased people were taken out of stand for those that were read."""
    connection.execute(f"""
        create or replace temp view {INCOMING} as
        select {READ}.* replace (coalesce(withheld.payload, {READ}.payload) as payload)
        from {READ}
        left join withheld on {READ}.id = withheld.id
    """)


def _judge(connection: duckdb.DuckDBPyConnection, stream: ObjectStream[Any]) -> None:
    """One row in the table of problems for each value that cannot be read, and the view of the objects without one."""
    judged = [
        (path, about, f"fields[{place}]")
        for place, (path, about) in enumerate(stream.fields.items(), start=1)
        if about.required or about.type != "text"
    ]
    found = ", ".join(_problem(path, about, value) for path, about, value in judged) or "null"
    connection.execute(f"""
        create or replace temp table {PROBLEMS} as
        select
            '{stream.name}' as stream, '{stream.name}' as file, _origin_row as row, problem.column_name,
            problem.value, problem.expected, payload as raw, _row_key
        from (
            select payload, _origin_row, _row_key, unnest([{found}]::struct(
                column_name varchar, value varchar, expected varchar
            )[]) as problem
            from ({_with_fields(stream)})
            where not is_deleted
        )
        where problem is not null
    """)
    bad = f"where _row_key not in (select _row_key from {PROBLEMS})"
    has_problems = _count(connection, f"select count(*) from {PROBLEMS}") > 0
    connection.execute(f"create or replace temp view {GOOD} as select * from {INCOMING} {bad if has_problems else ''}")


def _problem(path: str, about: Field, value: str) -> str:
    holds, expected = TYPES[about.type]
    is_bad = f"not coalesce({holds.format(value=value)}, false)"
    # An empty text stands for no value in systems that write every value as text.
    condition = f"{value} is null or {is_bad}" if about.required else f"{value} <> '' and {is_bad}"
    return (
        f"case when {condition} then "
        f"{{'column_name': {_literal(path)}, 'value': {value}, 'expected': {_literal(expected)}}} end"
    )


def _with_fields(stream: ObjectStream[Any]) -> str:
    # All paths in one call, so that each object is parsed once.
    paths = ", ".join(_literal(f"$.{path}") for path in stream.fields)
    return f"select *, json_extract_string(payload, [{paths}]) as fields from {INCOMING}"


def _refuse_drifted(
    connection: duckdb.DuckDBPyConnection,
    source: str,
    stream: ObjectStream[Any],
    read: int,
    refused: int,
    policy: Policy,
) -> None:
    """Leave a stream as it stood when its objects have changed their shape: what stands is better than half of it."""
    share, rows = policy.number("quarantined_share_fail"), policy.count("quarantined_rows_fail")
    is_too_many = refused > rows and refused > share * read
    if not (is_too_many or refused == read):
        return
    (column, value, expected, count) = connection.execute(f"""
        select column_name, min(value), any_value(expected), count(*) from {PROBLEMS}
        group by column_name order by count(*) desc, column_name limit 1
    """).fetchall()[0]
    if value is None:
        what = f"has no value in {count:,} of {read:,}; see that the key may read it, and whether it was renamed"
    else:
        what = f"is not {expected} in {count:,} of {read:,} (such as '{shown(value)}'); correct it in the source"
    raise SourceError(
        f"The field {column} of {source}'s {stream.name} {what}. Nothing of them was taken over.",
        may_pass=False,
        of_stream=True,
    )


def _batch(
    connection: duckdb.DuckDBPyConnection,
    source: str,
    stream: ObjectStream[Any],
    as_of: date,
    read: int,
    refused: int,
    change: StreamChange,
) -> StreamBatch:
    named = [f"fields[{place}] as {quoted(path)}" for place, path in enumerate(stream.fields, start=1)]
    listed = ", ".join([*named, "null::varchar as _extra", "_origin_row"])
    connection.execute(
        f"create or replace temp view profiled as select {listed} from ({_with_fields(stream)}) "
        f"where not is_deleted and _row_key not in (select _row_key from {PROBLEMS})"
    )
    newest: date | None = None
    if stream.dated_by:
        day = _day(quoted(stream.dated_by), stream.fields[stream.dated_by].type)
        days = f"select {day} as day from profiled"
        ((newest,),) = connection.execute(f"select max(day) from ({days}) where day <= $1", [as_of]).fetchall()
    return StreamBatch(
        source=source,
        stream=stream.name,
        rows_read=read,
        rows_refused=refused,
        rows_before=change.rows_before,
        rows_new=change.rows_new,
        rows_changed=change.rows_changed,
        rows_deleted=change.rows_deleted,
        newest_date=newest,
        columns=profile_columns(
            connection,
            "profiled",
            PROBLEMS,
            {path: PROFILED.get(about.type, about.type) for path, about in stream.fields.items()},
            _came(connection, stream) if read else stream.fields,
        ),
    )


def _came(connection: duckdb.DuckDBPyConnection, stream: ObjectStream[Any]) -> list[str]:
    """The fields that stand in any object, if only with null in it."""
    asked = ", ".join(f"bool_or(json_exists(payload, {_literal(f'$.{path}')}))" for path in stream.fields)
    found = connection.execute(f"select {asked} from {INCOMING} where not is_deleted").fetchall()[0]
    return [path for path, is_here in zip(stream.fields, found, strict=True) if is_here]


def _day(value: str, kind: str) -> str:
    if kind == "epoch":
        seconds = f"try_cast({value} as bigint)"
        return f"to_timestamp(case when {seconds} > 100000000000 then {seconds} / 1000 else {seconds} end)::date"
    return f"try_cast({value}[:10] as date)"


def _count(connection: duckdb.DuckDBPyConnection, query: str) -> int:
    return int(connection.execute(query).fetchall()[0][0])


def _literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
