"""Chargebee's connector against its replay."""
