"""Delighted's API as its documentation describes it: one list of answers, by pages, filtered by moments in seconds."""

import base64
from typing import Any

from sources.replay import Replay, Request, Response, each, paged

KEY = "delighted-test-key"
EPOCH = 1_767_225_600  # 2026-01-01T00:00:00Z


class DelightedReplay(Replay):
    """A project with its answers."""

    source, stream, number_field = "delighted", "survey_responses", "score"

    def __init__(self) -> None:
        super().__init__(secrets={"ACCOUNT360_DELIGHTED_API_KEY": KEY})

    def make(self, number: int, minute: int = 0) -> dict[str, Any]:
        """One answer."""
        moment = EPOCH + 60 * minute
        return {
            "id": str(4_000_000 + number),
            "person": {"id": str(900 + number), "email": f"person{number}@acme{number % 3}.example", "name": "Pia"},
            "survey_type": "nps",
            "score": number % 11,
            "comment": f"Comment {number}",
            "permalink": f"https://delighted.example/r/{number}",
            "created_at": moment,
            "updated_at": moment,
            "person_properties": {"Account Id": f"A{number % 3}"},
            "notes": [],
            "tags": [],
        }

    def golden(self) -> dict[str, list[dict[str, Any]]]:
        """A promoter with a comment late in the evening UTC, which is the next day in Helsinki, and a detractor."""
        promoter = {**self.make(1), "id": "701", "score": 10, "comment": "Great!", "created_at": EPOCH + 22 * 3600 + 1}
        detractor = {**self.make(2), "id": "702", "score": 0, "comment": None}
        return {self.stream: [promoter, detractor]}

    def is_authorised(self, request: Request) -> bool:
        """HTTP Basic, the key as the user."""
        return request.headers.get("Authorization") == "Basic " + base64.b64encode(f"{KEY}:".encode()).decode()

    def answer(self, request: Request) -> Response:
        """One page of the answers that the filters let through."""
        query = request.query
        found = each(
            self.objects.get(self.stream, []),
            lambda item: (
                int(query.get("since", 0)) <= item["created_at"] < int(query.get("until", 1 << 40))
                and item["updated_at"] >= int(query.get("updated_since", 0))
            ),
        )
        found.sort(key=lambda item: item["created_at"])
        return Response(paged(found, int(query["page"]), int(query["per_page"])))


def replay() -> Replay:
    """An empty project."""
    return DelightedReplay()
