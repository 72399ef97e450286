"""What of a mart is personal, what the policy lets readers have of it, and what stands in its place where it does not.

The models tag personal columns by kind (`config.meta.pii`), and `pii_where` says in which rows when not in all.
"""

import hashlib
import secrets
from collections.abc import Mapping
from pathlib import Path

import duckdb

from flows.errors import ConfigurationError, InputError
from flows.files import write_atomically
from flows.landing.columns import quoted
from flows.parsed_models import Described, Personal
from flows.permissions import OWNER_ONLY

# Each kind of words with the setting that publishes it, and the kinds of ids, which are published as they are.
SWITCHES = {
    "name": "published_names",
    "staff_name": "published_names",
    "email": "published_emails",
    "phone": "published_emails",
    "free_text": "published_free_text",
}
IDS = {"person_id": "person", "staff_id": "staff"}

# What stands in a column of ids for nobody and for everybody; neither is a person.
NOBODY_AND_ALL = "('', 'ALL')"
KEY_BYTES = 32
BLOCK_BYTES = hashlib.sha256().block_size
PSEUDONYM_DIGITS = 24

# HMAC-SHA-256 in SQL, so that millions of rows need no round trip; the pads are variables and stand in no statement.
PSEUDONYM = f"""
    create or replace temp macro pseudonym(kind, id) as
    kind || '-' || left(
        sha256(getvariable('outer_pad') || unhex(sha256(getvariable('inner_pad') || encode(id)))), {PSEUDONYM_DIGITS}
    )
"""


def unpublished(model: Described, settings: Mapping[str, str]) -> dict[str, Personal]:
    """The personal columns of a model that the policy's switches keep from readers.

    Raises:
        ConfigurationError: the model tags a column with a kind that is not known.
    """
    for column, personal in model.personal.items():
        if personal.kind not in SWITCHES and personal.kind not in IDS:
            known = ", ".join([*SWITCHES, *IDS])
            raise ConfigurationError(f"Column {column} has the tag pii: {personal.kind}; write one of {known}.")
    return {
        column: personal
        for column, personal in model.personal.items()
        if personal.kind in SWITCHES and settings[SWITCHES[personal.kind]] == "off"
    }


def shown(column: str, hidden: Personal | None) -> str:
    """The SQL of a column in a file that keeps it from readers: NULL where it is personal."""
    name = quoted(column)
    if hidden is None:
        return name
    # What is not known to be harmless is hidden.
    return f"case when {_harmless(hidden)} then {name} end as {name}"


def anonymous(column: str, personal: Personal | None) -> str:
    """The SQL of a column in the file without personal data: words become NULL, ids pseudonyms."""
    if personal is None or personal.kind not in IDS:
        return shown(column, personal)
    name = quoted(column)
    kept = f"{_harmless(personal)} or {name} in {NOBODY_AND_ALL}"
    return f"case when {kept} then {name} else pseudonym('{IDS[personal.kind]}', {name}) end as {name}"


def comment_of(text: str, hidden: Personal | None) -> str:
    """A column's description in a file that keeps it from readers."""
    if hidden is None:
        return text
    rows = f" in rows with {hidden.where}" if hidden.where else ""
    return f"{text} Not published{rows}: {SWITCHES[hidden.kind]} is off in settings.csv, so that it is NULL."


def anonymous_comment(text: str, personal: Personal | None) -> str:
    """A column's description in the file without personal data."""
    if personal is None:
        return text
    rows = f" in rows with {personal.where}" if personal.where else ""
    if personal.kind in IDS:
        return f"{text} A pseudonym{rows}, the same in every mart and version of this file."
    return f"{text} Personal, and therefore NULL{rows} in this file."


def define_pseudonyms(connection: duckdb.DuckDBPyConnection, key: bytes) -> None:
    """Give a connection the macro `pseudonym(kind, id)`: the same id always has the same name under one key."""
    block = key.ljust(BLOCK_BYTES, b"\0")
    for variable, pad in (("inner_pad", 0x36), ("outer_pad", 0x5C)):
        connection.execute(f"set variable {variable} = $pad", {"pad": bytes(byte ^ pad for byte in block)})
    connection.execute(PSEUDONYM)


def pseudonym_key(path: Path) -> bytes:
    """The home's own key, made at random the first time; whoever has it can find out who a pseudonym is.

    Raises:
        InputError: the file holds no such key.
    """
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        write_atomically(path, secrets.token_bytes(KEY_BYTES), OWNER_ONLY)
    key = path.read_bytes()
    if len(key) != KEY_BYTES:
        raise InputError(f"{path} holds no key for pseudonyms; restore it from a backup, or delete it for new ones.")
    return key


def _harmless(personal: Personal) -> str:
    return f"not ({personal.where})" if personal.where else "false"
