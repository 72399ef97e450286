"""A power cut keeps what was forced to the disk: a file before the name that makes it count, the folder after."""

import os
import shutil
from datetime import date
from pathlib import Path

import pytest

from faults.test_publications import publish_generation
from flows.landing import Commit, LandedFile, Landing
from flows.publish import kept_versions
from flows.settings import Home


class Traced:
    """What was forced to the disk and what was renamed, in order."""

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        self.events: list[tuple[str, Path]] = []
        sync, rename = os.fsync, Path.replace

        def traced_sync(descriptor: int) -> None:
            self.events.append(("sync", Path(f"/proc/self/fd/{descriptor}").resolve()))
            sync(descriptor)

        def traced_rename(path: Path, target: Path) -> Path:
            self.events.append(("rename", Path(target)))
            return rename(path, target)

        patch.setattr(os, "fsync", traced_sync)
        patch.setattr(Path, "replace", traced_rename)

    def renamed(self, target: Path) -> int:
        """When something was given a name."""
        return self.events.index(("rename", target))

    def synced(self, begin: int, end: int | None = None) -> set[Path]:
        """What was forced to the disk between two events."""
        return {path for what, path in self.events[begin:end] if what == "sync"}


@pytest.fixture
def traced(monkeypatch: pytest.MonkeyPatch) -> Traced:
    """The order of syncs and renames from here on."""
    if not Path("/proc/self/fd").is_dir():
        pytest.skip("Which file a descriptor stands for is asked of /proc, which is not here.")
    return Traced(monkeypatch)


def test_a_version_is_on_the_disk_before_its_name_and_its_name_before_the_link(tmp_path: Path, traced: Traced) -> None:
    publish_generation(tmp_path, 1)
    version = (tmp_path / "published").resolve()
    named, shown = traced.renamed(version), traced.renamed(tmp_path / "published")
    building = version.with_name(f".{version.name}.building")
    files = {building / path.relative_to(version) for path in version.rglob("*")}
    assert len(files) > 5
    assert files | {building} <= traced.synced(0, named)
    assert tmp_path / "versions" in traced.synced(named, shown)
    assert tmp_path in traced.synced(shown)


def test_landed_files_and_their_names_are_on_the_disk_before_the_record_that_counts_on_them(
    tmp_path: Path, traced: Traced
) -> None:
    landing = Landing(tmp_path)
    folder = landing.folder("files", "accounts", date(2026, 1, 31))
    (folder / "x-0.parquet").write_bytes(b"")
    file = LandedFile("files", "accounts", (folder / "x-0.parquet").relative_to(tmp_path).as_posix(), 0, "")
    landing.commit(Commit("000001-x", "2026-01-31", "", (file,)))
    counted = traced.renamed(tmp_path / "_commits" / "000001-x.json")
    folders = {folder, folder.parent, folder.parent.parent, tmp_path}
    assert folders <= traced.synced(0, counted)
    assert tmp_path / "_commits" in traced.synced(counted)


def test_a_version_whose_removal_was_cut_short_is_none_that_can_be_rolled_back_to(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for generation in (1, 2):
        publish_generation(tmp_path, generation, kept=0)
    remove = shutil.rmtree

    def cut_short(folder: Path, ignore_errors: bool = False) -> None:
        if ignore_errors:
            remove(folder, ignore_errors=True)
            return
        (Path(folder) / "manifest.json").unlink()
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(shutil, "rmtree", cut_short)
        with pytest.raises(KeyboardInterrupt):
            publish_generation(tmp_path, 3, kept=0)
    assert [version[:6] for version in kept_versions(Home(tmp_path))] == ["000002", "000003"]
    publish_generation(tmp_path, 4, kept=0)
    assert sorted(path.name[:6] for path in (tmp_path / "versions").iterdir()) == ["000003", "000004"]
