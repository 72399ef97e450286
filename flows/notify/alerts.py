"""What a rule of the policy is, and what the end of a run gives it to tell: failures, refusals and new warnings."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from flows.policy.alerts import listed
from flows.publish.notices import stale_part
from flows.runs import RunRecord

GateRecord = Mapping[str, str | int | None]
GATE_KEY = ("gate", "suite", "table", "column", "expectation")


@dataclass(frozen=True)
class Rule:
    """One row of alert_rules.csv; an empty filter lets everything pass."""

    name: str
    event: str
    sink: str
    subject: str
    hint: str
    listed_at_most: int
    within_days: int
    minimum_severity: str
    signals: tuple[str, ...]
    segments: tuple[str, ...]
    exit_statuses: tuple[int, ...]


@dataclass(frozen=True)
class Alert:
    """One thing to tell: the key by which it is told once, and one line for a person."""

    key: str
    line: str


@dataclass(frozen=True)
class Ending:
    """How a run ended: its id (None when it never opened), its sentence, what its gates found and what is stale."""

    run_id: str | None
    as_of: date | None
    exit_status: int
    sentence: str
    moment: str
    is_refusal: bool = False
    gates: tuple[GateRecord, ...] = ()
    stale: tuple[Mapping[str, str | None], ...] = ()

    @property
    def name(self) -> str:
        """The run as people name it."""
        known = f"Run {self.run_id} as of {self.as_of}" if self.run_id else f"The run begun at {self.moment}"
        return known if self.run_id or not self.as_of else f"{known} as of {self.as_of}"


def active_rules(rows: Sequence[Mapping[str, str]], has_sink: Callable[[str], bool]) -> list[Rule]:
    """The active rules of the policy whose receiver has an address."""
    return [_rule(row) for row in rows if row["is_active"].lower() == "true" and has_sink(row["sink"])]


def of_failure(rule: Rule, ending: Ending, rules: Sequence[Rule]) -> Iterator[Alert]:
    """The run that failed; a refusal that another rule tells to the same receiver is not told twice."""
    if not ending.exit_status or (rule.exit_statuses and ending.exit_status not in rule.exit_statuses):
        return
    if ending.is_refusal and any(other.event == "gate_refused" and other.sink == rule.sink for other in rules):
        return
    yield Alert(
        ending.run_id or f"unopened|{ending.moment}|{ending.exit_status}",
        f"{ending.name} ended with exit status {ending.exit_status}: {ending.sentence}",
    )


def of_refusal(ending: Ending) -> Iterator[Alert]:
    """What refused the run, one alert for each expectation that is red."""
    if not ending.is_refusal:
        return
    red = [record for record in ending.gates if record["severity"] == "fail" and record["outcome"] != "passed"]
    for record in red:
        yield Alert(f"{ending.run_id}|{_gate_key(record)}", _gate_line(record))
    if not red:
        yield Alert(f"{ending.run_id}", f"{ending.name}: {ending.sentence}")


def of_stale(ending: Ending) -> Iterator[Alert]:
    """The sources and streams that could not be read; one that stays so is told after every run."""
    for one in ending.stale:
        part = stale_part(one)
        yield Alert(f"{ending.run_id}|{part}", f"{part} stands as it stood before: {one['sentence']}")


def of_warnings(ending: Ending, earlier: Sequence[RunRecord]) -> Iterator[Alert]:
    """Expectations that only warn, do not hold, and held or were not asked the last time that their gate was.

    Args:
        ending: the run that has ended.
        earlier: the runs whose warnings have been told, newest last.
    """
    known: dict[str, set[str]] = {}
    for run in earlier:
        for gate in {str(result["gate"]) for result in run.gates}:
            results = [result for result in run.gates if result["gate"] == gate]
            known[gate] = {_gate_key(result) for result in results if result["outcome"] != "passed"}
    for record in ending.gates:
        if record["severity"] != "warn" or record["outcome"] == "passed":
            continue
        if _gate_key(record) not in known.get(str(record["gate"]), set()):
            yield Alert(f"{ending.run_id}|{_gate_key(record)}", _gate_line(record))


def _gate_key(record: GateRecord) -> str:
    return "|".join(str(record[name] or "") for name in GATE_KEY)


def _gate_line(record: GateRecord) -> str:
    verdict = "could not be judged" if record["outcome"] == "errored" else "does not hold"
    observed = f" ({record['observed']})" if record["observed"] else ""
    return (
        f"{record['gate']} gate, {record['table']}: '{record['expectation']}' {verdict}{observed}. {record['remedy']}"
    )


def _rule(row: Mapping[str, str]) -> Rule:
    return Rule(
        name=row["rule"],
        event=row["event"],
        sink=row["sink"],
        subject=row["subject"],
        hint=row["hint"],
        listed_at_most=int(row["listed_at_most"]),
        within_days=int(row["within_days"] or 0),
        minimum_severity=row["minimum_severity"],
        signals=listed(row["signals"]),
        segments=listed(row["segments"]),
        exit_statuses=tuple(int(status) for status in listed(row["exit_statuses"])),
    )
