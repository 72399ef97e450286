"""The declared shape of every file that may stand in an inbox, read from streams.yml."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal, cast, get_args

ColumnType = Literal["text", "date", "timestamp", "month", "decimal", "integer", "boolean", "choice", "currency"]


@dataclass(frozen=True)
class Column:
    """One column of a stream: its type and what an empty value means."""

    name: str
    type: ColumnType
    required: bool = False
    choices: tuple[str, ...] = ()
    default: str | None = None
    references: str | None = None
    pii: bool = False


@dataclass(frozen=True)
class Rule:
    """A condition on a whole row, as SQL over the typed columns; `expected` completes "the value is not ..."."""

    sql: str
    column: str
    expected: str


@dataclass(frozen=True)
class Stream:
    """One kind of file: key, columns in declared order, rules of a row, and the column that tells how fresh it is.

    A stream with a system may name accounts by that system's own ids.
    """

    name: str
    description: str
    key: tuple[str, ...]
    columns: dict[str, Column]
    rules: tuple[Rule, ...] = ()
    dated_by: str | None = None
    system: str | None = None

    @property
    def required(self) -> tuple[str, ...]:
        """Names of the columns that a file must have."""
        return tuple(column.name for column in self.columns.values() if column.required)


@cache
def load_streams() -> dict[str, Stream]:
    """Every declared stream by name, in declared order."""
    import yaml

    text = Path(__file__).with_name("streams.yml").read_text(encoding="utf-8")
    return {name: _stream(name, declared) for name, declared in yaml.safe_load(text).items()}


def _stream(name: str, declared: dict[str, Any]) -> Stream:
    columns = {column: _column(column, about) for column, about in declared["columns"].items()}
    rules = tuple(Rule(**rule) for rule in declared.get("rules", ()))
    key = tuple(declared["key"])
    return Stream(name, declared["description"], key, columns, rules, declared.get("dated_by"), declared.get("system"))


def _column(name: str, about: dict[str, Any]) -> Column:
    if about["type"] not in get_args(ColumnType):
        raise ValueError(f"streams.yml: the column {name} has the unknown type {about['type']}.")
    return Column(
        name=name,
        type=cast("ColumnType", about["type"]),
        required=about.get("required", False),
        choices=tuple(about.get("choices", ())),
        default=about.get("default"),
        references=about.get("references"),
        pii=about.get("pii", False),
    )
