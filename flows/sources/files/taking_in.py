"""Judges the rows of one stream and lands the good ones, whichever source they were read from."""

import contextlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

import duckdb

from flows.errors import InputError
from flows.landing import LandedFile, Loading, StreamChange, land_changes
from flows.policy import Policy
from flows.settings import RunRequest
from flows.sources.connector import StreamBatch
from flows.sources.files.erased import withhold_erased
from flows.sources.files.limits import FileLimits
from flows.sources.files.problems import Problem
from flows.sources.files.reader import InboxStream
from flows.sources.files.validation import Incoming, load_stream
from flows.sources.profiles import profile_columns

# What the streams of the file-drop format land as, also those that another source gives.
LANDED_AS = "files"
REFUSED = "refused_rows"
REFUSED_COLUMNS = ("stream", "column_name", "value", "expected", "raw")
EXTRA = "_extra"


@dataclass
class Reading:
    """What has been read so far of a source that gives streams of the file-drop format."""

    source: str
    batches: list[StreamBatch] = field(default_factory=list)
    files: list[LandedFile] = field(default_factory=list)
    origins: dict[str, dict[str, list[str]]] = field(default_factory=dict)
    unchanged: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    streams: list[InboxStream] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)

    def counted(self) -> str:
        """How many rows were read, changed and refused, in words."""
        read = sum(batch.rows_read for batch in self.batches)
        refused = sum(batch.rows_refused for batch in self.batches)
        changed = sum(batch.rows_new + batch.rows_changed + batch.rows_deleted for batch in self.batches)
        unchanged = f", {len(self.unchanged)} streams unchanged" if self.unchanged else ""
        return f"{read:,} rows read, {changed:,} new or changed, {refused:,} refused{unchanged}"


@contextlib.contextmanager
def working_database(request: RunRequest, what: str) -> Iterator[duckdb.DuckDBPyConnection]:
    """A database of its own for one reading, with an empty table of refused rows.

    Args:
        request: the run, which says how much memory there is.
        what: the rows as people are told of them.

    Raises:
        InputError: they need more memory than they may take.
    """
    try:
        with contextlib.closing(duckdb.connect()) as connection:
            connection.execute("set memory_limit = $limit", {"limit": request.memory_limit})
            connection.execute("set threads = $threads", {"threads": request.threads})
            connection.execute("set TimeZone = 'UTC'")
            # Left to itself, DuckDB puts what does not fit into memory into the folder the command is called from.
            connection.execute("set temp_directory = $folder", {"folder": str(request.home.work / "spilled")})
            own = ", ".join(f"{column} varchar" for column in REFUSED_COLUMNS)
            connection.execute(
                f"create temp table refused ({own}, _origin_file varchar, _origin_row bigint, _row_key varchar)"
            )
            yield connection
    except duckdb.OutOfMemoryException as error:
        raise InputError(
            f"{what} need more than the {request.memory_limit} of memory that reading them may take; raise "
            "ACCOUNT360_MEMORY_LIMIT, or split the largest of them."
        ) from error


def take_in(
    connection: duckdb.DuckDBPyConnection,
    stream: InboxStream,
    request: RunRequest,
    policy: Policy,
    loading: Loading,
    reading: Reading,
    *,
    limits: FileLimits | None,
    place: str = "concat_ws(chr(31), file, coalesce(row::varchar, ''))",
) -> bool:
    """Judge the rows of a stream, and land what is new in them.

    Args:
        connection: a working database.
        stream: the files to read.
        request: the run.
        policy: which says between which days a date may lie.
        loading: the run that lands.
        reading: is told what became of it.
        limits: how large a file may be; None for one that nobody dropped.
        place: SQL over a problem for what tells its row from others at the next reading.

    Returns:
        Whether it landed; otherwise the problems of whole files say why.
    """
    incoming = load_stream(
        connection,
        stream,
        earliest=policy.day("earliest_date"),
        latest=policy.day("latest_date"),
        limits=limits,
        unpack_in=request.home.reading,
    )
    if incoming.file_problems:
        reading.problems += incoming.file_problems
        return False
    incoming, warning = withhold_erased(connection, stream, incoming, request.home, loading.as_of)
    reading.warnings += [warning] if warning else []
    _keep_refused(connection, incoming, place)
    change = land_changes(
        connection,
        loading,
        LANDED_AS,
        stream.stream.name,
        (*stream.stream.columns, EXTRA),
        incoming.good,
        is_whole=stream.mode == "snapshot",
        present_keys=incoming.problems,
    )
    reading.streams.append(stream)
    reading.batches.append(_batch(connection, reading.source, stream, incoming, change, loading.as_of))
    reading.files += change.files
    return True


def land_refused(
    connection: duckdb.DuckDBPyConnection, loading: Loading, scopes: Sequence[str], part: int = 0
) -> StreamChange:
    """Land the refused rows; those of an earlier reading vanish where they were read again.

    Args:
        connection: the working database.
        loading: the run that lands.
        scopes: conditions on the standing refused rows that were read again.
        part: the number of the file in the run, which no other source of the run may use.
    """
    scope = " or ".join(f"({scope})" for scope in scopes) or "false"
    return land_changes(
        connection, loading, LANDED_AS, REFUSED, REFUSED_COLUMNS, "refused", is_whole=True, scope=scope, part=part
    )


def _keep_refused(connection: duckdb.DuckDBPyConnection, incoming: Incoming, place: str) -> None:
    connection.execute(f"""
        insert into refused
        select
            stream, column_name, value, expected, raw, file, row,
            concat_ws(chr(31), stream, {place}, coalesce(column_name, ''), expected) as refused_key
        from {incoming.problems}
        qualify row_number() over (partition by refused_key order by row, value, raw) = 1
    """)


def _batch(
    connection: duckdb.DuckDBPyConnection,
    source: str,
    stream: InboxStream,
    incoming: Incoming,
    change: StreamChange,
    as_of: date,
) -> StreamBatch:
    newest: date | None = None
    if dated_by := stream.stream.dated_by:
        # A meeting planned for next year must not make a stream fresh whose export stopped long ago.
        days = f"select try_cast({dated_by}[:10] as date) as day from {incoming.good}"
        ((newest,),) = connection.execute(f"select max(day) from ({days}) where day <= $1", [as_of]).fetchall()
    return StreamBatch(
        source=source,
        stream=stream.stream.name,
        rows_read=incoming.rows_read,
        rows_refused=incoming.rows_refused,
        rows_before=change.rows_before,
        rows_new=change.rows_new,
        rows_changed=change.rows_changed,
        rows_deleted=change.rows_deleted,
        newest_date=newest,
        columns=profile_columns(
            connection,
            incoming.good,
            incoming.problems,
            {name: column.type for name, column in stream.stream.columns.items()},
            incoming.came,
            incoming.extra,
        ),
    )
