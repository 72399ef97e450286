"""Lints SQL as sqlfluff does, with two faults of its templates mended.

By itself it compiles all macros of the project anew for every file, and a macro that returns a value to another one
ends that one too. It stands outside the linter's folder of stand-ins, whose every module is run anew for each file.
"""

import sys
from typing import Any

from jinja2 import Environment
from jinja2.runtime import Macro
from sqlfluff.cli.commands import cli
from sqlfluff.core.templaters.builtins.dbt import MacroReturn

compile_template, call_macro = Environment.compile, Macro.__call__
made: dict[tuple[str, ...], Any] = {}


def compile_once(environment: Environment, source: Any, *names: Any, **options: Any) -> Any:
    """The code of a template, taken from before if it was made of the same text: all environments here are alike."""
    key = (str(source), *map(str, names), *map(str, sorted(options.items())))
    if key not in made:
        made[key] = compile_template(environment, source, *names, **options)
    return made[key]


def call_and_return(macro: Macro, *arguments: Any, **options: Any) -> Any:
    """What a macro gives to whoever calls it: the value it returns, or its text."""
    try:
        return call_macro(macro, *arguments, **options)
    except MacroReturn as returned:
        return returned.value


# Here and not below, so that the processes it starts do the same.
Environment.compile = compile_once  # type: ignore[method-assign, assignment]
Macro.__call__ = call_and_return  # type: ignore[method-assign, assignment]

if __name__ == "__main__":
    sys.exit(cli())
