"""What is wrong with a file, as data for the quarantine and as a sentence for a person."""

from collections.abc import Sequence
from dataclasses import dataclass

from flows.errors import shown

__all__ = ["Problem", "shown", "shown_names"]

SHOWN_NAMES = 20


@dataclass(frozen=True)
class Problem:
    """One thing wrong: with a whole file (row None), with a whole row (column None) or with one value.

    `row` counts as a spreadsheet does, so the header is row 1. `expected` completes "the value is not ...".
    """

    stream: str
    file: str
    row: int | None
    column: str | None
    value: str | None
    expected: str

    def sentence(self) -> str:
        """One sentence that says where it is, what is wrong and what to write instead."""
        place = shown(self.file) if self.row is None else f"{shown(self.file)} row {self.row}"
        if self.column is None:
            return f"{place}: expected {self.expected}."
        if self.value is None:
            return f"{place}, {self.column}: is empty; expected {self.expected}."
        return f"{place}, {self.column}: '{shown(self.value)}' is not {self.expected}."


def shown_names(names: Sequence[str]) -> str:
    """Names fit for one line of a message: the first ones, each as it may be shown, and how many more there are."""
    listed = ", ".join(shown(name) for name in names[:SHOWN_NAMES])
    return f"{listed} and {len(names) - SHOWN_NAMES:,} more" if len(names) > SHOWN_NAMES else listed
