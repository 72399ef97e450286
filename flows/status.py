"""What the status command shows: runs, the published version, and how fresh each stream is."""

from collections.abc import Iterator
from datetime import date

from flows.publish import kept_versions, published_run
from flows.runs import RunRecord, read_records
from flows.settings import Home


def status_lines(home: Home, shown: int) -> Iterator[str]:
    """The last runs, the versions that are kept, and the newest business date of every stream."""
    records = read_records(home)
    if not records:
        yield f"No run has been made in {home.root}."
        return
    current = published_run(home)
    yield f"Home       {home.root}"
    yield f"Published  {current or 'nothing yet'}; kept {', '.join(kept_versions(home)) or 'none'}"
    yield ""
    yield f"{'run':<24} {'as of':<11} {'outcome':<10} {'rows read':>10} {'refused':>8} {'gates':>12} {'marts':>6}"
    for record in records[-shown:]:
        yield _run_line(record)
        if record.message:
            yield f"    {record.message}"
    yield ""
    yield f"{'stream':<32} {'last read':<24} {'newest date':<12} {'days behind':>11}"
    for name, (record, stream) in sorted(_latest(records).items()):
        newest = stream["newest_date"]
        behind = (date.fromisoformat(record.as_of) - date.fromisoformat(str(newest))).days if newest else ""
        yield f"{name:<32} {record.run_id:<24} {newest or '-':<12} {behind:>11}"


def _run_line(record: RunRecord) -> str:
    read = sum(int(stream["rows_read"] or 0) for stream in record.streams)
    passed = sum(gate["outcome"] == "passed" for gate in record.gates)
    gates = f"{passed}/{len(record.gates)} hold" if record.gates else "-"
    return (
        f"{record.run_id:<24} {record.as_of:<11} {record.outcome:<10} {read:>10,} {record.refused_rows:>8,} "
        f"{gates:>12} {len(record.marts):>6}"
    )


def _latest(records: list[RunRecord]) -> dict[str, tuple[RunRecord, dict[str, str | int | None]]]:
    return {
        f"{stream['source']}.{stream['stream']}": (record, stream)
        for record in records
        if record.outcome == "published"
        for stream in record.streams
    }
