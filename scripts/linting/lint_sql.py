"""Lints SQL as sqlfluff does, which by itself would compile all macros of the project anew for every file."""

import sys
from typing import Any

from jinja2 import Environment
from sqlfluff.cli.commands import cli

compile_template = Environment.compile
made: dict[tuple[str, ...], Any] = {}


def compile_once(environment: Environment, source: Any, *names: Any, **options: Any) -> Any:
    """The code of a template, taken from before if it was made of the same text: all environments here are alike."""
    key = (str(source), *map(str, names), *map(str, sorted(options.items())))
    if key not in made:
        made[key] = compile_template(environment, source, *names, **options)
    return made[key]


# Here and not below, so that the processes it starts do the same.
Environment.compile = compile_once  # type: ignore[method-assign, assignment]

if __name__ == "__main__":
    sys.exit(cli())
