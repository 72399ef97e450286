"""Reads Chargebee's lists, whose entries wrap their objects, and the lines of invoices that a list leaves out."""

from collections.abc import Iterator, Mapping
from typing import Any

from flows.extraction.api import Api, Page
from flows.extraction.session import SourceSession

PAGE = 100


class ChargebeeClient:
    """One site."""

    def __init__(self, api: Api, has_items: bool) -> None:
        self._api, self.has_items = api, has_items

    @property
    def session(self) -> SourceSession:
        """The session that sends its requests."""
        return self._api.session

    def pages(self, path: str, wrapper: str, parameters: Mapping[str, Any]) -> Iterator[Page]:
        """The pages of one list, each object out of its wrapper.

        Raises:
            SourceError: it could not be read.
        """
        from dlt.sources.helpers.rest_client.paginators import JSONResponseCursorPaginator

        cursor = JSONResponseCursorPaginator(cursor_path="next_offset", cursor_param="offset")
        for page in self._api.pages(path, {"limit": PAGE, **parameters}, items="list", paginator=cursor):
            yield [entry[wrapper] for entry in page]

    def with_all_lines(self, item: Mapping[str, Any], path: str, wrapper: str) -> Mapping[str, Any]:
        """A document with all its lines, of which a list gives the first ones only.

        Raises:
            SourceError: the others could not be read.
        """
        offset, lines = item.get("line_items_next_offset"), list(item.get("line_items") or ())
        while offset:
            answer = self._api.get(f"{path}/{item['id']}", {"line_items_limit": PAGE, "line_items_offset": offset})
            more = answer[wrapper]
            lines += more.get("line_items") or ()
            offset = more.get("line_items_next_offset")
        known = {name: value for name, value in item.items() if name != "line_items_next_offset"}
        return {**known, "line_items": lines} if lines else known
