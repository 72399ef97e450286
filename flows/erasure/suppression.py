"""Who was erased, as keyed hashes: by them an erased person is known again at the door without being remembered."""

import hashlib
import json
import secrets
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Literal

from flows.erasure.person import Person, folded, new_token
from flows.errors import InputError
from flows.files import write_atomically
from flows.permissions import OWNER_ONLY
from flows.settings import Home

Kind = Literal["id", "email", "name"]
KEY_BYTES = 32


def suppression_file(home: Home) -> Path:
    """One line per hash: kind, hash, token, day, and for a name how many words it has."""
    return home.work / "erased.jsonl"


def key_file(home: Home) -> Path:
    """The random key without which the hashes say nothing."""
    return home.work / "erased.key"


@dataclass(frozen=True)
class Suppressed:
    """The hashes of erased people with the token of each, under a key; `words` are the lengths of erased names."""

    key: str
    tokens: dict[str, str] = field(default_factory=dict)
    words: frozenset[int] = frozenset()


def digest(key: str, kind: Kind, text: str) -> str:
    """The keyed hash of an id, or of a folded e-mail address or name: SHA-256 over the key and the text."""
    value = text.strip() if kind == "id" else folded(text)
    return hashlib.sha256(f"{key}{kind}:{value}".encode()).hexdigest()


def load_suppressed(home: Home) -> Suppressed:
    """Everybody who was erased from a home; a key is made up where there is none yet, and kept with the first person.

    Raises:
        InputError: the list or its key cannot be read.
    """
    path, key_path = suppression_file(home), key_file(home)
    try:
        key = key_path.read_text(encoding="ascii").strip() if key_path.exists() else secrets.token_hex(KEY_BYTES)
        lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
        entries = [json.loads(line) for line in lines if line]
        tokens = {entry["hash"]: entry["token"] for entry in entries}
        words = frozenset(entry["words"] for entry in entries if entry["kind"] == "name")
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise InputError(
            f"The list of erased people {path} cannot be read ({error}); restore it from a backup, or erased people "
            "come in again."
        ) from error
    if tokens and not key_path.exists():
        raise InputError(f"The key {key_path} is gone; restore it from a backup, or erased people come in again.")
    return Suppressed(key, tokens, words)


def suppress(home: Home, person: Person, suppressed: Suppressed, day: date) -> None:
    """Keep the hashes of a person, so that a later export cannot bring them back."""
    token = next(iter(person.tokens.values()), None) or new_token()
    entries: list[tuple[Kind, str, str]] = [("id", name, own) for name, own in sorted(person.tokens.items())]
    entries += [("id", name, token) for name in sorted(person.objects)]
    entries += [("email", email, token) for email in sorted(person.emails)]
    entries += [("name", name, token) for name in sorted(person.names)]
    add_entries(home, suppressed, entries, day)


def add_entries(home: Home, suppressed: Suppressed, entries: list[tuple[Kind, str, str]], day: date) -> None:
    """Add what is not on the list yet; the file and its key are the owner's alone."""
    lines = []
    for kind, text, token in entries:
        hashed = digest(suppressed.key, kind, text)
        if hashed not in suppressed.tokens:
            words = {"words": len(text.split())} if kind == "name" else {}
            lines.append(json.dumps({"kind": kind, "hash": hashed, "token": token, "on": day.isoformat(), **words}))
    if not lines:
        return
    path = suppression_file(home)
    if not key_file(home).exists():
        write_atomically(key_file(home), suppressed.key.encode(), OWNER_ONLY)
    before = path.read_bytes() if path.exists() else b""
    write_atomically(path, before + "".join(f"{line}\n" for line in lines).encode(), OWNER_ONLY)
