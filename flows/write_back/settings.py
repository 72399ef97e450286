"""What the write-back must know of a CRM to reach it: the sections `salesforce` and `hubspot` of sources.yml."""

from typing import Protocol

from pydantic import SecretStr


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


def bearer(token: str) -> dict[str, str]:
    """The header that carries a token."""
    return {"Authorization": f"Bearer {token}"}
