"""What the status command shows: runs, the published version, how fresh each stream is, and what waits for a person."""

import json
import sqlite3
from collections.abc import Iterator
from datetime import date, datetime

from flows.errors import InputError
from flows.lock import lock_holder
from flows.notify.telling import undelivered_lines
from flows.publish import kept_versions, published_run
from flows.publish.manifest import MANIFEST
from flows.publish.notices import read_notices, stale_part
from flows.runs import RunRecord, read_record
from flows.settings import Home

MANY_FAILED = 5


def status_lines(home: Home, shown: int) -> Iterator[str]:
    """The last runs, the version readers see, the newest business date of every stream, and what is left to do.

    Raises:
        InputError: a record of a run cannot be read; everything else has been shown by then.
    """
    records, damaged = _records(home)
    if not records and not damaged:
        yield f"No run has been made in {home.root}."
        yield from _standing_lines(home)
        return
    yield f"Home       {home.root}"
    yield f"Published  {published_run(home) or 'nothing yet'}; kept {', '.join(kept_versions(home)) or 'none'}"
    yield ""
    yield (
        f"{'run':<24} {'as of':<11} {'outcome':<10} {'rows read':>10} {'refused':>8} {'gates':>12} {'marts':>6} "
        f"{'mart rows':>10}  {'begun (UTC)':<16} {'took':>7}"
    )
    for record in records[-shown:]:
        yield from _run_lines(record)
    yield ""
    yield f"{'stream':<32} {'last read':<24} {'newest date':<12} {'days behind':>11}"
    for name, (record, stream) in sorted(_latest(records).items()):
        newest = stream["newest_date"]
        behind = (date.fromisoformat(record.as_of) - date.fromisoformat(str(newest))).days if newest else ""
        yield f"{name:<32} {record.run_id:<24} {newest or '-':<12} {behind:>11}"
    standing = list(_standing_lines(home))
    yield from ["", *standing] if standing else []
    if damaged:
        raise damaged[0]


def _records(home: Home) -> tuple[list[RunRecord], list[InputError]]:
    records: list[RunRecord] = []
    damaged: list[InputError] = []
    for path in sorted(home.runs.glob("*.json")):
        try:
            record = read_record(path)
            # What is shown of a record must stand in it; a file that was edited by hand may lack anything.
            list(_run_lines(record))
            _latest([record])
            records.append(record)
        except InputError as error:
            damaged.append(error)
        except (AttributeError, KeyError, TypeError, ValueError):
            sentence = f"The run record {path} is not one that a run wrote; restore it from a backup, or delete it."
            damaged.append(InputError(sentence))
    return records, damaged


def _run_lines(record: RunRecord) -> Iterator[str]:
    read = sum(int(stream["rows_read"] or 0) for stream in record.streams)
    failed = [gate for gate in record.gates if gate["outcome"] != "passed"]
    gates = f"{len(record.gates) - len(failed)}/{len(record.gates)} hold" if record.gates else "-"
    begun = datetime.fromisoformat(record.started_at)
    ended = datetime.fromisoformat(record.finished_at) if record.finished_at else None
    yield (
        f"{record.run_id:<24} {record.as_of:<11} {record.outcome:<10} {read:>10,} {record.refused_rows:>8,} "
        f"{gates:>12} {len(record.marts):>6} {sum(record.marts.values()):>10,}  {begun:%Y-%m-%d %H:%M} "
        f"{f'{(ended - begun).total_seconds():,.0f} s' if ended else '-':>7}"
    )
    if record.message:
        yield f"    {record.message}"
    for gate in failed[:MANY_FAILED]:
        yield f"    {gate['severity']}: {gate['gate']} gate, {gate['table']}: {gate['expectation']}"
    if len(failed) > MANY_FAILED:
        yield f"    and {len(failed) - MANY_FAILED} more expectations that do not hold"
    yield from (f"    stale: {stale_part(one)}: {one['sentence']}" for one in record.stale)
    yield from (f"    warning: {warning}" for warning in record.warnings)


def _latest(records: list[RunRecord]) -> dict[str, tuple[RunRecord, dict[str, str | int | None]]]:
    return {
        f"{stream['source']}.{stream['stream']}": (record, stream)
        for record in records
        if record.outcome == "published"
        for stream in record.streams
    }


def _standing_lines(home: Home) -> Iterator[str]:
    """What holds at this moment: the version readers see and its notices, the lock, the alerts that wait."""
    if home.published.exists():
        yield f"Readers    {_published_line(home)}"
        for notice in read_notices(home.published):
            yield f"Notice     {notice.headline} {notice.sentence}"
    if holder := lock_holder(home):
        yield f"Lock       {holder}"
    try:
        for line in undelivered_lines(home):
            yield f"Alerts     {line}"
    except sqlite3.Error as error:
        yield f"Alerts     {home.alerts} cannot be read ({error}); move it away, and the next run begins anew."


def _published_line(home: Home) -> str:
    try:
        manifest = json.loads((home.published / MANIFEST).read_text(encoding="utf-8"))
        rows = sum(mart["rows"] for mart in manifest["marts"].values())
        return f"see {manifest['run_id']} as of {manifest['as_of']}: {len(manifest['marts'])} marts, {rows:,} rows"
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return f"see a version whose {MANIFEST} cannot be read; put another one back with account360 rollback"
