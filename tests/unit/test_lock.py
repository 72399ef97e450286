"""The lock of a home: one holder at a time, who is named, and none once the holder is dead."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from flows.errors import WarehouseBusy
from flows.lock import run_lock
from flows.settings import Home

HOLD = """
import sys
from pathlib import Path
from flows.lock import run_lock
from flows.settings import Home
with run_lock(Home(Path(sys.argv[1]))):
    print("held", flush=True)
    sys.stdin.read()
"""


@contextmanager
def another_holder(home: Home) -> Iterator["subprocess.Popen[str]"]:
    """Another process that holds the lock until the block ends."""
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(home.root)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert holder.stdin is not None
    assert holder.stdout is not None
    try:
        assert holder.stdout.readline() == "held\n"
        yield holder
    finally:
        holder.stdin.close()
        holder.wait(30)
        holder.stdout.close()


def test_a_held_home_is_busy_and_the_sentence_names_the_process(tmp_path: Path) -> None:
    home = Home(tmp_path)
    with (
        another_holder(home) as holder,
        pytest.raises(WarehouseBusy, match=f"process {holder.pid} on") as busy,
        run_lock(home),
    ):
        pass
    assert busy.value.exit_status == 4


def test_a_lock_is_free_again_when_its_block_ends_even_by_an_error(tmp_path: Path) -> None:
    home = Home(tmp_path)
    with pytest.raises(ValueError, match="wrong"), run_lock(home):
        raise ValueError("wrong")
    with run_lock(home):
        assert home.lock.exists()


def test_a_killed_holder_leaves_no_lock_behind(tmp_path: Path) -> None:
    home = Home(tmp_path)
    with another_holder(home) as holder:
        holder.kill()
        holder.wait(30)
        assert "pid" in home.lock.read_text(encoding="utf-8")
        with run_lock(home):
            pass


def test_a_lock_file_with_strange_content_is_no_lock_and_names_nobody(tmp_path: Path) -> None:
    home = Home(tmp_path)
    home.work.mkdir()
    home.lock.write_text("not JSON", encoding="utf-8")
    with run_lock(home):
        home.lock.write_text("not JSON", encoding="utf-8")
        with pytest.raises(WarehouseBusy, match=r"holds the warehouse of \S+; wait"), run_lock(home):
            pass


def test_homes_do_not_hold_each_other_up(tmp_path: Path) -> None:
    with run_lock(Home(tmp_path / "one")), run_lock(Home(tmp_path / "other")):
        pass
