"""What the section `stripe` of sources.yml may say."""

from pydantic import Field, SecretStr

from flows.extraction.configuration import SourceSettings


class StripeSettings(SourceSettings):
    """Key and address of one Stripe account.

    Attributes:
        api_key: a restricted or secret key of the account.
        address: where its API answers.
        api_version: the version of the API that is asked for; the account's own default when not given.
    """

    api_key: SecretStr
    address: str = "https://api.stripe.com/v1"
    api_version: str | None = Field(default=None, pattern=r"^\d{4}-\d{2}-\d{2}(\.[a-z]+)?$")
