"""What the questions of a SurveyMonkey survey ask: the score of each choice, the rows of each matrix, the scales."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from flows.extraction.answers import Scale, answered

DIGITS = re.compile(r"\d+")


@dataclass(frozen=True)
class Question:
    """One question: the scores and words of its choices by their ids, its rows, and its scale."""

    scores: Mapping[str, object]
    words: Mapping[str, str]
    rows: int
    scale: Scale | None


def questions_of(survey: Mapping[str, Any]) -> dict[str, Question]:
    """The questions of a survey's details by their ids."""
    return {
        str(question["id"]): _question(question.get("answers") or {})
        for page in survey.get("pages") or ()
        for question in page.get("questions") or ()
    }


def answers_of(response: Mapping[str, Any], questions: Mapping[str, Question]) -> Iterator[dict[str, Any]]:
    """The answers of a response; a row of a matrix that has several is a question of its own."""
    for page in response.get("pages") or ():
        for given in page.get("questions") or ():
            name = str(given.get("id"))
            question = questions.get(name, Question({}, {}, 0, None))
            for answer in given.get("answers") or ():
                row = answer.get("row_id")
                asked = f"{name}.{row}" if row and question.rows > 1 else name
                choice = str(answer.get("choice_id") or "")
                words = answer.get("text") or question.words.get(choice)
                yield answered(asked, question.scores.get(choice), words, question.scale)


def _question(answers: Mapping[str, Any]) -> Question:
    choices = [choice for choice in answers.get("choices") or () if not choice.get("is_na")]
    scores = _scores([choice for choice in choices if isinstance(choice.get("weight"), int)])
    # A weight that is no number comes along as it is, so that it is seen to be none.
    others = {str(choice["id"]): choice["weight"] for choice in choices if isinstance(choice.get("weight"), str)}
    return Question(
        {**scores, **others},
        {str(choice["id"]): str(choice.get("text") or "") for choice in choices},
        len(answers.get("rows") or ()),
        (min(scores.values()), max(scores.values())) if scores else None,
    )


def _scores(choices: list[Mapping[str, Any]]) -> dict[str, int]:
    """What each choice counts: its weight, and of choices that share weights, as those of NPS, the number they show."""
    weights = [choice["weight"] for choice in choices]
    if not weights:
        return {}
    if max(Counter(weights).values()) == 1:
        return {str(choice["id"]): int(choice["weight"]) for choice in choices}
    shown = [DIGITS.search(str(choice.get("text") or "")) for choice in choices]
    if all(shown) and len({found.group() for found in shown if found}) == len(choices):
        return {str(choice["id"]): int(found.group()) for choice, found in zip(choices, shown, strict=True) if found}
    ordered = sorted(choices, key=lambda choice: int(choice.get("position") or 0))
    return {str(choice["id"]): place for place, choice in enumerate(ordered)}
