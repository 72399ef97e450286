"""Stand-in for the adapter while SQL is linted: a dispatched macro becomes a query or a call of its name."""

from collections.abc import Callable

# Those of which the plain call would be no SQL, or longer than what stands for it.
WRITTEN_OUT: dict[str, Callable[..., str]] = {
    "text_literal": lambda words: "'" + words.replace("'", "''") + "'",
    "divisor": str,
    "counted_stream": lambda *_: "",
}


def dispatch(name: str, _package: str) -> Callable[..., str]:
    """The macro of a name; one that ends in `_spine` or `_items` is a whole query, any other an expression."""
    if name in WRITTEN_OUT:
        return WRITTEN_OUT[name]
    if name.endswith("_items"):
        return lambda relation, *_: f"select *, 1 as item, 1 as item_number from {relation}"
    call = "select {0}({1}) as month" if name.endswith("_spine") else "{0}({1})"
    return lambda *arguments: call.format(name, ", ".join(str(argument) for argument in arguments))
