"""What the erase command tells: what was removed where, what to know of it, and what is left to do."""

from collections.abc import Iterator

from flows.erasure.erase import Erasure
from flows.errors import ErasureIncomplete

NAMED_FILES = 10


def summary_lines(erasure: Erasure, is_trial: bool) -> Iterator[str]:
    """A table of places with files and values, then a sentence for everything that is to be known."""
    would = "would be changed or removed" if is_trial else "changed or removed"
    yield f"{'place':<40} {'files':>7} {'values':>8}"
    for place in erasure.found:
        if place.files or place.unhandled:
            yield f"{place.place:<40} {place.files:>7,} {place.values:>8,}"
    files = sum(place.files for place in erasure.found)
    yield f"{'all':<40} {files:>7,} {erasure.values:>8,}  {would}"
    yield from erasure.notes
    if erasure.record is not None:
        yield f"Record    {erasure.record}"


def refuse_incomplete(erasure: Erasure) -> None:
    """Say which files still hold the person.

    Raises:
        ErasureIncomplete: there are such files.
    """
    if erasure.unhandled:
        shown = "; ".join(erasure.unhandled[:NAMED_FILES])
        more = len(erasure.unhandled) - NAMED_FILES
        rest = f"; and {more} more" if more > 0 else ""
        raise ErasureIncomplete(
            f"Not everything could be erased. See to these by hand, then run erase again: {shown}{rest}."
        )
