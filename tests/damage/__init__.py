"""Damaged files: how they are made, how an independent reader reads them, and what they must not do."""
