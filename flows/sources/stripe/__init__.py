"""The connector to Stripe: customers, contracts, invoices and payments."""

from flows.sources.stripe.connector import connector

__all__ = ["connector"]
