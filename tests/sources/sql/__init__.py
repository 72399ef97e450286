"""A SQL database."""
