"""The connector to SurveyMonkey: answers to surveys."""

from flows.sources.surveymonkey.connector import connector

__all__ = ["connector"]
