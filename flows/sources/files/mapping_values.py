"""The readers of single values in mapping.yml: each returns what was meant or raises one plain sentence."""

import codecs
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any
from zoneinfo import ZoneInfo

from flows.errors import InputError
from flows.sources.files.problems import shown

DELIMITER_NAMES = {"tab": "\t", "\\t": "\t", "comma": ",", "semicolon": ";", "pipe": "|"}
LARGEST_YAML = 1_000_000
# Codecs of Python that turn bytes into text character by character; the rest are escapes, hashes and compressors.
ENCODING = re.compile(
    r"utf-8|utf-8-sig|utf-16(-[lb]e)?|utf-32(-[lb]e)?|ascii|cp\d{3,4}|iso8859-\d{1,2}|koi8-[rtu]|"
    r"mac-\w+|big5|gbk|gb2312|gb18030|euc_\w+|shift_jis\w*|johab|tis-620"
)
# An absolute path, a home folder or a drive.
OUTSIDE = re.compile(r"[/~]|[A-Za-z]:")
DATE_CODES = set("dmyYbBHIMSfpaA")
DAY, MONTH, YEAR = {"d"}, {"m", "b", "B"}, {"y", "Y"}


@dataclass(frozen=True)
class Place:
    """Where in mapping.yml a value stands, as it is named in messages."""

    file: str
    path: tuple[str, ...] = ()

    def at(self, key: str) -> "Place":
        """The place of a key below this one."""
        return Place(self.file, (*self.path, key))

    @property
    def key(self) -> str:
        """The last key of the path."""
        return self.path[-1]

    def __str__(self) -> str:
        return f"{self.file}, {'.'.join(shown(key) for key in self.path)}" if self.path else self.file


def load_yaml(path: Path) -> Any:
    """The content of a YAML file with every scalar as text, so that NO stays NO and TRUE stays TRUE.

    Raises:
        InputError: it is no file of its folder, too large, not UTF-8, not YAML or names a key twice.
    """
    import yaml

    _judge_yaml_file(path)

    class Loader(yaml.BaseLoader):
        """Reads scalars as text and refuses a key that stands twice."""

        def construct_mapping(self, node: Any, deep: bool = False) -> dict[Any, Any]:
            keys = [self.construct_object(key, deep=True) for key, _ in node.value]
            line, seen = node.start_mark.line + 1, set()
            for key in keys:
                if not isinstance(key, str):
                    raise InputError(f"{path.name} line {line}: a key must be a plain text.")
                if key in seen:
                    raise InputError(f"{path.name} line {line}: the key '{shown(key)}' stands twice; keep one.")
                seen.add(key)
            return super().construct_mapping(node, deep=deep)

    try:
        return yaml.load(path.read_text(encoding="utf-8-sig"), Loader=Loader)  # noqa: S506  the loader makes texts only
    except UnicodeDecodeError as error:
        raise InputError(f"{path.name} is not UTF-8 text; save it as UTF-8.") from error
    except OSError as error:
        raise InputError(f"{path.name} cannot be read ({error.strerror}); check its permissions.") from error
    except (yaml.YAMLError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None)
        line = f" line {mark.line + 1}" if mark else ""
        raise InputError(f"{path.name}{line}: is not valid YAML; check the indentation and the quotes.") from error


def _judge_yaml_file(path: Path) -> None:
    """Refuse what would never end, what would take minutes to parse, and another's file behind a link."""
    if path.is_symlink() and path.resolve().parent != path.parent.resolve():
        raise InputError(f"{path.name} is a link that leads out of the inbox; put the file itself there.")
    if not path.is_file():
        raise InputError(f"{path.name} is no plain file; put one there, or remove it.")
    if (size := path.stat().st_size) > LARGEST_YAML:
        raise InputError(f"{path.name} has {size:,} bytes; a mapping has at most {LARGEST_YAML:,}, so shorten it.")


def keyed(place: Place, content: Any, known: Sequence[str]) -> Mapping[str, Any]:
    """A block of keys, each of which must be known; empty when nothing is written."""
    if content in (None, ""):
        return {}
    if not isinstance(content, dict):
        raise InputError(f"{place}: expected keys with values, got {_shape(content)}.")
    for key in content:
        if key not in known:
            raise InputError(f"{place}: '{shown(key)}' is not known here; expected one of {', '.join(known)}.")
    return content


def text(place: Place, content: Any) -> str:
    """A single text without control characters, not empty."""
    if not isinstance(content, str) or not content.strip():
        raise InputError(f"{place}: expected one value, got {_shape(content)}.")
    if any(ord(character) < ord(" ") for character in content):
        raise InputError(f"{place}: '{shown(content)}' holds a control character; write plain text.")
    return content


def one_of(place: Place, content: Any, allowed: Sequence[str]) -> str:
    """A text out of a closed list."""
    if content not in allowed:
        raise InputError(f"{place}: {_shape(content)} is not known; expected one of {', '.join(allowed)}.")
    return str(content)


def boolean(place: Place, content: Any) -> bool:
    """true or false."""
    return one_of(place, content.lower() if isinstance(content, str) else content, ("true", "false")) == "true"


def delimiter(place: Place, content: Any) -> str:
    """The character between two values."""
    character = DELIMITER_NAMES.get(content, content) if isinstance(content, str) else ""
    if len(character) != 1 or not character.isascii() or character.isalnum() or character in "\r\n\"'. -_\\\0":
        raise InputError(f'{place}: {_shape(content)} cannot stand between values; expected one such as ";" or tab.')
    return character


def quote(place: Place, content: Any) -> str:
    """The character around a value that holds delimiters; empty for none."""
    if content not in ('"', "'", "none"):
        raise InputError(f"{place}: {_shape(content)} is not a quote; expected '\"', \"'\" or none.")
    return "" if content == "none" else str(content)


def encoding(place: Place, content: Any) -> str:
    """The name of a text encoding, as Python spells it."""
    try:
        name = codecs.lookup(text(place, content)).name
    except (LookupError, ValueError):
        name = ""
    if not ENCODING.fullmatch(name):
        raise InputError(f"{place}: {_shape(content)} is not a text encoding; expected one such as utf-8 or cp1252.")
    return name


def timezone(place: Place, content: Any) -> str:
    """A name of the IANA time zone database."""
    name = text(place, content)
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError) as error:
        said = f"'{shown(name)}' is not a time zone; expected one such as Europe/Helsinki."
        raise InputError(f"{place}: {said}") from error
    return name


def date_formats(place: Place, content: Any) -> tuple[str, ...]:
    """One or several date formats; each names a day, a month and a year."""
    formats = tuple(text(place, each) for each in (content if isinstance(content, list) else [content]))
    if not formats:
        raise InputError(f"{place}: the list is empty; expected a format such as %d/%m/%Y.")
    for each in formats:
        codes = re.findall(r"%(.?)", each)
        once = all(len([code for code in codes if code in part]) == 1 for part in (DAY, MONTH, YEAR))
        if not once or not set(codes) <= DATE_CODES:
            raise InputError(f"{place}: '{shown(each)}' is not a date format; expected one such as %d/%m/%Y.")
    return formats


def file_patterns(place: Place, content: Any) -> tuple[str, ...]:
    """Names or globs of files inside the inbox."""
    if content in (None, ""):
        return ()
    patterns = tuple(text(place, each) for each in (content if isinstance(content, list) else [content]))
    for pattern in patterns:
        parts = PurePosixPath(pattern).parts
        if OUTSIDE.match(pattern) or ".." in parts or "\\" in pattern or "**" in pattern:
            raise InputError(f"{place}: '{shown(pattern)}' leaves the inbox; expected a name or a pattern inside it.")
    return patterns


def replacements(place: Place, content: Any) -> Mapping[str, str]:
    """What a file's value means in ours; an empty text means no value."""
    if not isinstance(content, dict) or not content:
        raise InputError(f"{place}: expected their values with ours, such as active: won, got {_shape(content)}.")
    for theirs, ours in content.items():
        if not isinstance(ours, str):
            raise InputError(f"{place.at(theirs)}: expected one value, got {_shape(ours)}.")
        if ours:
            text(place.at(theirs), ours)
        text(place, theirs)
    return content


def _shape(content: Any) -> str:
    if content in (None, ""):
        return "nothing"
    if isinstance(content, dict):
        return "a block of keys"
    return "a list" if isinstance(content, list) else f"'{shown(str(content))}'"
