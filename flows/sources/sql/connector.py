"""Reads tables and queries of a SQL database whose rows are judged and landed like those of dropped files."""

import contextlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from flows.errors import Account360Error, ConfigurationError, InputError, SourceError
from flows.extraction.configuration import load_configuration, read_settings
from flows.extraction.connector import LANDING_TURN
from flows.landing import Loading
from flows.policy import Policy
from flows.progress import note
from flows.settings import RunRequest
from flows.sources.connector import Batch, StreamTrial
from flows.sources.files.fetching import files_settings, local_folder
from flows.sources.files.reader import streams_of_inbox
from flows.sources.files.streams import Stream, load_streams
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
from flows.sources.sql.database import Database
from flows.sources.sql.extracting import Extracted, as_inbox_stream, set_down, wanted_columns
from flows.sources.sql.plan import Mark, Plan, last_mark, make_plan, needs_newest, next_mark
from flows.sources.sql.settings import SqlSettings, SqlStream, judged

# Files of the inbox land their refused rows in the first file of a run.
PART = 1
# A row of a table is known again by its key, or by all that stands in it where it has none that can be read.
PLACE = "chr(30) || md5(coalesce(_row_key, raw)) || chr(30)"


@dataclass(frozen=True)
class _Set:
    """One stream set down: its declaration, its place, what was planned, how far it had been read."""

    stream: Stream
    place: SqlStream
    plan: Plan
    mark: Mark | None
    extracted: Extracted


@dataclass
class _Stale:
    """The streams that could not be read, each with the sentence that says why."""

    sentences: dict[str, str] = field(default_factory=dict)

    @contextlib.contextmanager
    def noted(self, stream: str) -> Iterator[None]:
        """Leave a stream as it stood if only it cannot be read."""
        try:
            yield
        except SourceError as error:
            if not error.of_stream:
                raise
            self.sentences[stream] = str(error)


class SqlConnector:
    """A SQL database as a source."""

    name = "sql"

    def streams(self) -> Mapping[str, Sequence[str]]:
        """The streams of the file-drop format, as which its rows land."""
        declared = {stream.name: (*stream.columns, EXTRA) for stream in load_streams().values()}
        return {**declared, REFUSED: REFUSED_COLUMNS}

    def is_configured(self, request: RunRequest) -> bool:
        """Whether sources.yml has a section for it."""
        return self._section(request) is not None

    def try_connection(self, request: RunRequest, policy: Policy) -> Iterator[StreamTrial]:
        """Look at the columns of every stream, and whether it has any row.

        Raises:
            ConfigurationError: its settings are wrong.
            SourceError: it cannot be reached, or refuses its user.
        """
        settings = self._settings(request)
        with contextlib.closing(Database(self.name, settings, policy)) as database:
            for stream, place in judged(settings).values():
                try:
                    wanted_columns(self.name, stream, place, database.header(place))
                    yield StreamTrial(stream.name, "is empty" if database.is_empty(place) else None)
                except SourceError as error:
                    if not error.of_stream:
                        raise
                    yield StreamTrial(stream.name, str(error), is_wrong=True)

    def extract(self, request: RunRequest, policy: Policy, loading: Loading) -> Batch:
        """Read what is new in every stream; one that cannot be read alone is left as it stood.

        Raises:
            ConfigurationError: its settings are wrong, or the inbox gives one of its streams too.
            InputError: what was read cannot be used.
            SourceError: it could not be read after its retries.
        """
        settings = self._settings(request)
        streams = judged(settings)
        self._refuse_doubles(request, streams)
        reading, stale = Reading(self.name), _Stale()
        sets: list[_Set] = []
        with contextlib.closing(Database(self.name, settings, policy)) as database:
            for stream, place in streams.values():
                with stale.noted(stream.name):
                    sets.append(self._set_down(database, stream, place, settings, request, policy, loading))
        with LANDING_TURN, working_database(request, f"The rows of {self.name}") as connection:
            scopes = []
            for one in sets:
                inbox_stream = as_inbox_stream(self.name, one.stream, one.place, one.extracted)
                if not take_in(connection, inbox_stream, request, policy, loading, reading, limits=None, place=PLACE):
                    one.extracted.spool.forget()
                    raise InputError(" ".join(problem.sentence() for problem in reading.problems))
                scopes.append(_read_again(one))
                self._keep_mark(one, reading)
            if scopes:
                reading.files += land_refused(connection, loading, scopes, part=PART).files
        note(f"{self.name} {reading.counted()}")
        return Batch(
            source=self.name,
            streams=tuple(reading.batches),
            files=tuple(reading.files),
            origins=reading.origins,
            warnings=tuple(reading.warnings),
            stale=stale.sentences,
        )

    def _section(self, request: RunRequest) -> Mapping[str, object] | None:
        from flows.sources import connector_names

        return load_configuration(request.home, connector_names()).get(self.name)

    def _settings(self, request: RunRequest) -> SqlSettings:
        return read_settings(self.name, self._section(request) or {}, SqlSettings)

    def _refuse_doubles(self, request: RunRequest, streams: Mapping[str, object]) -> None:
        """A stream has one place: rows of two would delete one another night by night."""
        try:
            settings = files_settings(request)
            # Of an object store, what it held when it was last fetched.
            folder = local_folder(request, settings)
            dropped = streams_of_inbox(folder) if folder.is_dir() else frozenset()
        except Account360Error:
            # The connector of the files says what is wrong with them.
            return
        if both := [name for name in streams if name in dropped]:
            raise ConfigurationError(
                f"Both the inbox {settings.location or folder} and the streams of {self.name} in sources.yml give "
                f"{', '.join(both)}; take the one or the other away."
            )

    def _set_down(
        self,
        database: Database,
        stream: Stream,
        place: SqlStream,
        settings: SqlSettings,
        request: RunRequest,
        policy: Policy,
        loading: Loading,
    ) -> _Set:
        mark = last_mark(loading.landing, self.name, stream.name)
        newest = database.newest(place) if needs_newest(place, settings, request) else None
        fingerprint = place.fingerprint(stream, policy.text("earliest_date"), policy.text("latest_date"))
        plan = make_plan(place, mark, settings, request, fingerprint, newest)
        lasting = timedelta(hours=settings.resume_hours)
        extracted = set_down(database, self.name, stream, place, plan, request, lasting)
        return _Set(stream, place, plan, mark, extracted)

    def _keep_mark(self, one: _Set, reading: Reading) -> None:
        mark = next_mark(one.plan, one.mark, one.extracted.spool.began, one.extracted.newest)
        reading.origins[f"{self.name}/{one.stream.name}"] = mark.to_origin()
        # So that files of the stream which stood in the inbox before are read again should they come back.
        reading.origins[f"{LANDED_AS}/{one.stream.name}"] = {"fingerprint": [], "files": []}


def _read_again(one: _Set) -> str:
    """The standing refused rows that a reading speaks of: all, or those whose key came again."""
    name = one.stream.name
    if one.plan.is_everything and one.plan.first_day is None:
        return f"stream = '{name}'"
    return f"stream = '{name}' and split_part(_row_key, chr(30), 2) in (select md5(_row_key) from good_{name})"


connector = SqlConnector()
