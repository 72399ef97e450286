"""Typeform's API as its documentation describes it: forms by pages, and responses by tokens, newest first."""

from datetime import UTC, datetime
from typing import Any

from sources.replay import Replay, Request, Response, each, paged

TOKEN = "typeform-test-token"
EPOCH = 1_767_225_600  # 2026-01-01T00:00:00Z
FORMS: dict[str, list[dict[str, Any]]] = {
    "nps1": [
        {"id": "f1", "ref": "recommend", "type": "nps", "properties": {}},
        {
            "id": "f2",
            "ref": "details",
            "type": "group",
            "properties": {
                "fields": [
                    {"id": "f3", "ref": "support", "type": "rating", "properties": {"steps": 5}},
                    {"id": "f4", "ref": "why", "type": "long_text", "properties": {}},
                ]
            },
        },
    ],
    "mood": [
        {"id": "f9", "ref": "product", "type": "opinion_scale", "properties": {"steps": 10, "start_at_one": True}}
    ],
}


def moment(minute: int) -> str:
    """So many minutes into 2026, as Typeform writes moments."""
    return f"{datetime.fromtimestamp(EPOCH + 60 * minute, UTC):%Y-%m-%dT%H:%M:%SZ}"


def given(ref: str, kind: str, value: Any) -> dict[str, Any]:
    """One answer."""
    return {"field": {"id": f"id-{ref}", "ref": ref, "type": "any"}, "type": kind, kind: value}


class TypeformReplay(Replay):
    """An account with two forms."""

    source, stream, number_field = "typeform", "responses", "score"

    def __init__(self) -> None:
        super().__init__(
            secrets={"ACCOUNT360_TYPEFORM_TOKEN": TOKEN},
            policy={
                "source_surveys.csv": [
                    "typeform,nps1,recommend,NPS,,website,,why",
                    "typeform,nps1,support,CSAT,support,website,request,",
                    "typeform,mood,product,CSAT,product,website,,",
                ]
            },
        )

    def section(self) -> dict[str, Any]:
        """Its section of sources.yml."""
        return {"address": self.address, "requests_per_second": 1_000}

    def make(self, number: int, minute: int = 0) -> dict[str, Any]:
        """One response; the form stands in it for the replay alone."""
        return {
            "of": "nps1",
            "response_type": "completed",
            "response_id": f"t{number}",
            "landing_id": f"t{number}",
            "token": f"t{number}",
            "landed_at": moment(minute),
            "submitted_at": moment(minute),
            "metadata": {"user_agent": "Firefox", "network_id": "a1"},
            "hidden": {"account_id": f"A{number % 3}", "email": f"person{number}@acme.example"},
            "calculated": {"score": 0},
            "answers": [given("recommend", "number", number % 11)],
        }

    def spoilt(self, item: dict[str, Any]) -> dict[str, Any]:
        """The response with a text for a number."""
        return {**item, "answers": [given("recommend", "number", "plenty")]}

    def golden(self) -> dict[str, list[dict[str, Any]]]:
        """Two questions in one response, an address typed in, another scale, an unfinished one, no asked question."""
        both = {
            **self.make(1, 22 * 60 + 1),
            "token": "both",
            "answers": [
                given("support", "choice", {"label": "4"}),
                given("why", "text", "Fast help"),
                given("recommend", "number", 10),
            ],
        }
        typed = {
            **self.make(2, 5),
            "token": "typed",
            "hidden": {},
            "answers": [given("recommend", "number", 0), given("mail", "email", "Jo@Beta.example")],
        }
        scale = {**self.make(3, 6), "of": "mood", "token": "scale", "answers": [given("product", "number", 4)]}
        partial = {**self.make(4, 7), "token": "partial", "response_type": "partial"}
        other = {**self.make(5, 8), "token": "other", "answers": [given("why", "text", "Nothing")]}
        return {self.stream: [both, typed, scale, partial, other]}

    def is_authorised(self, request: Request) -> bool:
        """A bearer token."""
        return request.headers.get("Authorization") == f"Bearer {TOKEN}"

    def answer(self, request: Request) -> Response:
        """The forms, a form, or a page of its responses."""
        parts, query = request.path.strip("/").split("/"), request.query
        if len(parts) == 1:
            found = paged([{"id": name} for name in FORMS], int(query["page"]), int(query["page_size"]))
            return Response({"items": found, "page_count": 1, "total_items": len(FORMS)})
        if len(parts) == 2:
            return Response({"id": parts[1], "fields": FORMS[parts[1]]})
        found = each(
            self.objects.get(self.stream, []),
            lambda item: (
                item["of"] == parts[1]
                and item["response_type"] in query["response_type"].split(",")
                and query.get("since", "") <= item["submitted_at"] <= query.get("until", "9")
            ),
        )
        found.sort(key=lambda item: (item["submitted_at"], item["token"]), reverse=True)
        if "before" in query:
            found = found[[item["token"] for item in found].index(query["before"]) + 1 :]
        page = [{key: value for key, value in item.items() if key != "of"} for item in found[: int(query["page_size"])]]
        return Response({"items": page, "total_items": len(found), "page_count": 1})


def replay() -> Replay:
    """An empty account."""
    return TypeformReplay()
