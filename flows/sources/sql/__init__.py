"""The connector to a SQL database: its tables and queries as streams of the file-drop format."""

from flows.sources.sql.connector import connector

__all__ = ["connector"]
