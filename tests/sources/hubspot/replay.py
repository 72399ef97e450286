"""HubSpot's API as its documentation describes it: lists, searches of ten thousand results, associations, pipelines."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from sources.hubspot.golden import golden_objects
from sources.replay import Replay, Request, Response, each

TOKEN = "pat-eu1-hubspot-test"
EPOCH = datetime(2026, 1, 1, tzinfo=UTC)
OBJECTS, PROPERTIES, ASSOCIATIONS = "/crm/v3/objects/", "/crm/v3/properties/", "/crm/v4/associations/"
COMMON = ("createdate", "hs_object_id", "hs_lastmodifieddate", "hubspot_owner_id", "hs_merged_object_ids")
ACTIVITY = ("hs_timestamp", "hs_createdate", "hs_lastmodifieddate", "hs_object_id", "hubspot_owner_id")
KNOWN = {
    "companies": (
        *COMMON,
        *("name", "domain", "hs_parent_company_id", "industry", "country", "city", "zip", "phone", "tier", "potential"),
    ),
    "contacts": (
        *COMMON,
        *("firstname", "lastname", "email", "lastmodifieddate", "associatedcompanyid", "hs_buying_role"),
        "hs_calculated_merged_vids",
    ),
    "deals": (
        *COMMON,
        *("dealname", "dealtype", "pipeline", "dealstage", "amount", "hs_mrr", "deal_currency_code", "closedate"),
        *("hs_deal_stage_probability", "hs_is_closed", "hs_is_closed_won", "closed_lost_reason"),
    ),
    "tickets": (
        *COMMON,
        *("hs_pipeline", "hs_pipeline_stage", "hs_ticket_priority", "hs_ticket_category", "closed_date"),
        "first_agent_reply_date",
    ),
    "calls": (*ACTIVITY, "hs_activity_type", "hs_call_status", "hs_call_direction"),
    "emails": (*ACTIVITY, "hs_email_status", "hs_email_direction"),
    "meetings": (*ACTIVITY, "hs_activity_type", "hs_meeting_outcome"),
    "notes": ACTIVITY,
    "tasks": (*ACTIVITY, "hs_task_type", "hs_task_status"),
}


class HubspotReplay(Replay):
    """An account with its objects; what one is associated with stands in its `links`, which no answer shows."""

    source, stream, number_field = "hubspot", "deals", "properties.hs_deal_stage_probability"

    def __init__(self) -> None:
        super().__init__(secrets={"ACCOUNT360_HUBSPOT_ACCESS_TOKEN": TOKEN})
        self.known: dict[str, tuple[str, ...]] = dict(KNOWN)
        self.settings: dict[str, Any] = {}
        self.most_results, self.link_page = 10_000, 500

    def section(self) -> dict[str, Any]:
        """Its section of sources.yml."""
        quick = {"searches_a_second": 1_000, "requests_in_ten_seconds": 10_000}
        return {"address": self.address, **quick, **self.settings}

    def make(self, number: int, minute: int = 0) -> dict[str, Any]:
        """One deal."""
        moment = f"{EPOCH + timedelta(minutes=minute):%Y-%m-%dT%H:%M:%S}.000Z"
        return {
            "id": str(5_000_000 + number),
            "properties": {
                "hs_object_id": str(5_000_000 + number),
                "dealname": f"Deal {number}",
                "pipeline": "default",
                "dealstage": "qualifiedtobuy",
                "amount": "1200",
                "hs_deal_stage_probability": "0.4",
                "createdate": "2026-01-01T00:00:00.000Z",
                "hs_lastmodifieddate": moment,
            },
            "createdAt": "2026-01-01T00:00:00.000Z",
            "updatedAt": moment,
            "archived": False,
        }

    def spoilt(self, item: dict[str, Any]) -> dict[str, Any]:
        """The deal with a word for its probability."""
        return {**item, "properties": {**item["properties"], "hs_deal_stage_probability": "plenty"}}

    def golden(self) -> dict[str, list[dict[str, Any]]]:
        """Objects with merges in a chain, several companies of a person, and activities of every kind."""
        return golden_objects()

    def is_authorised(self, request: Request) -> bool:
        """The private app's token."""
        return request.headers.get("Authorization") == f"Bearer {TOKEN}"

    def answer(self, request: Request) -> Response:
        """What the account answers."""
        path = request.path
        if path == "/crm/v3/owners/":
            return self._listed(self.objects.get("owners", []), request.query, lambda item: item)
        if path.startswith("/crm/v3/pipelines/"):
            stream = path.rsplit("/", 1)[1].removesuffix("s") + "_pipelines"
            return Response({"results": self.objects.get(stream, [])})
        if path.startswith(PROPERTIES):
            named = self.known[path.removeprefix(PROPERTIES)]
            return Response({"results": [{"name": name, "type": "string", "archived": False} for name in named]})
        if path.startswith(ASSOCIATIONS):
            kind, other = path.removeprefix(ASSOCIATIONS).split("/")[:2]
            return self._linked(kind, other, request.body["inputs"])
        return self._objects(request, *path.removeprefix(OBJECTS).partition("/")[::2])

    def _objects(self, request: Request, kind: str, rest: str) -> Response:
        if rest == "search":
            return self._searched(kind, request.body)
        if rest == "batch/read":
            wanted = {one["id"] for one in request.body["inputs"]}
            found = each(self._archived(kind, request.query["archived"]), lambda item: item["id"] in wanted)
            return Response(
                {"status": "COMPLETE", "results": [_shown(item, request.body["properties"]) for item in found]}
            )
        names = request.query["properties"].split(",")
        return self._listed(self.objects.get(kind, []), request.query, lambda item: _shown(item, names))

    def _archived(self, kind: str, is_archived: str) -> list[dict[str, Any]]:
        return each(self.objects.get(kind, []), lambda item: str(item.get("archived", False)).lower() == is_archived)

    def _listed(self, objects: list[dict[str, Any]], query: Mapping[str, str], show: Any) -> Response:
        found = each(objects, lambda item: str(item.get("archived", False)).lower() == query["archived"])
        found.sort(key=lambda item: int(item["id"]))
        later = each(found, lambda item: int(item["id"]) > int(query.get("after", 0)))
        page = later[: min(int(query["limit"]), 100)]
        answer: dict[str, Any] = {"results": [show(item) for item in page]}
        if len(page) < len(later):
            answer["paging"] = {"next": {"after": page[-1]["id"], "link": "https://api.hubapi.com/"}}
        return Response(answer)

    def _searched(self, kind: str, body: dict[str, Any]) -> Response:
        start = int(body.get("after", 0))
        if start + body["limit"] > self.most_results:
            return Response({"status": "error", "category": "VALIDATION_ERROR"}, 400)
        (group,) = body["filterGroups"]
        (order,) = body["sorts"]
        active = self._archived(kind, "false")
        found = each(active, lambda item: all(_holds(item["properties"], one) for one in group["filters"]))
        found.sort(key=lambda item: _value(item["properties"], order["propertyName"]))
        page = found[start : start + body["limit"]]
        answer: dict[str, Any] = {
            "total": len(found),
            "results": [_shown(item, body["properties"]) for item in page],
        }
        if start + len(page) < len(found):
            answer["paging"] = {"next": {"after": str(start + len(page))}}
        return Response(answer)

    def _linked(self, kind: str, other: str, inputs: list[dict[str, str]]) -> Response:
        objects = {item["id"]: item for item in self.objects.get(kind, [])}
        results, missing = [], 0
        for one in inputs:
            links = objects.get(one["id"], {}).get("links", {}).get(other, [])
            start = int(one.get("after", 0))
            given = links[start : start + self.link_page]
            if not given:
                missing += 1
                continue
            result: dict[str, Any] = {"from": {"id": one["id"]}, "to": [_link(*link) for link in given]}
            if start + len(given) < len(links):
                result["paging"] = {"next": {"after": str(start + len(given))}}
            results.append(result)
        # What has no associations is told as an error beside the results.
        content = {"status": "COMPLETE", "results": results, "numErrors": missing}
        return Response(content, 207 if missing else 200)


def _link(other: str, labels: tuple[str, ...]) -> dict[str, Any]:
    plain = {"category": "HUBSPOT_DEFINED", "typeId": 279, "label": None}
    named = [{"category": "HUBSPOT_DEFINED", "typeId": 1, "label": label} for label in labels]
    return {"toObjectId": int(other), "associationTypes": [plain, *named]}


def _shown(item: dict[str, Any], names: list[str]) -> dict[str, Any]:
    """An object with the properties that were asked for; three come unasked."""
    usual = ("createdate", "hs_lastmodifieddate", "hs_object_id")
    found = {name: item["properties"].get(name) for name in (*usual, *names) if name in item["properties"]}
    shown = {**item, "properties": found}
    shown.pop("links", None)
    return shown


def _holds(properties: dict[str, Any], one: dict[str, str]) -> bool:
    value, bound = _value(properties, one["propertyName"]), int(one["value"])
    return {"GTE": value >= bound, "GT": value > bound, "EQ": value == bound}[one["operator"]]


def _value(properties: dict[str, Any], name: str) -> int:
    if name == "hs_object_id":
        return int(properties[name])
    return int(datetime.fromisoformat(properties[name]).timestamp() * 1_000)


def replay() -> Replay:
    """An empty account."""
    return HubspotReplay()
