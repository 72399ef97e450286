"""The connector to Delighted: answers to surveys of one question."""

from flows.sources.delighted.connector import connector

__all__ = ["connector"]
