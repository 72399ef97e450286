"""Makes company names comparable: case, accents, punctuation and legal forms no longer tell two of them apart."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

# Letters that no accent can be taken from.
_BARE = str.maketrans({"æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ð": "d", "ł": "l", "þ": "th", "\u0131": "i"})
# Müller is Mueller to some and Muller to others: both spellings come to the shorter one.
_SHORTENED = (("ae", "a"), ("oe", "o"), ("ue", "u"), ("aa", "a"))
_JOINING = re.compile("[.'`\u2019\u00b4]")
_PARTING = re.compile(r"[^\w]|_")
# The word that "&" stands for; names are written with it, with the sign or with neither.
_AND = frozenset({"and", "und", "och", "og", "ja", "et"})


@dataclass(frozen=True)
class ComparableName:
    """A name without what does not tell companies apart; a kind of legal form is None when the name has none."""

    words: str
    kind: str | None

    @property
    def joined(self) -> str:
        """The name without spaces, in the shorter spelling: equal for two ways to write one name."""
        return "".join(map(shortened, self.words.split()))


class LegalForms:
    """The legal forms of companies: which words they are written in, of what kind each is, and which may lead."""

    def __init__(self, forms: Iterable[tuple[str, str, bool]]) -> None:
        known = [(_shortened(plain_words(form)), kind, may_lead) for form, kind, may_lead in forms]
        self._kinds = {words: kind for words, kind, _ in known if words}
        self._leading = {words for words, _, may_lead in known if may_lead}
        self._longest = max(map(len, self._kinds), default=0)

    def stripped(self, words: list[str]) -> tuple[list[str], str | None]:
        """The words without the legal forms around them, and the kind of the last one; a name is never only a form."""
        kind = None
        while length := self._found(words, at_end=True):
            words, kind = words[:-length], kind or self._kinds[_shortened(words[-length:])]
        if length := self._found(words, at_end=False):
            words, kind = words[length:], kind or self._kinds[_shortened(words[:length])]
        return words, kind

    def _found(self, words: list[str], *, at_end: bool) -> int:
        known = self._kinds if at_end else self._leading
        for length in range(min(self._longest, len(words) - 1), 0, -1):
            if _shortened(words[-length:] if at_end else words[:length]) in known:
                return length
        return 0


def plain_words(text: str) -> list[str]:
    """The words of a text in plain small letters and digits, without those that only join two others."""
    letters = unicodedata.normalize("NFKD", text.casefold().translate(_BARE))
    bare = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return [word for word in _PARTING.sub(" ", _JOINING.sub("", bare)).split() if word not in _AND]


def shortened(word: str) -> str:
    """A plain word in the shorter of the two spellings of an umlaut."""
    for pair, letter in _SHORTENED:
        word = word.replace(pair, letter)
    return word


def comparable_name(name: str | None, forms: LegalForms) -> ComparableName | None:
    """A company's name without its legal form, or None when no letter or digit is left of it."""
    words, kind = forms.stripped(plain_words(name or ""))
    return ComparableName(" ".join(words), kind) if words else None


def _shortened(words: list[str]) -> tuple[str, ...]:
    return tuple(map(shortened, words))
