"""Takes the texts that name a person out of any text, also where they are escaped for JSON, HTML, CSV or an address."""

import html.entities
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import replace
from functools import cached_property
from urllib.parse import quote

from flows.erasure.person import Person

ERASED = "[erased]"
# Shorter quotes ("fine, thanks") may be anybody's: they are taken out of the person's own rows only.
SHORTEST_QUOTE = 15
# An id of fewer characters turns up in compressed bytes by chance.
SHORTEST_ID_IN_BINARY = 5

# A word may begin behind an escape, whose last character is a letter or a digit.
WORD_STARTS = r"(?:(?<![\w{marks}])|(?<=\\[nrtbf])|(?<=%[0-9A-Fa-f]{{2}})|(?<=\\u[0-9A-Fa-f]{{4}}))"
BLANK = r"(?:\s+|%20|\+|&nbsp;|&#160;|\\u00a0|\\[nrt])"
UNESCAPED_ID = re.compile("[a-z0-9]+(?:[-_][a-z0-9]+)*")
FOLD = re.compile(r"\r?\n[ \t]")
OCTETS_IN_A_CALENDAR_LINE = 75


class Terms:
    """Every text that names one person, ready to be found and replaced."""

    def __init__(self, person: Person) -> None:
        self.person = person
        quotes = {quote for quote in person.quotes if len(quote) >= SHORTEST_QUOTE}
        texts = sorted({*person.emails, *person.names, *person.details, *quotes}, key=len, reverse=True)
        self._everywhere = _compiled([*map(_text_pattern, texts), *map(_id_pattern, sorted(person.clear_ids))])
        self._own = _compiled([_text_pattern(name) for name in sorted(person.shared_names, key=len, reverse=True)])
        long_ids = [_id_pattern(name) for name in sorted(person.clear_ids) if len(name) >= SHORTEST_ID_IN_BINARY]
        self._binary = _compiled([*map(_text_pattern, texts), *long_ids])
        self.needles = frozenset(filter(None, map(_needle, [*texts, *person.shared_names, *person.tokens])))
        # Whether each text has a run of plain letters to look for first; one in another script has none.
        self.is_plain = all(map(_needle, [*texts, *person.shared_names, *person.tokens]))

    @cached_property
    def without_ids(self) -> "Terms":
        """The same person without ids: those that a system gives tie its objects to one another, and name nobody."""
        return Terms(replace(self.person, tokens={}))

    def may_hold(self, text: str) -> bool:
        """Whether it is worth looking closer: cheap, and never false where something is to be found."""
        lowered = text.lower()
        return not self.is_plain or any(needle in lowered for needle in self.needles)

    def clean(self, text: str, own: bool = False) -> tuple[str, int]:
        """The text without the person and how often they stood in it; `own` takes shared names out as well."""
        if not self.may_hold(text):
            return text, 0
        text, count = _replaced(self._everywhere, text, self.person)
        if own:
            text, more = _replaced(self._own, text, self.person)
            count += more
        return text, count

    def clean_calendar(self, text: str) -> tuple[str, int]:
        """The same for iCalendar, whose lines are folded anywhere, within a name too."""
        cleaned, count = self.clean(FOLD.sub("", text))
        return ("\r\n".join(map(_folded_line, cleaned.splitlines())) + "\r\n" if count else text), count

    def clean_bytes(self, content: bytes, is_calendar: bool = False) -> tuple[bytes, int]:
        """The same for a text file in UTF-8, in UTF-16 with its mark, or in any encoding of one byte a character."""
        encoding = "utf-16" if content[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8"
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            encoding = "latin-1"
            text = content.decode(encoding)
        cleaned, count = self.clean_calendar(text) if is_calendar else self.clean(text)
        return (cleaned.encode(encoding) if count else content), count

    def stand_in(self, content: bytes) -> bool:
        """Whether the bytes of a file of unknown kind hold the person, one or two bytes a character."""
        return any(
            self._binary is not None and self.may_hold(text) and self._binary.search(text) is not None
            for text in (content.decode("latin-1"), content.replace(b"\0", b"").decode("latin-1"))
        )


def _compiled(patterns: list[str]) -> re.Pattern[str] | None:
    return re.compile("|".join(patterns), re.IGNORECASE) if patterns else None


def _replaced(pattern: re.Pattern[str] | None, text: str, person: Person) -> tuple[str, int]:
    if pattern is None:
        return text, 0
    return pattern.subn(lambda match: person.tokens.get(match[0], ERASED), text)


def _id_pattern(name: str) -> str:
    body = "".join(_character(character) for character in name)
    return f"(?-i:{WORD_STARTS.format(marks='-')}{body})(?!\\w|-\\w)"


def _text_pattern(text: str) -> str:
    """A text as a whole word; an address may not be the end of a longer one."""
    # A dotted capital I falls apart when it is made small.
    text = unicodedata.normalize("NFC", text.replace("i\u0307", "\u0130"))
    body = "".join(_character(character) for character in text)
    start = WORD_STARTS.format(marks=".+-" if "@" in text else "")
    end = r"(?!\w)"
    return f"{start if text[:1].isalnum() else ''}{body}{end if text[-1:].isalnum() else ''}"


def _character(character: str) -> str:
    """A character or any of its escaped forms."""
    if character.isspace():
        return BLANK
    if character.isascii() and character.isalnum():
        return character
    return f"(?:{'|'.join(dict.fromkeys(_forms(character)))})"


def _forms(character: str) -> Iterator[str]:
    for case in dict.fromkeys((character, character.lower(), character.upper())):
        yield re.escape(case)
        yield re.escape(unicodedata.normalize("NFD", case))
        yield re.escape(quote(case, safe=""))
        units = case.encode("utf-16-be")
        yield "".join(f"\\\\u{units[place : place + 2].hex()}" for place in range(0, len(units), 2))
        for point in map(ord, case):
            yield f"&#0*{point};|&#x0*{point:x};"
            if point in html.entities.codepoint2name:
                yield f"&{html.entities.codepoint2name[point]};"
        if not case.isascii():
            yield re.escape(case.encode().decode("latin-1"))
    if character == "\u00df":
        yield "ss"
    if character in "\"'":
        yield re.escape(character * 2)
    if character in "'":
        yield "&apos;"
    if not character.isalnum():
        yield r"\\" + re.escape(character)


def _needle(text: str) -> str:
    """The longest run of plain letters and digits, which no escaping changes; of an address, before its domain.

    An id of plain characters is taken whole, since all ids may begin alike.
    """
    folded = text.lower()
    if UNESCAPED_ID.fullmatch(folded):
        return folded
    runs = re.findall("[a-z0-9]+", folded.partition("@")[0]) or re.findall("[a-z0-9]+", folded)
    return max(runs, key=len, default="")


def _folded_line(line: str) -> str:
    parts: list[bytes] = [b""]
    for character in line:
        encoded = character.encode()
        if len(parts[-1]) + len(encoded) > OCTETS_IN_A_CALENDAR_LINE - (len(parts) > 1):
            parts.append(b"")
        parts[-1] += encoded
    return "\r\n ".join(part.decode() for part in parts)
