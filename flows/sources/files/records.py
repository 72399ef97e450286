"""A patient CSV parser for damaged files: every line ends up in a record or in a refusal, none is lost."""

import re
from collections import deque
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple, TextIO

from flows.errors import InputError

# A quote that nobody closes would swallow the file: a value may run over so many lines and characters, no more.
LINES_IN_A_VALUE = 500
CHARACTERS_IN_A_VALUE = 1 << 20
# A file without line ends would be one line: a longer one is refused, and passed over piece by piece.
CHARACTERS_IN_A_LINE = 1 << 24
SHOWN_OF_A_LONG_LINE = 1000

TEXT = "text in the encoding that mapping.yml names (UTF-8 if none); a cp1252 file needs encoding: cp1252"
NO_NUL = "text without NUL characters"
TOO_LONG = f"a line of at most {CHARACTERS_IN_A_LINE:,} characters"
QUOTES = "quotes in pairs around a whole value, a quote inside it written twice"


class _Shape(NamedTuple):
    """How fields are parted and quoted, and how many there must be."""

    delimiter: str
    quote: str
    width: int | None


class Record(NamedTuple):
    """One record: its spreadsheet row, its fields, or None with what was expected of it; `raw` as it stood."""

    row: int
    fields: list[str] | None
    raw: str
    expected: str | None = None
    is_ended: bool = True

    def is_cut(self, delimiter: str, quote: str, width: int) -> bool:
        """Whether the file ends within this record, its last: no line end, and too few values or an open quote."""
        is_open = bool(quote) and self.raw.count(quote) % 2 == 1
        return self.fields is None and not self.is_ended and (is_open or self.raw.count(delimiter) < width - 1)


class _Lines:
    """The lines of a file, which may be handed back to be read again."""

    def __init__(self, lines: Iterator[str]) -> None:
        self._lines = lines
        self._returned: deque[str] = deque()

    def take(self) -> str | None:
        return self._returned.popleft() if self._returned else next(self._lines, None)

    def give_back(self, lines: list[str]) -> None:
        self._returned.extendleft(reversed(lines))


def read_records(path: Path, delimiter: str, quote: str, width: int | None) -> Iterator[Record]:
    """Every record of a UTF-8 file that is not blank, the header (row 1) included, of `width` fields if given.

    A line that cannot be split is refused alone, and reading goes on at the line after it.
    """
    newline = "\r" if _ends_in_returns(path) else "\n"
    with path.open(encoding="utf-8", errors="surrogateescape", newline=newline) as file:
        lines, shape = _Lines(_bounded_lines(file)), _Shape(delimiter, quote, width)
        row = 0
        while (line := lines.take()) is not None:
            row += 1
            if row == 1:
                line = line.removeprefix("\ufeff")
            if line.strip(" \r\n"):
                record = _record(row, line, lines, shape)
                yield record if line.endswith(("\n", "\r")) else record._replace(is_ended=False)


def _bounded_lines(file: TextIO) -> Iterator[str]:
    """The lines; of one that is too long only the beginning, which is longer than a line may be."""
    while line := file.readline(CHARACTERS_IN_A_LINE + 1):
        yield line
        rest = line
        while len(rest) > CHARACTERS_IN_A_LINE and not rest.endswith(("\n", "\r")):
            rest = file.readline(CHARACTERS_IN_A_LINE + 1)


def _record(row: int, line: str, lines: _Lines, shape: _Shape) -> Record:
    delimiter, quote, width = shape
    refusal = _unfit(line)
    if refusal is None and (not quote or quote not in line):
        return _judged(row, line.rstrip("\r\n").split(delimiter), line, width)
    taken: list[str] = []
    while refusal is None:
        record_text = "".join([line, *taken])
        outcome = _split(record_text.rstrip("\r\n"), delimiter, quote)
        if outcome is not None:
            record = _judged(row, outcome, record_text, width) if outcome else Record(row, None, line, QUOTES)
            if record.fields is None and taken:
                break
            return record
        refusal = _continue(lines, taken, quote, record_text)
    lines.give_back(taken)
    return Record(row, None, _raw(line), refusal or QUOTES)


def _continue(lines: _Lines, taken: list[str], quote: str, text: str) -> str | None:
    """Take lines until the quotes are even, which alone can close the value; say what is wrong when they never are."""
    length, quotes = len(text), text.count(quote)
    while len(taken) < LINES_IN_A_VALUE and length < CHARACTERS_IN_A_VALUE:
        following = lines.take()
        if following is None:
            return QUOTES
        taken.append(following)
        length += len(following)
        quotes += following.count(quote)
        if _unfit(following):
            return QUOTES
        if quotes % 2 == 0 and quote in following:
            return None
    return QUOTES


def _judged(row: int, fields: list[str], text: str, width: int | None) -> Record:
    if width is None or len(fields) == width:
        return Record(row, fields, text)
    columns = "column" if width == 1 else "columns"
    return Record(row, None, _raw(text), f"{width} {columns} as in the header, found {len(fields)}")


def _unfit(line: str) -> str | None:
    if len(line) > CHARACTERS_IN_A_LINE:
        return TOO_LONG
    if "\0" in line:
        return NO_NUL
    if not line.isascii() and re.search("[\udc80-\udcff]", line):
        return TEXT
    return None


def _split(text: str, delimiter: str, quote: str) -> list[str] | None:
    """The fields of a record; None when a quoted value is still open, an empty list when the quotes are broken."""
    field, opening = _patterns(delimiter, quote)
    fields: list[str] = []
    position = 0
    while True:
        match = field.match(text, position)
        if match is None:
            return None if opening.match(text, position) else []
        quoted, bare, end = match.groups()
        fields.append(bare if quoted is None else quoted.replace(quote * 2, quote))
        position = match.end()
        if not end:
            return fields


@cache
def _patterns(delimiter: str, quote: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """A field with what ends it, and a quoted value that is open to the end of the text."""
    d, q = re.escape(delimiter), re.escape(quote)
    inside = f"(?:[^{q}]++|{q}{q})*+"
    blank = "[ ]*" if delimiter != " " else ""
    field = re.compile(f"(?:{blank}{q}({inside}){q}{blank}|((?!{blank}{q})[^{d}]*+))({d}|\\Z)")
    return field, re.compile(f"{blank}{q}{inside}\\Z")


def _raw(line: str) -> str:
    """A line as text that any database takes: bytes that are no text and NULs are shown as escapes."""
    if len(line) > CHARACTERS_IN_A_LINE:
        line = f"{line[:SHOWN_OF_A_LONG_LINE]}…"
    readable = line.rstrip("\r\n").encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
    return readable.replace("\0", "\\x00")


def _ends_in_returns(path: Path) -> bool:
    """Whether lines end as on the oldest Macs: a carriage return somewhere and no line feed anywhere."""
    try:
        with path.open("rb") as file:
            returns = False
            while chunk := file.read(1 << 20):
                if b"\n" in chunk:
                    return False
                returns = returns or b"\r" in chunk
            return returns
    except OSError as error:
        raise InputError(f"{path.name} cannot be read ({error.strerror}); check its permissions.") from error
