"""Which landed files count: one commit record per run, written last and in one step."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from pathlib import Path

from flows.errors import InputError
from flows.files import sync_folder, write_atomically

COMMITS = "_commits"
RUN_NUMBER_DIGITS = 6


@dataclass(frozen=True)
class LandedFile:
    """One Parquet file of a run: where it stands below the landing, what it holds, and its checksum."""

    source: str
    stream: str
    path: str
    rows: int
    sha256: str


@dataclass(frozen=True)
class Commit:
    """What one run landed. `origins` maps `source/stream` to the fingerprint and hashes of what was read for it."""

    run_id: str
    as_of: str
    loaded_at: str
    files: tuple[LandedFile, ...] = ()
    origins: dict[str, dict[str, list[str]]] = field(default_factory=dict)


def run_number(run_id: str) -> int:
    """The running number that a run's id begins with."""
    return int(run_id.split("-", 1)[0])


def make_run_id(number: int, started_at: datetime) -> str:
    """A run's id: its running number, by which ids sort, and the moment it began (UTC)."""
    return f"{number:0{RUN_NUMBER_DIGITS}d}-{started_at:%Y%m%dT%H%M%SZ}"


class Landing:
    """The landing folder of one home."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def commits(self) -> list[Commit]:
        """Every committed run, oldest first.

        Raises:
            InputError: a commit record cannot be read.
        """
        return [self._read(path) for path in sorted((self.root / COMMITS).glob("*.json"))]

    def files(self, source: str, stream: str, commits: list[Commit] | None = None) -> list[Path]:
        """The committed Parquet files of one stream, oldest first.

        Raises:
            InputError: a committed file is gone.
        """
        paths = [
            self.root / landed.path
            for commit in (self.commits() if commits is None else commits)
            for landed in commit.files
            if landed.source == source and landed.stream == stream
        ]
        for path in paths:
            if not path.exists():
                raise InputError(f"The landed file {path} is gone; restore it from a backup, then run again.")
        return paths

    def origins(self, source: str, stream: str) -> Iterator[dict[str, list[str]]]:
        """What was read for one stream by each committed run that read it, newest first."""
        for commit in reversed(self.commits()):
            if origin := commit.origins.get(f"{source}/{stream}"):
                yield origin

    def newest_as_of(self) -> date | None:
        """The latest knowledge date that any committed run had; None before the first run."""
        return max((date.fromisoformat(commit.as_of) for commit in self.commits()), default=None)

    def folder(self, source: str, stream: str, day: date) -> Path:
        """The folder of one stream's files loaded on one day (UTC), made when missing."""
        folder = self.root / source / stream / f"dt={day.isoformat()}"
        folder.mkdir(parents=True, exist_ok=True)
        return folder

    def commit(self, commit: Commit) -> None:
        """Make a run's files count, in one step that a crash cannot halve."""
        folder = self.root / COMMITS
        folder.mkdir(parents=True, exist_ok=True)
        self._sync_names(commit.files)
        write_atomically(folder / f"{commit.run_id}.json", json.dumps(asdict(commit), indent=1).encode())

    def _sync_names(self, files: tuple[LandedFile, ...]) -> None:
        """Force the names of the files to the disk before a record counts on them."""
        holding = {parent for file in files for parent in Path(file.path).parents}
        for folder in sorted(holding | {Path()}, reverse=True):
            sync_folder(self.root / folder)

    def remove_uncommitted(self) -> list[Path]:
        """Remove the files of runs that never committed; returns what was removed."""
        counted = {self.root / landed.path for commit in self.commits() for landed in commit.files}
        removed = [path for path in self.root.glob("*/*/dt=*/*") if path not in counted]
        for path in removed:
            path.unlink()
        return removed

    def _read(self, path: Path) -> Commit:
        try:
            record = json.loads(path.read_text(encoding="utf-8"))
            files = tuple(LandedFile(**landed) for landed in record.pop("files"))
            return Commit(files=files, **record)
        except (OSError, ValueError, TypeError, KeyError) as error:
            raise InputError(
                f"The commit record {path.name} in {path.parent} cannot be read ({error}); restore it from a backup, "
                "or delete it to take its files out of the landing."
            ) from error


def sha256_of(path: Path) -> str:
    """SHA-256 of a file's bytes, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
