"""Asks one Salesforce org by SOQL: through the REST API, or through Bulk API 2.0 where there is much."""

import contextlib
import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from flows.errors import ConfigurationError, SourceError
from flows.extraction.own_fields import names_own_fields, own_paths
from flows.extraction.session import KEY_REFUSED, NOT_ALLOWED, PASSING, Remedies, SourceSession, error_code
from flows.policy import Policy
from flows.sources.salesforce.objects import KEYS, SalesforceObject
from flows.sources.salesforce.records import as_payload
from flows.sources.salesforce.settings import SalesforceSettings

Page = Sequence[Mapping[str, Any]]

BULK_PAGE = 20_000
LONGEST_VALUE = 10_000_000
LIMIT_REACHED = "REQUEST_LIMIT_EXCEEDED"
BAD_REQUEST = 400
# How the token endpoint refuses an app: with status 400.
KEY_CODES = ("invalid_client", "invalid_client_id", "invalid_client_credentials", "invalid_grant", "inactive_user")
REMEDIES = Remedies(
    key=(
        "put the app's consumer secret into ACCOUNT360_SALESFORCE_CLIENT_SECRET, or a token that is still valid into "
        "ACCOUNT360_SALESFORCE_ACCESS_TOKEN"
    ),
    permission="see that the user it runs as may read them",
)


class SalesforceClient:
    """One org; records come as the asked fields that its user can see, deleted ones too."""

    def __init__(self, settings: SalesforceSettings, policy: Policy) -> None:
        from simple_salesforce.api import Salesforce

        self.session = SourceSession("salesforce", policy, remedies=REMEDIES)
        self.session.passes = lambda status, content: (
            status in PASSING or (status == NOT_ALLOWED and error_code(content) == LIMIT_REACHED)
        )
        self.session.refuses_key = lambda status, content: (
            status == KEY_REFUSED or (status == BAD_REQUEST and error_code(content) in KEY_CODES)
        )
        self._settings, self._policy = settings, policy
        self._types: dict[str, dict[str, str]] = {}
        address = settings.address.rstrip("/")
        self._salesforce = Salesforce(
            instance_url=address,
            session_id=self._token(address),
            session=self.session,
            version=settings.api_version,
            object_pairs_hook=dict,
        )
        # It knows no address but https ones.
        self._salesforce.base_url = f"{address}/services/data/v{settings.api_version}/"
        self._salesforce.bulk2_url = f"{self._salesforce.base_url}jobs/"

    def records(self, kind: SalesforceObject, conditions: Sequence[str]) -> Iterator[Page]:
        """The pages of all records of a kind for which the conditions hold, the oldest changes first.

        Raises:
            SourceError: they could not be read, or lack a field that is needed.
        """
        types = self._described(kind)
        fields = self._asked(kind, types)
        held = [*conditions, *(f"{name} = {value}" for name, value in kind.only.items() if name in types)]
        where = f" WHERE {' AND '.join(held)}" if held else ""
        query = f"SELECT {', '.join(fields)} FROM {kind.name}{where}"
        is_bulk = self._count(f"SELECT COUNT() FROM {kind.name}{where}") >= self._settings.bulk_from_rows
        pages = self._bulk(kind, query) if is_bulk else self._rest(f"{query} ORDER BY SystemModstamp")
        for page in pages:
            yield [as_payload(record, fields, types) for record in page]

    def _token(self, address: str) -> str:
        if self._settings.access_token:
            return self._settings.access_token.get_secret_value()
        secret = self._settings.client_secret
        if not (self._settings.client_id and secret):
            raise ConfigurationError(
                "sources.yml: salesforce needs a key: write the client_id of an app and put its secret into "
                "ACCOUNT360_SALESFORCE_CLIENT_SECRET, or put a token into ACCOUNT360_SALESFORCE_ACCESS_TOKEN; its "
                "README says how to get one."
            )
        asked = {
            "grant_type": "client_credentials",
            "client_id": self._settings.client_id,
            "client_secret": secret.get_secret_value(),
        }
        answer = self.session.post(f"{address}/services/oauth2/token", data=asked).json()
        token = answer.get("access_token") if isinstance(answer, dict) else None
        if not isinstance(token, str):
            raise self.session.fault("gave no access token; see that its app has the client credentials flow")
        return token

    def _described(self, kind: SalesforceObject) -> dict[str, str]:
        """The types of the fields that the user can see; those of related objects by the name of the relation."""
        if kind.name not in self._types:
            answer = self._salesforce.restful(f"sobjects/{kind.name}/describe") or {}
            listed = answer.get("fields", ())
            relations = {field["relationshipName"]: "" for field in listed if field.get("relationshipName")}
            self._types[kind.name] = relations | {field["name"]: field["type"] for field in listed}
        return self._types[kind.name]

    def _asked(self, kind: SalesforceObject, types: Mapping[str, str]) -> list[str]:
        """The fields to ask for: those that staging counts on and the company's own, as far as they can be seen."""
        declared = {**KEYS, **kind.fields}
        hidden = [name for name, about in declared.items() if about.required and name not in types]
        own = list(own_paths("salesforce", kind.entity, self._policy).values())
        # An activity's own field may be one of tasks only, or of events only.
        if names_own_fields(self._policy) and kind.entity != "activities":
            hidden += [path for path in own if path.split(".")[0] not in types]
        if hidden:
            raise self.session.fault(
                f"does not show the field {hidden[0]} of {kind.name}; give the user it runs as Read Access to it "
                "(Field-Level Security in a permission set), or correct its name in source_fields.csv",
                of_stream=True,
            )
        return [path for path in dict.fromkeys([*declared, *own]) if path.split(".")[0] in types]

    def _count(self, query: str) -> int:
        """How many records a query has; 0 where the org does not tell."""
        try:
            return int((self._salesforce.query(query, include_deleted=True) or {}).get("totalSize", 0))
        except SourceError as error:
            if not error.of_stream:
                raise
            return 0

    def _rest(self, query: str) -> Iterator[Page]:
        answer = self._salesforce.query(query, include_deleted=True)
        seen: set[str] = set()
        while True:
            yield answer["records"]
            following = answer.get("nextRecordsUrl")
            if answer.get("done", True) or not following:
                return
            if following in seen:
                what = f"repeats a page of its {self.session.asked_for}, so that they would never end"
                raise self.session.fault(f"{what}; tell its maker, and run again", of_stream=True)
            seen.add(following)
            answer = self._salesforce.restful(following.split(f"/v{self._settings.api_version}/", 1)[-1])

    def _bulk(self, kind: SalesforceObject, query: str) -> Iterator[Page]:
        from simple_salesforce.exceptions import SalesforceOperationError

        # Long texts of fields of a company's own are longer than the module's limit.
        csv.field_size_limit(LONGEST_VALUE)
        job = getattr(self._salesforce.bulk2, kind.name)
        wait = self._settings.bulk_wait_seconds
        try:
            with self._any_content():
                for text in job.query_all(query, max_records=BULK_PAGE, wait=wait):
                    yield list(csv.DictReader(io.StringIO(text, newline="")))
        except (SalesforceOperationError, KeyError, csv.Error):
            raise self.session.fault(
                f"did not carry out its bulk query of {self.session.asked_for}; see Bulk Data Load Jobs in its Setup, "
                "or raise bulk_from_rows in sources.yml",
                of_stream=True,
            ) from None

    @contextlib.contextmanager
    def _any_content(self) -> Iterator[None]:
        """Results of bulk queries are CSV."""
        self.session.expects_json = False
        try:
            yield
        finally:
            self.session.expects_json = True


@contextlib.contextmanager
def opened(settings: SalesforceSettings, policy: Policy) -> Iterator[SalesforceClient]:
    """A client to the org."""
    yield SalesforceClient(settings, policy)
