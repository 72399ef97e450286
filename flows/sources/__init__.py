"""The connectors: one folder each, found by listing the folders."""

import importlib
import pkgutil

from flows.errors import ConfigurationError
from flows.settings import RunRequest, sources_file
from flows.sources.connector import Batch, Connector, StreamBatch, StreamTrial

__all__ = [
    "Batch",
    "Connector",
    "StreamBatch",
    "StreamTrial",
    "connector_names",
    "connectors",
    "has_systems",
    "named_connectors",
]


def connector_names() -> list[str]:
    """The names of all connectors, without loading any."""
    return sorted(module.name for module in pkgutil.iter_modules(__path__) if module.ispkg)


def connectors() -> dict[str, Connector]:
    """Every connector by its name: each package in this folder offers one as `connector`."""
    return {name: importlib.import_module(f"{__name__}.{name}").connector for name in connector_names()}


def named_connectors(request: RunRequest) -> dict[str, Connector]:
    """The connectors that a run names, or all that the company has when it names none.

    Raises:
        ConfigurationError: a name is not a connector's, or sources.yml says nothing of it.
    """
    every, names = connectors(), request.sources
    if unknown := sorted(set(names) - set(every)):
        raise ConfigurationError(f"--source {unknown[0]}: no such source; write one of {', '.join(every)}.")
    configured = {name: source for name, source in every.items() if source.is_configured(request)}
    if missing := sorted(set(names) - set(configured)):
        place = sources_file(request.home)
        raise ConfigurationError(f"--source {missing[0]}: {place} has no section for it; add one.")
    chosen = {name: configured[name] for name in names} if names else configured
    if request.backfill_from and set(chosen) <= {"files"}:
        raise ConfigurationError(
            "--from reads a span of the past from systems, and none is asked for; "
            f"{sources_file(request.home)} names them."
        )
    return chosen


def has_systems(request: RunRequest) -> bool:
    """Whether sources.yml names any system, so that files need not bring everything.

    Raises:
        ConfigurationError: it cannot be read.
    """
    from flows.extraction.configuration import load_configuration

    return bool(set(load_configuration(request.home, connector_names())) - {"files"})
