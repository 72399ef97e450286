"""Who may read what: the command and the run write for their own account only, whatever they were called with."""

import os
import stat
import subprocess
import sys
from pathlib import Path

from flows.permissions import close_to_others, private_files
from flows.settings import Home


def mode(path: Path) -> int:
    """The permissions of a file or folder."""
    return stat.S_IMODE(path.stat().st_mode)


def test_what_is_written_meanwhile_is_private_and_the_callers_umask_comes_back(tmp_path: Path) -> None:
    before = os.umask(0o002)
    try:
        with private_files():
            (tmp_path / "own").mkdir()
            (tmp_path / "own" / "file").touch()
        (tmp_path / "other").touch()
    finally:
        os.umask(before)
    assert [mode(tmp_path / name) for name in ("own", "own/file", "other")] == [0o700, 0o600, 0o664]


def test_folders_that_an_earlier_release_left_open_are_closed_and_the_inbox_is_not(tmp_path: Path) -> None:
    home = Home(tmp_path)
    for folder in (home.work, home.landing, home.inbox):
        folder.mkdir()
        folder.chmod(0o755)
    close_to_others(home)
    assert [mode(folder) for folder in (home.work, home.landing, home.inbox)] == [0o700, 0o700, 0o755]
    assert not home.quarantine.exists()


def test_the_command_writes_for_its_own_account_only(tmp_path: Path) -> None:
    words = ["demo", "--home", str(tmp_path / "home"), "--accounts", "1", "--months", "1"]
    written = subprocess.run(
        [sys.executable, "-m", "flows.cli", *words], capture_output=True, text=True, timeout=60, check=False, umask=0
    )
    assert written.returncode == 0, written.stderr
    paths = [tmp_path / "home", *(tmp_path / "home").rglob("*")]
    assert {(path.is_dir(), mode(path)) for path in paths} == {(True, 0o700), (False, 0o600)}
