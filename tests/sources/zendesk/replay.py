"""Zendesk's API as its documentation describes it: exports by cursor and by time, and ratings by pages."""

import base64
from datetime import UTC, datetime
from typing import Any

from sources.replay import Replay, Request, Response

EMAIL, TOKEN = "admin@vendor.example", "zendesk-test-token"
EPOCH = 1_767_225_600  # 2026-01-01T00:00:00Z
MEASURE = "metric_set.reply_time_in_minutes.calendar"


def moment(minute: int) -> str:
    """So many minutes into 2026, as Zendesk writes moments."""
    return f"{datetime.fromtimestamp(EPOCH + 60 * minute, UTC):%Y-%m-%dT%H:%M:%SZ}"


class ZendeskReplay(Replay):
    """An account with its requests; `page` is how many objects an export gives at once."""

    source, stream, number_field = "zendesk", "tickets", MEASURE
    page = 1_000

    def __init__(self) -> None:
        super().__init__(secrets={"ACCOUNT360_ZENDESK_API_TOKEN": TOKEN})

    def section(self) -> dict[str, Any]:
        """Its section of sources.yml."""
        return {"address": self.address, "email": EMAIL}

    def make(self, number: int, minute: int = 0) -> dict[str, Any]:
        """One request, measured."""
        return {
            "id": 5_000 + number,
            "external_id": None,
            "subject": "Help",
            "description": "It does not work, says pia@acme.example",
            "status": "open",
            "priority": "normal",
            "type": "question",
            "requester_id": 70 + number % 3,
            "organization_id": 40 + number % 3,
            "assignee_id": 9,
            "tags": ["web"],
            "custom_fields": [{"id": 360_001, "value": "billing"}],
            "satisfaction_rating": {"score": "unoffered"},
            "created_at": moment(minute),
            "updated_at": moment(minute),
            "generated_timestamp": EPOCH + 60 * minute,
            "metric_set": {
                "id": 800 + number,
                "ticket_id": 5_000 + number,
                "solved_at": None,
                "reply_time_in_minutes": {"calendar": 30, "business": 10},
                "full_resolution_time_in_minutes": {"calendar": None, "business": None},
            },
        }

    def spoilt(self, item: dict[str, Any]) -> dict[str, Any]:
        """The request with a text for its minutes to the first answer."""
        times = {"calendar": "plenty", "business": 10}
        return {**item, "metric_set": {**item["metric_set"], "reply_time_in_minutes": times}}

    def golden(self) -> dict[str, list[dict[str, Any]]]:
        """Requests in every state, a merged and a deleted one, of people with and without customers and addresses."""
        measured = self.make(0)["metric_set"]
        times = {"calendar": 90, "business": 60}
        solved = {
            **self.make(1, 60),
            "id": 501,
            "status": "solved",
            "tags": ["vip", "complaint"],
            "type": "problem",
            "priority": "urgent",
            "requester_id": 71,
            "organization_id": 41,
            "satisfaction_rating": {"id": 61, "score": "bad", "comment": "Too slow"},
            "updated_at": moment(6_000),
            "metric_set": {
                **measured,
                "ticket_id": 501,
                "reply_time_in_minutes": times,
                "solved_at": "2026-01-02T10:15:00+02:00",
            },
        }
        # Measured before Zendesk kept the moment of a solution, and not measured at all.
        whole = {"calendar": 1_440, "business": 480}
        old = {
            **self.make(2, 60),
            "id": 502,
            "status": "closed",
            "requester_id": 72,
            "organization_id": None,
            "satisfaction_rating": {"score": "good"},
            "metric_set": {"ticket_id": 502, "solved_at": None, "full_resolution_time_in_minutes": whole},
        }
        bare = {**self.make(3, 60), "id": 503, "status": "closed", "requester_id": 73, "type": None}
        bare |= {"updated_at": moment(180), "metric_set": None, "organization_id": 42}
        reopened = {**self.make(4, 60), "id": 504, "requester_id": 99, "organization_id": 41}
        reopened["metric_set"] = {**measured, "ticket_id": 504, "solved_at": "2026-01-01T05:00:00Z"}
        merged = {**self.make(5, 60), "id": 505, "status": "closed", "tags": ["closed_by_merge"], "metric_set": None}
        deleted = {**self.make(6, 60), "id": 506, "status": "deleted", "metric_set": None}
        return {
            "organizations": [
                {
                    "id": 41,
                    "name": "Acme Oy",
                    "external_id": "A1",
                    "domain_names": ["acme.example", "acme.test"],
                    "updated_at": moment(10),
                },
                {"id": 42, "name": "Beta", "external_id": None, "domain_names": [], "updated_at": moment(11)},
                {
                    "id": 43,
                    "name": "Gone",
                    "external_id": None,
                    "domain_names": [],
                    "updated_at": moment(12),
                    "deleted_at": moment(12),
                },
            ],
            "users": [
                {"id": 71, "email": "Pia@Acme.example", "organization_id": 41, "updated_at": moment(1)},
                {"id": 72, "email": "jo@gmail.com", "organization_id": None, "updated_at": moment(2)},
                {"id": 73, "email": None, "phone": "+358401234567", "updated_at": moment(3)},
            ],
            "tickets": [solved, old, bare, reopened, merged, deleted],
            "satisfaction_ratings": [
                self.rating(61, 501, 71, "bad", "Too slow", "2026-01-03T22:30:00Z"),
                self.rating(62, 502, 72, "good", None, "2026-01-04T08:00:00Z"),
            ],
        }

    def rating(self, number: int, ticket: int, person: int, score: str, comment: str | None, at: str) -> dict[str, Any]:
        """One rating."""
        return {
            "id": number,
            "ticket_id": ticket,
            "requester_id": person,
            "score": score,
            "comment": comment,
            "reason": "Other",
            "created_at": at,
            "updated_at": at,
        }

    def is_authorised(self, request: Request) -> bool:
        """HTTP Basic with the address and /token as the user, or an OAuth token."""
        basic = "Basic " + base64.b64encode(f"{EMAIL}/token:{TOKEN}".encode()).decode()
        return request.headers.get("Authorization") in {basic, f"Bearer {TOKEN}"}

    def answer(self, request: Request) -> Response:
        """One page of an export, or of the ratings."""
        query, name = request.query, request.path.removeprefix("/api/v2/incremental/").split("/")[0]
        if request.path == "/api/v2/satisfaction_ratings.json":
            return self._ratings(query)
        if request.path.endswith("/cursor.json"):
            return self._by_cursor(name, query)
        return self._by_time(name.removesuffix(".json"), query)

    def _ratings(self, query: Any) -> Response:
        first, last = int(query.get("start_time", 0)), int(query.get("end_time", 1 << 40))
        found = [
            item for item in self.objects.get("satisfaction_ratings", []) if first <= _second(item, "updated_at") < last
        ]
        place, size = int(query.get("page[after]") or 0), int(query["page[size]"])
        after = place + size
        meta = {"has_more": after < len(found), "after_cursor": str(after)}
        return Response({"satisfaction_ratings": found[place:after], "meta": meta})

    def _by_cursor(self, name: str, query: Any) -> Response:
        dated_by = "generated_timestamp" if name == "tickets" else "updated_at"
        if "start_time" not in query and "cursor" not in query:
            return Response({"error": "InvalidValue"}, 400)
        after, place = (int(part) for part in (query.get("cursor") or f"{query.get('start_time')}.0").split("."))
        found = sorted(
            (item for item in self.objects.get(name, []) if _second(item, dated_by) >= after),
            key=lambda item: (_second(item, dated_by), item["id"]),
        )
        page = found[place : place + self.page]
        is_last = place + self.page >= len(found)
        content: dict[str, Any] = {"after_cursor": f"{after}.{place + self.page}", "end_of_stream": is_last}
        if query.get("include") == "metric_sets":
            # The measures come beside the requests.
            content["metric_sets"] = [item["metric_set"] for item in page if item["metric_set"]]
            page = [{key: value for key, value in item.items() if key != "metric_set"} for item in page]
        return Response({**content, name: page})

    def _by_time(self, name: str, query: Any) -> Response:
        start = int(query["start_time"])
        found = sorted(
            (item for item in self.objects.get(name, []) if _second(item, "updated_at") >= start),
            key=lambda item: (_second(item, "updated_at"), item["id"]),
        )
        page = found[: self.page]
        end = _second(page[-1], "updated_at") if page else start
        # Objects of one second are never torn apart.
        page += [item for item in found[self.page :] if _second(item, "updated_at") == end]
        content = {name: page, "count": len(page), "end_time": end, "end_of_stream": len(page) == len(found)}
        return Response(content)


def _second(item: dict[str, Any], name: str) -> int:
    value = item[name]
    return value if isinstance(value, int) else int(datetime.fromisoformat(value).timestamp())


def replay() -> Replay:
    """An empty account."""
    return ZendeskReplay()
