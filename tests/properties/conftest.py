"""The compiled models, shared by every test here."""

from pathlib import Path

import pytest

from properties.warehouse import Project, read_project


@pytest.fixture(scope="session")
def project(compiled_project: Path) -> Project:
    """Every model, ready to be built from a book."""
    return read_project(compiled_project)
