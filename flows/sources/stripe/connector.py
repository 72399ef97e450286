"""Reads a Stripe account: every object of its lists, or those that its events speak of since the last reading."""

import contextlib
from collections.abc import Iterator
from datetime import timedelta

from flows.extraction.api import Api
from flows.extraction.connector import ObjectConnector
from flows.extraction.session import Remedies
from flows.policy import Policy
from flows.sources.stripe.client import StripeClient
from flows.sources.stripe.settings import StripeSettings
from flows.sources.stripe.streams import STREAMS

REMEDIES = Remedies(
    key="put a key of the account into ACCOUNT360_STRIPE_API_KEY",
    permission="see that the account's key may read them",
)


@contextlib.contextmanager
def opened(settings: StripeSettings, policy: Policy) -> Iterator[StripeClient]:
    """A client to the account."""
    from requests.auth import HTTPBasicAuth

    auth = HTTPBasicAuth(settings.api_key.get_secret_value(), "")
    headers = {"Stripe-Version": settings.api_version} if settings.api_version else {}
    api = Api("stripe", settings.address, policy, auth=auth, headers=headers, remedies=REMEDIES)
    overlap = timedelta(minutes=settings.overlap_minutes)
    yield StripeClient(api, settings.start_date, overlap=overlap, is_pinned=settings.api_version is not None)


connector = ObjectConnector(name="stripe", settings=StripeSettings, object_streams=STREAMS, opened=opened)
