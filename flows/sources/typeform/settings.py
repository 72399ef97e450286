"""What the section `typeform` of sources.yml may say."""

from pydantic import Field, SecretStr

from flows.extraction.configuration import SourceSettings


class TypeformSettings(SourceSettings):
    """Token and address of one Typeform account.

    Attributes:
        token: a personal access token.
        forms: the ids of the forms to read; every form of the account when none are given.
        address: where its API answers; another one for accounts in the European data centre.
        requests_per_second: how many requests Typeform allows.
    """

    token: SecretStr
    forms: tuple[str, ...] = ()
    address: str = "https://api.typeform.com"
    requests_per_second: int = Field(default=2, ge=1)
