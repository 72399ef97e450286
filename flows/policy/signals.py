"""What the files of signals may not say: signals that no model finds, and rows without the numbers that they need."""

from collections.abc import Iterator, Mapping, Sequence

from flows.errors import ConfigurationError

Row = Mapping[str, str]
Tables = Mapping[str, Sequence[Row]]

FILES = ("churn_signals", "buying_signals")
# A signal needs those of these that its shipped row fills; without one of them it would never be raised.
PARAMETERS = ("after_days", "minimum", "factor", "history_days", "skip_days", "last_n", "category")


def check_signals(tables: Tables, shipped: Tables) -> None:
    """Refuse a signal that no model finds, and an active one without a number that it is judged by.

    Args:
        tables: the policy's tables by name.
        shipped: the shipped defaults by name; their rows are the signals that models find.

    Raises:
        ConfigurationError: there is one; the sentence names its file and row, row 1 being the header.
    """
    for file in FILES:
        for problem in _problems(file, tables[file], {row["signal"]: row for row in shipped[file]}):
            raise ConfigurationError(problem)


def _problems(file: str, rows: Sequence[Row], known: Mapping[str, Row]) -> Iterator[str]:
    for number, row in enumerate(rows, start=2):
        place = f"{file}.csv, row {number}: signal '{row['signal']}'"
        if row["signal"] not in known:
            yield f"{place} is none that can be found; write one of {', '.join(known)}."
            continue
        if row["is_active"].lower() == "false":
            continue
        needed = [name for name in PARAMETERS if known[row["signal"]].get(name) and not row[name]]
        if needed:
            yield f"{place} needs {' and '.join(needed)}; fill it, or switch the signal off with is_active false."
