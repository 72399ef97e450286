"""From a dropped CSV file to plain UTF-8 text whose header is known, or to the reason why it is no such file."""

import codecs
import gzip
import shutil
import zlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from flows.sources.files.limits import (
    FileLimits,
    UnreadableFileError,
    judge_columns,
    judge_room,
    judge_size,
    judge_unpacked,
)
from flows.sources.files.mapping import FileFormat
from flows.sources.files.problems import shown
from flows.sources.files.reader import CHUNK_BYTES, InboxFile
from flows.sources.files.records import read_records

SIGNATURES = {
    b"PK\x03\x04": "a zip archive or a spreadsheet",
    b"PAR1": "a Parquet file",
    b"\x1f\x8b": "a gzip archive",
    b"\xd0\xcf\x11\xe0": "an old spreadsheet",
    b"%PDF": "a PDF document",
    b"SQLite format 3": "a database",
    b"\x28\xb5\x2f\xfd": "a zstd archive",
    b"BZh": "a bzip2 archive",
    b"\xfd7zXZ": "an xz archive",
    b"7z\xbc\xaf": "a 7z archive",
    b"\x89PNG": "a picture",
}
UTF_16_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


@dataclass(frozen=True)
class PreparedCsv:
    """Plain UTF-8 text with the names of its header.

    `lines` counts the lines, the header included; None when there is anything in the file that a fast parser may
    take wrongly or number wrongly: bytes that are no text, NULs, blank lines, mixed line ends, a header of two lines.
    """

    path: Path
    header: tuple[str, ...]
    lines: int | None


def kind_of(name: str) -> str:
    """csv, gzip or parquet, by the file's name."""
    lowered = name.casefold()
    if lowered.endswith(".parquet"):
        return "parquet"
    return "gzip" if lowered.endswith(".gz") else "csv"


def prepare_csv(file: InboxFile, form: FileFormat, workspace: Path, limits: FileLimits | None = None) -> PreparedCsv:
    """Unpack and transcode a CSV file into the workspace where it needs that, and read its header.

    Raises:
        UnreadableFileError: it is empty, unreadable, too large, another kind of file, or not text in its encoding.
    """
    judge_size(file.bytes, limits)
    start = _start(file)
    packed = kind_of(file.name) == "gzip"
    if packed and not start.startswith(b"\x1f\x8b"):
        raise UnreadableFileError("a gzip archive, as its name says; rename it or pack it again")
    if not packed:
        _judge_start(start, form)
    plain = file.path
    if packed or form.encoding not in ("utf-8", "utf-8-sig"):
        plain = workspace / "plain.csv"
        _rewrite(file, form, plain, packed, limits)
    header, one_line = _header(plain, form, limits)
    return PreparedCsv(plain, header, _regular_lines(plain) if one_line else None)


def count_records(path: Path, quote: str) -> int:
    """Records of a well-formed file, by the line ends outside quotes."""
    records, inside, last = 0, False, b""
    with path.open("rb") as file:
        while chunk := file.read(CHUNK_BYTES):
            for number, part in enumerate(chunk.split(quote.encode())):
                inside = inside if number == 0 else not inside
                records += 0 if inside else part.count(b"\n")
            last = chunk[-1:]
    return records + (last != b"\n")


def _start(file: InboxFile) -> bytes:
    try:
        with file.path.open("rb") as opened:
            start = opened.read(CHUNK_BYTES)
    except OSError as error:
        raise UnreadableFileError(f"a file that can be opened ({error.strerror}); check its permissions") from error
    if not start:
        raise UnreadableFileError("a header and rows; the file is empty")
    return start


def _judge_start(start: bytes, form: FileFormat) -> None:
    for signature, kind in SIGNATURES.items():
        if start.startswith(signature):
            raise UnreadableFileError(f"CSV text; the file holds {kind}")
    if start.startswith(UTF_16_MARKS) and not form.encoding.startswith(("utf-16", "utf-32")):
        raise UnreadableFileError(
            f"text in {form.encoding}; the file is UTF-16, so write encoding: utf-16 in mapping.yml"
        )


def _rewrite(file: InboxFile, form: FileFormat, plain: Path, packed: bool, limits: FileLimits | None) -> None:
    """Write the file's text as UTF-8; bytes that are no text stay as they are, so that only their rows are refused."""
    room, size = shutil.disk_usage(plain.parent).free, 0
    try:
        with file.path.open("rb") as raw, plain.open("wb") as written:
            source = gzip.GzipFile(fileobj=raw) if packed else raw
            first = True
            for chunk in _decoded(source, form.encoding):
                if first:
                    _judge_start(chunk, form)
                    first = False
                size += len(chunk)
                if packed:
                    judge_unpacked(size, file.bytes, limits)
                judge_room(size, room, plain.parent.parent)
                written.write(chunk)
            if first:
                raise UnreadableFileError("a header and rows; the file is empty")
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise UnreadableFileError("a whole gzip archive; it is cut off or damaged, so copy it again") from error
    except UnicodeError as error:
        raise UnreadableFileError(f"text in {form.encoding}; name the file's encoding in mapping.yml") from error


def _decoded(source: BinaryIO | gzip.GzipFile, encoding: str) -> Iterator[bytes]:
    plain = encoding in ("utf-8", "utf-8-sig")
    decoder = codecs.getincrementaldecoder(encoding)(errors="surrogateescape")
    while chunk := source.read(CHUNK_BYTES):
        yield chunk if plain else decoder.decode(chunk).encode("utf-8", "surrogateescape")
    if not plain:
        yield decoder.decode(b"", final=True).encode("utf-8", "surrogateescape")


def _header(plain: Path, form: FileFormat, limits: FileLimits | None) -> tuple[tuple[str, ...], bool]:
    """The trimmed names of the header and whether it is one line; a column without a name is called by its place."""
    first = next(read_records(plain, form.delimiter, form.quote, None), None)
    if first is None:
        raise UnreadableFileError("a header and rows; the file has blank lines only")
    if first.fields is None:
        raise UnreadableFileError(f"a header of column names, but its first line is not {first.expected}")
    judge_columns(len(first.fields), limits)
    names = [name.strip(" \t\r\n\ufeff\u00a0") for name in first.fields]
    named = tuple(name or f"(column {place})" for place, name in enumerate(names, 1))
    counted = Counter(name.casefold() for name in named)
    repeated = next((name for name in named if counted[name.casefold()] > 1), None)
    if repeated is not None:
        raise UnreadableFileError(f"every column name once; the header has '{shown(repeated)}' twice")
    return named, "\n" not in first.raw.rstrip("\r\n")


def _regular_lines(plain: Path) -> int | None:
    decoder = codecs.getincrementaldecoder("utf-8")()
    lines = returns = pairs = 0
    last = b"\n"
    try:
        with plain.open("rb") as file:
            while chunk := file.read(CHUNK_BYTES):
                # The end of the chunk before, so that a pair of line ends is seen across the border.
                joined = last + chunk
                if b"\0" in chunk or b"\n\n" in joined or b"\n\r" in joined:
                    return None
                decoder.decode(chunk)
                lines += chunk.count(b"\n")
                returns += chunk.count(b"\r")
                pairs += joined.count(b"\r\n")
                last = chunk[-1:]
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return None
    if returns != pairs or returns not in (0, lines):
        return None
    return lines + (last != b"\n")
