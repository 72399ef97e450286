"""The suites of both gates as code: a folder is a gate, a module in it is a suite, and nothing lists them."""

import importlib
import pkgutil
from collections.abc import Callable, Mapping
from pathlib import Path

from flows.errors import ConfigurationError
from flows.quality.checks import Check

Suite = Callable[[Mapping[str, str]], list[Check]]

FOLDER = Path(__file__).parent


def gates() -> tuple[str, ...]:
    """The names of the gates."""
    return tuple(sorted(path.parent.name for path in FOLDER.glob("*/__init__.py")))


def suites(gate: str) -> dict[str, Suite]:
    """The suites of a gate by name, each a function from the policy's settings to checks.

    Raises:
        ConfigurationError: there is no such gate.
    """
    if gate not in gates():
        raise ConfigurationError(f"there is no gate '{gate}' in expectations/; known are {', '.join(gates())}.")
    names = sorted(module.name for module in pkgutil.iter_modules([str(FOLDER / gate)]))
    return {name: importlib.import_module(f"{__name__}.{gate}.{name}").suite for name in names}
