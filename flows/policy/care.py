"""What the care model and the annual clock may not say: rules that nobody could keep, or that contradict each other."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations

from flows.errors import ConfigurationError

Row = Mapping[str, str]
Tables = Mapping[str, Sequence[Row]]

ANY = "any"
# What tells two rules of the care model apart; two of the same may not hold on one day.
RULE = ("segment", "level", "activity_type", "account_id")


def shipped_care(
    tables: Mapping[str, list[dict[str, str]]], overridden: Sequence[str]
) -> dict[str, list[dict[str, str]]]:
    """The shipped rules and clock items, by file, without those for kinds of contact that a company does not have."""
    known = {row["activity_type"] for row in tables["activity_types"]} | {ANY, ""}
    shipped = [file for file in ("care_model", "clock_items") if file not in overridden]
    return {file: [row for row in tables[file] if row["activity_type"] in known] for file in shipped}


def check_care(tables: Tables) -> None:
    """Refuse rules of care that no account could keep, and clock items without a time.

    Raises:
        ConfigurationError: there is one; the sentence names its file and row, row 1 being the header.
    """
    for problem in (*_rule_problems(tables), *_contradictions(tables["care_model"]), *_clock_problems(tables)):
        raise ConfigurationError(problem)


def _rule_problems(tables: Tables) -> Iterator[str]:
    for place, row in _placed("care_model", tables):
        yield from _scope_problems(place, row)
        yield from _type_problems(place, row["activity_type"], tables["activity_types"], is_contact=True)
        if row["valid_from"] and row["valid_to"] and row["valid_to"] < row["valid_from"]:
            yield (
                f"{place} valid_to {row['valid_to']} lies before valid_from {row['valid_from']}, so the rule would "
                "never hold; correct one of them."
            )


def _clock_problems(tables: Tables) -> Iterator[str]:
    for place, row in _placed("clock_items", tables):
        yield from _scope_problems(place, row)
        if bool(row["month"]) == bool(row["every_months"]):
            yield f"{place} '{row['item']}' needs either a month or every_months; write one of the two."
        if row["activity_type"]:
            is_contact = row["kind"] == "contact"
            yield from _type_problems(place, row["activity_type"], tables["activity_types"], is_contact=is_contact)


def _scope_problems(place: str, row: Row) -> Iterator[str]:
    if not row["segment"] and not row["account_id"]:
        yield f"{place} segment is empty; write A, B, C or any. Only a row of a single account may leave it empty."


def _type_problems(place: str, written: str, types: Sequence[Row], *, is_contact: bool) -> Iterator[str]:
    personal = {row["activity_type"]: row["is_personal_contact"].lower() == "true" for row in types}
    if written == ANY:
        return
    if written not in personal:
        yield (
            f"{place} activity_type is '{written}', which activity_types.csv does not hold; "
            f"write any or one of {', '.join(personal)}."
        )
    elif is_contact and not personal[written]:
        yield (
            f"{place} activity_type '{written}' is no personal contact in activity_types.csv, so it could never be "
            f"kept; write any or one of {', '.join(name for name, counts in personal.items() if counts)}."
        )


def _contradictions(rules: Sequence[Row]) -> Iterator[str]:
    scopes: dict[tuple[str, ...], list[tuple[int, Row]]] = {}
    for number, row in enumerate(rules, start=2):
        scopes.setdefault(tuple(row[column] or ANY for column in RULE), []).append((number, row))
    for scope, rows in scopes.items():
        for (first, one), (second, other) in combinations(rows, 2):
            if _overlap(one, other):
                named = ", ".join(value for value in scope if value != ANY) or ANY
                yield (
                    f"care_model.csv, rows {first} and {second}: both set how often '{named}' is contacted on the same "
                    "days; keep one, or give them valid_from and valid_to that do not overlap."
                )


def _overlap(one: Row, other: Row) -> bool:
    return all(
        not (later["valid_from"] and earlier["valid_to"]) or later["valid_from"] <= earlier["valid_to"]
        for earlier, later in ((one, other), (other, one))
    )


def _placed(file: str, tables: Tables) -> Iterator[tuple[str, Row]]:
    return ((f"{file}.csv, row {number}:", row) for number, row in enumerate(tables[file], start=2))
