"""Writing files so that a reader sees the old one or the new one, never a part."""

import os
import re
from pathlib import Path


def write_atomically(path: Path, content: bytes, mode: int | None = None) -> None:
    """Write a file under a temporary name, force it to the disk, then rename it over the old one.

    Args:
        path: the file.
        content: its bytes.
        mode: who may read it; what the process gives to new files when not given.
    """
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    with temporary.open("wb") as file:
        if mode is not None:
            os.fchmod(file.fileno(), mode)
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    temporary.replace(path)
    sync_folder(path.parent)


def as_pattern(path: Path | str) -> str:
    """A path for DuckDB's readers, which take patterns: spelt so that it fits the file of that name and no other."""
    return re.sub(r"[*?[]", r"[\g<0>]", str(path))


def sync_file(path: Path) -> None:
    """Force a file's bytes to the disk, so that a rename never outlives its content."""
    _sync(path, os.O_RDONLY)


def sync_folder(folder: Path) -> None:
    """Force a folder's names to the disk, so that a rename survives a power cut."""
    _sync(folder, os.O_RDONLY | getattr(os, "O_DIRECTORY", 0))


def sync_tree(folder: Path) -> None:
    """Force every file and folder below a folder to the disk, the folder itself last."""
    for parent, _folders, names in os.walk(folder, topdown=False):
        for name in names:
            sync_file(Path(parent) / name)
        sync_folder(Path(parent))


def _sync(path: Path, flags: int) -> None:
    descriptor = os.open(path, flags)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
