"""The connector to Qualtrics: answers to surveys, by its exports."""

from flows.sources.qualtrics.connector import connector

__all__ = ["connector"]
