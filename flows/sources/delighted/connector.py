"""Reads the answers of a Delighted project: all of them, or those that changed since the last reading."""

import contextlib
from collections.abc import Iterator
from datetime import datetime

from flows.extraction.api import Api, Page
from flows.extraction.connector import ObjectConnector
from flows.extraction.session import Remedies
from flows.extraction.streams import Field, ObjectStream, Window, moment_text
from flows.policy import Policy
from flows.sources.delighted.settings import DelightedSettings

PAGE = 100
REMEDIES = Remedies(
    key="put the project's API key into ACCOUNT360_DELIGHTED_API_KEY",
    permission="see that the API key belongs to the project with these answers",
)


@contextlib.contextmanager
def opened(settings: DelightedSettings, policy: Policy) -> Iterator[Api]:
    """A client to the project."""
    from requests.auth import HTTPBasicAuth

    auth = HTTPBasicAuth(settings.api_key.get_secret_value(), "")
    yield Api("delighted", settings.address, policy, auth=auth, remedies=REMEDIES)


def _listed(api: Api, window: Window) -> Iterator[Page]:
    asked = {"since": window.start, "until": window.end}
    return _responses(api, {name: int(moment.timestamp()) for name, moment in asked.items() if moment})


def _changed(api: Api, since: datetime) -> Iterator[Page]:
    return _responses(api, {"updated_since": int(since.timestamp())})


def _responses(api: Api, parameters: dict[str, int]) -> Iterator[Page]:
    from dlt.sources.helpers.rest_client.paginators import PageNumberPaginator

    # The people behind the answers come with them, which saves a request for each.
    asked = {**parameters, "per_page": PAGE, "expand[]": "person", "order": "asc"}
    pages = PageNumberPaginator(base_page=1, page_param="page", total_path=None, stop_after_empty_page=True)
    return api.pages("survey_responses.json", asked, items="$", paginator=pages)


connector = ObjectConnector(
    name="delighted",
    settings=DelightedSettings,
    opened=opened,
    object_streams=(
        ObjectStream(
            name="survey_responses",
            description="Answers, one object per answer, each with the person who gave it.",
            fields={
                "id": Field(required=True),
                "score": Field("decimal", required=True),
                "survey_type": Field(),
                "comment": Field(pii=True),
                "created_at": Field("epoch", required=True),
                "updated_at": Field("epoch", required=True),
                "person.email": Field(pii=True),
                "person.name": Field(pii=True),
            },
            listed=_listed,
            changed=_changed,
            has_windows=True,
            version=lambda answer: moment_text(answer["updated_at"]),
            dated_by="created_at",
        ),
    ),
)
