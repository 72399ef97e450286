"""Tries every source that a company has: what answers, what does not, and what to do about it, a line each."""

from collections.abc import Iterator
from dataclasses import dataclass

from flows.errors import Account360Error
from flows.policy import Policy, load_policy
from flows.settings import RunRequest
from flows.sources import Connector, connectors

GOOD, WRONG, LEFT_OUT = "ok", "wrong", "-"


@dataclass(frozen=True)
class Trial:
    """What people are told of all sources, and whether anything is wrong with any."""

    lines: tuple[str, ...]
    is_wrong: bool


def try_sources(request: RunRequest) -> Trial:
    """Ask every configured source for a little of each stream.

    Raises:
        ConfigurationError: sources.yml or the policy cannot be read.
    """
    policy = load_policy(request.policy)
    rows: list[tuple[str, str, str]] = []
    for name, connector in connectors().items():
        if connector.is_configured(request):
            rows += _tried(connector, request, policy)
        else:
            rows.append((name, LEFT_OUT, "not configured"))
    width = max(len(name) for name, _, _ in rows)
    lines = tuple(f"{name:<{width}}  {verdict:<5}  {told}" for name, verdict, told in rows)
    return Trial(lines, any(verdict == WRONG for _, verdict, _ in rows))


def _tried(connector: Connector, request: RunRequest, policy: Policy) -> Iterator[tuple[str, str, str]]:
    """A line for what can be read, and one for each stream of which there is something to tell."""
    name = connector.name
    good, told = [], []
    try:
        for trial in connector.try_connection(request, policy):
            if trial.told is None:
                good.append(trial.stream)
            else:
                told.append((name, WRONG if trial.is_wrong else GOOD, f"{trial.stream}: {trial.told}".lstrip(": ")))
    except Account360Error as error:
        told.append((name, WRONG, str(error)))
    if good:
        yield name, GOOD, ", ".join(good)
    yield from told
