"""The manifest of a version: what it holds, with a checksum for every file, so that damage shows before readers do."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from flows.landing.commits import sha256_of
from flows.publish.notices import NOTICES

MANIFEST = "manifest.json"

Files = dict[str, dict[str, int | str]]


def parquet_of(mart: str) -> str:
    """The path of a mart's Parquet file within a version."""
    return f"parquet/{mart}.parquet"


def files_of(folder: Path) -> Files:
    """Size in bytes and SHA-256 of every file of a version by path within it, in order.

    The manifest itself is left out, and what the report says of later runs, which changes while the version stands.
    """
    return {
        path.relative_to(folder).as_posix(): {"bytes": path.stat().st_size, "sha256": sha256_of(path)}
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path not in {folder / MANIFEST, folder / NOTICES}
    }


def damage(folder: Path) -> list[str]:
    """What of a version differs from its manifest, one phrase a file; nothing when it is whole."""
    try:
        described: dict[str, Any] = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        expected = _checksums(described)
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return [f"{MANIFEST} cannot be read"]
    return list(_differences(folder, expected))


def _checksums(described: dict[str, Any]) -> dict[str, str]:
    # Versions of earlier releases name their Parquet files only.
    marts = {parquet_of(name): mart["sha256"] for name, mart in described["marts"].items()}
    return marts | {path: file["sha256"] for path, file in described.get("files", {}).items()}


def _differences(folder: Path, expected: dict[str, str]) -> Iterator[str]:
    for name, checksum in expected.items():
        path = folder / name
        if not path.is_file():
            yield f"{name} is missing"
        elif sha256_of(path) != checksum:
            yield f"{name} has been changed"
