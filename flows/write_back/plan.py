"""What is to be done with each field of a batch of accounts, from what is wanted, written before and there now."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from flows.write_back.fields import Field, Refusal, Values
from flows.write_back.log import Log

# What is done: write it, know that it is there already, or leave what somebody else set.
Step = Literal["write", "confirm", "leave"]
GONE = Refusal("not found", "see whether the account was deleted or merged, and whether the key may see it")
NO_ID = Refusal("no id of the CRM", "set crm_of_files in settings.csv to the CRM whose ids the files carry, or to none")


@dataclass(frozen=True)
class Change:
    """One field of one account, what we wrote there before, what it is to hold, and what is to be done."""

    account_id: str
    field: Field
    old: str | None
    new: str | None
    step: Step


def plan(
    wanted: Values, present: Values, account_id: str, fields: list[Field], log: Log, *, overwrite: bool
) -> list[Change]:
    """The fields of an account of which something is to be done or told; a field that is as we wrote it is none."""
    return list(_changes(wanted, present, account_id, fields, log, overwrite))


def _changes(
    wanted: Values, present: Values, account_id: str, fields: list[Field], log: Log, overwrite: bool
) -> Iterator[Change]:
    for field in fields:
        key, new, found = (account_id, field.name), wanted[field.name], present[field.name]
        old = log.written(key)
        if found == new:
            if old != new:
                yield Change(account_id, field, old, new, "confirm")
        elif overwrite or log.is_ours(key, found):
            yield Change(account_id, field, old, new, "write")
        else:
            yield Change(account_id, field, old, new, "leave")


def values_to_write(changes: list[Change]) -> Mapping[str, Values]:
    """By account, the fields that are written."""
    values: dict[str, dict[str, str | None]] = {}
    for change in changes:
        if change.step == "write":
            values.setdefault(change.account_id, {})[change.field.name] = change.new
    return values
