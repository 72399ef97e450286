"""What is wrong with a file, as data for the quarantine and as a sentence for a person."""

from dataclasses import dataclass

SHOWN_CHARACTERS = 80


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


def shown(text: str) -> str:
    """A value fit for one line of a message: control characters escaped, long text cut."""
    line = "".join(character if character.isprintable() else repr(character)[1:-1] for character in text)
    return line if len(line) <= SHOWN_CHARACTERS else line[: SHOWN_CHARACTERS - 1] + "…"
