"""Hands messages to a process that delivers them, and ends it when a receiver takes too long."""

import contextlib
import json
import os
import queue
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import IO, cast

# What the delivering process may take until it can send: it may have to start Prefect to ask it for a block.
START_SECONDS = 120
READY, DELIVERED = "ready", "delivered"
# What the waits between the tries of one message may take beside the receiver's own time.
SPARE_SECONDS = 5


@dataclass(frozen=True)
class Delivery:
    """Whether a message was taken; if not, why, in words that hold nothing of the address."""

    is_delivered: bool
    reason: str = ""


Deliver = Callable[[Mapping[str, str]], Delivery]


@contextlib.contextmanager
def delivering(sink: str, seconds: int, tries: int) -> Iterator[Deliver]:
    """What delivers one message after the other to one receiver.

    The work is done by a process of its own: it can be ended whatever the receiver does, and what its libraries write
    down goes nowhere, so that no address reaches a log. It takes the address from the environment itself.

    Args:
        sink: the receiver's name in the policy.
        seconds: time for one try of one message.
        tries: how often a message is tried that a receiver has refused.
    """
    process = subprocess.Popen(
        [sys.executable, "-m", "flows.notify.sender"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        encoding="utf-8",
        start_new_session=True,
    )
    answers: queue.Queue[str] = queue.Queue()
    reader = threading.Thread(target=_read, args=(process.stdout, answers), daemon=True)
    reader.start()
    try:
        yield _conversation(process.stdin, answers, {"sink": sink, "seconds": seconds, "tries": tries})
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        reader.join()
        for pipe in (process.stdin, process.stdout):
            with contextlib.suppress(BrokenPipeError):
                cast("IO[str]", pipe).close()


def _conversation(asked: "IO[str] | None", answers: "queue.Queue[str]", order: Mapping[str, str | int]) -> Deliver:
    """Deliver by asking and waiting for the answer; after one that does not come, nothing more is asked."""
    patience = int(order["seconds"]) * int(order["tries"]) + SPARE_SECONDS
    broken: list[str] = []

    def ask(question: Mapping[str, str | int], seconds: float, late: str) -> str:
        if broken:
            return broken[0]
        with contextlib.suppress(BrokenPipeError):
            print(json.dumps(question), file=asked, flush=True)
        try:
            return answers.get(timeout=seconds)
        except queue.Empty:
            broken.append(late)
            return late

    started: list[str] = []

    def deliver(message: Mapping[str, str]) -> Delivery:
        if not started:
            started.append(ask(order, START_SECONDS, "the way to it could not be found in time"))
        if started[0] != READY:
            return Delivery(False, started[0])
        answer = ask(message, patience, f"it did not answer within {patience} seconds")
        return Delivery(answer == DELIVERED, "" if answer == DELIVERED else answer)

    return deliver


def _read(answered: "IO[str] | None", answers: "queue.Queue[str]") -> None:
    with contextlib.suppress(ValueError, OSError):
        for line in answered or ():
            answers.put(line.strip())
    answers.put("the process that sends has ended by itself")
