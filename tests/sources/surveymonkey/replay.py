"""SurveyMonkey's API as its documentation describes it: surveys, their details, and their responses by pages."""

from datetime import UTC, datetime
from typing import Any

from sources.replay import Replay, Request, Response, each, paged

TOKEN = "surveymonkey-test-token"
EPOCH = 1_767_225_600  # 2026-01-01T00:00:00Z
# The choices of an NPS question share three weights; their words show the numbers.
NPS = [
    {"id": str(900 + score), "position": score + 1, "text": f"{score}", "weight": -100 if score < 7 else 0}
    for score in range(11)
]
# A choice whose weight became a text.
ODD = {"id": "999", "position": 12, "text": "11", "weight": "plenty"}
RATING = [
    {"id": str(700 + score), "position": score, "text": f"Star {score}", "weight": score} for score in range(1, 6)
]
ROWS = [{"id": "51", "text": "Product"}, {"id": "52", "text": "Support"}]
SURVEYS: dict[str, list[dict[str, Any]]] = {
    "1001": [
        {
            "id": "11",
            "family": "matrix",
            "subtype": "rating",
            "answers": {"rows": [{"id": "50"}], "choices": [*NPS, ODD]},
        },
        {"id": "12", "family": "open_ended", "subtype": "essay"},
    ],
    "1002": [
        {
            "id": "21",
            "family": "matrix",
            "subtype": "rating",
            "answers": {"rows": ROWS, "choices": [*RATING, {"id": "799", "is_na": True, "weight": 0, "text": "None"}]},
        },
    ],
}


def moment(minute: int) -> str:
    """So many minutes into 2026, as SurveyMonkey writes moments."""
    return f"{datetime.fromtimestamp(EPOCH + 60 * minute, UTC):%Y-%m-%dT%H:%M:%S+00:00}"


class SurveyMonkeyReplay(Replay):
    """An account with two surveys."""

    source, stream, number_field = "surveymonkey", "responses", "score"

    def __init__(self) -> None:
        super().__init__(
            secrets={"ACCOUNT360_SURVEYMONKEY_TOKEN": TOKEN},
            policy={
                "source_surveys.csv": [
                    "surveymonkey,1001,11,NPS,,email,,12",
                    "surveymonkey,1002,21.51,CSAT,product,email,,",
                    "surveymonkey,1002,21.52,CSAT,support,email,request,",
                ]
            },
        )

    def section(self) -> dict[str, Any]:
        """Its section of sources.yml."""
        return {"address": f"{self.address}/v3"}

    def make(self, number: int, minute: int = 0) -> dict[str, Any]:
        """One response."""
        return {
            "id": str(40_000 + number),
            "survey_id": "1001",
            "collector_id": "5",
            "recipient_id": "6",
            "response_status": "completed",
            "ip_address": "192.0.2.1",
            "date_created": moment(minute),
            "date_modified": moment(minute),
            "custom_variables": {"account_id": f"A{number % 3}"},
            "metadata": {"contact": {"email": {"type": "string", "value": f"person{number}@acme.example"}}},
            "pages": [{"id": "1", "questions": [{"id": "11", "answers": [{"choice_id": str(900 + number % 11)}]}]}],
        }

    def spoilt(self, item: dict[str, Any]) -> dict[str, Any]:
        """The response with a choice whose weight is a text."""
        return {**item, "pages": [{"id": "1", "questions": [{"id": "11", "answers": [{"choice_id": "999"}]}]}]}

    def golden(self) -> dict[str, list[dict[str, Any]]]:
        """A passive late in the evening, a partial one, and rows of a matrix, once with no address and once not all."""
        passive = {
            **self.make(1, 22 * 60 + 1),
            "id": "601",
            "pages": [
                {"id": "1", "questions": [{"id": "11", "answers": [{"row_id": "50", "choice_id": "907"}]}]},
                {"id": "2", "questions": [{"id": "12", "answers": [{"text": "Good, not great"}]}]},
            ],
        }
        partial = {**self.make(2, 5), "id": "602", "response_status": "partial"}
        rows = [{"row_id": "51", "choice_id": "705"}, {"row_id": "52", "choice_id": "702"}]
        matrix = {**self.make(3, 6), "id": "603", "survey_id": "1002", "metadata": {}, "custom_variables": {}}
        matrix["pages"] = [{"id": "1", "questions": [{"id": "21", "answers": rows}]}]
        rows = [{"row_id": "51", "choice_id": "799"}, {"row_id": "52", "choice_id": "703"}]
        absent = {
            **self.make(4, 7),
            "id": "604",
            "survey_id": "1002",
            "metadata": {"contact": {"email": "Jo@b.example"}},
        }
        absent["pages"] = [{"id": "1", "questions": [{"id": "21", "answers": rows}]}]
        return {self.stream: [passive, partial, matrix, absent]}

    def is_authorised(self, request: Request) -> bool:
        """A bearer token."""
        return request.headers.get("Authorization") == f"Bearer {TOKEN}"

    def answer(self, request: Request) -> Response:
        """The surveys, a survey's details, or a page of its responses."""
        parts, query = request.path.removeprefix("/v3/").split("/"), request.query
        if len(parts) == 1:
            return _page([{"id": name, "title": "How are we doing?"} for name in SURVEYS], query)
        if parts[2] == "details":
            return Response({"id": parts[1], "pages": [{"id": "1", "questions": SURVEYS[parts[1]]}]})
        found = each(
            self.objects.get(self.stream, []),
            lambda item: (
                item["survey_id"] == parts[1]
                and query.get("start_created_at", "") <= item["date_created"][:19] < query.get("end_created_at", "9")
                and query.get("start_modified_at", "") <= item["date_modified"][:19]
            ),
        )
        return _page(sorted(found, key=lambda item: (item["date_modified"], item["id"])), query)


def _page(found: list[Any], query: Any) -> Response:
    size, number = int(query["per_page"]), int(query["page"])
    # As its documentation says, a hundred responses at once are the most.
    if size > (100 if "sort_by" in query else 1_000):
        return Response({"error": {"id": "1003", "name": "Bad Request"}}, 400)
    links = {"next": "https://elsewhere.example/"} if number * size < len(found) else {}
    return Response(
        {"data": paged(found, number, size), "per_page": size, "page": number, "total": len(found), "links": links}
    )


def replay() -> Replay:
    """An empty account."""
    return SurveyMonkeyReplay()
