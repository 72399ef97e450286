"""The record of each run: what it was asked, what came in, what the gates said and how it ended."""

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field, fields
from datetime import date, datetime
from pathlib import Path

from flows.errors import ConfigurationError, InputError, shown
from flows.files import write_atomically
from flows.landing import Landing, Loading
from flows.landing.commits import make_run_id, run_number
from flows.leftovers import clear_leftovers, version_folders
from flows.policy import Policy, load_policy
from flows.progress import tell
from flows.quality.results import GateResult
from flows.quality.series import since_when
from flows.settings import Home, RunRequest, now, today
from flows.sources.connector import Batch


@dataclass
class RunRecord:
    """One run as it is kept in `work/runs`; `outcome` is published, refused or failed."""

    run_id: str
    as_of: str
    started_at: str
    finished_at: str | None = None
    outcome: str = "failed"
    message: str | None = None
    answers_the_past: bool = False
    streams: list[dict[str, str | int | None]] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    stale: list[dict[str, str | None]] = field(default_factory=list)
    standing: list[dict[str, str | int | None]] = field(default_factory=list)
    gates: list[dict[str, str | int | None]] = field(default_factory=list)
    marts: dict[str, int] = field(default_factory=dict)
    refused_rows: int = 0
    stages: list[dict[str, str | float | None]] = field(default_factory=list)

    def write(self, home: Home) -> None:
        """Keep the record."""
        home.runs.mkdir(parents=True, exist_ok=True)
        write_atomically(home.runs / f"{self.run_id}.json", json.dumps(asdict(self), indent=1).encode())


@dataclass(frozen=True)
class Run:
    """One run under way: what it was asked, the policy it follows, its id and its record."""

    request: RunRequest
    policy: Policy
    run_id: str
    answers_the_past: bool
    record: RunRecord

    @property
    def home(self) -> Home:
        """The home the run works in."""
        return self.request.home

    @property
    def as_of(self) -> date:
        """The knowledge date."""
        return self.request.as_of

    @property
    def landing(self) -> Landing:
        """The landing of the run's home."""
        return Landing(self.home.landing)

    @property
    def loading(self) -> Loading:
        """What the rows of this run are marked with."""
        return Loading(self.landing, self.run_id, self.request.started_at, self.as_of)

    @property
    def workshop(self) -> Path:
        """Where the run builds what it may publish; a question about the past has a place of its own."""
        return self.home.work / (f"asof-{self.as_of}" if self.answers_the_past else "current")

    @property
    def warehouse(self) -> Path:
        """The DuckDB file the run builds its models in."""
        return self.workshop / "warehouse.duckdb"

    @property
    def data_docs(self) -> Path | None:
        """Where Great Expectations writes its own pages while the gates judge; None when the policy wants none."""
        return self.home.work / "data_docs" / self.run_id if self.policy.text("data_docs") == "yes" else None

    def note_batches(self, batches: list[Batch]) -> None:
        """Keep what came in."""
        self.record.streams = [
            {
                **{name: value for name, value in asdict(stream).items() if name != "columns"},
                "newest_date": stream.newest_date.isoformat() if stream.newest_date else None,
            }
            for batch in batches
            for stream in batch.streams
        ]
        self.record.warnings += [warning for batch in batches for warning in batch.warnings]

    def note_stale(self, source: str, stream: str | None, sentence: str) -> None:
        """Keep, and say at once, that a source or one of its streams stands as it stood before this run."""
        self.record.stale.append({"source": source, "stream": stream, "sentence": sentence})
        tell(f"{f'{source} {stream}' if stream else source} is stale: {sentence}")


def ask(
    home: Path,
    inbox: Path | str | None = None,
    as_of: date | None = None,
    policy: Path | None = None,
    sources: tuple[str, ...] = (),
    full_refresh: bool = False,
    backfill_from: date | None = None,
) -> RunRequest:
    """Settle what a run is asked to do: absolute paths, and today in the policy's time zone when no date is given.

    Raises:
        ConfigurationError: the path of the home cannot be used, or a file of the policy is wrong.
    """
    place = Home(home.expanduser().resolve())
    _refuse_unusable(place.root)
    # Made a path, an address would lose one of its slashes.
    is_address = inbox is not None and "://" in str(inbox)
    folder = policy.expanduser().resolve() if policy else None
    return RunRequest(
        home=place,
        inbox=Path(inbox).expanduser().resolve() if inbox and not is_address else place.inbox,
        as_of=as_of or today(load_policy(folder).text("timezone")),
        started_at=now(),
        policy=folder,
        sources=sources,
        full_refresh=full_refresh,
        as_of_is_today=as_of is None,
        backfill_from=backfill_from,
        location=str(inbox) if is_address else None,
    )


def _refuse_unusable(home: Path) -> None:
    """Refuse a path that DuckDB or dbt would take for another one: they read addresses and patterns in it."""
    place = shown(str(home))
    for character in str(home):
        if character in "?#\\" or not character.isprintable():
            raise ConfigurationError(
                f"--home {place}: '{shown(character)}' in the path has a meaning of its own to the database; "
                "name a folder without it."
            )


def open_run(request: RunRequest) -> Run:
    """Begin a run: give it the next number, read its policy, and clear away what a killed run left behind."""
    clear_leftovers(request.home)
    run_id = make_run_id(max(_numbers(request.home), default=0) + 1, request.started_at)
    newest = newest_as_of(request.home)
    past = newest is not None and request.as_of < newest
    record = RunRecord(
        run_id=run_id,
        as_of=request.as_of.isoformat(),
        started_at=request.started_at.isoformat(timespec="seconds"),
        answers_the_past=past,
    )
    if past and request.as_of_is_today:
        record.warnings.append(
            f"Today, {request.as_of}, lies before the newest run of {request.home.root}, which was as of {newest}: "
            f"nothing new is read, and the answer stands in {request.home.past(request.as_of)}; check the clock."
        )
        tell(record.warnings[-1])
    return Run(request, load_policy(request.policy), run_id, past, record)


def _numbers(home: Home) -> Iterator[int]:
    """The numbers that are taken: a killed run may have left a commit or a version, and no record."""
    yield from (run_number(record.run_id) for record in read_records(home))
    yield from (run_number(commit.run_id) for commit in Landing(home.landing).commits())
    for versions in version_folders(home):
        yield from (run_number(path.name) for path in versions.glob("[0-9]*-*") if path.name.split("-")[0].isdigit())


def read_records(home: Home) -> list[RunRecord]:
    """The records of a home's runs, oldest first.

    Raises:
        InputError: a record cannot be read.
    """
    return [read_record(path) for path in sorted(home.runs.glob("*.json"))]


def read_record(path: Path) -> RunRecord:
    """One run's record; what a later release has added to it is left out, so that an earlier one can be put back.

    Raises:
        InputError: it cannot be read.
    """
    known = {one.name for one in fields(RunRecord)}
    try:
        kept = json.loads(path.read_text(encoding="utf-8"))
        return RunRecord(**{name: value for name, value in kept.items() if name in known})
    except (OSError, ValueError, TypeError, AttributeError) as error:
        raise InputError(
            f"The run record {path} cannot be read ({error}); restore it from a backup, or delete it."
        ) from error


def earlier_records(run: Run) -> list[RunRecord]:
    """The records of a home's runs that a run may know of, oldest first.

    Runs for a later date are unknown to one for an earlier date, and answers about the past are no nights of the home.
    """
    records = read_records(run.home)
    known = [record for record in records if record.as_of <= run.record.as_of and record.run_id != run.run_id]
    return [record for record in known if not record.answers_the_past]


def note_gate(run: Run, result: GateResult) -> None:
    """Keep what a gate found, and of what does not hold since when it has not."""
    earlier = [(record.run_id, record.as_of, record.gates) for record in reversed(earlier_records(run))]
    run.record.gates += since_when(result.to_records(), run.run_id, run.record.as_of, earlier)


def newest_as_of(home: Home) -> date | None:
    """The latest knowledge date that a home has published or landed; None before the first run."""
    published = [record.as_of for record in read_records(home) if record.outcome == "published"]
    dates = [date.fromisoformat(text) for text in published]
    if (landed := Landing(home.landing).newest_as_of()) is not None:
        dates.append(landed)
    if (seen := _published_as_of(home)) is not None:
        dates.append(seen)
    return max(dates, default=None)


def _published_as_of(home: Home) -> date | None:
    """The knowledge date that readers see: a run killed right after it published has no record of it."""
    manifest = home.published / "manifest.json"
    if not manifest.exists():
        return None
    try:
        return date.fromisoformat(json.loads(manifest.read_text(encoding="utf-8"))["as_of"])
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise InputError(
            f"The manifest {manifest} cannot be read ({error}); go back to a whole version with account360 rollback."
        ) from error


def finished(moment: datetime) -> str:
    """A moment as records state it."""
    return moment.isoformat(timespec="seconds")
