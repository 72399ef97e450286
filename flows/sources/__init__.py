"""The connectors: one folder each, found by listing the folders."""

import importlib
import pkgutil

from flows.errors import ConfigurationError
from flows.sources.connector import Batch, Connector, StreamBatch

__all__ = ["Batch", "Connector", "StreamBatch", "connectors", "named_connectors"]


def connectors() -> dict[str, Connector]:
    """Every connector by its name: each package in this folder offers one as `connector`."""
    names = sorted(module.name for module in pkgutil.iter_modules(__path__) if module.ispkg)
    return {name: importlib.import_module(f"{__name__}.{name}").connector for name in names}


def named_connectors(names: tuple[str, ...]) -> dict[str, Connector]:
    """The connectors of the given names, or all of them when none is given.

    Raises:
        ConfigurationError: a name is not a connector's.
    """
    every = connectors()
    if unknown := sorted(set(names) - set(every)):
        raise ConfigurationError(f"--source {unknown[0]}: no such source; write one of {', '.join(every)}.")
    return {name: every[name] for name in names} if names else every
