"""What the section `zendesk` of sources.yml may say."""

from typing import Self

from pydantic import Field, SecretStr, model_validator

from flows.extraction.configuration import SourceSettings


class ZendeskSettings(SourceSettings):
    """Key and address of one Zendesk account.

    Attributes:
        subdomain: the part before .zendesk.com.
        address: where its API answers, for an account behind another host.
        email: the address of the person whose API token it is; none for an OAuth token.
        api_token: the API token, or an OAuth access token when no email is given.
        requests_per_minute: how many requests the plan allows to the exports.
        relist_days: days after which everything is exported anew; deletions are told without that.
    """

    subdomain: str | None = Field(default=None, pattern=r"^[A-Za-z0-9-]+$")
    address: str | None = None
    email: str | None = None
    api_token: SecretStr
    requests_per_minute: int = Field(default=10, ge=1)
    relist_days: int = Field(default=30, ge=1)

    @model_validator(mode="after")
    def _has_an_address(self) -> Self:
        if not (self.subdomain or self.address):
            raise ValueError("give the subdomain, which is the part before .zendesk.com")
        return self

    @property
    def base_url(self) -> str:
        """Where its API answers."""
        return self.address or f"https://{self.subdomain}.zendesk.com"
