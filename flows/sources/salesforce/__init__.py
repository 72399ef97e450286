"""The connector to Salesforce: accounts, people, opportunities, activities and cases."""

from flows.sources.salesforce.connector import connector

__all__ = ["connector"]
