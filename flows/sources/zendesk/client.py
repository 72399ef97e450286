"""Zendesk's API: exports of what has changed, at their own slow pace, and ratings by pages."""

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from flows.extraction.api import Api, Page
from flows.extraction.session import Pace, Remedies, SourceSession
from flows.extraction.streams import Window
from flows.policy import Policy
from flows.settings import now
from flows.sources.zendesk.settings import ZendeskSettings

if TYPE_CHECKING:
    from requests.auth import AuthBase

PAGE = 1_000
RATINGS_PAGE = 100
# What changed within the last minute is not exported, and may not be asked for.
TOO_RECENT = timedelta(seconds=61)
REMEDIES = Remedies(
    key="put an API token with its person's email, or an OAuth token, into ACCOUNT360_ZENDESK_API_TOKEN, and see that "
    "token access is switched on in the Admin Center",
    permission="let the token be one of an administrator",
)
# Words of customers that no model reads.
UNREAD = ("description", "via", "raw_subject", "subject")


class Zendesk:
    """One Zendesk account."""

    def __init__(self, settings: ZendeskSettings, policy: Policy) -> None:
        token = settings.api_token.get_secret_value()
        auth, headers = _authorised(settings.email, token)
        pace = Pace(settings.requests_per_minute, 60)
        self._exports = Api(
            "zendesk", settings.base_url, policy, auth=auth, headers=headers, pace=pace, remedies=REMEDIES
        )
        # The slow pace is that of the exports alone.
        self._lists = Api("zendesk", settings.base_url, policy, auth=auth, headers=headers, remedies=REMEDIES)

    @property
    def session(self) -> SourceSession:
        """The session of the exports."""
        return self._exports.session

    def tickets(self, window: Window) -> Iterator[Page]:
        """The requests changed in a window, each with its measures."""
        pages = self._by_cursor("tickets", window, "generated_timestamp", {"include": "metric_sets"})
        return self._exports.unrepeated(pages)

    def users(self, window: Window) -> Iterator[Page]:
        """The people changed in a window."""
        return self._exports.unrepeated(self._by_cursor("users", window, "updated_at", {}))

    def organizations(self, window: Window) -> Iterator[Page]:
        """The customers changed in a window."""
        return self._exports.unrepeated(self._by_time("organizations", window))

    def ratings(self, window: Window) -> Iterator[Page]:
        """The ratings given in a window."""
        from dlt.sources.helpers.rest_client.paginators import JSONResponseCursorPaginator

        self._lists.session.ask_for(self.session.asked_for, self.session.permission)
        asked: dict[str, Any] = {"score": "received", "page[size]": RATINGS_PAGE}
        if window.start:
            asked["start_time"] = int(window.start.timestamp())
        if window.end:
            asked["end_time"] = int(window.end.timestamp())
        paginator = JSONResponseCursorPaginator(
            cursor_path="meta.after_cursor", cursor_param="page[after]", has_more_path="meta.has_more"
        )
        path = "api/v2/satisfaction_ratings.json"
        return self._lists.pages(path, asked, items="satisfaction_ratings", paginator=paginator)

    def _by_cursor(self, name: str, window: Window, dated_by: str, parameters: Mapping[str, str]) -> Iterator[Page]:
        path = f"api/v2/incremental/{name}/cursor.json"
        asked: dict[str, Any] = {**parameters, "per_page": PAGE, "start_time": _start(window)}
        while True:
            answer = self._exports.get(path, asked)
            found = self._objects(answer, name)
            yield _with_measures(found, answer.get("metric_sets")) if name == "tickets" else found
            # Objects come by the moment of their change, so that whatever follows lies beyond the window too.
            if answer.get("end_of_stream") or not answer.get("after_cursor") or _is_beyond(window, found, dated_by):
                return
            asked = {**parameters, "per_page": PAGE, "cursor": answer["after_cursor"]}

    def _by_time(self, name: str, window: Window) -> Iterator[Page]:
        path, start = f"api/v2/incremental/{name}.json", _start(window)
        while True:
            answer = self._exports.get(path, {"start_time": start, "per_page": PAGE})
            found = self._objects(answer, name)
            yield found
            ended_at = answer.get("end_time")
            is_last = answer.get("end_of_stream", int(answer.get("count") or len(found)) < PAGE)
            if is_last or ended_at is None:
                return
            if window.end and int(ended_at) >= window.end.timestamp():
                return
            # Objects of one second come together, so that a page that ends where it began has given all of its second.
            start = max(int(ended_at), start + 1)

    def _objects(self, answer: Any, name: str) -> list[dict[str, Any]]:
        found = answer.get(name) if isinstance(answer, Mapping) else None
        if not isinstance(found, list):
            what = f"gave an answer without {name}; ask its maker what has changed in its exports"
            raise self.session.fault(what, of_stream=True)
        return found


def _authorised(email: str | None, token: str) -> tuple["AuthBase | None", dict[str, str]]:
    from requests.auth import HTTPBasicAuth

    if email:
        return HTTPBasicAuth(f"{email}/token", token), {}
    return None, {"Authorization": f"Bearer {token}"}


def _start(window: Window) -> int:
    """The second from which to export: 0 for everything."""
    if window.start is None:
        return 0
    return int(min(window.start, now() - TOO_RECENT).timestamp())


def _with_measures(tickets: list[dict[str, Any]], measures: Any) -> list[dict[str, Any]]:
    """Requests with their measures, whether these came beside them or within; custom fields by their ids."""
    by_ticket = {one.get("ticket_id"): one for one in measures or () if isinstance(one, Mapping)}
    return [
        {
            **{name: value for name, value in ticket.items() if name not in UNREAD},
            "metric_set": ticket.get("metric_set") or by_ticket.get(ticket.get("id")),
            "custom_fields": {str(field["id"]): field.get("value") for field in ticket.get("custom_fields") or ()},
        }
        for ticket in tickets
    ]


def _is_beyond(window: Window, found: list[dict[str, Any]], dated_by: str) -> bool:
    if not window.end or not found:
        return False
    value = found[-1].get(dated_by)
    moment = datetime.fromisoformat(value).timestamp() if isinstance(value, str) else float(value or 0)
    return moment >= window.end.timestamp()
