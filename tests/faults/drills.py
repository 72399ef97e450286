"""Nights that something happens to: started as processes, killed at a moment, and looked at as readers see them."""

import contextlib
import json
import os
import re
import resource
import shutil
import signal
import subprocess
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
from nights import ABOUT_RUNS, COMMAND, every_file, manifest, of_the_company, parquet_checksums
from tiny_company import SECOND_NIGHT, drop, second_drop

from flows.settings import Home

NIGHT_SECONDS = 420
# The list of marts on each page counts the rows of those about runs, too.
LISTED_MARTS = re.compile(r'<details class="marts">.*?</details>', re.DOTALL)
# What a night that read its files before it was killed may say otherwise: what came in was judged by that night. And
# a DuckDB file of the same rows is not the same bytes twice. Of the pages, that of the checks and that which counts
# the rows of every mart.
OF_ONE_RUN = (
    "account360.duckdb",
    "account360_without_personal_data.duckdb",
    "manifest.json",
    "quality/",
    *(f"report/{folder}{page}.html" for folder in ("", "fi/") for page in ("quality", "lineage")),
    *(f"parquet/{mart}.parquet" for mart in sorted(ABOUT_RUNS)),
)


@dataclass(frozen=True)
class Moment:
    """A moment of a night; `came` is asked every few milliseconds, with the home and the lines said so far."""

    name: str
    came: Callable[[Home, str], bool]


def after_stage(title: str) -> Moment:
    """The moment at which a stage has just ended."""
    return Moment(f"after: {title}", lambda _home, said: f"done   {title}" in said)


def after_seconds(seconds: float) -> Moment:
    """A moment of the clock, counted from the first question."""
    began: list[float] = []

    def came(_home: Home, _said: str) -> bool:
        began.append(time.monotonic())
        return began[-1] - began[0] >= seconds

    return Moment(f"after {seconds:.1f} s", came)


def in_log(text: str) -> Callable[[Home, str], bool]:
    """Whether dbt has written a text into its log."""

    def came(home: Home, _said: str) -> bool:
        log = home.work / "logs" / "dbt.log"
        return log.exists() and text in log.read_text(encoding="utf-8", errors="replace")

    return came


def being_published(*parts: str, files: int = 1) -> Callable[[Home, str], bool]:
    """Whether so many files stand at a place of a version that is being written."""
    pattern = "/".join((".*.building", *parts))
    return lambda home, _said: len(list(home.versions.glob(pattern))) >= files


ROWS_WRITTEN = Moment(
    "rows are written and not committed", lambda home, _said: any(home.landing.glob("*/*/dt=*/000002-*.parquet"))
)
BUILDING_STAGING = Moment("staging is being built", in_log("model staging."))
BUILDING_MIDDLE = Moment("the middle layer is being built", in_log("model intermediate."))
BUILDING_MARTS = Moment("marts are being built", in_log("model main."))
COPYING_MARTS = Moment("marts are being copied", being_published("parquet", "*.parquet", files=40))
WRITING_QUALITY = Moment("the results of the gates are being written", being_published("quality", "*"))
WRITING_REPORT = Moment("the report is being written", being_published("report", "*"))
WITHIN_STAGES = (
    ROWS_WRITTEN,
    BUILDING_STAGING,
    BUILDING_MIDDLE,
    BUILDING_MARTS,
    COPYING_MARTS,
    WRITING_QUALITY,
    WRITING_REPORT,
)


@dataclass(frozen=True)
class Undisturbed:
    """A home in the evening, its new files dropped, and what an undisturbed night makes of it.

    Attributes:
        evening: the home before the night; it is copied, never run on.
        before: the run id that readers see before the night.
        published: what the night published.
        moment: when the night began, as ACCOUNT360_NOW.
        seconds: how long the night took.
    """

    evening: Path
    before: str
    published: Path
    moment: str
    seconds: float = 0.0
    as_of: date = SECOND_NIGHT


def tiny_evening(after_first: Path, folder: Path) -> Path:
    """The tiny company before its second night: what was published, landed and recorded, and nothing to work from."""
    shutil.copytree(after_first, folder, symlinks=True, ignore=_workshop)
    drop(folder / "inbox", second_drop())
    return folder


def _workshop(folder: str, names: list[str]) -> set[str]:
    return set(names) - {"runs"} if Path(folder).name == "work" else set()


def start(
    home: Path, as_of: date | None, *, moment: str = "", file_bytes: int | None = None, policy: Path | None = None
) -> "subprocess.Popen[bytes]":
    """A night in a process group of its own; what it says stands in `<home>.said`, anew for each night.

    Args:
        home: where the night works.
        as_of: the knowledge date; today when None.
        moment: the ACCOUNT360_NOW of the night; the clock's when empty.
        file_bytes: the size up to which the process may let a file grow.
        policy: rules of the company's own; the shipped ones when None.
    """
    words = ["run", "--home", str(home), *(["--as-of", as_of.isoformat()] if as_of else [])]
    words += ["--policy", str(policy)] if policy else []
    environment = {**os.environ, **({"ACCOUNT360_NOW": moment} if moment else {})}

    with said_file(home).open("wb") as said:
        process = subprocess.Popen(
            [str(COMMAND), *words], stdout=subprocess.DEVNULL, stderr=said, env=environment, start_new_session=True
        )
    if file_bytes is not None:
        # At once: the command has not yet imported what it writes with.
        resource.prlimit(process.pid, resource.RLIMIT_FSIZE, (file_bytes, file_bytes))
    return process


def said_file(home: Path) -> Path:
    """The file with what the last night of a home said."""
    return home.with_name(f"{home.name}.said")


def said(home: Path) -> str:
    """What the last night of a home has said."""
    return said_file(home).read_text(encoding="utf-8", errors="replace")


def complaint(home: Path) -> str:
    """The one sentence that the last night of a home failed with, beside the lines of its stages."""
    lines = [line for line in said(home).splitlines() if not line.startswith(("done  ", "failed ", "note  "))]
    assert len(lines) == 1, said(home)
    assert lines[0].startswith("account360: "), lines
    assert lines[0].endswith("."), lines
    return lines[0]


def night_of(
    home: Path, as_of: date | None, *, moment: str = "", file_bytes: int | None = None, policy: Path | None = None
) -> int:
    """A night to its end; returns its exit status."""
    return start(home, as_of, moment=moment, file_bytes=file_bytes, policy=policy).wait(NIGHT_SECONDS)


def killed_at(home: Path, as_of: date, moment: Moment, now: str) -> bool:
    """Begin a night and kill it at a moment; returns False when it ended before."""
    process = start(home, as_of, moment=now)
    deadline = time.monotonic() + NIGHT_SECONDS
    try:
        while not moment.came(Home(home), said(home)):
            if process.poll() is not None:
                return False
            assert time.monotonic() < deadline, f"the moment never came: {moment.name}"
            time.sleep(0.002)
        return process.poll() is None
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait(30)


def readers_see(home: Path) -> str:
    """The run id that readers see, after everything they may open was found to be there and to fit together."""
    published = home / "published"
    seen = whole_version(published.resolve())
    assert manifest(published)["run_id"] == seen
    kept = [path for path in (home / "versions").iterdir() if not path.name.startswith(".")]
    # Whatever can be rolled back to is whole too.
    assert seen in {whole_version(path) for path in kept}
    return seen


def whole_version(version: Path) -> str:
    """The run id of a version whose manifest, files and tables fit together."""
    told = manifest(version)
    marts = told["marts"]
    assert told["run_id"] == version.name
    assert parquet_checksums(version) == {name: mart["sha256"] for name, mart in marts.items()}
    with contextlib.closing(duckdb.connect(str(version / "account360.duckdb"), read_only=True)) as connection:
        tables = [name for (name,) in connection.execute("select table_name from duckdb_tables()").fetchall()]
        counted = {
            name: connection.execute(f'select count(*) from "{name}"').fetchall()[0][0] for name in sorted(tables)
        }
    assert counted == {name: mart["rows"] for name, mart in marts.items()}
    for page in ("report/index.html", "quality/index.html", "care_calendar.ics", "account360.xlsx"):
        assert (version / page).stat().st_size > 0
    return version.name


def same_data(published: Path, undisturbed: Path) -> None:
    """Hold a publication against an undisturbed one: every mart, page and calendar of the company to the byte."""
    found, expected = manifest(published), manifest(undisturbed)
    assert of_the_company(parquet_checksums(published)) == of_the_company(parquet_checksums(undisturbed))
    for key in ("as_of", "code_version", "refused_rows"):
        assert found[key] == expected[key], key
    assert of_the_company(found["marts"]) == of_the_company(expected["marts"])
    assert _pages(published) == _pages(undisturbed)


def _pages(published: Path) -> dict[str, str]:
    version = published.resolve()
    files = {name: content for name, content in every_file(version).items() if not name.startswith(OF_ONE_RUN)}
    for name in files:
        if name.endswith(".html"):
            files[name] = LISTED_MARTS.sub("", (version / name).read_text(encoding="utf-8"))
    return files


@dataclass
class Counted:
    """What readers have done during a drill."""

    reads: int = 0
    errors: list[str] = field(default_factory=list)
    partial: list[str] = field(default_factory=list)

    def figures(self) -> dict[str, int]:
        """The figures of a drill's readers."""
        return {"reads": self.reads, "errors": len(self.errors), "partial states": len(self.partial)}


@contextmanager
def reading(home: Path, pause: float = 0.4) -> Iterator[Counted]:
    """Readers of a home while the block runs: each reading opens file, manifest and report anew."""
    counted, ended = Counted(), threading.Event()

    def read() -> None:
        while not ended.is_set():
            _read_once(home, counted)
            ended.wait(pause)

    thread = threading.Thread(target=read)
    thread.start()
    try:
        yield counted
    finally:
        ended.set()
        thread.join()


def _read_once(home: Path, counted: Counted) -> None:
    counted.reads += 1
    try:
        version = (home / "published").resolve()
        told = manifest(version)
        with contextlib.closing(duckdb.connect(str(version / "account360.duckdb"), read_only=True)) as connection:
            rows = connection.execute("select count(*) from account_360").fetchall()[0][0]
        page = (version / "report" / "index.html").read_text(encoding="utf-8")
    except (OSError, ValueError, duckdb.Error) as error:
        counted.errors.append(repr(error))
        return
    if rows != told["marts"]["account_360"]["rows"] or "</html>" not in page or told["run_id"] != version.name:
        counted.partial.append(told["run_id"])


def run_records(home: Path) -> list[str]:
    """The ids of the runs that are on record."""
    return sorted(path.stem for path in (home / "work" / "runs").glob("*.json"))


def record(home: Path, run_id: str) -> Mapping[str, Any]:
    """What is on record of a run."""
    found: dict[str, Any] = json.loads((home / "work" / "runs" / f"{run_id}.json").read_text(encoding="utf-8"))
    return found


def nothing_left_behind(home: Path) -> None:
    """Hold that no unfinished file of an earlier night stands anywhere in a home."""
    found = Home(home)
    unfinished = [*home.glob(".*"), *found.versions.glob(".*"), *found.runs.glob(".*"), *found.reading.glob("*")]
    unfinished += [*found.quarantine.rglob(".*"), *found.landing.rglob(".*"), *found.landing.rglob("*.tmp")]
    assert unfinished == []
