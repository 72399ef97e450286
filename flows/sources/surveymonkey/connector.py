"""Reads the responses of SurveyMonkey's surveys, each with its answers scored by the survey's details."""

import contextlib
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote

from flows.extraction.answers import with_answers
from flows.extraction.api import Api, Page
from flows.extraction.connector import ObjectConnector
from flows.extraction.session import Pace, Remedies, SourceSession
from flows.extraction.streams import Field, ObjectStream, Window, moment_text
from flows.policy import Policy
from flows.sources.surveymonkey.questions import Question, answers_of, questions_of
from flows.sources.surveymonkey.settings import SurveyMonkeySettings

PAGE, SURVEYS_PAGE = 100, 1_000
REMEDIES = Remedies(
    key="put the access token of a private app into ACCOUNT360_SURVEYMONKEY_TOKEN",
    permission="give its app the scopes View Surveys, View Responses and View Response Details, and install it anew",
)
# Beside Retry-After, SurveyMonkey says when the minute or the day ends whose requests are used up.
WAITS = ("Retry-After", "X-Ratelimit-App-Global-Minute-Reset")
UNREAD = (
    "pages",
    "ip_address",
    "analyze_url",
    "edit_url",
    "href",
    "logic_path",
    "page_path",
    "first_name",
    "last_name",
)


class SurveyMonkey:
    """One SurveyMonkey account."""

    def __init__(self, settings: SurveyMonkeySettings, policy: Policy) -> None:
        headers = {"Authorization": f"Bearer {settings.token.get_secret_value()}"}
        pace = Pace(settings.requests_per_minute, 60)
        self._api = Api("surveymonkey", settings.address, policy, headers=headers, pace=pace, remedies=REMEDIES)
        self._api.session.wait_headers = WAITS
        self._surveys = settings.surveys

    @property
    def session(self) -> SourceSession:
        """The session that sends its requests."""
        return self._api.session

    def responses(self, **parameters: datetime | None) -> Iterator[Page]:
        """The responses that the moments let through, survey by survey."""
        asked = {name: f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%S}" for name, moment in parameters.items() if moment}
        for survey in self._surveys or self._all_surveys():
            yield from self._responses_of(survey, asked)

    def _all_surveys(self) -> Iterator[str]:
        for page in self._api.unrepeated(self._pages("surveys", SURVEYS_PAGE, {})):
            yield from (str(survey["id"]) for survey in page)

    def _responses_of(self, survey: str, asked: Mapping[str, str]) -> Iterator[Page]:
        questions: dict[str, Question] | None = None
        place = f"surveys/{quote(survey, safe='')}"
        order = {**asked, "sort_by": "date_modified", "sort_order": "ASC"}
        for page in self._api.unrepeated(self._pages(f"{place}/responses/bulk", PAGE, order)):
            if page and questions is None:
                questions = questions_of(self._api.get(f"{place}/details"))
            yield [_with_answers(survey, response, questions or {}) for response in page]

    def _pages(self, path: str, size: int, asked: Mapping[str, str]) -> Iterator[Page]:
        """Pages by their numbers; the links that come with them would let an answer choose where the token goes."""
        number = 1
        while True:
            answer = self._api.get(path, {**asked, "per_page": size, "page": number})
            found = answer.get("data") or []
            yield found
            if len(found) < size:
                return
            number += 1


@contextlib.contextmanager
def opened(settings: SurveyMonkeySettings, policy: Policy) -> Iterator[SurveyMonkey]:
    """A client to the account."""
    yield SurveyMonkey(settings, policy)


def _listed(surveymonkey: SurveyMonkey, window: Window) -> Iterator[Page]:
    return surveymonkey.responses(start_created_at=window.start, end_created_at=window.end)


def _changed(surveymonkey: SurveyMonkey, since: datetime) -> Iterator[Page]:
    return surveymonkey.responses(start_modified_at=since)


def _with_answers(survey: str, response: Mapping[str, Any], questions: Mapping[str, Question]) -> dict[str, Any]:
    kept = {name: value for name, value in response.items() if name not in UNREAD}
    kept |= {"survey_id": survey, "respondent_email": _address(response)}
    return with_answers(kept, answers_of(response, questions))


def _address(response: Mapping[str, Any]) -> object:
    """The recipient's address, which stands with the contact as a text, or as a text with its type."""
    contact = (response.get("metadata") or {}).get("contact") or {}
    told = contact.get("email")
    return (told.get("value") if isinstance(told, Mapping) else told) or response.get("email_address") or None


connector = ObjectConnector(
    name="surveymonkey",
    settings=SurveyMonkeySettings,
    opened=opened,
    object_streams=(
        ObjectStream(
            name="responses",
            description="Responses, complete or not, one object per response, each with its answers and their scores.",
            fields={
                "id": Field(required=True),
                "survey_id": Field(required=True),
                "response_status": Field(required=True),
                "date_modified": Field("timestamp", required=True),
                "answered": Field(pii=True),
                "score": Field("decimal"),
                "respondent_email": Field(pii=True),
            },
            listed=_listed,
            changed=_changed,
            has_windows=True,
            version=lambda response: moment_text(response["date_modified"]),
            dated_by="date_modified",
            permission="the scopes View Surveys, View Responses and View Response Details",
        ),
    ),
)
