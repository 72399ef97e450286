"""How alike two comparable names are, by RapidFuzz: as a whole, word by word, and in what one has beyond the other."""

from collections.abc import Callable, Sequence
from typing import Any

LIKENESS_COLUMNS = {
    "system_name": "string",
    "account_name": "string",
    "name_similarity": "double",
    "word_similarity": "double",
    "has_same_numbers": "bool",
    "is_shortened": "bool",
    "is_extended": "bool",
}


def likenesses(pairs: Sequence[tuple[str, str]], alike_from: float) -> dict[str, list[Any]]:
    """The columns of LIKENESS_COLUMNS over pairs of comparable names, the other system's name first.

    Likeness is 0 to 1; the order of words and the spaces between them do not matter. Of names with as many words each
    that are alike from `alike_from` on, the word likeness is that of the two words that differ most; of others it is
    the likeness of the whole.
    """
    left, right = [pair[0] for pair in pairs], [pair[1] for pair in pairs]
    shapes = (_wholes(left, right, _joined), _wholes(left, right, _sorted)) if pairs else ((), ())
    wholes = [max(both) for both in zip(*shapes, strict=True)]
    words = [(one.split(), other.split()) for one, other in pairs]
    return {
        "system_name": left,
        "account_name": right,
        "name_similarity": wholes,
        "word_similarity": [
            _weakest(*both) if alike_from <= whole < 1 and len(both[0]) == len(both[1]) else whole
            for whole, both in zip(wholes, words, strict=True)
        ],
        "has_same_numbers": [_numbers(one) == _numbers(other) for one, other in words],
        "is_shortened": [set(one) < set(other) for one, other in words],
        "is_extended": [set(one) > set(other) for one, other in words],
    }


def _wholes(left: list[str], right: list[str], shape: Callable[[str], str]) -> list[float]:
    import numpy
    from rapidfuzz.distance import OSA
    from rapidfuzz.process import cpdist

    shaped = list(map(shape, left)), list(map(shape, right))
    similar: list[float] = cpdist(*shaped, scorer=OSA.normalized_similarity, dtype=numpy.float64).tolist()
    return similar


def _weakest(left: list[str], right: list[str]) -> float:
    from rapidfuzz.distance import OSA

    as_written, in_order = zip(left, right, strict=True), zip(sorted(left), sorted(right), strict=True)
    return max(min(OSA.normalized_similarity(*words) for words in matched) for matched in (as_written, in_order))


def _joined(name: str) -> str:
    return name.replace(" ", "")


def _sorted(name: str) -> str:
    return "".join(sorted(name.split()))


def _numbers(words: list[str]) -> list[str]:
    return sorted(word for word in words if not word.isalpha())
