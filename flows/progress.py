"""What a person sees while a run goes on: live lines on a terminal, plain lines elsewhere."""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from flows.costs import stage_cost

_notes: ContextVar[list[str] | None] = ContextVar("progress_notes", default=None)


def note(text: str) -> None:
    """Say what the stage under way has found; it stands behind the stage's name when the stage ends."""
    notes = _notes.get()
    if notes is not None:
        notes.append(text)


def tell(sentence: str) -> None:
    """Say at once what a person should know of the run as a whole."""
    print(f"note   {sentence}", file=sys.stderr, flush=True)


@contextmanager
def stage_line(title: str) -> Iterator[None]:
    """Show one stage: that it goes on, then how it ended, how long it took and what it noted."""
    notes: list[str] = []
    token = _notes.set(notes)
    began = time.monotonic()
    ended = "failed"
    try:
        with stage_cost(title), _spinner(title):
            yield
        ended = "done"
    finally:
        _notes.reset(token)
        detail = f": {', '.join(notes)}" if notes else ""
        print(f"{ended:<6} {title:<22} {time.monotonic() - began:6.1f} s{detail}", file=sys.stderr, flush=True)


@contextmanager
def _spinner(title: str) -> Iterator[None]:
    if not sys.stderr.isatty():
        yield
        return
    from rich.console import Console

    with Console(stderr=True).status(title):
        yield
