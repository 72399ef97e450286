"""Reads a Chargebee site: every object of its lists, or those that changed since the last reading."""

import contextlib
from collections.abc import Iterator

from flows.extraction.api import Api
from flows.extraction.connector import ObjectConnector
from flows.extraction.session import Pace, Remedies
from flows.policy import Policy
from flows.sources.chargebee.client import ChargebeeClient
from flows.sources.chargebee.settings import ChargebeeSettings
from flows.sources.chargebee.streams import STREAMS

MINUTE = 60.0
REMEDIES = Remedies(
    key="put a read-only key of the site into ACCOUNT360_CHARGEBEE_API_KEY",
    permission="see that site and product_catalog in sources.yml are those of the key",
)


@contextlib.contextmanager
def opened(settings: ChargebeeSettings, policy: Policy) -> Iterator[ChargebeeClient]:
    """A client to the site."""
    from requests.auth import HTTPBasicAuth

    auth = HTTPBasicAuth(settings.api_key.get_secret_value(), "")
    pace = Pace(settings.requests_per_minute, MINUTE)
    api = Api("chargebee", settings.base_address(), policy, auth=auth, pace=pace, remedies=REMEDIES)
    yield ChargebeeClient(api, has_items=settings.product_catalog == "2.0")


connector = ObjectConnector(name="chargebee", settings=ChargebeeSettings, object_streams=STREAMS, opened=opened)
