"""Notification: what a run's end gives to tell is written down once and told once, by rules that are policy."""
