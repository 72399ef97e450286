"""A source's REST API: dlt's client and its paginators over a session that keeps our limits."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import orjson

from flows.extraction.session import Pace, Remedies, SourceSession
from flows.policy import Policy

if TYPE_CHECKING:
    from dlt.sources.helpers.rest_client.paginators import BasePaginator
    from requests.auth import AuthBase

Page = Sequence[Mapping[str, Any]]


class Api:
    """One REST API; every answer is JSON, and no page may come twice in one listing."""

    def __init__(
        self,
        source: str,
        base_url: str,
        policy: Policy,
        auth: "AuthBase | None" = None,
        headers: Mapping[str, str] | None = None,
        pace: Pace | None = None,
        remedies: Remedies | None = None,
    ) -> None:
        from dlt.sources.helpers.rest_client.client import RESTClient

        self.session = SourceSession(source, policy, pace, remedies)
        self._client = RESTClient(base_url, headers=dict(headers or {}), auth=auth, session=self.session)

    def pages(
        self,
        path: str,
        parameters: Mapping[str, Any] | None = None,
        *,
        items: str,
        paginator: "BasePaginator | None" = None,
        body: Mapping[str, Any] | None = None,
    ) -> Iterator[Page]:
        """The pages of one listing; `items` is the JSON path of a page's objects, a `body` makes it a POST.

        Raises:
            SourceError: the source could not be read, gave no JSON, or repeats a page.
        """
        from dlt.sources.helpers.rest_client.paginators import SinglePagePaginator

        answers = self._client.paginate(
            path,
            method="POST" if body is not None else "GET",
            params=dict(parameters or {}),
            json=dict(body) if body is not None else None,
            paginator=paginator or SinglePagePaginator(),
            data_selector=items,
            # The session judges answers before the client could.
            hooks={"response": []},
        )
        return self.unrepeated(answers)

    def unrepeated(self, pages: Iterable[Page]) -> Iterator[Page]:
        """The pages of one listing as they come.

        Raises:
            SourceError: one of them comes twice.
        """
        seen: set[bytes] = set()
        for page in pages:
            if page:
                content = hashlib.md5(orjson.dumps(list(page)), usedforsecurity=False).digest()
                if content in seen:
                    what = f"repeats a page of its {self.session.asked_for}, so that they would never end"
                    raise self.session.fault(f"{what}; tell its maker, and run again", of_stream=True)
                seen.add(content)
            yield page

    def get(self, path: str, parameters: Mapping[str, Any] | None = None) -> Any:
        """One answer to a GET.

        Raises:
            SourceError: there was none, or no JSON.
        """
        return self._client.get(path, params=dict(parameters or {})).json()

    def post(self, path: str, body: Mapping[str, Any]) -> Any:
        """One answer to a POST of JSON.

        Raises:
            SourceError: there was none, or no JSON.
        """
        return self._client.post(path, json=dict(body)).json()

    def content(self, path: str) -> bytes:
        """The bytes of one answer, which need not be JSON.

        Raises:
            SourceError: there was none.
        """
        self.session.expects_json = False
        try:
            answer: bytes = self._client.get(path).content
        finally:
            self.session.expects_json = True
        return answer
