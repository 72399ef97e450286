"""A disk without room: the run ends with a sentence, readers keep what they have, and the next run needs only room."""

import errno
import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb
import pytest

from faults.drills import (
    NIGHT_SECONDS,
    Undisturbed,
    complaint,
    night_of,
    nothing_left_behind,
    readers_see,
    reading,
    said,
    same_data,
)
from faults.figures import keep
from flows.disk import disk_faults_told
from flows.errors import BuildError, InputError, StorageError

pytestmark = pytest.mark.xdist_group("tiny")
DISK_BYTES = 400_000_000
FULL = os.strerror(errno.ENOSPC)


@contextmanager
def small_disk(folder: Path) -> Iterator[Path]:
    """A disk of its own in memory; skips where mounting is not permitted."""
    folder.mkdir()
    words = ["mount", "-t", "tmpfs", "-o", f"size={DISK_BYTES}", "tmpfs", str(folder)]
    try:
        mounted = subprocess.run(words, capture_output=True, text=True, check=False)
    except FileNotFoundError:
        pytest.skip("There is no mount command here; the test of a limited file size stands in for a full disk.")
    if mounted.returncode:
        pytest.skip(f"Mounting is not permitted here ({mounted.stderr.strip()}); a limited file size stands in for it.")
    try:
        yield folder
    finally:
        subprocess.run(["umount", str(folder)], check=True)


def on_disk(disk: Path, night: Undisturbed) -> Path:
    """The evening's home on a disk, by a link from beside it, where there is room for what the night says."""
    shutil.copytree(night.evening, disk / "home", symlinks=True)
    home = disk.with_name("home")
    home.symlink_to(disk / "home", target_is_directory=True)
    return home


def fill(disk: Path, left: int) -> Path:
    """Put a file on a disk that leaves so many bytes free."""
    ballast = disk / "ballast"
    with ballast.open("wb") as file:
        os.posix_fallocate(file.fileno(), 0, shutil.disk_usage(disk).free - left)
    return ballast


def asking_for_no_room(folder: Path) -> Path:
    """A policy by which a night begins however little room there is."""
    folder.mkdir()
    (folder / "settings.csv").write_text("name,value\nnight_disk_mb,0\nnight_disk_per_mb,0\n", encoding="utf-8")
    return folder


def test_a_full_disk_ends_the_run_at_once_with_a_sentence_that_names_it(
    second_night: Undisturbed, tmp_path: Path
) -> None:
    with small_disk(tmp_path / "disk") as disk:
        home = on_disk(disk, second_night)
        fill(disk, 100_000)
        # By the shipped policy the night does not even begin.
        assert night_of(home, second_night.as_of) == 2
        assert f" MB of free disk, and {home.resolve()} has 0 MB; make room there " in complaint(home)
        assert night_of(home, second_night.as_of, policy=asking_for_no_room(tmp_path / "policy")) == 1
        sentence = complaint(home)
        assert f" cannot be written: {FULL} (0 MB are free on the disk mounted at {disk})." in sentence
        assert "The last good version stands; make room there, then run again." in sentence
        assert readers_see(home) == second_night.before


@pytest.mark.slow
@pytest.mark.timeout(3 * NIGHT_SECONDS)
@pytest.mark.parametrize("left", [0, 500_000, 3_000_000, 30_000_000, 75_000_000, 85_000_000, 95_000_000])
def test_a_night_after_a_full_disk_publishes_what_an_undisturbed_one_does(
    long_night: Undisturbed, tmp_path: Path, left: int
) -> None:
    with small_disk(tmp_path / "disk") as disk:
        home = on_disk(disk, long_night)
        ballast = fill(disk, left)
        with reading(home) as readers:
            rules = asking_for_no_room(tmp_path / "policy")
            refused = night_of(home, long_night.as_of, moment=long_night.moment, policy=rules)
            reached = [line.split()[0] for line in said(home).splitlines()].count("done")
            if refused:
                assert refused == 1, said(home)
                assert f" cannot be written: {FULL} (" in complaint(home)
                assert readers_see(home) == long_night.before
            ballast.unlink()
            assert night_of(home, long_night.as_of, moment=long_night.moment, policy=rules) == 0, said(home)
        readers_see(home)
        same_data(home / "published", long_night.published)
        nothing_left_behind(home)
        assert (readers.errors, readers.partial) == ([], [])
        figures = {"full disks": int(refused == 1), "stages reached": reached, **readers.figures()}
        keep("Disk full", f"{left} bytes left", figures)


@pytest.mark.parametrize(
    "error",
    [
        OSError(errno.ENOSPC, FULL, "/nowhere/landing/x.parquet"),
        duckdb.IOException(f'IO Error: Could not write to file "/nowhere/landing/x.parquet": {FULL}'),
        BuildError(
            f'The warehouse refused its own result: m (IO Error: write to "/nowhere/landing/x.parquet": {FULL})'
        ),
    ],
)
def test_every_library_s_word_for_a_full_disk_becomes_the_same_sentence(error: Exception, tmp_path: Path) -> None:
    sentence = f"/nowhere/landing/x.parquet cannot be written: {FULL} "
    with pytest.raises(StorageError, match=sentence) as told, disk_faults_told(tmp_path):
        raise error
    assert told.value.exit_status == 1


@pytest.mark.parametrize("error", [OSError("disk"), InputError(f"a file named '{FULL}'"), BuildError("a test failed")])
def test_other_errors_stay_what_they_are(error: Exception, tmp_path: Path) -> None:
    with pytest.raises(type(error)) as told, disk_faults_told(tmp_path):
        raise error
    assert told.value is error
