"""Salesforce and HubSpot as their documentation describes the calls of a write-back; they keep what is written."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, ClassVar

from sources.replay import Replay, Request, Response

TOKEN = "crm-test-token"
CLIENT, SECRET = "crm-test-client", "crm-test-secret"
# The fields of write_back.csv without what Salesforce puts behind the names of custom fields.
TYPES = {"segment": "string", "health_score": "number", "next_care_date": "date", "top_signal": "string"}


@dataclass
class CrmReplay(Replay):
    """A CRM of which the values of accounts are seen: `present` by id and column.

    `refusals` says in which word an account is refused; `after_writing` is done, or answered, once values are kept.
    """

    present: dict[str, dict[str, Any]] = field(default_factory=dict)
    refusals: dict[str, str] = field(default_factory=dict)
    after_writing: list[Callable[[], Response | None]] = field(default_factory=list)
    types: dict[str, str] = field(default_factory=lambda: dict(TYPES))
    batches: list[list[str]] = field(default_factory=list)
    suffix = ""
    refused: ClassVar[dict[str, str]] = {}
    environment: ClassVar[dict[str, str]] = {
        "ACCOUNT360_SALESFORCE_ACCESS_TOKEN": TOKEN,
        "ACCOUNT360_HUBSPOT_ACCESS_TOKEN": TOKEN,
    }

    def identity(self, number: int) -> str:
        """The id of the account of a number."""
        raise NotImplementedError

    def name(self, column: str) -> str:
        """The field of a column."""
        return f"account360_{column}{self.suffix}"

    def is_authorised(self, request: Request) -> bool:
        """Whether the request carries the token."""
        return request.headers.get("Authorization") == f"Bearer {TOKEN}"

    def kept(self, account: str, named: dict[str, Any]) -> None:
        """Keep values by the names of their fields."""
        columns = {self.name(column): column for column in self.types}
        self.present[account] |= {columns[name]: value for name, value in named.items()}

    def done(self, answer: Response) -> Response:
        """The answer to a write that was kept, or what is to come in its place."""
        instead = self.after_writing.pop(0)() if self.after_writing else None
        return instead or answer


class SalesforceReplay(CrmReplay):
    """An organisation: describe, and sObject Collections to read and to write."""

    source, suffix = "salesforce", "__c"
    refused: ClassVar[dict[str, str]] = {
        "deleted": "ENTITY_IS_DELETED",
        "rule": "FIELD_CUSTOM_VALIDATION_EXCEPTION",
        "access": "INSUFFICIENT_ACCESS_OR_READONLY",
    }

    def identity(self, number: int) -> str:
        """The id of the account of a number, in the long form."""
        return f"001{number:012}AAA"

    def answer(self, request: Request) -> Response:
        """What the organisation answers."""
        path = request.path.removeprefix("/services/data/v60.0")
        if path == "/sobjects/Account/describe":
            return Response(
                {"fields": [{"name": "Id", "type": "id", "updateable": False}, *map(self._described, self.types)]}
            )
        if (request.method, path) == ("POST", "/composite/sobjects/Account"):
            assert len(request.body["ids"]) <= 2000
            return Response([self._record(account, request.body["fields"]) for account in request.body["ids"]])
        assert (request.method, path) == ("PATCH", "/composite/sobjects")
        assert request.body["allOrNone"] is False
        assert request.headers["Sforce-Auto-Assign"] == "FALSE"
        records = request.body["records"]
        assert 0 < len(records) <= 200
        self.batches.append([record["id"] for record in records])
        return self.done(Response([self._written(record) for record in records]))

    def respond(self, request: Request) -> Response:
        """Tokens are given to who has none yet."""
        if request.path != "/services/oauth2/token":
            return super().respond(request)
        asked = request.body.decode()
        if f"client_id={CLIENT}" in asked and f"client_secret={SECRET}" in asked:
            return Response({"access_token": TOKEN})
        return Response({"error": "invalid_client", "error_description": "invalid client credentials"}, 400)

    def _described(self, column: str) -> dict[str, Any]:
        kind = self.types[column].replace("number", "double")
        locked = kind.endswith(" locked")
        scale = 0 if kind == "double whole" else 1
        return {"name": self.name(column), "type": kind.split()[0], "scale": scale, "updateable": not locked}

    def _record(self, account: str, fields: list[str]) -> dict[str, Any] | None:
        long = f"{account[:15]}AAA"
        whole = long if long in self.present else account
        if whole not in self.present:
            return None
        columns = {self.name(column): column for column in self.types}
        values = {name: self.present[whole].get(columns[name]) for name in fields if name != "Id"}
        return {"attributes": {"type": "Account"}, "Id": whole, **values}

    def _written(self, record: dict[str, Any]) -> dict[str, Any]:
        account, word = record["id"], self.refusals.get(record["id"])
        if word:
            words = {"statusCode": self.refused[word], "message": "Of Anna Virtanen: no.", "fields": []}
            return {"id": account, "success": False, "errors": [words]}
        values = {name: value for name, value in record.items() if name not in {"attributes", "id"}}
        self.kept(account, values)
        return {"id": account, "success": True, "errors": []}


class HubSpotReplay(CrmReplay):
    """An account: properties, and batches to read and to update; every value is text, and none is empty text."""

    source = "hubspot"
    refused: ClassVar[dict[str, str]] = {
        "deleted": "OBJECT_NOT_FOUND",
        "rule": "INVALID_OPTION",
        "access": "READ_ONLY_VALUE",
    }

    def identity(self, number: int) -> str:
        """The id of the company of a number."""
        return str(9_000_000_000 + number)

    def section(self) -> dict[str, Any]:
        """Its section of sources.yml."""
        return {"address": self.address}

    def answer(self, request: Request) -> Response:
        """What the account answers."""
        path = request.path.removeprefix("/crm/v3")
        if path == "/properties/companies":
            return Response({"results": [self._described(column) for column in self.types]})
        inputs = request.body["inputs"]
        assert 0 < len(inputs) <= 100
        if path == "/objects/companies/batch/read":
            named = request.body["properties"]
            found = [self._record(item["id"], named) for item in inputs if item["id"] in self.present]
            lost = [item["id"] for item in inputs if item["id"] not in self.present]
            return self._answered(found, lost)
        assert path == "/objects/companies/batch/update"
        self.batches.append([item["id"] for item in inputs])
        wrong = [self.refusals[item["id"]] for item in inputs if self.refusals.get(item["id"], "deleted") != "deleted"]
        if wrong:
            value = f'[{{"isValid":false,"message":"Anna Virtanen","error":"{self.refused[wrong[0]]}","name":"x"}}]'
            message = f"Property values were not valid: {value}"
            return Response({"status": "error", "message": message, "category": "VALIDATION_ERROR"}, 400)
        lost = [item["id"] for item in inputs if item["id"] in self.refusals]
        taken = [item for item in inputs if item["id"] not in lost]
        for item in taken:
            self.kept(item["id"], {name: value or None for name, value in item["properties"].items()})
        return self.done(self._answered([{"id": item["id"], "properties": {}} for item in taken], lost))

    def _answered(self, results: list[dict[str, Any]], lost: list[str]) -> Response:
        content: dict[str, Any] = {"status": "COMPLETE", "results": results}
        if lost:
            message = "Could not get some COMPANY objects, they may be deleted or not exist. Check that ids are valid."
            error = {"status": "error", "category": "OBJECT_NOT_FOUND", "message": message, "context": {"ids": lost}}
            content |= {"numErrors": 1, "errors": [error]}
        return Response(content, 207 if lost else 200)

    def _described(self, column: str) -> dict[str, Any]:
        kind, _, marks = self.types[column].partition(" ")
        return {
            "name": self.name(column),
            "type": kind,
            "hubspotDefined": marks == "own",
            "modificationMetadata": {"readOnlyValue": marks == "locked"},
        }

    def _record(self, account: str, named: list[str]) -> dict[str, Any]:
        columns = {self.name(column): column for column in self.types}
        values = {name: self.present[account].get(columns[name]) for name in named}
        texts = {name: None if value is None else str(value) for name, value in values.items()}
        return {"id": account, "properties": {"hs_object_id": account, **texts}, "archived": False}
