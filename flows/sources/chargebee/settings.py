"""What the section `chargebee` of sources.yml may say."""

from typing import Literal, Self

from pydantic import Field, SecretStr, model_validator

from flows.extraction.configuration import SourceSettings


class ChargebeeSettings(SourceSettings):
    """Key and site of one Chargebee company.

    Attributes:
        api_key: a read-only key of the site.
        site: the site's name, which stands before `.chargebee.com` in its address.
        address: where its API answers, when it is not asked by the site's name.
        product_catalog: the version of the site's product catalogue: items and item prices, or plans and addons.
        requests_per_minute: how many requests the site allows.
    """

    api_key: SecretStr
    site: str | None = Field(default=None, pattern=r"^[\w-]+$")
    address: str | None = None
    product_catalog: Literal["1.0", "2.0"] = "2.0"
    requests_per_minute: int = Field(default=150, ge=1)

    @model_validator(mode="after")
    def _has_a_place(self) -> Self:
        if not (self.site or self.address):
            raise ValueError("it needs the setting site, such as acme of acme.chargebee.com")
        return self

    def base_address(self) -> str:
        """Where its API answers."""
        return self.address or f"https://{self.site}.chargebee.com/api/v2"
