"""What a page of the report is: a name, a place in the menu, what fills its template, and the data its scripts read."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from flows.policy import Policy
from flows.report.language import Language

if TYPE_CHECKING:
    import duckdb


@dataclass(frozen=True)
class Occasion:
    """What every page states: the knowledge date, the last whole month, the currency and what the marts hold."""

    as_of: date
    month: date
    currency: str
    mart_sizes: Mapping[str, int]
    refused_rows: int


@dataclass(frozen=True)
class Source:
    """What a page is made of: the marts of a version, the policy of its run and what every page states.

    Attributes:
        folder: of the version, with what is published beside the report.
        lineage: the id of each published table in the lineage beside the pages; None when the run drew none.
    """

    connection: "duckdb.DuckDBPyConnection"
    policy: Policy
    occasion: Occasion
    folder: Path
    lineage: Mapping[str, str] | None = None


@dataclass(frozen=True)
class Page:
    """One page.

    Attributes:
        name: of its template and its file.
        label: of its link in the menu, in English.
        content: what its template is given, in a language.
        data: writes what its scripts read into the folder `data`, once for all languages; None when nothing.
        is_in_menu: whether the menu leads to it.
    """

    name: str
    label: str
    content: Callable[[Source, Language], Mapping[str, Any]]
    data: Callable[[Source, Path], None] | None = None
    is_in_menu: bool = True
