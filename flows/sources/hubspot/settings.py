"""What the section `hubspot` of sources.yml may say."""

from pydantic import Field, SecretStr

from flows.extraction.configuration import SourceSettings


class HubspotSettings(SourceSettings):
    """Key of one HubSpot account, and how fast it may be asked.

    Attributes:
        access_token: the access token of a private app.
        address: where its API answers.
        requests_in_ten_seconds: requests within ten seconds; private apps have 100 or more of them.
        searches_a_second: searches within a second; all apps of an account share five of them.
        overlap_minutes: how far before the last reading a reading begins: a change can be searched for only later.
    """

    access_token: SecretStr
    address: str = "https://api.hubapi.com"
    requests_in_ten_seconds: int = Field(default=90, ge=1)
    searches_a_second: int = Field(default=4, ge=1)
    overlap_minutes: int = Field(default=10, ge=0)
