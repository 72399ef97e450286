"""Takes a person out of the landing and the inbox, and keeps the commit records true to both."""

import json
from functools import partial
from pathlib import Path
from typing import Any

from flows.erasure.delimited import clean_delimited
from flows.erasure.files import Findings, clean_in_place
from flows.erasure.known_people import object_paths
from flows.erasure.rows import dropped_layout, landed_layout, object_layout
from flows.erasure.tables import clean_parquet
from flows.erasure.terms import Terms
from flows.files import write_atomically
from flows.landing import Landing
from flows.landing.commits import COMMITS, LandedFile, sha256_of
from flows.settings import Home
from flows.sources import connectors
from flows.sources.files.prepared import kind_of
from flows.sources.files.reader import Inbox, InboxFile, InboxStream


def clean_landing(home: Home, terms: Terms, is_trial: bool, workspace: Path) -> Findings:
    """Take the person out of every landed file; each row's hash and each file's checksum stay true."""
    landing, found = Landing(home.landing), Findings("landing")
    for commit in landing.commits():
        for landed in commit.files:
            path = landing.root / landed.path
            record = landing.root / COMMITS / f"{commit.run_id}.json"
            clean = partial(_clean_landed, landed, terms, None if is_trial else record)
            clean_in_place(path, found, path.relative_to(home.root).as_posix(), clean, is_trial, workspace)
    return found


def _clean_landed(landed: LandedFile, terms: Terms, record: Path | None, source: Path, target: Path) -> int:
    declared = connectors()[landed.source].streams() if landed.source in connectors() else {}
    hashed = declared.get(landed.stream)
    paths = object_paths(landed.source).get(landed.stream)
    layout_of = (
        partial(landed_layout, landed.stream)
        if paths is None
        else partial(object_layout, landed.source, landed.stream, paths)
    )
    changed = clean_parquet(source, target, terms, layout_of, hashed)
    if changed and record is not None:
        # The record first: after a kill between the two the file is found and written once more, to the same bytes.
        _note_checksum(record, landed.path, sha256_of(target))
    return changed


def _note_checksum(record: Path, path: str, sha256: str) -> None:
    content = json.loads(record.read_text(encoding="utf-8"))
    for landed in content["files"]:
        if landed["path"] == path:
            landed["sha256"] = sha256
    _rewrite(record, content)


def clean_inbox(home: Home, inbox: Inbox, terms: Terms, is_trial: bool, workspace: Path) -> tuple[Findings, set[Path]]:
    """Take the person out of every file of a stream; returns what was found and which files were looked at."""
    found = Findings("inbox")
    looked_up_by = _looked_up_by(inbox)
    seen = set[Path]()
    for name, stream in inbox.streams.items():
        for file in stream.files:
            clean = partial(_clean_dropped, home, stream, file, looked_up_by.get(name, frozenset()), terms, is_trial)
            clean_in_place(file.path, found, f"inbox/{file.name}", clean, is_trial, workspace)
            seen.add(file.path)
    return found, seen


def _looked_up_by(inbox: Inbox) -> dict[str, frozenset[str]]:
    return {name: frozenset(lookup.by for lookup in stream.lookups.values()) for name, stream in inbox.streams.items()}


def _clean_dropped(
    home: Home,
    stream: InboxStream,
    file: InboxFile,
    looked_up_by: frozenset[str],
    terms: Terms,
    is_trial: bool,
    source: Path,
    target: Path,
) -> int:
    layout_of = partial(dropped_layout, stream.stream, mapped=stream.columns, kept=looked_up_by)
    if kind_of(file.name) == "parquet":
        changed = clean_parquet(source, target, terms, layout_of)
    else:
        changed = clean_delimited(source, target, terms, stream.format, layout_of)
    if changed and not is_trial:
        _note_origin(home, stream.stream.name, file.sha256, sha256_of(target))
    return changed


def _note_origin(home: Home, stream: str, old: str, new: str) -> None:
    """Say of the rewritten file that it was landed, where its original was, so that it is not read as a new one."""
    for record in sorted((home.landing / COMMITS).glob("*.json")):
        content = json.loads(record.read_text(encoding="utf-8"))
        origin = content.get("origins", {}).get(f"files/{stream}")
        if origin and old in origin["files"]:
            origin["files"] = sorted({*origin["files"], new})
            # So that the stream is read and judged again, should the very same file be dropped once more.
            origin["fingerprint"] = []
            _rewrite(record, content)


def _rewrite(record: Path, content: dict[str, Any]) -> None:
    mode = record.stat().st_mode
    write_atomically(record, json.dumps(content, indent=1).encode())
    record.chmod(mode & 0o777)
