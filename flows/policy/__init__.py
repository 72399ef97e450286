"""The company's own rules: shipped defaults, and what a company's policy folder changes in them."""

from flows.policy.policy import Policy, load_policy

__all__ = ["Policy", "load_policy"]
