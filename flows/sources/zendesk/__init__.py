"""The connector to Zendesk: requests to support, the customers who make them, and how they rate the help."""

from flows.sources.zendesk.connector import connector

__all__ = ["connector"]
