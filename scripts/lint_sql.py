"""Lints SQL as sqlfluff does, with two faults of its templates mended and without its doing the same work again.

By itself it compiles all macros of the project anew for every file, and a macro that returns a value to another one
ends that one too. It lints a file a second time for the sake of a line break that no rendering keeps, and every rule of
layout measures the whole file anew. It stands outside the linter's folder of stand-ins, whose every module is run anew
for each file.
"""

import gc
import sys
from collections.abc import Sequence
from typing import Any

from jinja2 import Environment
from jinja2.runtime import Macro
from sqlfluff.cli.commands import cli
from sqlfluff.core.parser import BaseSegment
from sqlfluff.core.templaters.base import RawFileSlice
from sqlfluff.core.templaters.builtins.dbt import MacroReturn
from sqlfluff.core.templaters.jinja import JinjaTemplater
from sqlfluff.utils.reflow.depthmap import DepthMap

compile_template, call_macro, measure = Environment.compile, Macro.__call__, DepthMap.from_parent
made: dict[tuple[str, ...], Any] = {}
# The file that was measured last, and its measures: the file is kept, so that no other one takes its place in memory.
measured: list[tuple[BaseSegment, DepthMap]] = []


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


def is_nothing_to_lint(_templater: type[JinjaTemplater], parts: Sequence[RawFileSlice], place: int) -> bool:
    """Whether a part of a template that was not rendered is white space; text in a branch not taken is rendered too."""
    return parts[place].raw.isspace()


def measure_once(_kind: type[DepthMap], parent: BaseSegment) -> DepthMap:
    """How deep each part of a file stands, measured for the first rule that asks; only a fix would change it."""
    if not measured or measured[0][0] is not parent:
        measured[:] = [(parent, measure(parent))]
    return measured[0][1]


# Here and not below, so that the processes it starts do the same.
Environment.compile = compile_once  # type: ignore[method-assign, assignment]
Macro.__call__ = call_and_return  # type: ignore[method-assign, assignment]
JinjaTemplater._is_unreached_whitespace_adjacent_to_trim_tag = classmethod(is_nothing_to_lint)  # type: ignore[method-assign, assignment, arg-type]
DepthMap.from_parent = classmethod(measure_once)  # type: ignore[method-assign, assignment, arg-type]
# A parsed file is a tree of many objects that all go at once: looking for garbage among them is a tenth of the work.
gc.set_threshold(100_000, 50, 100)

if __name__ == "__main__":
    sys.exit(cli())
