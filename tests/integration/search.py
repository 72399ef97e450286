"""Searches every file of a home for texts, as it stands and with everything unpacked that can be."""

import contextlib
import gzip
import zipfile
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pyarrow.parquet


def files_with(home: Path, texts: tuple[str, ...], aside: tuple[str, ...] = ()) -> list[str]:
    """Every file below a home that holds one of the texts, but for those below the folders `aside`, with the text."""
    wanted = {form: text for text in texts for form in _forms(text)}
    return sorted(
        {
            f"{path.relative_to(home).as_posix()}: {text}"
            for path in home.rglob("*")
            if path.is_file() and path.relative_to(home).parts[0] not in aside
            for content in _contents(path)
            for form, text in wanted.items()
            if form in content.lower()
        }
    )


def _forms(text: str) -> Iterator[bytes]:
    lowered = text.lower()
    yield lowered.encode()
    yield lowered.encode("latin-1")
    yield lowered.encode("utf-16-le")
    yield lowered.encode("ascii", "backslashreplace").replace(b"\\x", b"\\u00")
    yield lowered.encode("ascii", "xmlcharrefreplace")


def _contents(path: Path) -> Iterator[bytes]:
    content = path.read_bytes()
    yield path.name.encode()
    yield content
    if content.startswith(b"\x1f\x8b"):
        yield gzip.decompress(content)
    elif content.startswith(b"PAR1"):
        yield str(pyarrow.parquet.read_table(path).to_pylist()).encode()
    elif content[8:12] == b"DUCK":
        yield from _tables(path)
    elif content.startswith(b"PK\x03\x04"):
        with zipfile.ZipFile(path) as archive:
            yield from map(archive.read, archive.namelist())


def _tables(path: Path) -> Iterator[bytes]:
    with contextlib.closing(duckdb.connect(str(path), read_only=True)) as connection:
        for schema, name in connection.execute("select schema_name, table_name from duckdb_tables()").fetchall():
            yield str(connection.execute(f'select * from "{schema}"."{name}"').fetchall()).encode()
