"""What is kept of an erasure, without a word on who it was, and what it cannot reach."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path

from flows.erasure.files import Findings
from flows.erasure.suppression import suppression_file
from flows.files import write_atomically
from flows.settings import Home, now

RECORDS = "erasures"


def write_record(home: Home, found: Sequence[Findings], unhandled: Sequence[str]) -> Path:
    """Keep what was removed where, without a word on who it was."""
    moment = now()
    folder = home.work / RECORDS
    folder.mkdir(exist_ok=True)
    record = folder / f"{moment:%Y%m%dT%H%M%S%fZ}.json"
    places = [{**asdict(place), "unhandled": len(place.unhandled)} for place in found]
    content = {"at": moment.isoformat(timespec="seconds"), "places": places, "unhandled": len(unhandled)}
    write_atomically(record, json.dumps(content, indent=1).encode())
    record.chmod(0o600)
    return record


def beyond_reach(home: Home, inbox: Path) -> Iterator[str]:
    """What an operator has to see to by hand."""
    yield (
        "Not reached: the source systems, backups, caches of BI tools, copies that readers made, folders account360-* "
        "that killed runs left in the system's temporary folder, your policy folder (identity_links.csv may name the "
        "person), and Prefect's own database (prune its runs and artifacts there)."
    )
    if not inbox.is_dir():
        yield f"There is no inbox {inbox}; if files are dropped elsewhere, name that folder with --inbox."
    yield f"If an export brings the person again, only a token comes in: {suppression_file(home)} sees to that."
