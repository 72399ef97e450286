"""The connector to Chargebee: customers, contracts, invoices and payments."""

from flows.sources.chargebee.connector import connector

__all__ = ["connector"]
