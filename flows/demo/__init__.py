"""A made-up company whose file drops show every kind of thing that the warehouse can tell."""

from flows.demo.company import write_demo

__all__ = ["write_demo"]
