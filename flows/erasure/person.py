"""Who is to be erased: the ids and tokens of a person, and every text that names them."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field

TOKEN_BYTES = 12
STAND_IN = "erased-"


def new_token() -> str:
    """What stands in place of an id from now on: random, so that it leads back to nobody."""
    return STAND_IN + secrets.token_hex(TOKEN_BYTES)


def folded(text: str) -> str:
    """A text as it is compared: without blanks around it and without regard to case."""
    return " ".join(text.split()).lower()


@dataclass(frozen=True)
class Person:
    """A person's texts; e-mails and names are folded.

    `tokens` gives the stand-in of each id. `unclear_ids` are those that may mean something else (digits only, or a
    value of another column): they are replaced in columns of contact ids only. `shared_names` belong to somebody else
    too, or are one word: they are replaced in the person's own rows only. `details` are telephone numbers and the
    like; `quotes` are what the person wrote. `objects` are what systems gave of the person, each by its system, stream
    and id.
    """

    tokens: Mapping[str, str]
    emails: frozenset[str] = frozenset()
    names: frozenset[str] = frozenset()
    shared_names: frozenset[str] = frozenset()
    details: frozenset[str] = frozenset()
    quotes: frozenset[str] = frozenset()
    unclear_ids: frozenset[str] = frozenset()
    objects: frozenset[str] = frozenset()
    notes: tuple[str, ...] = field(default=(), compare=False)

    @property
    def clear_ids(self) -> frozenset[str]:
        """The ids that mean this person wherever they stand as a word."""
        return frozenset(self.tokens) - self.unclear_ids
