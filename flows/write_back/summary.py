"""What a write-back says: the plan as a table, why accounts were refused, and a sentence in figures."""

from collections.abc import Iterator

from flows.disk import disk_faults_told
from flows.errors import WriteBackIncomplete, shown
from flows.progress import stage_line
from flows.write_back.plan import Change
from flows.write_back.run import Outcomes, Request, write_back

# Rows of the table, and accounts named behind one reason; the log names them all.
MOST_ROWS, MOST_ACCOUNTS = 100, 10
HEAD = ("account", "field", "written before", "becomes")
LEFT = "left: another value was set in the CRM"


def write_and_tell(request: Request) -> None:
    """Carry a write-back out and print what came of it.

    Raises:
        Account360Error: not everything was written.
    """
    title = "Write to the CRM" if request.apply else "Compare with the CRM"
    with disk_faults_told(request.home.root), stage_line(title):
        outcomes = write_back(request)
    for line in summary_lines(outcomes):
        print(line)
    refuse_incomplete(outcomes)


def summary_lines(outcomes: Outcomes) -> Iterator[str]:
    """The table of what is written and left, then the figures."""
    left = [change for change in outcomes.changes if change.step == "leave"]
    if listed := [*left, *outcomes.written()]:
        yield from _table(listed[:MOST_ROWS])
        if len(listed) > MOST_ROWS:
            yield f"... and {_counted(len(listed) - MOST_ROWS, 'field')} more"
        yield ""
    yield from _refused(outcomes)
    yield from outcomes.problems.values()
    yield _figures(outcomes)
    if not outcomes.is_applied:
        yield "Nothing was written; name --apply to write it."


def refuse_incomplete(outcomes: Outcomes) -> None:
    """End with an error when the CRM does not hold everything now.

    Raises:
        WriteBackIncomplete: accounts were refused, or fields cannot be written.
    """
    parts = []
    if outcomes.refused:
        parts.append(_counted(len(outcomes.refused), "account"))
    if outcomes.problems:
        parts.append(_counted(len(outcomes.problems), "field"))
    if parts:
        verb = "was not" if outcomes.is_applied else "cannot be"
        many = len(outcomes.refused) + len(outcomes.problems) > 1
        verb = verb.replace("was", "were") if many else verb
        raise WriteBackIncomplete(
            f"{' and '.join(parts)} {verb} written to {outcomes.crm.title}; do what is said above, and run again."
        )


def _figures(outcomes: Outcomes) -> str:
    written = outcomes.written()
    accounts = len({change.account_id for change in written})
    said = "Wrote" if outcomes.is_applied else "Would write"
    parts = [f"{said} {_counted(len(written), 'field')} of {_counted(accounts, 'account')} to {outcomes.crm.title}"]
    steps = [change.step for change in outcomes.changes]
    if confirmed := steps.count("confirm"):
        parts.append(f"{_counted(confirmed, 'field')} held it already")
    if left := steps.count("leave"):
        parts.append(f"{_counted(left, 'field')} changed by hand and left")
    if outcomes.unchanged:
        parts.append(f"{_counted(outcomes.unchanged, 'account')} unchanged")
    if outcomes.beyond_limit:
        parts.append("more beyond --limit")
    version = outcomes.publication
    return f"{', '.join(parts)}; from version {version.run_id} as of {version.as_of}, {outcomes.crm.place}."


def _table(changes: list[Change]) -> Iterator[str]:
    rows = [HEAD, *(_row(change) for change in changes)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(HEAD))]
    for row in rows:
        yield "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()


def _row(change: Change) -> tuple[str, str, str, str]:
    becomes = LEFT if change.step == "leave" else _cell(change.new)
    return shown(change.account_id), change.field.name, _cell(change.old), becomes


def _cell(value: str | None) -> str:
    return "-" if value is None else shown(value)


def _refused(outcomes: Outcomes) -> Iterator[str]:
    by_reason: dict[tuple[str, str], list[str]] = {}
    for account, refusal in outcomes.refused.items():
        by_reason.setdefault((refusal.reason, refusal.remedy), []).append(shown(account))
    for (reason, remedy), accounts in by_reason.items():
        named = ", ".join(accounts[:MOST_ACCOUNTS])
        more = f" and {len(accounts) - MOST_ACCOUNTS:,} more" if len(accounts) > MOST_ACCOUNTS else ""
        yield f"Not written ({reason}): {named}{more}; {remedy}."


def _counted(number: int, thing: str) -> str:
    return f"{number:,} {thing}" if number == 1 else f"{number:,} {thing}s"
