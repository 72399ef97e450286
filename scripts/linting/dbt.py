"""Stand-in for dbt's own macros while SQL is linted: each becomes a call of its name, which is all a linter needs."""

from collections.abc import Callable


def __getattr__(name: str) -> Callable[..., str]:
    if name.startswith("__"):
        raise AttributeError(name)
    return lambda *arguments: f"{name}({', '.join(str(argument) for argument in arguments)})"
