"""What a run is asked to do and where it works; the only reader of the environment and the clock."""

import os
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, cast
from zoneinfo import ZoneInfo

from flows.errors import ConfigurationError

if TYPE_CHECKING:
    from pydantic import SecretStr

PROJECT_ROOT = Path(__file__).resolve().parents[1]
DBT_PROJECT = PROJECT_ROOT / "dbt_project"
DEFAULT_POLICY = DBT_PROJECT / "seeds" / "policy"

# The engines that models are built by.
DUCKDB = "duckdb"
SPARK = "spark"
# What Spark's tables are kept as.
PARQUET = "parquet"
ICEBERG = "iceberg"

# A receiver of alerts that is named so is a block of Prefect.
BLOCK_PREFIX = "prefect:"

# Nothing that runs inside a night may report to its maker; a user who wants that sets the variable.
QUIET_TOOLS = {
    "DBT_SEND_ANONYMOUS_USAGE_STATS": "false",
    "DO_NOT_TRACK": "1",
    "GX_ANALYTICS_ENABLED": "false",
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    "PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS": "90",
}


def quiet_tools() -> None:
    """Turn the telemetry of dbt, Great Expectations and Prefect off unless the environment says otherwise."""
    for name, value in QUIET_TOOLS.items():
        os.environ.setdefault(name, value)


def default_home() -> Path:
    """The home folder when the command names none: ACCOUNT360_HOME, else ./data."""
    return Path(os.environ.get("ACCOUNT360_HOME") or "data")


def environment() -> dict[str, str]:
    """Every variable that the command was given."""
    return dict(os.environ)


def tenants_file(named: Path | None = None) -> Path:
    """The file that names the companies of an installation: as given, else ACCOUNT360_TENANTS, else ./tenants.yml."""
    return (named or Path(os.environ.get("ACCOUNT360_TENANTS") or "tenants.yml")).expanduser().resolve()


def now() -> datetime:
    """The present moment in UTC: the one place where the clock is read.

    ACCOUNT360_NOW, a moment in ISO 8601 (UTC where it names no offset), stands in for the clock, so that a drill or a
    rebuild gives the same run ids and times again.

    Raises:
        ConfigurationError: ACCOUNT360_NOW is no such moment.
    """
    fixed = os.environ.get("ACCOUNT360_NOW")
    if not fixed:
        return datetime.now(UTC)
    try:
        moment = datetime.fromisoformat(fixed)
    except ValueError as error:
        raise ConfigurationError(
            f"ACCOUNT360_NOW is '{fixed}'; write a moment such as 2026-02-01T02:00:00Z, or leave it out."
        ) from error
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


def today(timezone: str) -> date:
    """Today's date in a time zone of the IANA database.

    Raises:
        ConfigurationError: the name is not in the database.
    """
    try:
        return now().astimezone(ZoneInfo(timezone)).date()
    except (KeyError, ValueError, OSError) as error:
        raise ConfigurationError(
            f"settings.csv: timezone '{timezone}' is no name of the IANA database; write one such as Europe/Helsinki."
        ) from error


def threads() -> int:
    """Threads for DuckDB and dbt: ACCOUNT360_THREADS, else the processors up to four."""
    return _positive_integer("ACCOUNT360_THREADS", min(4, os.cpu_count() or 1))


def memory_limit() -> str:
    """Memory that DuckDB may take: ACCOUNT360_MEMORY_LIMIT in DuckDB's notation, else 2.5GB."""
    return os.environ.get("ACCOUNT360_MEMORY_LIMIT") or "2.5GB"


def engine() -> str:
    """What builds the models: ACCOUNT360_ENGINE, duckdb unless it says spark.

    Raises:
        ConfigurationError: it names neither, or Spark is not installed.
    """
    named = os.environ.get("ACCOUNT360_ENGINE") or DUCKDB
    if named not in (DUCKDB, SPARK):
        raise ConfigurationError(f"ACCOUNT360_ENGINE is '{named}'; write duckdb or spark, or leave it out.")
    if named == SPARK and find_spec("pyspark") is None:
        raise ConfigurationError(
            "ACCOUNT360_ENGINE is spark, which is not installed here; make its environment by "
            "scripts/environment requirements-spark.lock .venv-spark and run .venv-spark/bin/account360."
        )
    return named


def spark_master() -> str:
    """Where Spark runs, as Spark names it: ACCOUNT360_SPARK_MASTER, else every core of this machine."""
    return os.environ.get("ACCOUNT360_SPARK_MASTER") or "local[*]"


def spark_tables() -> str:
    """The format of Spark's tables: ACCOUNT360_SPARK_TABLES, parquet unless it says iceberg.

    Raises:
        ConfigurationError: it names neither.
    """
    named = os.environ.get("ACCOUNT360_SPARK_TABLES") or PARQUET
    if named not in (PARQUET, ICEBERG):
        raise ConfigurationError(f"ACCOUNT360_SPARK_TABLES is '{named}'; write parquet or iceberg, or leave it out.")
    return named


def sink_variable(sink: str) -> str:
    """The variable that holds the address of a receiver of alerts."""
    return f"ACCOUNT360_SINK_{sink.upper()}"


def has_sink(sink: str) -> bool:
    """Whether a receiver of alerts has an address: a Prefect block has one of its own."""
    return sink.startswith(BLOCK_PREFIX) or bool(os.environ.get(sink_variable(sink)))


def sink_address(sink: str) -> "SecretStr":
    """The address of a receiver of alerts, or the name of the Prefect block that holds it; never shown by itself."""
    from pydantic import SecretStr

    return SecretStr(sink if sink.startswith(BLOCK_PREFIX) else os.environ.get(sink_variable(sink), ""))


def secret_variable(source: str, name: str) -> str:
    """The variable in which a secret of a source stands when sources.yml names no other place."""
    return f"ACCOUNT360_{source.upper()}_{name.upper()}"


def find_secret(place: str) -> "SecretStr | None":
    """The secret at `env:<variable>` or in Prefect's block `prefect:<name>`; None when there is none."""
    from pydantic import SecretStr

    kind, _, name = place.partition(":")
    if kind == "env":
        return SecretStr(os.environ[name]) if os.environ.get(name) else None
    from prefect.blocks.system import Secret

    try:
        block = Secret.load(name)
    except ValueError:
        return None
    return SecretStr(str(cast("Secret[str]", block).get()))


def sources_file(home: "Home") -> Path:
    """The file that says which systems a company has: ACCOUNT360_SOURCES, else sources.yml in its home."""
    named = os.environ.get("ACCOUNT360_SOURCES")
    return Path(named).absolute() if named else home.root / "sources.yml"


def cache_folder() -> Path | None:
    """Where several homes keep what they need not make twice: ACCOUNT360_CACHE; None when each keeps its own."""
    named = os.environ.get("ACCOUNT360_CACHE")
    return Path(named).absolute() if named else None


def _positive_integer(name: str, default: int) -> int:
    text = os.environ.get(name)
    if not text:
        return default
    if not text.isdigit() or int(text) < 1:
        raise ConfigurationError(f"{name} is '{text}'; write a whole number of 1 or more.")
    return int(text)


@dataclass(frozen=True)
class Home:
    """The folders of one company: what a run reads, works in and leaves behind."""

    root: Path

    @property
    def inbox(self) -> Path:
        """Where files are dropped when the command names no other folder."""
        return self.root / "inbox"

    @property
    def landing(self) -> Path:
        """Append-only Parquet as it came, with a commit record per run."""
        return self.root / "landing"

    @property
    def work(self) -> Path:
        """The pipeline's own files; no reader opens them."""
        return self.root / "work"

    @property
    def warehouse(self) -> Path:
        """The DuckDB file in which models are built."""
        return self.work / "warehouse.duckdb"

    @property
    def reading(self) -> Path:
        """Where files of the inbox are unpacked while they are read."""
        return self.work / "reading"

    @property
    def runs(self) -> Path:
        """One JSON record per finished run, refused ones included."""
        return self.work / "runs"

    @property
    def spool(self) -> Path:
        """Where pages of a source are set down until they land."""
        return self.work / "spool"

    @property
    def fetched(self) -> Path:
        """Copies of files that stand in an object store."""
        return self.work / "fetched"

    @property
    def streams(self) -> Path:
        """What earlier readings of each stream were like."""
        return self.work / "streams"

    @property
    def alerts(self) -> Path:
        """What has been told to whom; for the pipeline's own user only."""
        return self.work / "notify"

    @property
    def write_back(self) -> Path:
        """What was written to the company's CRM, a line a field."""
        return self.work / "write_back"

    @property
    def lock(self) -> Path:
        """The file that says which process holds the warehouse."""
        return self.work / "run.lock"

    @property
    def pseudonym_key(self) -> Path:
        """The secret behind the pseudonyms of the published file without personal data."""
        return self.work / "pseudonyms.key"

    @property
    def quarantine(self) -> Path:
        """Every row that is refused at present, with its reason."""
        return self.root / "quarantine"

    @property
    def published(self) -> Path:
        """What readers open."""
        return self.root / "published"

    @property
    def versions(self) -> Path:
        """The last publications, kept for rollback."""
        return self.root / "versions"

    def past(self, as_of: date) -> Path:
        """Where the answer to a question about a past date is published."""
        return self.root / "asof" / as_of.isoformat()


@dataclass(frozen=True)
class RunRequest:
    """One nightly run as asked for: paths absolute, the date and the moment settled at the edge."""

    home: Home
    inbox: Path
    as_of: date
    started_at: datetime
    policy: Path | None = None
    sources: tuple[str, ...] = ()
    full_refresh: bool = False
    threads: int = field(default_factory=threads)
    memory_limit: str = field(default_factory=memory_limit)
    engine: str = field(default_factory=engine)
    as_of_is_today: bool = False
    backfill_from: date | None = None
    location: str | None = None
