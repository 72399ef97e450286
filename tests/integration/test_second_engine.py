"""The models give the same marts on Spark: a small company is built by both engines, each in its own environment."""

import os
import shutil
import subprocess

import pytest

from flows.settings import PROJECT_ROOT

PYTHON = PROJECT_ROOT / ".venv-spark" / "bin" / "python"


@pytest.mark.timeout(900)
@pytest.mark.xdist_group("second engine")
def test_every_mart_of_a_small_company_is_the_same_on_both_engines() -> None:
    if not PYTHON.exists():
        pytest.skip("There is no .venv-spark: scripts/environment requirements-spark.lock .venv-spark makes it.")
    if shutil.which("java") is None:
        pytest.skip("There is no Java, which Spark runs on; install Java 17.")
    # The other environment finds its own packages, and nothing of this one.
    inherited = {name: value for name, value in os.environ.items() if not name.startswith(("PYTEST_", "PYTHON"))}
    done = subprocess.run(
        [str(PYTHON), "-m", "pytest", "tests/spark/test_short.py", "-m", "spark", "-n", "0", "-q"],
        cwd=PROJECT_ROOT,
        env=inherited,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-2000:]
