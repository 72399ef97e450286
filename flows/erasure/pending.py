"""Who is being erased, kept only until it is done, so that a killed erasure can be finished."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from flows.erasure.person import Person
from flows.errors import InputError
from flows.files import write_atomically
from flows.permissions import OWNER_ONLY
from flows.settings import Home


def pending_file(home: Home) -> Path:
    """The file that names the person while their erasure is under way; its owner alone may read it."""
    return home.work / "erasing.json"


def keep_pending(home: Home, person: Person) -> None:
    """Say who is being erased, before the first file is touched."""
    content = {
        name: dict(value) if name == "tokens" else sorted(value)
        for name, value in vars(person).items()
        if name != "notes"
    }
    write_atomically(pending_file(home), json.dumps(content).encode(), OWNER_ONLY)


def interrupted_erasures(home: Home) -> Iterator[Person]:
    """The person whose erasure was begun and not ended, if any.

    Raises:
        InputError: the file that names them cannot be read.
    """
    path = pending_file(home)
    if not path.exists():
        return
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        tokens = content.pop("tokens")
        texts: dict[str, Any] = {name: frozenset(values) for name, values in content.items()}
        yield Person(tokens, **texts)
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise InputError(
            f"The erasure that was interrupted cannot be finished: {path} cannot be read ({error}); delete that file "
            "and erase the person again."
        ) from error
