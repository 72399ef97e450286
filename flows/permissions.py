"""Who may read what in a home: its owner everything, its group what is published, nobody else anything."""

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from flows.settings import Home

OTHERS = 0o077
PRIVATE_FOLDER = 0o700
OWNER_ONLY = 0o600
READERS_FILE = 0o640
READERS_FOLDER = 0o750
PASSAGE = 0o050


@contextmanager
def private_files() -> Iterator[None]:
    """Whatever is written meanwhile is its owner's alone, whatever the caller's umask; the caller's comes back."""
    before = os.umask(OTHERS)
    try:
        yield
    finally:
        os.umask(before)


def close_to_others(home: Home) -> None:
    """Close the pipeline's own folders, which an earlier release or a copy may have left open."""
    for folder in (home.work, home.landing, home.quarantine):
        if folder.is_dir() and stat.S_IMODE(folder.stat().st_mode) & OTHERS:
            folder.chmod(PRIVATE_FOLDER)


def open_to_readers(version: Path, root: Path) -> None:
    """Let the group read a version, and pass through the folders from the home's root down to it.

    A root that somebody made otherwise keeps what it grants already.
    """
    for path in (version, *version.rglob("*")):
        if not path.is_symlink():
            path.chmod(READERS_FOLDER if path.is_dir() else READERS_FILE)
    for name in version.relative_to(root).parents:
        if name != Path():
            (root / name).chmod(READERS_FOLDER)
    mode = stat.S_IMODE(root.stat().st_mode)
    if mode & PASSAGE != PASSAGE:
        # Whose root belongs to somebody else opens it, or does not.
        with suppress(PermissionError):
            root.chmod(mode | PASSAGE)
