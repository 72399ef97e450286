"""Drills: what happens to a night, what readers see meanwhile, and what the next night makes of it."""
