"""What the drills share: the evening before a night, and what the undisturbed night makes of it."""

import json
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from faults.drills import Undisturbed, night_of, readers_see, run_records, said, tiny_evening

if TYPE_CHECKING:
    from nights import History

NOW = "2026-03-01T02:00:00+00:00"


@pytest.fixture(scope="session")
def second_night(tiny_history: "History", tmp_path_factory: pytest.TempPathFactory) -> Undisturbed:
    """The tiny company's second night, which other tests read as well."""
    evening = tiny_evening(tiny_history.after_first, tmp_path_factory.mktemp("evening") / "home")
    last = run_records(tiny_history.home)[-1]
    began = json.loads((tiny_history.home / "work" / "runs" / f"{last}.json").read_text(encoding="utf-8"))["started_at"]
    return Undisturbed(evening, readers_see(evening), tiny_history.home / "published", began)


@pytest.fixture(scope="session")
def long_night(tmp_path_factory: pytest.TempPathFactory) -> Undisturbed:
    """The same night for drills that leave the shared homes alone: both nights by the command, at fixed moments."""
    from tiny_company import FIRST_NIGHT, SECOND_NIGHT, drop, first_drop

    folder: Path = tmp_path_factory.mktemp("long")
    drop(folder / "first" / "inbox", first_drop())
    assert night_of(folder / "first", FIRST_NIGHT, moment="2026-02-01T02:00:00+00:00") == 0, said(folder / "first")
    evening = tiny_evening(folder / "first", folder / "evening")
    undisturbed = tiny_evening(folder / "first", folder / "undisturbed")
    began = time.monotonic()
    assert night_of(undisturbed, SECOND_NIGHT, moment=NOW) == 0, said(undisturbed)
    seconds = time.monotonic() - began
    return Undisturbed(evening, readers_see(evening), undisturbed / "published", NOW, seconds)
