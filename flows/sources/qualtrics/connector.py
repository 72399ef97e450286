"""Reads the responses of Qualtrics' surveys by exports, which are asked for, waited for and fetched."""

import contextlib
import time
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qs, quote, urlsplit

from flows.errors import SourceError
from flows.extraction.api import Api, Page
from flows.extraction.connector import ObjectConnector
from flows.extraction.session import Remedies, SourceSession, answer_limits
from flows.extraction.streams import Field, ObjectStream, Window, moment_text
from flows.policy import Policy
from flows.progress import note
from flows.sources.qualtrics.export import responses_of
from flows.sources.qualtrics.settings import QualtricsSettings

REMEDIES = Remedies(
    key="put an API token into ACCOUNT360_QUALTRICS_API_TOKEN, and see that the datacenter is the token's own",
    permission="let a brand administrator allow the token's user to access the API and to see the surveys",
)
# Kinds of responses that no customer gave: previews and tests, as they came online, offline or as spam.
TRIALS = frozenset({"1", "2", "9", "12", "17", "32"})


class Qualtrics:
    """One Qualtrics brand, as one of its users sees it."""

    def __init__(self, settings: QualtricsSettings, policy: Policy) -> None:
        headers = {"X-API-TOKEN": settings.api_token.get_secret_value()}
        self._api = Api("qualtrics", f"{settings.base_url}/API/v3", policy, headers=headers, remedies=REMEDIES)
        self._settings = settings
        self._largest = answer_limits(policy).size

    @property
    def session(self) -> SourceSession:
        """The session that sends its requests."""
        return self._api.session

    def responses(self, window: Window) -> Iterator[Page]:
        """The responses recorded in a window, survey by survey."""
        for survey in self._settings.surveys or self._all_surveys():
            trials = 0
            for page in self._exported(survey, window):
                trials += sum(response["status"] in TRIALS for response in page)
                yield page
            if trials:
                note(f"qualtrics {trials:,} previews and tests of survey {survey} read, which count nowhere")

    def _all_surveys(self) -> Iterator[str]:
        # Those that are over too: answers that a listing lacks would pass for answers that were taken back.
        for page in self._api.unrepeated(self._survey_pages()):
            yield from (str(survey["id"]) for survey in page)

    def _survey_pages(self) -> Iterator[Page]:
        """Pages of surveys; of the link to the next one only its offset is taken, so that no answer moves the token."""
        asked: dict[str, Any] = {}
        while True:
            result = self._result(self._api.get("surveys", asked))
            yield result.get("elements") or []
            following = parse_qs(urlsplit(result.get("nextPage") or "").query)
            if "offset" not in following:
                return
            asked = {"offset": following["offset"][-1]}

    def _exported(self, survey: str, window: Window) -> Iterator[Page]:
        path = f"surveys/{quote(survey, safe='')}/export-responses"
        asked: dict[str, Any] = {"format": "csv", "compress": True, "useLabels": False}
        for name, moment in (("startDate", window.start), ("endDate", window.end)):
            if moment:
                asked[name] = f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%S}Z"
        job = self._result(self._api.post(path, asked)).get("progressId")
        file = self._finished(f"{path}/{quote(str(job), safe='')}")
        packed = self._api.content(f"{path}/{quote(file, safe='')}/file")
        return self._api.unrepeated(responses_of(packed, survey, self._largest, self._fault))

    def _finished(self, path: str) -> str:
        """The file of an export job once it is there; the limit of minutes for the whole source ends the wait."""
        while True:
            result = self._result(self._api.get(path))
            if result.get("status") == "complete" and result.get("fileId"):
                return str(result["fileId"])
            if result.get("status") == "failed":
                raise self._fault("could not make its export; run again, and tell its maker if it stays so")
            time.sleep(self._settings.poll_seconds)

    def _result(self, answer: Any) -> Mapping[str, Any]:
        result = answer.get("result") if isinstance(answer, Mapping) else None
        if not isinstance(result, Mapping):
            raise self._fault("gave an answer without a result; tell its maker")
        return result

    def _fault(self, what: str) -> SourceError:
        return self.session.fault(what, of_stream=True)


@contextlib.contextmanager
def opened(settings: QualtricsSettings, policy: Policy) -> Iterator[Qualtrics]:
    """A client to the brand."""
    yield Qualtrics(settings, policy)


def _changed(qualtrics: Qualtrics, since: datetime) -> Iterator[Page]:
    return qualtrics.responses(Window(since))


connector = ObjectConnector(
    name="qualtrics",
    settings=QualtricsSettings,
    opened=opened,
    object_streams=(
        ObjectStream(
            name="responses",
            description="Recorded responses, one object per response, each with its answers; previews and tests too.",
            fields={
                "id": Field(required=True),
                "survey_id": Field(required=True),
                "status": Field("integer", required=True),
                "recordedDate": Field("timestamp", required=True),
                "answered": Field(pii=True),
                "externalDataReference": Field(),
                "respondent_email": Field(pii=True),
            },
            listed=lambda qualtrics, window: qualtrics.responses(window),
            changed=_changed,
            has_windows=True,
            version=lambda response: moment_text(response["recordedDate"]),
            dated_by="recordedDate",
            permission="access to the API, and its user the right to export the responses of the surveys",
        ),
    ),
)
