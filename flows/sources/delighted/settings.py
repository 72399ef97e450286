"""What the section `delighted` of sources.yml may say."""

from pydantic import SecretStr

from flows.extraction.configuration import SourceSettings


class DelightedSettings(SourceSettings):
    """Key and address of one Delighted project.

    Attributes:
        api_key: the project's API key.
        address: where its API answers.
    """

    api_key: SecretStr
    address: str = "https://api.delighted.com/v1"
