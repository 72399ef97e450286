"""What the report says of later runs: one small file in the published version that every page loads."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path
from typing import Any

from flows.files import write_atomically
from flows.permissions import READERS_FILE
from flows.settings import Home

# A page opened from a folder may load a script but may not fetch a file.
NOTICES = Path("report") / "data" / "notice.js"
BEFORE, AFTER = "window.account360Notices = ", ";\n"


@dataclass(frozen=True)
class Notice:
    """One notice; a page says it in its own language by `kind`, `day` and `values`.

    `failed` or `refused` tells of the last run, `not_newest` of a version that was put back, and `stale` of a source
    that could not be read for this version.

    Attributes:
        kind: which of them it is.
        headline: what it says in English, for the command line and for reports that were written before `values` were.
        sentence: the rest of it; of a run or a source, what went wrong in the words of the run.
        run_id: the run it tells of.
        day: the knowledge date of that run.
        values: what stands in the sentences: `part` of stale, `version` and `newest` of not_newest.
    """

    kind: str
    headline: str
    sentence: str
    run_id: str | None
    day: str | None
    values: Mapping[str, str] = field(default_factory=dict)


def write_notices(folder: Path, notices: list[Notice]) -> None:
    """Write the notices of a version's folder; readers see the old ones or the new ones. Nothing without a report."""
    if (folder / NOTICES.parent).is_dir():
        text = BEFORE + json.dumps([asdict(notice) for notice in notices]) + AFTER
        write_atomically(folder / NOTICES, text.encode(), READERS_FILE)


def read_notices(folder: Path) -> list[Notice]:
    """The notices of a version's folder; none when the file is missing, or damaged."""
    try:
        text = (folder / NOTICES).read_text(encoding="utf-8")
        return [_notice(written) for written in json.loads(text.removeprefix(BEFORE).removesuffix(AFTER))]
    except (OSError, ValueError, TypeError, AttributeError):
        return []


def _notice(written: Mapping[str, Any]) -> Notice:
    """A notice as this version or another one wrote it: an older one gave no values, a newer one may say more."""
    known = {one.name for one in fields(Notice)}
    return Notice(**{name: value for name, value in written.items() if name in known})


def show_failure(home: Home, kind: str, sentence: str, run_id: str | None, day: str | None) -> None:
    """Say in the published version that a later run failed or was refused."""
    if not home.published.exists():
        return
    named = f"The run of {day}" if day else "The last run"
    ended = "was refused by a quality gate" if kind == "refused" else "failed"
    headline = f"{named} {ended}; this is the last good version."
    folder = home.published.resolve()
    others = [notice for notice in read_notices(folder) if notice.kind in {"not_newest", "stale"}]
    write_notices(folder, [Notice(kind, headline, sentence, run_id, day), *others])


def show_stale(folder: Path, stale: Sequence[Mapping[str, str | None]], run_id: str, day: str) -> None:
    """Say in a version that is being made which sources or streams could not be read for it, and why."""
    notices = []
    for one in stale:
        part = stale_part(one)
        headline = f"{part} is stale: it stands as it stood before."
        notices.append(Notice("stale", headline, str(one["sentence"]), run_id, day, {"part": part}))
    if notices:
        write_notices(folder, notices)


def stale_part(one: Mapping[str, str | None]) -> str:
    """The source, or the stream of it, as sentences name it."""
    return f"{one['source']} {one['stream']}" if one["stream"] else str(one["source"])


def take_notices(home: Home, target: Path, newest: str) -> None:
    """Before a version is put back: take over what is said of the last run, and say if a newer version is kept."""
    notices = [notice for notice in read_notices(home.published.resolve()) if notice.kind in {"failed", "refused"}]
    notices += [notice for notice in read_notices(target) if notice.kind == "stale"]
    if target.name != newest:
        sentence = f"The newest one that is kept is {newest}; the next run publishes anew."
        headline = f"This is not the newest version: run {target.name} was put back."
        values = {"version": target.name, "newest": newest}
        notices.append(Notice("not_newest", headline, sentence, target.name, None, values))
    write_notices(target, notices)
