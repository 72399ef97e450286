"""Lands the files of an inbox: good rows in their streams, refused rows with their reasons in one of their own."""

import contextlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

import duckdb

from flows.errors import InputError
from flows.landing import LandedFile, Landing, Loading, StreamChange, land_changes
from flows.policy import Policy
from flows.progress import note
from flows.settings import RunRequest
from flows.sources.connector import Batch, StreamBatch, StreamTrial
from flows.sources.files.erased import withhold_erased
from flows.sources.files.limits import file_limits
from flows.sources.files.problems import Problem
from flows.sources.files.reader import Inbox, InboxStream, open_inbox
from flows.sources.files.streams import load_streams
from flows.sources.files.validation import Incoming, load_stream
from flows.sources.profiles import profile_columns

REFUSED = "refused_rows"
REFUSED_COLUMNS = ("stream", "column_name", "value", "expected", "raw")
EXTRA = "_extra"
SHOWN_PROBLEMS = 5


@dataclass
class _Reading:
    """What has been read of an inbox so far."""

    batches: list[StreamBatch] = field(default_factory=list)
    files: list[LandedFile] = field(default_factory=list)
    origins: dict[str, dict[str, list[str]]] = field(default_factory=dict)
    unchanged: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    streams: list[InboxStream] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)


class FilesConnector:
    """The inbox of dropped files as a source."""

    name = "files"

    def streams(self) -> Mapping[str, Sequence[str]]:
        """The streams of the file-drop format, and that of the refused rows."""
        declared = {stream.name: (*stream.columns, EXTRA) for stream in load_streams().values()}
        return {**declared, REFUSED: REFUSED_COLUMNS}

    def is_configured(self, request: RunRequest) -> bool:
        """Whether files are dropped or were once, or nothing else is configured: nobody has to name them."""
        from flows.sources import has_systems

        holds_files = request.inbox.is_dir() and any(request.inbox.iterdir())
        return holds_files or not has_systems(request) or (request.home.landing / self.name).is_dir()

    def try_connection(self, request: RunRequest, policy: Policy) -> Iterator[StreamTrial]:
        """Name the streams that the inbox holds.

        Raises:
            InputError: the inbox cannot be used.
        """
        inbox = open_inbox(request.inbox, file_limits(policy))
        yield from (StreamTrial(name, None) for name in inbox.streams)
        yield from (StreamTrial("", warning) for warning in inbox.warnings)

    def extract(self, request: RunRequest, policy: Policy, loading: Loading) -> Batch:
        """Read every file that has changed since it was last landed.

        Raises:
            InputError: the inbox holds no accounts and none have landed, or a file as a whole cannot be used or was
                still being written.
        """
        from flows.sources import has_systems

        inbox = open_inbox(request.inbox, file_limits(policy))
        has_accounts = "accounts" in inbox.streams or loading.landing.files(self.name, "accounts")
        if not has_accounts and not has_systems(request):
            raise InputError(f"The inbox {request.inbox} has no file of accounts; drop accounts.csv there.")
        reading = _Reading()
        with _within_memory(request), contextlib.closing(_database(request)) as connection:
            connection.execute(_no_refused_rows())
            for stream in inbox.streams.values():
                self._read(connection, stream, request, policy, loading, reading)
            _refuse_moving(inbox)
            _refuse_files(reading.problems)
            if reading.streams:
                reading.files += _land_refused(connection, loading, reading.streams).files
        note(_counted(reading))
        return Batch(
            source=self.name,
            streams=tuple(reading.batches),
            files=tuple(reading.files),
            origins=reading.origins,
            unchanged=tuple(reading.unchanged),
            warnings=(*inbox.warnings, *reading.warnings),
        )

    def _read(
        self,
        connection: duckdb.DuckDBPyConnection,
        stream: InboxStream,
        request: RunRequest,
        policy: Policy,
        loading: Loading,
        reading: _Reading,
    ) -> None:
        name = stream.stream.name
        fingerprint = _fingerprint(stream, policy)
        changed = stream if request.full_refresh else _unread(loading.landing, stream, fingerprint)
        if changed is None:
            reading.unchanged.append(name)
            return
        incoming = load_stream(
            connection,
            changed,
            earliest=policy.day("earliest_date"),
            latest=policy.day("latest_date"),
            limits=file_limits(policy),
            unpack_in=request.home.reading,
        )
        if incoming.file_problems:
            reading.problems += incoming.file_problems
            return
        incoming, warning = withhold_erased(connection, changed, incoming, request.home, loading.as_of)
        reading.warnings += [warning] if warning else []
        _keep_refused(connection, incoming)
        change = land_changes(
            connection,
            loading,
            self.name,
            name,
            (*stream.stream.columns, EXTRA),
            incoming.good,
            is_whole=stream.mode == "snapshot",
            present_keys=incoming.problems,
        )
        reading.streams.append(changed)
        reading.batches.append(_batch(connection, stream, incoming, change, loading.as_of))
        reading.files += change.files
        reading.origins[f"{self.name}/{name}"] = {
            "fingerprint": [fingerprint],
            "files": sorted(file.sha256 for file in stream.files),
        }


def _fingerprint(stream: InboxStream, policy: Policy) -> str:
    return f"{stream.fingerprint} {policy.text('earliest_date')} {policy.text('latest_date')}"


def _unread(landing: Landing, stream: InboxStream, fingerprint: str) -> InboxStream | None:
    """The part of a stream that is not landed yet; None when nothing has changed."""
    origins = list(landing.origins("files", stream.stream.name))
    if origins and origins[0]["fingerprint"] == [fingerprint]:
        return None
    if stream.mode == "snapshot":
        return stream
    landed = {sha256 for origin in origins for sha256 in origin["files"]}
    new = tuple(file for file in stream.files if file.sha256 not in landed)
    return replace(stream, files=new) if new else None


@contextlib.contextmanager
def _within_memory(request: RunRequest) -> Iterator[None]:
    try:
        yield
    except duckdb.OutOfMemoryException as error:
        raise InputError(
            f"The files of {request.inbox} need more than the {request.memory_limit} of memory that reading them may "
            "take; raise ACCOUNT360_MEMORY_LIMIT, or split the largest file."
        ) from error


def _database(request: RunRequest) -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect()
    connection.execute("set memory_limit = $limit", {"limit": request.memory_limit})
    connection.execute("set threads = $threads", {"threads": request.threads})
    connection.execute("set TimeZone = 'UTC'")
    # Left to itself, DuckDB puts what does not fit into memory into the folder the command is called from.
    connection.execute("set temp_directory = $folder", {"folder": str(request.home.work / "spilled")})
    return connection


def _no_refused_rows() -> str:
    own = ", ".join(f"{column} varchar" for column in REFUSED_COLUMNS)
    return f"create temp table refused ({own}, _origin_file varchar, _origin_row bigint, _row_key varchar)"


def _keep_refused(connection: duckdb.DuckDBPyConnection, incoming: Incoming) -> None:
    connection.execute(f"""
        insert into refused
        select
            stream, column_name, value, expected, raw, file, row,
            concat_ws(chr(31), stream, file, coalesce(row::varchar, ''), coalesce(column_name, ''), expected)
        from {incoming.problems}
        qualify row_number() over (partition by stream, file, row, column_name, expected order by value, raw) = 1
    """)


def _land_refused(
    connection: duckdb.DuckDBPyConnection, loading: Loading, streams: Sequence[InboxStream]
) -> StreamChange:
    """Land the refused rows; those of an earlier reading vanish where their stream was read as a whole."""
    whole = [stream.stream.name for stream in streams if stream.mode == "snapshot"]
    scope = " or ".join(["false", *(f"stream = '{name}'" for name in whole)])
    return land_changes(connection, loading, "files", REFUSED, REFUSED_COLUMNS, "refused", is_whole=True, scope=scope)


def _refuse_moving(inbox: Inbox) -> None:
    """Take nothing from an inbox into which somebody is writing: half of an export looks like a whole one."""
    moving = sorted({file.name for stream in inbox.streams.values() for file in stream.files if file.has_changed})
    if moving:
        more = f" and {len(moving) - SHOWN_PROBLEMS} more" if len(moving) > SHOWN_PROBLEMS else ""
        raise InputError(
            f"{inbox.folder} changed while it was read: {', '.join(moving[:SHOWN_PROBLEMS])}{more}; run again once the "
            "files are whole, and let exports write to a name that ends in .part and rename it when they are done."
        )


def _refuse_files(problems: Sequence[Problem]) -> None:
    if problems:
        shown = " ".join(problem.sentence() for problem in problems[:SHOWN_PROBLEMS])
        more = len(problems) - SHOWN_PROBLEMS
        raise InputError(shown + (f" And {more} more; see account360 check." if more > 0 else ""))


def _batch(
    connection: duckdb.DuckDBPyConnection, stream: InboxStream, incoming: Incoming, change: StreamChange, as_of: date
) -> StreamBatch:
    newest: date | None = None
    if dated_by := stream.stream.dated_by:
        # A meeting planned for next year must not make a stream fresh whose export stopped long ago.
        days = f"select try_cast({dated_by}[:10] as date) as day from {incoming.good}"
        ((newest,),) = connection.execute(f"select max(day) from ({days}) where day <= $1", [as_of]).fetchall()
    return StreamBatch(
        source="files",
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


def _counted(reading: _Reading) -> str:
    read = sum(batch.rows_read for batch in reading.batches)
    refused = sum(batch.rows_refused for batch in reading.batches)
    changed = sum(batch.rows_new + batch.rows_changed + batch.rows_deleted for batch in reading.batches)
    unchanged = f", {len(reading.unchanged)} streams unchanged" if reading.unchanged else ""
    return f"{read:,} rows read, {changed:,} new or changed, {refused:,} refused{unchanged}"
