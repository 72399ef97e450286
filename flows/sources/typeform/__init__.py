"""The connector to Typeform: answers to forms."""

from flows.sources.typeform.connector import connector

__all__ = ["connector"]
