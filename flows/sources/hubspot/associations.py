"""What objects are associated with, read for a thousand of them at once and put into each."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from flows.extraction.api import Api, Page

MOST_INPUTS = 1_000
PRIMARY = "Primary"


class Associations:
    """The associations of one account's objects."""

    def __init__(self, api: Api) -> None:
        self._api = api

    def added(self, kind: str, associated: Sequence[str], pages: Iterable[Page]) -> Iterator[Page]:
        """The pages with `associations` in each object, by the type of what it is associated with.

        Raises:
            SourceError: they could not be read.
        """
        if not associated:
            yield from pages
            return
        for objects in _batches(pages):
            ids = [str(item["id"]) for item in objects]
            linked = {other: self._linked(kind, other, ids) for other in associated}
            yield [
                {**item, "associations": {other: found.get(str(item["id"]), []) for other, found in linked.items()}}
                for item in objects
            ]

    def _linked(self, kind: str, other: str, ids: Sequence[str]) -> dict[str, list[dict[str, Any]]]:
        """What each object is associated with: the primary one first, then by id, so that the order is the same."""
        found: dict[str, list[dict[str, Any]]] = {}
        inputs = [{"id": one} for one in ids]
        asked: set[tuple[str, str]] = set()
        while inputs:
            answer = self._api.post(f"crm/v4/associations/{kind}/{other}/batch/read", {"inputs": inputs})
            inputs = []
            for result in answer["results"]:
                own = str(result["from"]["id"])
                found.setdefault(own, []).extend(_link(to) for to in result["to"])
                after = ((result.get("paging") or {}).get("next") or {}).get("after")
                if after and (own, after) not in asked:
                    asked.add((own, after))
                    inputs.append({"id": own, "after": after})
        return {own: sorted(links, key=_rank) for own, links in found.items()}


def _link(to: Mapping[str, Any]) -> dict[str, Any]:
    labels = sorted({about["label"] for about in to["associationTypes"] if about.get("label")})
    return {"id": str(to["toObjectId"]), "labels": labels}


def _rank(link: Mapping[str, Any]) -> tuple[bool, int, str]:
    return PRIMARY not in link["labels"], len(link["id"]), link["id"]


def _batches(pages: Iterable[Page]) -> Iterator[list[Mapping[str, Any]]]:
    batch: list[Mapping[str, Any]] = []
    for page in pages:
        if batch and len(batch) + len(page) > MOST_INPUTS:
            yield batch
            batch = []
        batch.extend(page)
    yield batch
