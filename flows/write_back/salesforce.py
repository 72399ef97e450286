"""Writes fields of Salesforce's accounts by sObject Collections, 200 accounts a call."""

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from flows.errors import ConfigurationError
from flows.extraction.session import NOT_ALLOWED, PASSING, Remedies, SourceSession, error_code
from flows.policy import Policy
from flows.write_back.fields import Field, Kind, Refusal, Values, as_text
from flows.write_back.settings import SalesforceKey, bearer

ID = re.compile(r"001[A-Za-z0-9]{12}(?:[A-Za-z0-9]{3})?", re.ASCII)
# The first characters of an id, which alone tell records apart; the last three of the long form are a checksum.
TELLING = 15
# What a field for a column may be, and the words for it in Setup.
TYPES: dict[Kind, tuple[str, ...]] = {
    "text": ("string", "picklist", "textarea"), "number": ("double",), "date": ("date",),
}  # fmt: skip
WORDS: dict[Kind, str] = {"text": "Text(80)", "number": "Number(3, 1)", "date": "Date"}
LONGEST_TEXT = 80
REMEDIES = Remedies(
    key=(
        "put the app's consumer secret into ACCOUNT360_SALESFORCE_CLIENT_SECRET, or a token that is still valid into "
        "ACCOUNT360_SALESFORCE_ACCESS_TOKEN"
    ),
    permission="give its user Read and Edit on accounts",
)
PERMISSION = "Read and Edit on the object Account, and Edit on the fields of write_back.csv"
# What can be done about the words by which Salesforce says why it did not take a record.
MENDED = {
    "ENTITY_IS_DELETED": "restore the account, or let the next night read that it is gone",
    "INVALID_CROSS_REFERENCE_KEY": "restore the account, or let the next night read that it is gone",
    "INSUFFICIENT_ACCESS_OR_READONLY": "give the key's user Edit on this account, by sharing or by its profile",
    "INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY": "give the key's user Edit on this account, by sharing",
    "INVALID_FIELD_FOR_INSERT_UPDATE": "give the key's user Edit on the fields of write_back.csv",
    "FIELD_CUSTOM_VALIDATION_EXCEPTION": "mend the account, or exempt the key's user from its validation rule",
    "REQUIRED_FIELD_MISSING": "fill the account's required fields",
    "CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY": "have the trigger or flow on accounts mended that stops the change",
    "INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST": "add the value to the picklist, or make the field a text",
    "STRING_TOO_LONG": f"make the field longer, at least {LONGEST_TEXT} characters",
    "NUMBER_OUTSIDE_VALID_RANGE": f"make the field a {WORDS['number']}",
    "UNABLE_TO_LOCK_ROW": "nothing; somebody held the account just then, and the next write-back tries again",
    "DUPLICATES_DETECTED": "merge the duplicates, or let the duplicate rule allow the change",
}
OTHERWISE = "look the word up in Salesforce's list of status codes, and mend the account"
BAD_REQUEST, LIMIT_REACHED = 400, "REQUEST_LIMIT_EXCEEDED"


class Salesforce:
    """One organisation."""

    title, mart, batch = "Salesforce", "sync_salesforce_accounts", 200

    def __init__(self, settings: SalesforceKey, policy: Policy) -> None:
        address = settings.address.rstrip("/")
        self.place = urlsplit(address).hostname or ""
        self._address = f"{address}/services/data/v{settings.api_version}"
        self._session = SourceSession("salesforce", policy, remedies=REMEDIES)
        self._session.passes = lambda status, content: (
            status in PASSING or (status == NOT_ALLOWED and error_code(content) == LIMIT_REACHED)
        )
        self._session.ask_for("fields of accounts", PERMISSION)
        self._session.headers.update(bearer(self._token(settings, address)))
        # Else a change of any field may hand the account to another owner.
        self._session.headers["Sforce-Auto-Assign"] = "FALSE"

    def _token(self, settings: SalesforceKey, address: str) -> str:
        if settings.access_token:
            return settings.access_token.get_secret_value()
        if not (settings.client_id and settings.client_secret):
            raise ConfigurationError(
                "sources.yml: salesforce needs a key: write the client_id of an app and put its secret into "
                "ACCOUNT360_SALESFORCE_CLIENT_SECRET, or put a token into ACCOUNT360_SALESFORCE_ACCESS_TOKEN."
            )
        asked = {
            "grant_type": "client_credentials",
            "client_id": settings.client_id,
            "client_secret": settings.client_secret.get_secret_value(),
        }
        self._session.accepts = frozenset({BAD_REQUEST})
        answer = self._session.post(f"{address}/services/oauth2/token", data=asked).json()
        self._session.accepts = frozenset()
        token = answer.get("access_token") if isinstance(answer, dict) else None
        if not isinstance(token, str):
            code = error_code(answer)
            raise self._session.fault(f"gives no access token{f' ({code})' if code else ''}; {REMEDIES.key}")
        return token

    def is_id(self, account_id: str) -> bool:
        """Whether a text can be an id of an account."""
        return bool(ID.fullmatch(account_id))

    def problems(self, fields: list[Field]) -> dict[str, str]:
        """What stands against writing each field."""
        answer = self._session.get(f"{self._address}/sobjects/Account/describe").json()
        known = {str(item["name"]).lower(): item for item in answer["fields"]}
        told = {field.name: _problem(field, known.get(field.name.lower())) for field in fields}
        return {name: problem for name, problem in told.items() if problem}

    def read(self, account_ids: list[str], fields: list[Field]) -> dict[str, Values]:
        """The present values of those of the accounts that there are; of others the answer is null."""
        asked = {"ids": account_ids, "fields": ["Id", *(field.name for field in fields)]}
        answer = self._session.post(f"{self._address}/composite/sobjects/Account", json=asked).json()
        found = {str(item["Id"])[:TELLING]: _lower(item) for item in answer if item}
        return {
            account: {
                field.name: as_text(found[account[:TELLING]].get(field.name.lower()), field.kind) for field in fields
            }
            for account in account_ids
            if account[:TELLING] in found
        }

    def write(self, values: Mapping[str, Values], fields: list[Field]) -> dict[str, Refusal]:
        """Write the values of at most 200 accounts; an account that is refused stops no other."""
        kinds = {field.name: field.kind for field in fields}
        records = [
            {
                "attributes": {"type": "Account"},
                "id": account,
                **{name: _json(text, kinds[name]) for name, text in new.items()},
            }
            for account, new in values.items()
        ]
        asked = {"allOrNone": False, "records": records}
        answer = self._session.patch(f"{self._address}/composite/sobjects", json=asked).json()
        if not isinstance(answer, list) or len(answer) != len(records):
            raise self._session.fault("does not say of every account whether it was written; run again")
        return {
            account: _refusal(item.get("errors") or [])
            for account, item in zip(values, answer, strict=True)
            if not item.get("success")
        }


def _lower(item: Mapping[str, Any]) -> dict[str, Any]:
    """A record whose fields are found however a company writes their names."""
    return {name.lower(): value for name, value in item.items()}


def _json(text: str | None, kind: Kind) -> str | float | None:
    return float(text) if kind == "number" and text is not None else text


def _refusal(errors: list[Mapping[str, Any]]) -> Refusal:
    word = str(errors[0].get("statusCode", "")) if errors else ""
    # Only its own words: what it says beside them may quote a record.
    reason = word if word.replace("_", "").isalpha() and word.isupper() else "an error without a status code"
    return Refusal(reason, MENDED.get(reason, OTHERWISE))


def _problem(field: Field, known: Mapping[str, Any] | None) -> str | None:
    wanted, place = WORDS[field.kind], f"the field {field.name} of its accounts"
    if known is None:
        return (
            f"Salesforce shows no {place[4:]}; create the custom field there as {wanted} (Setup, Object Manager, "
            "Account, Fields & Relationships) and let the key's user edit it."
        )
    if known["type"] not in TYPES[field.kind]:
        return f"Salesforce has {place} as {known['type']}; create one as {wanted} and name it in write_back.csv."
    if not known["updateable"]:
        return f"Salesforce does not let the key's user edit {place}; give it Edit on the field."
    if field.kind == "number" and not known.get("scale"):
        return f"Salesforce keeps no decimal of {place}; change it to {wanted}."
    return None
