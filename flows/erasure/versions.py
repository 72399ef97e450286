"""Takes a person out of kept versions: each is written aside as a whole, and readers see the old one or the new one."""

import json
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

from flows.erasure.files import Findings, clean_file, noted
from flows.erasure.terms import Terms
from flows.files import sync_folder, sync_tree
from flows.landing.commits import sha256_of
from flows.leftovers import version_folders
from flows.publish.manifest import MANIFEST
from flows.publish.versions import point
from flows.settings import Home

NOTE = "Personal data was erased from this version after its publication."


def kept_folders(home: Home) -> Iterator[Path]:
    """Every kept version: the publications, and the answers to questions about the past."""
    for folder in version_folders(home):
        yield from sorted(path for path in folder.glob("*") if path.is_dir() and not path.name.startswith("."))


def clean_version(home: Home, folder: Path, terms: Terms, moment: str, is_trial: bool) -> Findings:
    """Write a version without the person beside it and put it in its place; one without them stays untouched."""
    found = Findings(folder.relative_to(home.root).as_posix())
    aside = _beside(folder, "erasing")
    shutil.rmtree(aside, ignore_errors=True)
    checksums: dict[str, str] = {}
    try:
        for inner in (folder, *(path for path in folder.rglob("*") if path.is_dir())):
            (aside / inner.relative_to(folder)).mkdir(parents=True, exist_ok=True)
        for path in sorted(path for path in folder.rglob("*") if path.is_file() and path != folder / MANIFEST):
            target = aside / path.relative_to(folder)
            shown = path.relative_to(home.root).as_posix()
            is_changed = False
            with noted(found, shown):
                if changed := clean_file(path, target, terms):
                    shutil.copymode(path, target)
                    checksums[sha256_of(path)] = sha256_of(target)
                    found.add(changed)
                    is_changed = True
            if not is_changed and not is_trial:
                target.unlink(missing_ok=True)
                _link(path, target)
        manifest = _clean_manifest(folder / MANIFEST, terms, checksums, moment, found)
        if found.files and not is_trial:
            if manifest is not None:
                (aside / MANIFEST).write_bytes(_with_sizes(manifest, aside))
                shutil.copymode(folder / MANIFEST, aside / MANIFEST)
            for inner in (folder, *(path for path in folder.rglob("*") if path.is_dir())):
                shutil.copymode(inner, aside / inner.relative_to(folder))
            sync_tree(aside)
            aside.replace(_beside(folder, "erased"))
            _swap(home, folder)
    finally:
        shutil.rmtree(aside, ignore_errors=True)
    return found


def finish_swaps(home: Home) -> None:
    """Finish what a killed erasure left half done; a version goes only once the one in its place is whole."""
    roots = version_folders(home)
    for state in ("erasing", "final", "building"):
        for path in [path for root in roots for path in root.glob(f".*.{state}")]:
            shutil.rmtree(path)
    for path in [path for root in roots for path in root.glob(".*.erased")]:
        _swap(home, path.with_name(path.name[1:].removesuffix(".erased")))
    for path in [path for root in roots for path in root.glob(".*.replaced")]:
        shutil.rmtree(path)


def _swap(home: Home, folder: Path) -> None:
    """Put the version that stands aside in place of the old one; may be called again after a kill at any point."""
    aside, final, old = (_beside(folder, state) for state in ("erased", "final", "replaced"))
    if not old.exists():
        _point_all(home, folder, aside)
        folder.replace(old)
    if not folder.exists():
        # Readers hold on to the one aside, so the one with the final name is a second set of links to its files.
        shutil.rmtree(final, ignore_errors=True)
        shutil.copytree(aside, final, copy_function=_link)
        final.replace(folder)
        sync_folder(folder.parent)
    _point_all(home, aside, folder)
    shutil.rmtree(aside)
    shutil.rmtree(old)


def _point_all(home: Home, from_folder: Path, to_folder: Path) -> None:
    for link in (home.published, *(home.root / "asof").glob("*")):
        if link.is_symlink() and link.parent / link.readlink() == from_folder:
            point(link, to_folder)


def _clean_manifest(path: Path, terms: Terms, checksums: dict[str, str], moment: str, found: Findings) -> bytes | None:
    """The manifest with the new checksums and a note that the version was altered, by whose wish it does not say."""
    if not path.exists():
        return None
    content = path.read_bytes()
    with noted(found, path.name):
        content, changed = terms.clean_bytes(content)
        if changed:
            found.add(changed)
        text = content.decode()
        for old, new in checksums.items():
            text = text.replace(old, new)
        manifest = json.loads(text)
        manifest["altered"] = [*manifest.get("altered", []), {"at": moment, "what": NOTE}]
        return json.dumps(manifest, indent=1).encode()
    return content


def _with_sizes(manifest: bytes, folder: Path) -> bytes:
    described = json.loads(manifest)
    for name, file in described.get("files", {}).items():
        file["bytes"] = (folder / name).stat().st_size
    return json.dumps(described, indent=1).encode()


def _link(path: str | Path, target: str | Path) -> None:
    """A second name for a file, or a copy where the file system knows no such thing."""
    try:
        os.link(path, target)
    except OSError:
        shutil.copy2(path, target)


def _beside(folder: Path, state: str) -> Path:
    return folder.with_name(f".{folder.name}.{state}")
