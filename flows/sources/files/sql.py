"""Quoting: the only way in which a name or a value enters generated SQL."""


def identifier(name: str) -> str:
    """A name as a quoted SQL identifier."""
    return '"' + name.replace('"', '""') + '"'


def literal(value: str | None) -> str:
    """A text as a quoted SQL literal; null for None."""
    return "null" if value is None else "'" + value.replace("'", "''") + "'"


def listed(values: tuple[str, ...] | list[str]) -> str:
    """Texts as an SQL list of literals."""
    return "[" + ", ".join(literal(value) for value in values) + "]"
