"""Reads the completed responses of Typeform's forms, each with its answers and their scales."""

import contextlib
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote

from flows.extraction.answers import Scale, answered, with_answers
from flows.extraction.api import Api, Page
from flows.extraction.connector import ObjectConnector
from flows.extraction.session import Pace, Remedies, SourceSession
from flows.extraction.streams import Field, ObjectStream, Window, moment_text
from flows.policy import Policy
from flows.sources.typeform.settings import TypeformSettings

PAGE, FORMS_PAGE = 1_000, 200
REMEDIES = Remedies(
    key="put a personal access token into ACCOUNT360_TYPEFORM_TOKEN",
    permission="give its token the scopes forms:read and responses:read",
)
# The score that a form works out itself, as a question of its own.
CALCULATED = "calculated.score"
# Where people came from and with what; nobody reads it.
UNREAD = ("metadata", "thankyou_screen_ref", "variables")
STEPS = 11


class Typeform:
    """One Typeform account."""

    def __init__(self, settings: TypeformSettings, policy: Policy) -> None:
        headers = {"Authorization": f"Bearer {settings.token.get_secret_value()}"}
        pace = Pace(settings.requests_per_second, 1)
        self._api = Api("typeform", settings.address, policy, headers=headers, pace=pace, remedies=REMEDIES)
        self._forms = settings.forms

    @property
    def session(self) -> SourceSession:
        """The session that sends its requests."""
        return self._api.session

    def responses(self, window: Window) -> Iterator[Page]:
        """The responses submitted in a window, form by form."""
        for form in self._forms or self._all_forms():
            yield from self._responses_of(form, window)

    def _all_forms(self) -> Iterator[str]:
        from dlt.sources.helpers.rest_client.paginators import PageNumberPaginator

        paginator = PageNumberPaginator(base_page=1, page_param="page", total_path="page_count")
        for page in self._api.pages("forms", {"page_size": FORMS_PAGE}, items="items", paginator=paginator):
            yield from (str(form["id"]) for form in page)

    def _responses_of(self, form: str, window: Window) -> Iterator[Page]:
        scales: Mapping[str, Scale] | None = None
        for page in self._api.unrepeated(self._pages(form, window)):
            if page and scales is None:
                scales = _scales(self._api.get(f"forms/{quote(form, safe='')}"))
            yield [_with_answers(form, response, scales or {}) for response in page]

    def _pages(self, form: str, window: Window) -> Iterator[Page]:
        """The newest responses first: each page is asked for by the last token of the one before."""
        asked: dict[str, Any] = {"page_size": PAGE, "response_type": "completed"}
        for name, moment in (("since", window.start), ("until", window.end)):
            if moment:
                asked[name] = f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%S}Z"
        while True:
            found = self._api.get(f"forms/{quote(form, safe='')}/responses", asked).get("items") or []
            yield found
            if len(found) < PAGE:
                return
            asked["before"] = found[-1]["token"]


@contextlib.contextmanager
def opened(settings: TypeformSettings, policy: Policy) -> Iterator[Typeform]:
    """A client to the account."""
    yield Typeform(settings, policy)


def _changed(typeform: Typeform, since: datetime) -> Iterator[Page]:
    return typeform.responses(Window(since))


def _with_answers(form: str, response: Mapping[str, Any], scales: Mapping[str, Scale]) -> dict[str, Any]:
    given = response.get("answers") or ()
    answers = [_answer(answer, scales) for answer in given]
    calculated = (response.get("calculated") or {}).get("score")
    if calculated is not None:
        answers.append(answered(CALCULATED, calculated))
    address = next((answer.get("email") for answer in given if answer.get("type") == "email"), None)
    kept = {name: value for name, value in response.items() if name not in UNREAD}
    return with_answers({**kept, "form_id": form, "respondent_email": address}, answers)


def _answer(answer: Mapping[str, Any], scales: Mapping[str, Scale]) -> dict[str, Any]:
    """An answer by its question's reference; a choice that is written as a number is one."""
    field = answer.get("field") or {}
    question, kind = str(field.get("ref") or field.get("id")), answer.get("type")
    if kind == "number":
        return answered(question, answer.get("number"), scale=scales.get(question))
    if kind == "boolean":
        return answered(question, words=str(answer.get("boolean")).lower())
    if kind == "choice":
        choice = answer.get("choice") or {}
        words = choice.get("label") or choice.get("other")
        return answered(question, _number_or_none(words), words)
    if kind == "choices":
        return answered(question, words="; ".join((answer.get("choices") or {}).get("labels") or ()))
    value = answer.get(str(kind))
    return answered(question, words=value if isinstance(value, str) else None)


def _number_or_none(words: object) -> object:
    return words if isinstance(words, str) and words.strip().isdigit() else None


def _scales(form: Mapping[str, Any]) -> dict[str, Scale]:
    """The lowest and highest score of every question that is answered on a scale, groups unfolded."""
    found: dict[str, Scale] = {}
    fields = list(form.get("fields") or ())
    while fields:
        field = fields.pop()
        properties = field.get("properties") or {}
        fields += properties.get("fields") or ()
        steps = int(properties.get("steps") or STEPS)
        question = str(field.get("ref") or field.get("id"))
        if field.get("type") == "rating" or properties.get("start_at_one"):
            found[question] = (1, int(properties.get("steps") or 5) if field.get("type") == "rating" else steps)
        elif field.get("type") in {"opinion_scale", "nps"}:
            found[question] = (0, steps - 1)
    return found


connector = ObjectConnector(
    name="typeform",
    settings=TypeformSettings,
    opened=opened,
    object_streams=(
        ObjectStream(
            name="responses",
            description="Completed responses, one object per response, each with its answers and their scales.",
            fields={
                "token": Field(required=True),
                "form_id": Field(required=True),
                "submitted_at": Field("timestamp", required=True),
                "answered": Field(pii=True),
                "score": Field("decimal"),
                "respondent_email": Field(pii=True),
            },
            listed=lambda typeform, window: typeform.responses(window),
            changed=_changed,
            has_windows=True,
            key=lambda response: str(response["token"]),
            version=lambda response: moment_text(response["submitted_at"]),
            dated_by="submitted_at",
            permission="the scopes forms:read and responses:read",
        ),
    ),
)
