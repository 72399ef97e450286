"""A connector to a system that gives objects: it reads its streams one after the other and lands them."""

import contextlib
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Generic, Protocol, TypeVar

import duckdb

from flows.errors import SourceError
from flows.extraction.configuration import SourceSettings, load_configuration, read_settings
from flows.extraction.objects import (
    OBJECT_COLUMNS,
    REFUSED,
    REFUSED_COLUMNS,
    LandedObjects,
    land_objects,
    no_refused_objects,
)
from flows.extraction.own_fields import with_own_fields
from flows.extraction.plan import Mark, Plan, Reach, last_mark, make_plan, next_mark
from flows.extraction.spool import Spool
from flows.extraction.streams import ObjectStream, Window
from flows.landing import LandedFile, Loading, land_changes
from flows.policy import Policy
from flows.progress import note
from flows.settings import Home, RunRequest
from flows.sources.connector import Batch, StreamBatch, StreamTrial

if TYPE_CHECKING:
    from flows.extraction.session import SourceSession

Settings = TypeVar("Settings", bound=SourceSettings)
Client = TypeVar("Client", bound="SystemClient")


class SystemClient(Protocol):
    """What streams are read through."""

    @property
    def session(self) -> "SourceSession":
        """The session that sends its requests."""


# Sources are read side by side, but land one after the other: each landing may take all the memory there is.
LANDING_TURN = threading.Lock()


@dataclass
class _Reading:
    """What has been read of a source so far."""

    batches: list[StreamBatch] = field(default_factory=list)
    files: list[LandedFile] = field(default_factory=list)
    origins: dict[str, dict[str, list[str]]] = field(default_factory=dict)
    stale: dict[str, str] = field(default_factory=dict)
    warnings: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class ObjectConnector(Generic[Settings, Client]):
    """One system that gives objects.

    Attributes:
        name: the source's name, which its folders and its section of sources.yml have too.
        settings: what its section may say.
        object_streams: its streams, in the order in which they are read.
        opened: opens a client to it; streams are read through what it gives.
    """

    name: str
    settings: type[Settings]
    object_streams: tuple[ObjectStream[Client], ...]
    opened: Callable[[Settings, Policy], contextlib.AbstractContextManager[Client]]

    def streams(self) -> Mapping[str, Sequence[str]]:
        """The streams of objects, and that of the refused ones."""
        return {**{stream.name: OBJECT_COLUMNS for stream in self.object_streams}, REFUSED: REFUSED_COLUMNS}

    def is_configured(self, request: RunRequest) -> bool:
        """Whether sources.yml has a section for it."""
        return self._section(request.home) is not None

    def try_connection(self, request: RunRequest, policy: Policy) -> Iterator[StreamTrial]:
        """Ask for the first page of every stream, and say of each what came of it.

        Raises:
            ConfigurationError: its settings are wrong.
            SourceError: it cannot be reached, or refuses its key.
        """
        with self.opened(self._settings(request.home), policy) as client:
            for stream in self.object_streams:
                client.session.ask_for(stream.name, stream.permission)
                try:
                    page = next(stream.listed(client, Window()), ())
                    yield StreamTrial(stream.name, None if page else "is empty")
                except SourceError as error:
                    if not error.of_stream:
                        raise
                    yield StreamTrial(stream.name, str(error), is_wrong=True)

    def extract(self, request: RunRequest, policy: Policy, loading: Loading) -> Batch:
        """Read what is new in every stream; one that cannot be read alone is left as it stood.

        Raises:
            ConfigurationError: its settings are wrong.
            SourceError: it could not be read after its retries.
        """
        settings = self._settings(request.home)
        reading = _Reading()
        streams = [with_own_fields(stream, self.name, policy) for stream in self.object_streams]
        with self.opened(settings, policy) as client:
            spools = [
                (stream, *self._set_down(client, stream, settings, request, loading, reading)) for stream in streams
            ]
        with LANDING_TURN, contextlib.closing(_database(request, policy)) as connection:
            connection.execute(no_refused_objects())
            for stream, spool, plan, mark in spools:
                if spool is not None:
                    self._land(connection, request, stream, spool, plan, mark, policy, loading, reading)
            if reading.batches:
                reading.files += self._land_refused(connection, loading, reading)
        note(_counted(self.name, reading))
        return Batch(
            source=self.name,
            streams=tuple(reading.batches),
            files=tuple(reading.files),
            origins=reading.origins,
            warnings=tuple(reading.warnings),
            stale=reading.stale,
        )

    def _section(self, home: Home) -> Mapping[str, Any] | None:
        from flows.sources import connector_names

        return load_configuration(home, connector_names()).get(self.name)

    def _settings(self, home: Home) -> Settings:
        return read_settings(self.name, self._section(home) or {}, self.settings)

    def _set_down(
        self,
        client: Client,
        stream: ObjectStream[Client],
        settings: Settings,
        request: RunRequest,
        loading: Loading,
        reading: _Reading,
    ) -> tuple[Spool | None, Plan, Mark | None]:
        """Read a stream's pages, window by window; those that an earlier reading had finished are there already."""
        mark = last_mark(loading.landing, self.name, stream.name)
        reach = Reach(settings.start_date, settings.relist_days, timedelta(minutes=settings.overlap_minutes))
        plan = make_plan(
            stream,
            mark,
            reach,
            request.started_at,
            full_refresh=request.full_refresh,
            backfill_from=request.backfill_from,
        )
        folder = request.home.spool / self.name / stream.name
        spool = Spool(folder, plan, request.started_at, timedelta(hours=settings.resume_hours))
        client.session.ask_for(stream.name, stream.permission)
        try:
            for window in plan.windows:
                if not spool.holds(window.name):
                    spool.write(window.name, stream, _pages(client, stream, plan, window))
        except SourceError as error:
            if not error.of_stream:
                raise
            reading.stale[stream.name] = str(error)
            return None, plan, mark
        return spool, plan, mark

    def _land(
        self,
        connection: duckdb.DuckDBPyConnection,
        request: RunRequest,
        stream: ObjectStream[Client],
        spool: Spool,
        plan: Plan,
        mark: Mark | None,
        policy: Policy,
        loading: Loading,
        reading: _Reading,
    ) -> None:
        try:
            landed: LandedObjects = land_objects(
                connection,
                self.name,
                stream,
                spool.files(),
                loading,
                policy,
                is_whole=plan.is_whole,
                home=request.home,
            )
        except SourceError as error:
            spool.forget()
            reading.stale[stream.name] = str(error)
            return
        if landed.withheld:
            some = (
                "1 object of an erased person"
                if landed.withheld == 1
                else f"{landed.withheld:,} objects of erased people"
            )
            reading.warnings.append(
                f"{self.name} {stream.name}: {some} came in again, without their personal data; erase the person in "
                f"{self.name}, then here once more."
            )
        if plan.is_listing and not landed.batch.rows_read:
            reading.warnings.append(
                f"The source {self.name} has no {stream.name}; if it should, see that its key is one of the right "
                "account and may read them."
            )
        next_one = next_mark(plan, mark, spool.began, landed.newest_version, stream.version is not None)
        reading.batches.append(landed.batch)
        reading.files += landed.change.files
        reading.origins[f"{self.name}/{stream.name}"] = next_one.to_origin()

    def _land_refused(
        self, connection: duckdb.DuckDBPyConnection, loading: Loading, reading: _Reading
    ) -> tuple[LandedFile, ...]:
        """Land the refused objects; one that has come in whole since, or was not read again, vanishes from them."""
        names = ", ".join(f"'{batch.stream}'" for batch in reading.batches)
        change = land_changes(
            connection,
            loading,
            self.name,
            REFUSED,
            REFUSED_COLUMNS,
            "refused",
            is_whole=True,
            scope=f"stream in ({names})",
        )
        return change.files


def _pages(client: Client, stream: ObjectStream[Client], plan: Plan, window: Window) -> Iterator[Sequence[Any]]:
    if plan.since is not None and stream.changed is not None:
        return stream.changed(client, plan.since)
    return stream.listed(client, window)


def _database(request: RunRequest, policy: Policy) -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect()
    connection.execute("set memory_limit = $limit", {"limit": f"{policy.count('source_memory_mb')}MB"})
    connection.execute("set threads = $threads", {"threads": request.threads})
    connection.execute("set TimeZone = 'UTC'")
    connection.execute("set temp_directory = $folder", {"folder": str(request.home.work / "spilled")})
    return connection


def _counted(source: str, reading: _Reading) -> str:
    read = sum(batch.rows_read for batch in reading.batches)
    changed = sum(batch.rows_new + batch.rows_changed + batch.rows_deleted for batch in reading.batches)
    stale = f", {len(reading.stale)} streams left as they stood" if reading.stale else ""
    return f"{source} {read:,} objects read, {changed:,} new or changed{stale}"
