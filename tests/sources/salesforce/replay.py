"""Salesforce's API as its documentation describes it: describe, SOQL by pages, Bulk API 2.0, client credentials."""

import csv
import io
import re
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qs

from sources.replay import Replay, Request, Response, each
from sources.salesforce.golden import golden_records

CLIENT, SECRET, TOKEN = "3MVG9.acme", "salesforce-test-secret", "00D!session"
EPOCH = datetime(2026, 1, 1, tzinfo=UTC)
DATA = "/services/data/v60.0/"
PAGE = 100
NAMES = {
    "accounts": "Account",
    "contacts": "Contact",
    "users": "User",
    "opportunities": "Opportunity",
    "tasks": "Task",
    "events": "Event",
    "cases": "Case",
}
EVERYWHERE = {"Id": "id", "IsDeleted": "boolean", "CreatedDate": "datetime", "SystemModstamp": "datetime"}
RELATED = {"WhoId": "reference", "WhatId": "reference", "AccountId": "reference", "OwnerId": "reference"}
ACTIVITY = {**RELATED, "ActivityDate": "date", "Type": "picklist", "IsRecurrence": "boolean"}
FIELDS: dict[str, dict[str, str]] = {
    "Account": {
        "Name": "string",
        "MasterRecordId": "reference",
        "ParentId": "reference",
        "OwnerId": "reference",
        "Website": "url",
        "Phone": "phone",
        "Industry": "picklist",
        "BillingCity": "string",
        "BillingPostalCode": "string",
        "BillingCountry": "string",
        "BillingCountryCode": "picklist",
        "Potential__c": "currency",
        "Tier__c": "picklist",
    },
    "Contact": {"AccountId": "reference", "MasterRecordId": "reference", "Name": "string", "Email": "email"},
    "User": {
        "Name": "string",
        "Department": "string",
        "IsActive": "boolean",
        "ManagerId": "reference",
        "UserType": "picklist",
        "UserRoleId": "reference",
    },
    "Opportunity": {
        "AccountId": "reference",
        "Type": "picklist",
        "StageName": "picklist",
        "Amount": "currency",
        "CurrencyIsoCode": "picklist",
        "Probability": "percent",
        "IsClosed": "boolean",
        "IsWon": "boolean",
        "CloseDate": "date",
    },
    "Task": {
        **ACTIVITY,
        "CompletedDateTime": "datetime",
        "Status": "picklist",
        "IsClosed": "boolean",
        "TaskSubtype": "picklist",
        "CallType": "picklist",
    },
    "Event": {
        **ACTIVITY,
        "StartDateTime": "datetime",
        "IsAllDayEvent": "boolean",
        "EventSubtype": "picklist",
        "IsChild": "boolean",
    },
    "Case": {
        "AccountId": "reference",
        "ContactId": "reference",
        "Status": "picklist",
        "Priority": "picklist",
        "Type": "picklist",
        "ClosedDate": "datetime",
        "LastModifiedDate": "datetime",
    },
}
QUERY = re.compile(r"SELECT (.+?) FROM (\w+)(?: WHERE (.+?))?(?: ORDER BY (\w+))?$")
CONDITION = re.compile(r"(\w+) (>=|<|=) (.+)")


class SalesforceReplay(Replay):
    """An org with its records; `hidden` are the fields that its user cannot see, as `Account.Name`."""

    source, stream, number_field = "salesforce", "opportunities", "Probability"

    def __init__(self) -> None:
        super().__init__(secrets={"ACCOUNT360_SALESFORCE_CLIENT_SECRET": SECRET})
        self.hidden: set[str] = set()
        self.counts = True
        self.settings: dict[str, Any] = {}
        self.cursors: dict[str, tuple[list[str], list[dict[str, Any]]]] = {}
        self.jobs: dict[str, str] = {}
        self.job_states = ["InProgress", "JobComplete"]

    def section(self) -> dict[str, Any]:
        """Its section of sources.yml."""
        return {"address": self.address, "client_id": CLIENT, "bulk_wait_seconds": 0, **self.settings}

    def make(self, number: int, minute: int = 0) -> dict[str, Any]:
        """One opportunity."""
        moment = f"{EPOCH + timedelta(minutes=minute):%Y-%m-%dT%H:%M:%S}.000+0000"
        return {
            "Id": f"0065500000{number:05}AAA",
            "AccountId": "0015500000Xyy06AAB",
            "Type": "New Business",
            "StageName": "Prospecting",
            "Amount": 1200.0,
            "CurrencyIsoCode": "EUR",
            "Probability": 20.0,
            "IsClosed": False,
            "IsWon": False,
            "CloseDate": "2026-06-30",
            "CreatedDate": "2026-01-01T00:00:00.000+0000",
            "IsDeleted": False,
            "SystemModstamp": moment,
        }

    def golden(self) -> dict[str, list[dict[str, Any]]]:
        """Records with merges in a chain, ids of fifteen characters, and activities about everything."""
        return golden_records()

    def is_authorised(self, request: Request) -> bool:
        """The app's secret for a token, and the token for everything else."""
        if request.path == "/services/oauth2/token":
            asked = {name: values[0] for name, values in parse_qs(request.body.decode()).items()}
            return asked == {"grant_type": "client_credentials", "client_id": CLIENT, "client_secret": SECRET}
        return request.headers.get("Authorization") == f"Bearer {TOKEN}"

    def answer(self, request: Request) -> Response:
        """What the org answers."""
        if request.path == "/services/oauth2/token":
            return Response({"access_token": TOKEN, "instance_url": self.address, "token_type": "Bearer"})
        path = request.path.removeprefix(DATA)
        if path in {"query/", "queryAll/"}:
            return self._first_page(request.query["q"])
        if path.startswith("query/"):
            cursor, _, start = path.removeprefix("query/").partition("-")
            return self._page(cursor, int(start))
        if path.startswith("jobs/query"):
            return self._bulk(request, path.removeprefix("jobs/query").strip("/"))
        return self._described(path.split("/")[1])

    def _described(self, name: str) -> Response:
        if name not in FIELDS:
            return Response([{"errorCode": "NOT_FOUND", "message": "The requested resource does not exist"}], 404)
        fields = [
            {
                "name": field,
                "type": kind,
                "relationshipName": field.removesuffix("Id") if kind == "reference" else None,
            }
            for field, kind in self._shown(name).items()
        ]
        return Response({"name": name, "queryable": True, "fields": fields})

    def _shown(self, name: str) -> dict[str, str]:
        known = {**EVERYWHERE, **FIELDS[name]}
        return {field: kind for field, kind in known.items() if f"{name}.{field}" not in self.hidden}

    def _first_page(self, query: str) -> Response:
        found = QUERY.match(query)
        if not found:
            return Response([{"errorCode": "MALFORMED_QUERY", "message": query}], 400)
        fields = found[1].split(", ")
        if fields == ["COUNT()"]:
            if not self.counts:
                return Response([{"errorCode": "QUERY_TIMEOUT", "message": "too long"}], 400)
            return Response({"totalSize": len(self._records(query)), "done": True, "records": []})
        for field in fields:
            if "." not in field and field not in self._shown(found[2]):
                return Response([{"errorCode": "INVALID_FIELD", "message": f"No such column '{field}'"}], 400)
        cursor = f"01g{len(self.cursors):015}"
        self.cursors[cursor] = (fields, self._records(query))
        return self._page(cursor, 0)

    def _page(self, cursor: str, start: int) -> Response:
        fields, records = self.cursors[cursor]
        end = start + PAGE
        answer = {
            "totalSize": len(records),
            "done": end >= len(records),
            "records": [self._written(record, fields) for record in records[start:end]],
        }
        if end < len(records):
            answer["nextRecordsUrl"] = f"{DATA}query/{cursor}-{end}"
        return Response(answer)

    def _written(self, record: dict[str, Any], fields: list[str]) -> dict[str, Any]:
        written: dict[str, Any] = {"attributes": {"type": "Record", "url": f"{DATA}sobjects/Record/{record['Id']}"}}
        for field in fields:
            outer = field.split(".")[0]
            written[outer] = record.get(outer)
        return written

    def _records(self, query: str) -> list[dict[str, Any]]:
        found = QUERY.match(query)
        assert found
        stream = next(stream for stream, name in NAMES.items() if name == found[2])
        conditions = found[3].split(" AND ") if found[3] else []
        records = each(self.objects.get(stream, []), lambda record: all(_holds(record, one) for one in conditions))
        return sorted(records, key=lambda record: _moment(record["SystemModstamp"])) if found[4] else records

    def _bulk(self, request: Request, path: str) -> Response:
        if request.method == "POST":
            job = f"750{len(self.jobs):015}"
            self.jobs[job] = request.body["query"]
            return Response({"id": job, "operation": request.body["operation"], "state": "UploadComplete"})
        job, _, rest = path.partition("/")
        if not rest:
            state = self.job_states[0] if len(self.job_states) == 1 else self.job_states.pop(0)
            return Response({"id": job, "state": state})
        found = QUERY.match(self.jobs[job])
        assert found
        fields, records = found[1].split(", "), self._records(self.jobs[job])
        # A batch holds no more than the client asks for, and may hold less.
        start, size = int(request.query.get("locator", 0)), min(int(request.query["maxRecords"]), PAGE)
        text = io.StringIO()
        writer = csv.writer(text, quoting=csv.QUOTE_ALL, lineterminator="\n")
        writer.writerow(fields)
        for record in records[start : start + size]:
            writer.writerow([_text(record, field) for field in fields])
        following = str(start + size) if start + size < len(records) else "null"
        given = len(records[start : start + size])
        headers = {"Sforce-Locator": following, "Sforce-NumberOfRecords": str(given), "Content-Type": "text/csv"}
        return Response(text.getvalue().encode(), headers=headers)


def _holds(record: dict[str, Any], condition: str) -> bool:
    found = CONDITION.fullmatch(condition)
    assert found, condition
    field, sign, literal = found.groups()
    if sign == "=":
        literals = {"true": True, "false": False}
        return bool(record.get(field, False) == literals.get(literal, literal.strip("'")))
    value, bound = _moment(record[field]), _moment(literal)
    return value >= bound if sign == ">=" else value < bound


def _text(record: dict[str, Any], field: str) -> str:
    """A value as Bulk API 2.0 writes it: moments end in Z, and nothing is an empty text."""
    value: Any = record
    for part in field.split("."):
        value = (value or {}).get(part)
    if isinstance(value, bool):
        return str(value).lower()
    return "" if value is None else str(value).replace("+0000", "Z")


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text)


def replay() -> Replay:
    """An empty org."""
    return SalesforceReplay()
