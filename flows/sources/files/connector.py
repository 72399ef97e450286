"""Lands the files of an inbox: good rows in their streams, refused rows with their reasons in one of their own."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

import duckdb

from flows.errors import InputError
from flows.landing import Landing, Loading
from flows.policy import Policy
from flows.progress import note
from flows.settings import RunRequest
from flows.sources.connector import Batch, StreamTrial
from flows.sources.files.fetching import fetch, files_settings, is_remote, local_folder
from flows.sources.files.limits import file_limits
from flows.sources.files.problems import Problem
from flows.sources.files.reader import Inbox, InboxStream, open_inbox
from flows.sources.files.sql import identifier
from flows.sources.files.streams import load_streams
from flows.sources.files.taking_in import (
    EXTRA,
    LANDED_AS,
    REFUSED,
    REFUSED_COLUMNS,
    Reading,
    land_refused,
    take_in,
    working_database,
)

SHOWN_PROBLEMS = 5


class FilesConnector:
    """The inbox of dropped files as a source."""

    name = LANDED_AS

    def streams(self) -> Mapping[str, Sequence[str]]:
        """The streams of the file-drop format, and that of the refused rows."""
        declared = {stream.name: (*stream.columns, EXTRA) for stream in load_streams().values()}
        return {**declared, REFUSED: REFUSED_COLUMNS}

    def is_configured(self, request: RunRequest) -> bool:
        """Whether files are dropped or were once, or nothing else is configured: nobody has to name them."""
        from flows.sources import has_systems

        settings = files_settings(request)
        folder = local_folder(request, settings)
        holds_files = is_remote(settings.location) or (folder.is_dir() and any(folder.iterdir()))
        return holds_files or not has_systems(request) or _has_landed(Landing(request.home.landing))

    def try_connection(self, request: RunRequest, policy: Policy) -> Iterator[StreamTrial]:
        """Name the streams that the inbox holds.

        Raises:
            InputError: the inbox cannot be used.
            SourceError: it stands in an object store that cannot be read.
        """
        inbox = _opened(request, policy)
        yield from (StreamTrial(name, None) for name in inbox.streams)
        yield from (StreamTrial("", warning) for warning in inbox.warnings)

    def extract(self, request: RunRequest, policy: Policy, loading: Loading) -> Batch:
        """Read every file that has changed since it was last landed.

        Raises:
            InputError: the inbox holds no accounts and none have landed, or a file as a whole cannot be used or was
                still being written.
            SourceError: they stand in an object store that cannot be read.
        """
        from flows.sources import has_systems

        inbox = _opened(request, policy)
        has_accounts = "accounts" in inbox.streams or loading.landing.files(self.name, "accounts")
        if not has_accounts and not has_systems(request):
            raise InputError(f"The inbox {_shown(request)} has no file of accounts; drop accounts.csv there.")
        reading = Reading(self.name)
        with working_database(request, f"The files of {_shown(request)}") as connection:
            for stream in inbox.streams.values():
                _read(connection, stream, request, policy, loading, reading)
            _refuse_moving(inbox)
            _refuse_files(reading.problems)
            if reading.streams:
                whole = [stream.stream.name for stream in reading.streams if stream.mode == "snapshot"]
                scopes = [f"stream = '{name}'" for name in whole]
                reading.files += land_refused(connection, loading, scopes).files
        note(reading.counted())
        return Batch(
            source=self.name,
            streams=tuple(reading.batches),
            files=tuple(reading.files),
            origins=reading.origins,
            unchanged=tuple(reading.unchanged),
            warnings=(*inbox.warnings, *reading.warnings),
        )


def _opened(request: RunRequest, policy: Policy) -> Inbox:
    """The inbox; what stands in an object store is fetched first."""
    settings = files_settings(request)
    folder, limits = local_folder(request, settings), file_limits(policy)
    if is_remote(settings.location):
        fetch(settings, folder, policy, limits)
    return open_inbox(folder, limits)


def _shown(request: RunRequest) -> str:
    return files_settings(request).location or str(request.inbox)


def _has_landed(landing: Landing) -> bool:
    """Whether any file was ever landed; streams that another source gives land beside them."""
    prefix = f"{LANDED_AS}/"
    return any(
        origin.get("files")
        for commit in landing.commits()
        for name, origin in commit.origins.items()
        if name.startswith(prefix)
    )


def _read(
    connection: duckdb.DuckDBPyConnection,
    stream: InboxStream,
    request: RunRequest,
    policy: Policy,
    loading: Loading,
    reading: Reading,
) -> None:
    name = stream.stream.name
    fingerprint = _fingerprint(stream, policy)
    changed = stream if request.full_refresh else _unread(loading.landing, stream, fingerprint)
    if changed is None:
        reading.unchanged.append(name)
        return
    took_in = take_in(connection, changed, request, policy, loading, reading, limits=file_limits(policy))
    # What has landed is on the disk; kept until the last stream it would be a second inbox in memory.
    connection.execute(f"drop table if exists {identifier(f'good_{name}')}")
    if took_in:
        reading.origins[f"{LANDED_AS}/{name}"] = {
            "fingerprint": [fingerprint],
            "files": sorted(file.sha256 for file in stream.files),
        }


def _fingerprint(stream: InboxStream, policy: Policy) -> str:
    return f"{stream.fingerprint} {policy.text('earliest_date')} {policy.text('latest_date')}"


def _unread(landing: Landing, stream: InboxStream, fingerprint: str) -> InboxStream | None:
    """The part of a stream that is not landed yet; None when nothing has changed."""
    origins = list(landing.origins(LANDED_AS, stream.stream.name))
    if origins and origins[0]["fingerprint"] == [fingerprint]:
        return None
    if stream.mode == "snapshot":
        return stream
    landed = {sha256 for origin in origins for sha256 in origin["files"]}
    new = tuple(file for file in stream.files if file.sha256 not in landed)
    return replace(stream, files=new) if new else None


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
