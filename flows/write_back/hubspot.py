"""Writes properties of HubSpot's companies by its batches, 100 companies a call."""

import re
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import urlsplit

from flows.extraction.session import Pace, Remedies, SourceSession
from flows.policy import Policy
from flows.write_back.fields import Field, Kind, Refusal, Values, as_text
from flows.write_back.settings import HubSpotKey, bearer

TYPES: dict[Kind, tuple[str, ...]] = {"text": ("string", "enumeration"), "number": ("number",), "date": ("date",)}
WORDS: dict[Kind, str] = {"text": "Single-line text", "number": "Number", "date": "Date picker"}
REMEDIES = Remedies(key="put the access token of the private app into ACCOUNT360_HUBSPOT_ACCESS_TOKEN")
PERMISSION = "the scopes crm.objects.companies.read and crm.objects.companies.write"
# A private app of the smallest plan may ask 100 times in ten seconds, for all that uses it.
PACE = (90, 10.0)
NOT_VALID = 400
# What can be done about the words by which HubSpot says why it did not take a company.
MENDED = {
    "OBJECT_NOT_FOUND": "restore the company, or let the next night read that it is gone",
    "PROPERTY_DOESNT_EXIST": "create the property that write_back.csv names",
    "INVALID_OPTION": "add the value to the property's options, or make it a single-line text",
    "READ_ONLY_VALUE": "name a property in write_back.csv that may be edited",
    "VALIDATION_ERROR": "see in HubSpot's validation rules what the properties of write_back.csv may hold",
}
OTHERWISE = "look at the company in HubSpot, and run again"
WORD = re.compile(r"[A-Z][A-Z_]+")


class HubSpot:
    """One account of HubSpot."""

    title, mart, batch = "HubSpot", "sync_hubspot_companies", 100

    def __init__(self, settings: HubSpotKey, policy: Policy) -> None:
        address = settings.address.rstrip("/")
        self.place = urlsplit(address).hostname or ""
        self._address = f"{address}/crm/v3"
        self._session = SourceSession("hubspot", policy, Pace(*PACE), REMEDIES)
        self._session.ask_for("properties of companies", PERMISSION)
        self._session.headers.update(bearer(settings.access_token.get_secret_value()))

    def is_id(self, account_id: str) -> bool:
        """Whether a text can be an id of a company."""
        return account_id.isascii() and account_id.isdigit()

    def problems(self, fields: list[Field]) -> dict[str, str]:
        """What stands against writing each property."""
        answer = self._session.get(f"{self._address}/properties/companies").json()
        known = {item["name"]: item for item in answer["results"]}
        told = {field.name: _problem(field, known.get(field.name)) for field in fields}
        return {name: problem for name, problem in told.items() if problem}

    def read(self, account_ids: list[str], fields: list[Field]) -> dict[str, Values]:
        """The present values of those of the companies that there are; a merged one answers by its new id only."""
        asked = {"properties": [field.name for field in fields], "inputs": [{"id": account} for account in account_ids]}
        answer = self._session.post(f"{self._address}/objects/companies/batch/read", json=asked).json()
        found = {str(item["id"]): item["properties"] for item in answer["results"] if not item.get("archived")}
        return {
            account: {field.name: as_text(found[account].get(field.name), field.kind) for field in fields}
            for account in account_ids
            if account in found
        }

    def write(self, values: Mapping[str, Values], fields: list[Field]) -> dict[str, Refusal]:
        """Write the values of at most 100 companies; a batch that is not valid is halved until it is clear which."""
        del fields
        inputs = [
            {"id": account, "properties": {n: t or "" for n, t in new.items()}} for account, new in values.items()
        ]
        return dict(self._refused(inputs))

    def _refused(self, inputs: list[dict[str, Any]]) -> Iterator[tuple[str, Refusal]]:
        self._session.accepts = frozenset({NOT_VALID})
        address = f"{self._address}/objects/companies/batch/update"
        answer = self._session.post(address, json={"inputs": inputs})
        self._session.accepts = frozenset()
        content = answer.json()
        if answer.status_code != NOT_VALID:
            written = {str(item["id"]) for item in content.get("results", [])}
            told = {account: error for error in content.get("errors", []) for account in _ids(error)}
            missing = [item["id"] for item in inputs if item["id"] not in written]
            yield from ((account, _refusal(told.get(account, {}))) for account in missing)
        elif len(inputs) == 1:
            yield inputs[0]["id"], _refusal(content)
        else:
            middle = len(inputs) // 2
            yield from self._refused(inputs[:middle])
            yield from self._refused(inputs[middle:])


def _ids(error: Mapping[str, Any]) -> list[str]:
    ids = (error.get("context") or {}).get("ids")
    return [str(item) for item in ids] if isinstance(ids, list) else []


def _refusal(error: Mapping[str, Any]) -> Refusal:
    """Why one company was refused: by the word in the message if it is known, else by the category."""
    words = [*WORD.findall(str(error.get("message", ""))), str(error.get("category", ""))]
    reason = next((word for word in words if word in MENDED), "an error that it does not name")
    return Refusal(reason, MENDED.get(reason, OTHERWISE))


def _problem(field: Field, known: Mapping[str, Any] | None) -> str | None:
    wanted, place = WORDS[field.kind], f"the property {field.name} of its companies"
    if known is None:
        return (
            f"HubSpot has no {place[4:]}; create the property there as {wanted} (Settings, Properties, "
            "Company properties)."
        )
    if known.get("hubspotDefined"):
        return f"HubSpot has {place} for itself; create a property as {wanted} and name it in write_back.csv."
    if known["type"] not in TYPES[field.kind]:
        return f"HubSpot has {place} as {known['type']}; create one as {wanted} and name it in write_back.csv."
    if (known.get("modificationMetadata") or {}).get("readOnlyValue"):
        return f"HubSpot lets nobody edit {place}; name another property in write_back.csv."
    return None
