"""What the section `salesforce` of sources.yml may say."""

from pydantic import Field, SecretStr

from flows.extraction.configuration import SourceSettings


class SalesforceSettings(SourceSettings):
    """Address and key of one Salesforce org: either an app's id with its secret, or an access token.

    Attributes:
        address: the org's own address (My Domain), such as https://acme.my.salesforce.com.
        client_id: the consumer key of an app with the client credentials flow.
        client_secret: the app's consumer secret.
        access_token: a token that somebody else renews; it goes before the app.
        api_version: the version of the API.
        bulk_from_rows: rows from which a query goes through Bulk API 2.0.
        bulk_wait_seconds: seconds between two looks at a bulk query that is under way.
        overlap_minutes: how far before the last reading a reading begins, for rows that come late.
    """

    address: str
    client_id: str | None = None
    client_secret: SecretStr | None = None
    access_token: SecretStr | None = None
    api_version: str = Field(default="60.0", pattern=r"^\d+\.0$")
    bulk_from_rows: int = Field(default=50_000, ge=1)
    bulk_wait_seconds: int = Field(default=5, ge=0)
    overlap_minutes: int = Field(default=10, ge=0)
