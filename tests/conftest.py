"""What every test shares: an environment of its own, and homes that several tests read and none may change."""

import gc
import importlib
import os
import re
import shutil
import tempfile
import time
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from nights import History

# Set before anything imports Prefect: no test touches the profile, the server or the home of the person who runs it.
PREFECT_FOLDER = tempfile.mkdtemp(prefix="account360-tests-")
os.environ["PREFECT_HOME"] = PREFECT_FOLDER
for variable in (
    "PREFECT_API_URL",
    "ACCOUNT360_HOME",
    "ACCOUNT360_NOW",
    "ACCOUNT360_MEMORY_LIMIT",
):
    os.environ.pop(variable, None)
# Two workers share the processors; a test that is about threads sets them itself.
os.environ["ACCOUNT360_THREADS"] = "1"
# The shipped rules would tell the person's own receiver of every run of a test.
os.environ.pop("ACCOUNT360_SINK_TEAM", None)
# The worker processes inherit the folder, so that the models are parsed once for all nights of all tests.
CACHE_FOLDER = os.environ.get("ACCOUNT360_TEST_CACHE") or tempfile.mkdtemp(prefix="account360-tests-")
os.environ["ACCOUNT360_CACHE"] = os.environ["ACCOUNT360_TEST_CACHE"] = CACHE_FOLDER
# What a process has imported and parsed stays to its end: Python's own numbers would have it walked again and again.
gc.set_threshold(50_000, 20, 100)


def pytest_configure(config: pytest.Config) -> None:
    """Let dbt leave its log open: it closes the file only when its logger is collected, in whichever test that is."""
    config.addinivalue_line(
        "filterwarnings",
        r"ignore:Exception ignored in. <_io\.FileIO name='[^']*dbt\.log':pytest.PytestUnraisableExceptionWarning",
    )


def pytest_unconfigure(config: pytest.Config) -> None:
    """Remove the tests' own folders; the shared one goes with the process that all workers come from."""
    shutil.rmtree(PREFECT_FOLDER, ignore_errors=True)
    if not hasattr(config, "workerinput"):
        shutil.rmtree(CACHE_FOLDER, ignore_errors=True)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: object) -> object:
    """Keep the files that name the same group on one worker, since they share a home that takes long to make.

    pytest-xdist 3.8 does so by itself only up to pytest 9.1: it marks a test by a private name that has since gone.
    """

    def split_scope(_scheduling: object, nodeid: str) -> str:
        return _group_of(config.rootpath / nodeid.partition("::")[0]) or nodeid

    scheduling = importlib.import_module("xdist.scheduler").LoadScopeScheduling
    return type("ByGroup", (scheduling,), {"_split_scope": split_scope})(config, log)


@cache
def _group_of(path: Path) -> str | None:
    named = re.search(r'^pytestmark = .*xdist_group\("(\w+)"\)', path.read_text(encoding="utf-8"), re.MULTILINE)
    return named and named[1]


@pytest.fixture(scope="session")
def tiny_history(tmp_path_factory: pytest.TempPathFactory) -> "History":
    """A tiny company after two nights, the second with corrections; a copy of its home after the first."""
    from nights import tell_history

    return tell_history(tmp_path_factory.mktemp("tiny"))


@pytest.fixture(scope="session")
def demo_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A demo company of 40 accounts after one undisturbed night."""
    from nights import DEMO_AS_OF, night

    from flows.demo import write_demo

    home = tmp_path_factory.mktemp("demo")
    write_demo(home / "inbox", accounts=40, months=12, seed=7, as_of=DEMO_AS_OF)
    night(home, DEMO_AS_OF, threads=2)
    return home


@pytest.fixture(scope="session")
def compiled_project(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """The SQL of every model, compiled by the first worker that asks; the others wait for it."""
    from properties.warehouse import compile_project

    own = tmp_path_factory.getbasetemp()
    folder = (own if worker_id == "master" else own.parent) / "compiled-project"
    try:
        folder.mkdir()
    except FileExistsError:
        _wait_for(folder / "done")
    else:
        try:
            compile_project(folder)
        finally:
            (folder / "done").touch()
    return folder


def _wait_for(file: Path) -> None:
    deadline = time.monotonic() + 300
    while not file.exists():
        if time.monotonic() > deadline:
            pytest.fail("Another worker began to compile the models and did not finish within five minutes.")
        time.sleep(0.1)
