"""Takes a person out of one file of any kind, which its first bytes tell."""

import gzip
import re
import shutil
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import duckdb

from flows.erasure.delimited import clean_delimited
from flows.erasure.rows import layout
from flows.erasure.tables import clean_duckdb, clean_parquet
from flows.erasure.terms import Terms
from flows.files import sync_file, sync_folder
from flows.sources.files.mapping import FileFormat

PLAIN_CSV = FileFormat()
HEAD_BYTES = 8192
# The place of a cell, such as P2, may look like the id of a person.
CELL_PLACES = re.compile(rb' (?:r|ref|sqref|activeCell|topLeftCell)="[A-Z0-9:$ ]+"')
NOT_BINARY = (b"\xff\xfe", b"\xfe\xff")
Cleaner = Callable[[Path, Path], int]


class NotErasableError(Exception):
    """Raised when a file holds the person and cannot be written anew; the text says why."""


@dataclass
class Findings:
    """What was found in one place: files and values changed, and the files that a person must look at.

    `failed` counts those of them that could not be read or written, which a second try may do.
    """

    place: str
    files: int = 0
    values: int = 0
    unhandled: list[str] = field(default_factory=list)
    failed: int = 0

    def add(self, values: int) -> None:
        """Count one file that changed."""
        self.files += 1
        self.values += values


def clean_file(source: Path, target: Path, terms: Terms) -> int:
    """Write a file without the person to `target`; nothing is written when they are not in it.

    Returns:
        How many values changed.

    Raises:
        NotErasableError: the person is in it, and it is of a kind that cannot be written anew.
    """
    with source.open("rb") as opened:
        head = opened.read(HEAD_BYTES)
    name = source.name.casefold()
    if head.startswith(b"PAR1"):
        changed = clean_parquet(source, target, terms, layout)
    elif head[8:12] == b"DUCK":
        changed = clean_duckdb(source, target, terms, layout)
    elif name.endswith((".csv", ".csv.gz")) and _is_text(head, source):
        changed = clean_delimited(source, target, terms, PLAIN_CSV, layout)
    elif head.startswith(b"\x1f\x8b"):
        changed = _clean_gzip(source, target, terms)
    elif head.startswith(b"PK\x03\x04"):
        changed = _search_zip(source, terms)
    elif _is_binary(head):
        changed = _search_binary(source.read_bytes(), terms, "a file")
    else:
        changed = _write(target, *terms.clean_bytes(source.read_bytes(), is_calendar=name.endswith(".ics")))
    return changed


def clean_in_place(path: Path, found: Findings, shown: str, clean: Cleaner, is_trial: bool, workspace: Path) -> None:
    """Put the cleaned file in place of the old one in one step, with its mode; a trial only counts.

    A file that cannot be written anew is noted with the reason, and the others go on.
    """
    # A link from the inbox to a file elsewhere stays a link.
    path = path.resolve()
    target = (workspace if is_trial else path.parent) / f".erasing-{path.name}"
    try:
        with noted(found, shown):
            changed = clean(path, target)
            if changed:
                found.add(changed)
            if changed and not is_trial:
                replace(target, path)
    finally:
        target.unlink(missing_ok=True)


@contextmanager
def noted(found: Findings, shown: str) -> Iterator[None]:
    """Note a file that could not be read or written anew instead of stopping at it."""
    try:
        yield
    except NotErasableError as reason:
        found.unhandled.append(f"{shown} ({reason})")
    except (OSError, EOFError, zlib.error, UnicodeError, duckdb.Error, zipfile.BadZipFile) as error:
        found.failed += 1
        found.unhandled.append(f"{shown} ({type(error).__name__}: it could not be read and written anew)")


def replace(new: Path, old: Path) -> None:
    """Put a new file in place of an old one, with the old one's mode, so that it survives a power cut."""
    shutil.copymode(old, new)
    sync_file(new)
    new.replace(old)
    sync_folder(old.parent)


def _write(target: Path, content: bytes, changed: int) -> int:
    if changed:
        target.write_bytes(content)
    return changed


def _clean_gzip(source: Path, target: Path, terms: Terms) -> int:
    with gzip.open(source) as opened:
        content = opened.read()
    if _is_binary(content[:HEAD_BYTES]):
        return _search_binary(content, terms, "a packed file")
    cleaned, changed = terms.clean_bytes(content)
    return _write(target, gzip.compress(cleaned), changed)


def _search_zip(source: Path, terms: Terms) -> int:
    with zipfile.ZipFile(source) as archive:
        for name in archive.namelist():
            content = CELL_PLACES.sub(b"", archive.read(name))
            if terms.stand_in(content) or (not _is_binary(content[:HEAD_BYTES]) and terms.clean_bytes(content)[1]):
                raise NotErasableError("an archive or a spreadsheet")
    return 0


def _search_binary(content: bytes, terms: Terms, what: str) -> int:
    if terms.stand_in(content):
        raise NotErasableError(f"{what} of a kind that is not known")
    return 0


def _is_binary(head: bytes) -> bool:
    return b"\0" in head and not head.startswith(NOT_BINARY)


def _is_text(head: bytes, source: Path) -> bool:
    if source.name.casefold().endswith(".gz"):
        with gzip.open(source) as opened:
            head = opened.read(HEAD_BYTES)
    return not _is_binary(head) and not head.startswith(NOT_BINARY)
