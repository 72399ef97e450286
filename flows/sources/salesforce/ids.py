"""Ids of Salesforce: fifteen characters of which the case counts, or eighteen with a checksum of the case."""

SHORT, LONG, PART = 15, 18, 5
SUFFIXES = "ABCDEFGHIJKLMNOPQRSTUVWXYZ012345"


def long_id(identifier: str) -> str:
    """The id of eighteen characters that an id of fifteen stands for; anything else as it is."""
    if len(identifier) != SHORT or not (identifier.isascii() and identifier.isalnum()):
        return identifier
    parts = (identifier[start : start + PART] for start in range(0, SHORT, PART))
    return identifier + "".join(SUFFIXES[_capitals(part)] for part in parts)


def _capitals(part: str) -> int:
    """Which characters of a part are capital letters, as a number with a bit for each, the first one lowest."""
    return sum(1 << place for place, character in enumerate(part) if character.isupper())
