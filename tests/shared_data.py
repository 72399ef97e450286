"""Where data of third parties lies that may be tried but not kept here."""

import os
from pathlib import Path

import pytest

BESIDE = Path(__file__).parents[2] / "shared" / "data"


def shared_data(name: str) -> Path:
    """A file or folder of it; the test is skipped where there is none."""
    path = Path(os.environ.get("ACCOUNT360_SHARED_DATA") or BESIDE) / name
    if not path.exists():
        pytest.skip(f"{name} is not among the data of third parties (ACCOUNT360_SHARED_DATA)")
    return path
