"""Takes a person out of delimited text files, line by line, in the encoding and with the line ends they have."""

import csv
import gzip
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Literal, TextIO, cast

from flows.erasure.rows import Layout, clean_row, speaks_of
from flows.erasure.tables import LayoutOf
from flows.erasure.terms import ERASED, Terms
from flows.sources.files.mapping import FileFormat
from flows.sources.files.records import CHARACTERS_IN_A_VALUE, LINES_IN_A_VALUE

LINE_ENDS = "\r\n"


def clean_delimited(source: Path, target: Path, terms: Terms, form: FileFormat, layout_of: LayoutOf) -> int:
    """Write a CSV file, gzipped or not, without the person; records without them stay byte by byte as they are.

    Returns:
        How many cells changed.
    """
    changed = 0
    with _opened(source, "rt", form) as old, _opened(target, "wt", form) as new:
        cleaner: _Cleaner | None = None
        for record in _records(old, form.quote):
            if cleaner is None and record.strip():
                header = _split(record, form) or []
                cleaner = _Cleaner(terms, form, len(header), layout_of([name.lstrip("\ufeff") for name in header]))
                new.write(record)
                continue
            cleaned, count = cleaner.clean(record) if cleaner else (record, 0)
            new.write(cleaned)
            changed += count
    if not changed:
        target.unlink()
    return changed


class _Cleaner:
    """Cleans the records of one file, whose header says how many fields they have and what these are."""

    def __init__(self, terms: Terms, form: FileFormat, width: int, places: Layout) -> None:
        self.terms, self.form, self.width, self.places = terms, form, width, places

    def clean(self, record: str) -> tuple[str, int]:
        """The record without the person, and how many of its fields changed."""
        if not self.terms.may_hold(record) and not any(token in record for token in self.terms.person.tokens.values()):
            return record, 0
        end = record[len(record.rstrip(LINE_ENDS)) :]
        fields = _split(record, self.form)
        if fields is not None and len(fields) == self.width:
            cells, count = clean_row(fields, self.places, self.terms)
            return (self._joined(record, cells) + end if count else record), count
        lines = record.splitlines(keepends=True)
        if len(lines) > 1:
            # A quote that nobody closed has tied lines together that do not belong together.
            cleaned = [self.clean(line) for line in lines]
            return "".join(line for line, _ in cleaned), sum(count for _, count in cleaned)
        if speaks_of(record, self.terms):
            return ERASED + end, 1
        return self.terms.clean(record)

    def _joined(self, record: str, cells: Sequence[str | None]) -> str:
        quote, delimiter = self.form.quote, self.form.delimiter
        all_quoted = bool(quote) and record.count(quote) >= 2 * self.width and record.startswith(quote)
        fields = []
        for cell in cells:
            text = cell or ""
            if quote and (all_quoted or any(mark in text for mark in (quote, delimiter, "\r", "\n"))):
                text = f"{quote}{text.replace(quote, quote * 2)}{quote}"
            fields.append(text)
        return delimiter.join(fields)


def _opened(path: Path, mode: str, form: FileFormat) -> TextIO:
    options = {"encoding": form.encoding, "errors": "surrogateescape", "newline": ""}
    if path.name.casefold().endswith(".gz"):
        return cast("TextIO", gzip.open(path, mode, **options))  # type: ignore[call-overload]
    return cast("TextIO", path.open(mode, **options))  # type: ignore[call-overload]


def _records(lines: TextIO, quote: str) -> Iterator[str]:
    """The lines, those joined between which a quoted value goes on; each character comes out once."""
    held: list[str] = []
    length, is_open = 0, False
    for line in lines:
        held.append(line)
        length += len(line)
        is_open ^= bool(quote) and line.count(quote) % 2 == 1
        if is_open and len(held) < LINES_IN_A_VALUE and length < CHARACTERS_IN_A_VALUE:
            continue
        yield "".join(held)
        held, length, is_open = [], 0, False
    if held:
        yield "".join(held)


def _split(record: str, form: FileFormat) -> list[str] | None:
    try:
        quoting: Literal[0, 3] = csv.QUOTE_MINIMAL if form.quote else csv.QUOTE_NONE
        rows = list(
            csv.reader([record], delimiter=form.delimiter, quotechar=form.quote or None, quoting=quoting, strict=True)
        )
    except csv.Error:
        return None
    return rows[0] if len(rows) == 1 else None
