"""Runs nights for tests, in this process or as the command, and reads what they leave behind."""

import contextlib
import hashlib
import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
from tiny_company import FIRST_NIGHT, SECOND_NIGHT, drop, first_drop, second_drop

from flows.nightly import run_night
from flows.runs import ask

COMMAND = Path(sys.executable).with_name("account360")
COMMAND_SECONDS = 180
# The day of the demo company that several tests read.
DEMO_AS_OF = date(2026, 6, 30)
# The stages of a night, as people see them.
STAGES = (
    "Read the sources",
    "Judge what came in",
    "Land it",
    "Prepare the warehouse",
    "Build the models",
    "Write the quarantine",
    "Judge the marts",
    "Publish",
)
# Marts about the runs themselves and about the landing as it is: two homes with the same company differ in them.
ABOUT_RUNS = frozenset({"data_quality_results", "source_freshness", "load_reconciliation"})


@dataclass(frozen=True)
class History:
    """A home after two nights, the home as it was after the first one, and what the second night's command said."""

    home: Path
    after_first: Path
    second: "subprocess.CompletedProcess[str]"


def night(home: Path, as_of: date, *, threads: int = 1, policy: Path | None = None) -> dict[str, Any]:
    """One night in this process; returns the manifest of what was published."""
    environment = dict(os.environ)
    try:
        return run_night(replace(ask(home, as_of=as_of, policy=policy), threads=threads))
    finally:
        os.environ.clear()
        os.environ.update(environment)


def command(*words: object, cwd: Path | None = None) -> "subprocess.CompletedProcess[str]":
    """The account360 command in a process of its own."""
    return subprocess.run(
        [str(COMMAND), *map(str, words)],
        capture_output=True,
        text=True,
        timeout=COMMAND_SECONDS,
        check=False,
        cwd=cwd,
    )


def tell_history(folder: Path) -> History:
    """The tiny company's two nights: the first in this process, the second by the command."""
    home, after_first = folder / "home", folder / "after_first"
    drop(home / "inbox", first_drop())
    night(home, FIRST_NIGHT)
    copy_home(home, after_first)
    drop(home / "inbox", second_drop())
    second = command("run", "--home", home, "--as-of", SECOND_NIGHT)
    return History(home, after_first, second)


def copy_home(home: Path, to: Path) -> Path:
    """The same home elsewhere, for a test that changes it."""
    shutil.copytree(home, to, symlinks=True)
    return to


def rows(published: Path, query: str) -> list[tuple[Any, ...]]:
    """The rows of a query over a published version, as plain values: dates as ISO text, decimals as they are."""
    with contextlib.closing(duckdb.connect(str(published / "account360.duckdb"), read_only=True)) as connection:
        found = connection.execute(query).fetchall()
    return [tuple(value.isoformat() if isinstance(value, date) else value for value in row) for row in found]


def money(text: str) -> Decimal:
    """An amount as it is published."""
    return Decimal(text)


def manifest(published: Path) -> dict[str, Any]:
    """The manifest of a published version."""
    read: dict[str, Any] = json.loads((published / "manifest.json").read_text(encoding="utf-8"))
    return read


def parquet_checksums(published: Path) -> dict[str, str]:
    """SHA-256 of each mart's Parquet file, by mart."""
    return {path.stem: sha256(path) for path in sorted((published / "parquet").glob("*.parquet"))}


def of_the_company(marts: dict[str, Any]) -> dict[str, Any]:
    """What is said of the marts by name, without those about runs."""
    return {mart: said for mart, said in marts.items() if mart not in ABOUT_RUNS}


def every_file(folder: Path) -> dict[str, str]:
    """SHA-256 of every file below a folder, and where each link points, by relative path."""
    return {
        path.relative_to(folder).as_posix(): f"-> {path.readlink()}" if path.is_symlink() else sha256(path)
        for path in sorted(folder.rglob("*"))
        if path.is_symlink() or path.is_file()
    }


def sha256(path: Path) -> str:
    """SHA-256 of a file's bytes."""
    return hashlib.sha256(path.read_bytes()).hexdigest()
