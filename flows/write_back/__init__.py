"""Writes what the warehouse finds of accounts into fields of the company's CRM, when somebody asks for it."""
