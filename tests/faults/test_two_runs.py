"""Two runs on one home, and locks whose holders are dead: one run works, the other says who it is, none is held up."""

import json
import os
import shutil
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from faults.drills import NIGHT_SECONDS, Undisturbed, readers_see, reading, same_data, start
from faults.figures import keep
from flows.errors import WarehouseBusy
from flows.lock import run_lock
from flows.settings import Home

CONTENDER = """
import sys, time
from pathlib import Path
from flows.errors import WarehouseBusy
from flows.lock import run_lock
from flows.settings import Home

home, began = Home(Path(sys.argv[1])), float(sys.argv[2])
held = refused = 0
time.sleep(max(0.0, began - time.time()))
for _ in range(int(sys.argv[3])):
    try:
        with run_lock(home):
            # Two holders at once would find the file of the other.
            with (home.work / "inside").open("x"):
                held += 1
            (home.work / "inside").unlink()
    except WarehouseBusy:
        refused += 1
print(held, refused)
"""


@pytest.mark.parametrize(
    "rounds", [300, pytest.param(5000, marks=[pytest.mark.slow, pytest.mark.timeout(600)])], ids=["few", "many"]
)
def test_of_processes_that_reach_for_a_home_together_one_holds_it(tmp_path: Path, rounds: int) -> None:
    began = time.time() + 1.0
    contenders = [
        subprocess.Popen(
            [sys.executable, "-c", CONTENDER, str(tmp_path), str(began), str(rounds)],
            stdout=subprocess.PIPE,
            text=True,
        )
        for _ in range(3)
    ]
    counted = [tuple(map(int, contender.communicate(timeout=120)[0].split())) for contender in contenders]
    assert [contender.returncode for contender in contenders] == [0, 0, 0]
    held, refused = (sum(numbers) for numbers in zip(*counted, strict=True))
    assert held + refused == 3 * rounds
    assert held > 0 < refused
    if rounds >= 5000:
        together = sum(contender.returncode != 0 for contender in contenders)
        keep("Lock", "three processes", {"times held": held, "times refused": refused, "two holders at once": together})


@pytest.mark.parametrize(
    "note",
    [
        {"pid": 2**22 + 1, "host": socket.gethostname(), "since": "2026-01-01T00:00:00+00:00"},
        {"pid": os.getppid(), "host": socket.gethostname(), "since": "2026-01-01T00:00:00+00:00"},
        {"pid": 1, "host": "another-host", "since": "2026-01-01T00:00:00+00:00"},
    ],
    ids=["a dead process", "a number that another process has been given since", "another host"],
)
def test_a_note_in_the_lock_file_holds_nobody_up(tmp_path: Path, note: dict[str, object]) -> None:
    home = Home(tmp_path)
    home.work.mkdir()
    home.lock.write_text(json.dumps(note), encoding="utf-8")
    with run_lock(home):
        held = json.loads(home.lock.read_text(encoding="utf-8"))
        assert (held["pid"], held["host"]) == (os.getpid(), socket.gethostname())
    assert home.lock.read_text(encoding="utf-8") == ""


def test_a_run_that_is_refused_names_the_host_and_process_that_hold_the_home(tmp_path: Path) -> None:
    home = Home(tmp_path)
    with run_lock(home):
        home.lock.write_text(json.dumps({"pid": 7, "host": "night-1", "since": "2026-01-01T00:00:00+00:00"}))
        sentence = r"process 7 on night-1 since 2026-01-01.*; wait for it to end"
        with pytest.raises(WarehouseBusy, match=sentence), run_lock(home):
            pass


@pytest.mark.slow
@pytest.mark.timeout(3 * NIGHT_SECONDS)
@pytest.mark.parametrize("number", range(3))
def test_of_two_nights_started_together_one_publishes(long_night: Undisturbed, tmp_path: Path, number: int) -> None:
    home = tmp_path / "home"
    shutil.copytree(long_night.evening, home, symlinks=True)
    with reading(home) as readers:
        nights = [start(home, long_night.as_of, moment=long_night.moment) for _ in range(2)]
        ends = sorted(night.wait(NIGHT_SECONDS) for night in nights)
    assert ends == [0, 4]
    readers_see(home)
    same_data(home / "published", long_night.published)
    assert (readers.errors, readers.partial) == ([], [])
    keep(
        "Two nights together",
        str(number),
        {"pairs": 1, "published": ends.count(0), "exited 4": ends.count(4), **readers.figures()},
    )
