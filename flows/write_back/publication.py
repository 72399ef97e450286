"""What is to be written: the rows of a sync mart in the version that readers see, if it may be written at all."""

import contextlib
import json
from dataclasses import dataclass
from datetime import date

import duckdb

from flows.errors import ConfigurationError, InputError
from flows.policy import Policy
from flows.publish.manifest import MANIFEST
from flows.publish.marts import DATABASE
from flows.publish.versions import kept_versions
from flows.settings import Home, today
from flows.write_back.fields import Field, Values, as_text


@dataclass(frozen=True)
class Publication:
    """A version and the values that it has of each account, by the names of the fields they go to."""

    run_id: str
    as_of: date
    accounts: dict[str, Values]


def read_publication(home: Home, policy: Policy, mart: str, fields: list[Field], *, as_published: bool) -> Publication:
    """The values that are to be written.

    Raises:
        ConfigurationError: there is no version, it is too old, or an older one was put back.
        InputError: the version cannot be read.
    """
    if not home.published.exists():
        raise ConfigurationError(f"Nothing has been published in {home.root}; run the night first.")
    folder = home.published.resolve()
    newest = max(kept_versions(home), default=folder.name)
    if folder.name != newest and not as_published:
        raise ConfigurationError(
            f"Readers see version {folder.name}, which was put back over {newest}; run the night again, or name "
            "--as-published to write what that version holds."
        )
    try:
        as_of = date.fromisoformat(json.loads((folder / MANIFEST).read_text(encoding="utf-8"))["as_of"])
    except (OSError, ValueError, KeyError, TypeError):
        raise InputError(f"The manifest of version {folder.name} cannot be read; run the night again.") from None
    _refuse_old(policy, as_of)
    try:
        with contextlib.closing(duckdb.connect(str(folder / DATABASE), read_only=True)) as connection:
            accounts = _accounts(connection, mart, fields)
    except duckdb.Error:
        raise InputError(
            f"Version {folder.name} holds no {mart} that can be read; run the night again with this release."
        ) from None
    return Publication(folder.name, as_of, accounts)


def _refuse_old(policy: Policy, as_of: date) -> None:
    days, oldest = (today(policy.text("timezone")) - as_of).days, policy.count("write_back_oldest_days")
    if days > oldest:
        raise ConfigurationError(
            f"What is published is of {as_of}, {days} days ago, and write_back_oldest_days in settings.csv allows "
            f"{oldest}; run the night first."
        )


def _accounts(connection: duckdb.DuckDBPyConnection, mart: str, fields: list[Field]) -> dict[str, Values]:
    columns = ", ".join(["account_id", *(field.column for field in fields)])
    rows = connection.execute(f"select {columns} from {mart} order by account_id").fetchall()
    return {
        account: {field.name: as_text(value, field.kind) for field, value in zip(fields, values, strict=True)}
        for account, *values in rows
    }
