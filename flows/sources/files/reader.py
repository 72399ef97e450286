"""The inbox: which file belongs to which stream, and a fingerprint that tells whether anything changed."""

import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from flows.errors import InputError
from flows.sources.files.limits import FileLimits
from flows.sources.files.mapping import FILE_NAME, FileFormat, Mode, StreamMapping, load_mapping
from flows.sources.files.problems import shown
from flows.sources.files.streams import Stream, load_streams

SUFFIXES = (".csv", ".csv.gz", ".parquet")
TEMPORARY = re.compile(r"\..*|~\$.*|.*\.(tmp|part|partial|crdownload)", re.IGNORECASE | re.DOTALL)
# What may follow a stream's name: "-anything", ".anything" or "_" and a digit, so accounts_old is no accounts.
PART = re.compile(r"([-.].*|_\d.*)?", re.DOTALL)
CHUNK_BYTES = 1 << 20


@dataclass(frozen=True)
class InboxFile:
    """One file of a stream; `name` is relative to the inbox, `sha256` is empty when unread or too large.

    `written` is the file's time of change in nanoseconds when it was hashed.
    """

    path: Path
    name: str
    sha256: str
    bytes: int
    written: int = 0

    @property
    def has_changed(self) -> bool:
        """Whether the file is another one than when it was hashed: still being written, replaced or taken away."""
        try:
            found = self.path.stat()
        except OSError:
            return bool(self.sha256)
        return bool(self.sha256) and (found.st_size, found.st_mtime_ns) != (self.bytes, self.written)


@dataclass(frozen=True)
class LookupSource:
    """Another stream of the inbox that fills a column: its key `match` equals our file's column `by`."""

    source: "InboxStream"
    match: str
    by: str


@dataclass(frozen=True)
class InboxStream:
    """The files of one stream and how they are read; an equal `fingerprint` means that nothing changed."""

    stream: Stream
    files: tuple[InboxFile, ...]
    mode: Mode
    format: FileFormat
    columns: Mapping[str, str]
    constants: Mapping[str, str]
    values: Mapping[str, Mapping[str, str]]
    lookups: Mapping[str, LookupSource]
    combine: Mapping[str, str]
    fingerprint: str


@dataclass(frozen=True)
class Inbox:
    """A folder of dropped files; `ignored` are names that belong to no stream, `warnings` are sentences."""

    folder: Path
    streams: dict[str, InboxStream]
    ignored: tuple[str, ...]
    warnings: tuple[str, ...]


def open_inbox(folder: Path, limits: FileLimits | None = None) -> Inbox:
    """Find, name and hash every file of an inbox; no row is read yet.

    Raises:
        InputError: the folder is missing or unreadable, or mapping.yml is wrong.
    """
    names = _names(folder)
    mappings = load_mapping(folder)
    chosen, unmatched = _assign(folder, names, mappings)
    used = {name for files in chosen.values() for name in files}
    hashed = {name: _hashed(folder, name, limits) for name in sorted(used)}
    streams: dict[str, InboxStream] = {}
    for name in sorted(chosen, key=lambda name: bool(mappings[name].lookups)):
        files = tuple(hashed[file] for file in chosen[name])
        streams[name] = _inbox_stream(load_streams()[name], files, mappings[name], streams)
    ignored = tuple(name for name in names if name not in used and name != FILE_NAME)
    warnings = tuple(_ignored_sentence(folder, name) for name in ignored) + unmatched
    return Inbox(folder, {name: streams[name] for name in load_streams() if name in streams}, ignored, warnings)


def streams_of_inbox(folder: Path) -> frozenset[str]:
    """The streams of which an inbox has files, without reading any.

    Raises:
        InputError: the folder is missing or unreadable, or mapping.yml is wrong.
    """
    chosen, _ = _assign(folder, _names(folder), load_mapping(folder))
    return frozenset(chosen)


def _names(folder: Path) -> tuple[str, ...]:
    if not folder.is_dir():
        raise InputError(f"The inbox {folder} is not a folder; make it, or name another one with --inbox.")
    try:
        return tuple(sorted(_walk(folder)))
    except OSError as error:
        raise InputError(f"The inbox {folder} cannot be read ({error.strerror}); check its permissions.") from error


def _walk(folder: Path) -> Iterator[str]:
    for entry in folder.iterdir():
        if TEMPORARY.fullmatch(entry.name):
            continue
        if not entry.is_dir():
            yield entry.name
            continue
        inside = list(entry.iterdir())
        if not inside and entry.name.casefold().endswith(SUFFIXES):
            yield entry.name
        for inner in inside:
            if not TEMPORARY.fullmatch(inner.name):
                yield f"{entry.name}/{inner.name}"


def _assign(
    folder: Path, names: tuple[str, ...], mappings: Mapping[str, StreamMapping]
) -> tuple[dict[str, list[str]], tuple[str, ...]]:
    """The files of every stream, by mapping.yml first and then by name, and a sentence per pattern without files."""
    chosen: dict[str, list[str]] = {}
    warnings: list[str] = []
    for stream, mapping in mappings.items():
        for pattern in mapping.files:
            found = _matching(folder, pattern)
            chosen.setdefault(stream, []).extend(found)
            if not found:
                warnings.append(f"{FILE_NAME}, streams.{stream}.files: no file is named '{pattern}'.")
    claimed = {name for files in chosen.values() for name in files}
    for name in names:
        named = stream_of(name)
        if named and name not in claimed and not mappings[named].files and _is_usable(folder, name):
            chosen.setdefault(named, []).append(name)
    return {stream: sorted(set(files)) for stream, files in chosen.items() if files}, tuple(warnings)


def _matching(folder: Path, pattern: str) -> list[str]:
    exact = folder / pattern
    paths = [exact] if exact.is_file() else folder.glob(pattern)
    names = (path.relative_to(folder).as_posix() for path in paths if not TEMPORARY.fullmatch(path.name))
    return [name for name in names if name != FILE_NAME and _is_usable(folder, name)]


def _is_usable(folder: Path, name: str) -> bool:
    """Whether it is a file (a pipe would never end) of the inbox itself whose name may stand in a table."""
    return (folder / name).is_file() and _stands_inside(folder, name) and not re.search("[\ud800-\udfff]", name)


def _stands_inside(folder: Path, name: str) -> bool:
    """Whether no link on the way leads out of the inbox: whoever may drop a file may not read any other one."""
    try:
        return (folder / name).resolve().is_relative_to(folder.resolve())
    except (OSError, RuntimeError):
        return False


def stream_of(name: str) -> str | None:
    """The stream that a file's name (relative to the inbox) belongs to, by the longest stream name; None for none."""
    *folders, base = name.casefold().split("/")
    stem = next((base[: -len(suffix)] for suffix in SUFFIXES[::-1] if base.endswith(suffix)), None)
    if stem is None:
        return None
    if folders:
        return folders[0] if folders[0] in load_streams() else None
    fitting = (stream for stream in load_streams() if stem.startswith(stream) and PART.fullmatch(stem[len(stream) :]))
    return max(fitting, key=len, default=None)


def _hashed(folder: Path, name: str, limits: FileLimits | None) -> InboxFile:
    path = folder / name
    digest, size = hashlib.sha256(), 0
    try:
        found = path.stat()
        if limits and found.st_size > limits.file:
            return InboxFile(path, name, "", found.st_size)
        with path.open("rb") as file:
            while chunk := file.read(CHUNK_BYTES):
                digest.update(chunk)
                size += len(chunk)
    except OSError:
        return InboxFile(path, name, "", 0)
    return InboxFile(path, name, digest.hexdigest(), size, found.st_mtime_ns)


def _inbox_stream(
    stream: Stream, files: tuple[InboxFile, ...], mapping: StreamMapping, known: Mapping[str, InboxStream]
) -> InboxStream:
    lookups = {}
    for column, lookup in mapping.lookups.items():
        if lookup.stream not in known:
            place = f"{FILE_NAME}, streams.{stream.name}.lookups.{column}"
            raise InputError(f"{place}: the inbox has no file of {lookup.stream} to look it up in; add it.")
        lookups[column] = LookupSource(known[lookup.stream], lookup.match, lookup.by)
    return InboxStream(
        stream=stream,
        files=files,
        mode=mapping.mode,
        format=mapping.format,
        columns=mapping.columns,
        constants=mapping.constants,
        values=mapping.values,
        lookups=lookups,
        combine=mapping.combine,
        fingerprint=_fingerprint(stream, files, mapping, lookups),
    )


def _fingerprint(
    stream: Stream, files: tuple[InboxFile, ...], mapping: StreamMapping, lookups: Mapping[str, LookupSource]
) -> str:
    """A hash over all that decides what is read: files, mapping, declared columns, streams that are looked up."""
    content: Any = {
        "stream": asdict(stream),
        "files": [(file.name, file.sha256) for file in files],
        "mapping": asdict(mapping),
        "lookups": {column: lookup.source.fingerprint for column, lookup in lookups.items()},
    }
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()


def _ignored_sentence(folder: Path, name: str) -> str:
    path, inside = folder / name, _stands_inside(folder, name)
    name = shown(name)
    if not inside:
        return f"{name} is ignored: it is a link that leads out of the inbox; put the file itself there."
    if path.is_dir():
        return f"{name} is ignored: it is a folder where a file should be; move its files up."
    if not path.is_file():
        return f"{name} is ignored: it is no plain file; put one there."
    if name.casefold().endswith((".xlsx", ".xls", ".ods")):
        return f"{name} is ignored: a spreadsheet is not read; save it as CSV in UTF-8."
    if name.casefold().endswith((".zip", ".7z", ".tar", ".tar.gz", ".tgz", ".rar", ".bz2", ".xz", ".zst", ".gz")):
        return f"{name} is ignored: an archive is not read; unpack it into the inbox."
    return f"{name} is ignored: it is named after no stream; rename it, or name it under files in {FILE_NAME}."
