"""What the section `surveymonkey` of sources.yml may say."""

from pydantic import Field, SecretStr

from flows.extraction.configuration import SourceSettings


class SurveyMonkeySettings(SourceSettings):
    """Token and address of one SurveyMonkey account.

    Attributes:
        token: the access token of a private app.
        surveys: the ids of the surveys to read; every survey of the account when none are given.
        address: where its API answers; another one for accounts in the European or Canadian data centre.
        requests_per_minute: how many requests the app may make.
    """

    token: SecretStr
    surveys: tuple[str, ...] = ()
    address: str = "https://api.surveymonkey.com/v3"
    requests_per_minute: int = Field(default=120, ge=1)
