"""Answers to the questions of a survey in one shape, whatever the tool: what staging reads of a response."""

from collections.abc import Iterable, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

Scale = tuple[int, int]


def answered(
    question: str, value: object = None, words: str | None = None, scale: Scale | None = None
) -> dict[str, Any]:
    """One answer.

    Args:
        question: the question's id or reference in the tool.
        value: the score given; None for an answer in words alone.
        words: the answer in words.
        scale: the lowest and the highest score that could be given, where the tool says so.
    """
    found: dict[str, Any] = {"question": question}
    if value is not None:
        found["score" if number(value) is not None else "no_number"] = value
    if words:
        found["text"] = words
    if scale and "score" in found:
        found["lowest"], found["highest"] = scale
    return found


def with_answers(response: Mapping[str, Any], answers: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """A response with its answers, and with one score by which it is judged whether scores are numbers."""
    listed = list(answers)
    wrong = [one["no_number"] for one in listed if "no_number" in one]
    scores = [one["score"] for one in listed if "score" in one]
    return {**response, "answered": listed, "score": next(iter([*wrong, *scores]), None)}


def number(value: object) -> Decimal | None:
    """A value as a number; None when it is none."""
    if isinstance(value, bool):
        return None
    try:
        found = Decimal(str(value).strip())
    except InvalidOperation:
        return None
    return found if found.is_finite() else None
