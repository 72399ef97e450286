"""Finds changed objects by search, which gives no more than ten thousand results to one question."""

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any

from flows.extraction.api import Api, Page
from flows.extraction.session import Pace

SEARCH_PAGE, MOST_RESULTS = 200, 10_000
MILLISECOND = timedelta(milliseconds=1)
ID = "hs_object_id"
Filters = tuple[tuple[str, str, str], ...]


class Search:
    """Searches of one account, no more of them in a second than all its apps may do together."""

    def __init__(self, api: Api, pace: Pace) -> None:
        self._api, self._pace = api, pace

    def changed(self, kind: str, modified: str, since: datetime, properties: list[str]) -> Iterator[Page]:
        """The objects whose property `modified` is no older than a moment, in windows of what one search gives.

        Raises:
            SourceError: they could not be found.
        """
        start = since
        while True:
            last: datetime | None = None
            given = 0
            for page in self._results(kind, ((modified, "GTE", _milliseconds(start)),), modified, properties):
                yield page
                given += len(page)
                last = _moment(page[-1], modified) if page else last
            if given < MOST_RESULTS or last is None:
                return
            if _milliseconds(last) > _milliseconds(start):
                start = last
                continue
            yield from self._of_one_moment(kind, modified, start, properties)
            start = start + MILLISECOND

    def _of_one_moment(self, kind: str, modified: str, moment: datetime, properties: list[str]) -> Iterator[Page]:
        """All objects of a moment at which more were changed than one search gives, by their ids."""
        last_id = "0"
        while True:
            filters = ((modified, "EQ", _milliseconds(moment)), (ID, "GT", last_id))
            given = 0
            for page in self._results(kind, filters, ID, properties):
                yield page
                given += len(page)
                last_id = str(page[-1]["id"]) if page else last_id
            if given < MOST_RESULTS:
                return

    def _results(self, kind: str, filters: Filters, sorted_by: str, properties: list[str]) -> Iterator[Page]:
        """The pages of one search, up to the last one that may be asked for."""
        names = ("propertyName", "operator", "value")
        body: dict[str, Any] = {
            "filterGroups": [{"filters": [dict(zip(names, one, strict=True)) for one in filters]}],
            "sorts": [{"propertyName": sorted_by, "direction": "ASCENDING"}],
            "properties": properties,
            "limit": SEARCH_PAGE,
        }
        given, after = 0, 0
        while given < MOST_RESULTS:
            self._pace.wait()
            answer = self._api.post(f"crm/v3/objects/{kind}/search", body)
            yield answer["results"]
            given += len(answer["results"])
            following = int(((answer.get("paging") or {}).get("next") or {}).get("after") or 0)
            if not following:
                return
            if following <= after:
                what = f"repeats a page of its {self._api.session.asked_for}, so that they would never end"
                raise self._api.session.fault(f"{what}; tell its maker, and run again", of_stream=True)
            after = following
            body["after"] = str(following)


def _moment(item: Mapping[str, Any], modified: str) -> datetime:
    return datetime.fromisoformat(item["properties"][modified] or item["updatedAt"])


def _milliseconds(moment: datetime) -> str:
    return str(int(moment.timestamp() * 1_000))
