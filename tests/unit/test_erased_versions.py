"""A version without a person takes the place of the one with them, whenever the process dies."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from flows.erasure import versions
from flows.erasure.person import Person
from flows.erasure.terms import Terms
from flows.erasure.versions import clean_version, finish_swaps
from flows.publish.versions import point
from flows.settings import Home

TERMS = Terms(Person(tokens={}, names=frozenset({"ann lee"})))
NAME = "000001-20260101T000000Z"


class Killed(BaseException):
    """The process is dead: nothing that it would still do is done."""


def test_a_killed_swap_is_finished_by_the_next_erasure_and_readers_always_see_a_whole_version(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    steps = 0
    while _dies_at(steps, _home(tmp_path / str(steps)), monkeypatch):
        home = Home(tmp_path / str(steps))
        assert sorted(path.name for path in home.published.iterdir()) == ["manifest.json", "other.txt", "page.txt"]
        finish_swaps(home)
        clean_version(home, home.versions / NAME, TERMS, "now", False)
        assert (home.published / "page.txt").read_text("utf-8") == "for [erased]"
        assert home.published.resolve() == home.versions / NAME
        assert [path.name for path in home.versions.iterdir()] == [NAME]
        assert len(json.loads((home.published / "manifest.json").read_text("utf-8"))["altered"]) == 1
        steps += 1
    assert steps >= 8


def _home(root: Path) -> Home:
    home, version = Home(root), root / "versions" / NAME
    version.mkdir(parents=True)
    for name, text in {"page.txt": "for Ann Lee", "other.txt": "x", "manifest.json": '{"run_id": 1}'}.items():
        (version / name).write_text(text, "utf-8")
    point(home.published, version)
    return home


def _dies_at(step: int, home: Home, monkeypatch: pytest.MonkeyPatch) -> bool:
    """Whether cleaning the version died: before the given step and all later ones that change a folder."""
    done = 0

    def counted(function: Any) -> Any:
        def called(*args: Any, **kwargs: Any) -> Any:
            nonlocal done
            if done >= step:
                raise Killed
            done += 1
            return function(*args, **kwargs)

        return called

    with monkeypatch.context() as patched:
        for name in ("rmtree", "copytree"):
            patched.setattr(shutil, name, counted(getattr(shutil, name)))
        patched.setattr(Path, "replace", counted(Path.replace))
        patched.setattr(versions, "point", counted(point))
        try:
            clean_version(home, home.versions / NAME, TERMS, "now", False)
        except Killed:
            return True
    return False
