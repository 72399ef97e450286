"""What the alert rules may not say: secrets, filters that their event does not know, and names that nothing has."""

import re
from collections.abc import Iterator, Mapping, Sequence

from flows.errors import EXIT_STATUSES, ConfigurationError

Row = Mapping[str, str]
Tables = Mapping[str, Sequence[Row]]

# Of each event the filters that it reads; another one that is filled would be taken for a filter and be none.
FILTERS = {
    "run_failed": ("exit_statuses",),
    "gate_refused": (),
    "gate_warning": (),
    "source_stale": (),
    "churn_signal": ("minimum_severity", "signals", "segments", "within_days"),
    "survey_answers": (),
    "care_due": ("segments",),
}
ALL_FILTERS = tuple(dict.fromkeys(name for filters in FILTERS.values() for name in filters))
SINK = re.compile(r"[a-z][a-z0-9_]*|prefect:[a-z0-9-]+/[a-z0-9][a-z0-9-]*")
SEGMENTS = ("A", "B", "C", "none")


def listed(value: str) -> tuple[str, ...]:
    """The parts of a value that is a list joined by semicolons."""
    return tuple(part.strip() for part in value.split(";") if part.strip())


def check_alerts(tables: Tables) -> None:
    """Refuse alert rules that hold an address, or that filter by what their event does not have.

    Raises:
        ConfigurationError: there is one; the sentence names its file and row, row 1 being the header, and no address.
    """
    signals = {row["signal"] for row in tables["churn_signals"]}
    for number, row in enumerate(tables["alert_rules"], start=2):
        for problem in _problems(row, signals):
            raise ConfigurationError(f"alert_rules.csv, row {number}: {problem}")


def _problems(row: Row, signals: set[str]) -> Iterator[str]:
    # Whoever writes an address here has written a secret: it is not said again.
    if not SINK.fullmatch(row["sink"]):
        yield (
            "sink is no name; write one of small letters, digits and underscores, whose address stands in "
            "ACCOUNT360_SINK_<NAME>, or prefect:<block type>/<block name>. Policy files hold no addresses."
        )
    for name in ALL_FILTERS:
        if row[name] and name not in FILTERS[row["event"]]:
            yield f"{row['event']} does not read {name}; leave it empty."
    if row["event"] == "churn_signal" and not row["within_days"]:
        yield "churn_signal needs within_days, the age up to which an episode is still told; write it."
    known = (("signals", signals), ("segments", set(SEGMENTS)), ("exit_statuses", {*map(str, EXIT_STATUSES)} - {"0"}))
    for name, values in known:
        if unknown := [part for part in listed(row[name]) if part not in values]:
            yield f"{name} holds '{unknown[0]}'; known are {', '.join(sorted(values))}, joined by semicolons."
