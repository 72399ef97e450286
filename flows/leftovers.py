"""What a killed run leaves in a home, and how the next run, which holds the lock, clears it away."""

import shutil
from pathlib import Path

from flows.landing import Landing
from flows.settings import Home

# Names in a folder of versions that stand for no version: one being written, one being removed.
UNFINISHED_VERSIONS = (".*.building", ".*.pruned")


def clear_leftovers(home: Home) -> None:
    """Remove the files that nothing counts on; room on a full disk is free again before the run needs it."""
    Landing(home.landing).remove_uncommitted()
    for versions in version_folders(home):
        for pattern in UNFINISHED_VERSIONS:
            for path in versions.glob(pattern):
                shutil.rmtree(path, ignore_errors=True)
    shutil.rmtree(home.reading, ignore_errors=True)
    for folder, pattern in (
        (home.root, ".*.link"),
        (home.root / "asof", ".*.link"),
        (home.runs, ".*.tmp"),
        (home.landing, "_commits/.*.tmp"),
        (home.quarantine, "*/.*.tmp"),
    ):
        for path in folder.glob(pattern):
            path.unlink(missing_ok=True)


def version_folders(home: Home) -> list[Path]:
    """Every folder that holds versions: that of the present, and one for each day of the past that was asked about."""
    return [home.versions, *(home.root / "asof" / ".versions").glob("*")]
