"""What later stages need is imported while the sources are read."""

import subprocess
import sys

from flows.imports import NEEDED_LATER, import_meanwhile


def test_everything_that_is_named_is_there_and_comes_in() -> None:
    code = (
        "import sys; from flows.imports import NEEDED_LATER, import_meanwhile; import_meanwhile().join(); "
        "print([name for name in NEEDED_LATER if name not in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=False)
    assert (done.stdout.strip(), done.returncode) == ("[]", 0), done.stderr


def test_a_module_that_is_missing_is_left_to_who_needs_it() -> None:
    import_meanwhile(("flows.not_there", "json")).join()
    assert "flows.not_there" not in NEEDED_LATER
