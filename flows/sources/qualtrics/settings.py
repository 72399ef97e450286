"""What the section `qualtrics` of sources.yml may say."""

from typing import Self

from pydantic import Field, SecretStr, model_validator

from flows.extraction.configuration import SourceSettings


class QualtricsSettings(SourceSettings):
    """Token and address of one Qualtrics brand.

    Attributes:
        datacenter: the id of the data centre, such as fra1.
        address: where its API answers, for a brand behind another host.
        api_token: the API token of a user who may see the surveys.
        surveys: the ids of the surveys to read; every survey of the user when none are given.
        poll_seconds: how long to wait before asking again whether an export is ready.
    """

    datacenter: str | None = Field(default=None, pattern=r"^[A-Za-z0-9.-]+$")
    address: str | None = None
    api_token: SecretStr
    surveys: tuple[str, ...] = ()
    poll_seconds: float = Field(default=2, gt=0)

    @model_validator(mode="after")
    def _has_an_address(self) -> Self:
        if not (self.datacenter or self.address):
            raise ValueError("give the datacenter, which Account Settings, Qualtrics IDs names")
        return self

    @property
    def base_url(self) -> str:
        """Where its API answers."""
        return self.address or f"https://{self.datacenter}.qualtrics.com"
