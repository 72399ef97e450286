"""Keeps Python's garbage collector from walking again and again over what a night keeps to its end."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager

# New objects before the collector looks for garbage among them, and how often it must before it looks among older ones.
# Great Expectations and the parsed project are a million objects that come at once and stay; Python's own numbers, 700,
# 10 and 10, make a quarter of loading them.
NEW_OBJECTS, YOUNG_LOOKS, OLD_LOOKS = 50_000, 20, 100


@contextmanager
def seldom_collected() -> Iterator[None]:
    """Let the collector look seldom while the block runs; what is in no circle is freed at once all the same."""
    before = gc.get_threshold()
    gc.set_threshold(NEW_OBJECTS, YOUNG_LOOKS, OLD_LOOKS)
    try:
        yield
    finally:
        gc.set_threshold(*before)
