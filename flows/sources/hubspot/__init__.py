"""The connector to HubSpot: companies, contacts, deals, tickets, activities, owners and pipelines."""

from flows.sources.hubspot.connector import connector

__all__ = ["connector"]
