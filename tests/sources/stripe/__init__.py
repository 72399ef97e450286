"""Stripe's connector against its replay, a server that others wrote, and objects that Stripe published."""
