"""The compiled models, shared by every test here and by every worker of one test run."""

import time
from pathlib import Path

import pytest

from properties.warehouse import Project, compile_project, read_project


@pytest.fixture(scope="session")
def project(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Project:
    """The SQL of every model, compiled by the first worker that asks; the others wait for it."""
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
    return read_project(folder)


def _wait_for(file: Path) -> None:
    deadline = time.monotonic() + 300
    while not file.exists():
        if time.monotonic() > deadline:
            pytest.fail("Another worker began to compile the models and did not finish within five minutes.")
        time.sleep(0.1)
