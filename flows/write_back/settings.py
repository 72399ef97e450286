"""What the write-back must know of a CRM to reach it: the sections `salesforce` and `hubspot` of sources.yml."""

from typing import Protocol

from pydantic import ConfigDict, SecretStr

from flows.extraction.configuration import SourceSettings


class SalesforceKey(Protocol):
    """Address and key of one organisation, however its settings are kept."""

    @property
    def address(self) -> str:
        """The organisation's own address, its My Domain."""

    @property
    def client_id(self) -> str | None:
        """The consumer key of an app with the client credentials flow."""

    @property
    def client_secret(self) -> SecretStr | None:
        """Its consumer secret."""

    @property
    def access_token(self) -> SecretStr | None:
        """A token that somebody else renews; it goes before the app."""

    @property
    def api_version(self) -> str:
        """The version of the API."""


class HubSpotKey(Protocol):
    """Address and key of one account, however its settings are kept."""

    @property
    def address(self) -> str:
        """Where the API answers."""

    @property
    def access_token(self) -> SecretStr:
        """The access token of a private app."""


class SalesforceSettings(SourceSettings):
    """The settings of an organisation that the write-back reads; its section may hold others, for reading it."""

    model_config = ConfigDict(extra="ignore", frozen=True, hide_input_in_errors=True)

    address: str
    client_id: str | None = None
    client_secret: SecretStr | None = None
    access_token: SecretStr | None = None
    api_version: str = "60.0"


class HubSpotSettings(SourceSettings):
    """The settings of an account that the write-back reads; its section may hold others, for reading it."""

    model_config = ConfigDict(extra="ignore", frozen=True, hide_input_in_errors=True)

    access_token: SecretStr
    address: str = "https://api.hubapi.com"


def bearer(token: str) -> dict[str, str]:
    """The header that carries a token."""
    return {"Authorization": f"Bearer {token}"}
