"""How long the night waits for a source: it asks again while the fault may pass, and gives up at a limit."""

import contextvars
import os
import random
import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from flows.errors import SourceError
from flows.policy import Policy
from flows.progress import note

if TYPE_CHECKING:
    from tenacity import RetryCallState

Result = TypeVar("Result")

# Each further wait is so many times the one before; the share by which it is drawn longer keeps callers apart.
GROWTH, SPREAD = 5, 0.25
READING = "reading the source"


@dataclass(frozen=True)
class Patience:
    """Seconds for all tries together, for the first wait between two, and for the longest that a source may ask for."""

    seconds: float
    retries: int
    first_wait: float
    longest_wait: float


def patience_of(policy: Policy) -> Patience:
    """The patience that a policy sets."""
    return Patience(
        seconds=float(policy.number("source_minutes") * 60),
        retries=policy.count("source_retries"),
        first_wait=float(policy.number("source_wait_seconds")),
        longest_wait=float(policy.number("source_longest_wait_seconds")),
    )


def is_passing(error: BaseException) -> bool:
    """Whether an error may be gone at the next try: the network or the disk, never the data or the policy."""
    return error.may_pass if isinstance(error, SourceError) else isinstance(error, (ConnectionError, TimeoutError))


def read_patiently(source: str, patience: Patience, read: Callable[[], Result]) -> Result:
    """Read a source, again while its fault may pass, and no longer than the limit.

    What hangs cannot be stopped from outside: it is left behind, and what it may still write never counts, since
    only a commit record makes landed files count.

    Raises:
        SourceError: the source could not be read after its retries, or not within the limit.
    """
    outcome: list[Result] = []
    errors: list[BaseException] = []

    def tried() -> None:
        try:
            outcome.append(try_again(patience, read))
        except BaseException as error:
            errors.append(error)

    # A thread of its own, since a call that never comes back can only be left; its notes go to the same stage.
    thread = threading.Thread(
        target=contextvars.copy_context().run, args=(tried,), daemon=True, name=f"{READING} {source}"
    )
    thread.start()
    thread.join(patience.seconds)
    if thread.is_alive():
        raise SourceError(
            f"The source {source} was not read within {patience.seconds / 60:g} minutes; see whether it answers, "
            "or raise source_minutes in settings.csv.",
            may_pass=False,
        )
    for error in errors:
        if isinstance(error, (ConnectionError, TimeoutError)):
            reason = error.strerror or type(error).__name__
            raise SourceError(
                f"The source {source} could not be read ({reason}), tried {patience.retries + 1} times; "
                "see whether it answers, then run again."
            ) from None
        raise error
    return outcome[0]


def exit_past_hanging(status: int) -> None:
    """End the process at once if a source hangs in it still; return otherwise.

    Python waits for nothing there, but a thread inside a library may crash it, or have it complain, on the way out.
    """
    if any(thread.name.startswith(READING) for thread in threading.enumerate()):
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(status)


def try_again(patience: Patience, work: Callable[[], Result]) -> Result:
    """The result of the first try that succeeds; the waits between two grow, and are no shorter than was asked for."""
    from tenacity import Retrying, retry_if_exception, stop_after_attempt

    return Retrying(
        stop=stop_after_attempt(patience.retries + 1),
        wait=lambda state: _wait(patience, state),
        retry=retry_if_exception(lambda error: is_passing(error) and _asked_wait(error) <= patience.longest_wait),
        before_sleep=lambda state: note(f"trying again after {state.outcome and state.outcome.exception()}"),
        reraise=True,
    )(work)


def _wait(patience: Patience, state: "RetryCallState") -> float:
    error = state.outcome.exception() if state.outcome else None
    own: float = patience.first_wait * GROWTH ** (state.attempt_number - 1)
    drawn = own * (1 + SPREAD * random.random())  # noqa: S311  nothing secret hangs on it
    return max(drawn, _asked_wait(error))


def _asked_wait(error: BaseException | None) -> float:
    return error.retry_after if isinstance(error, SourceError) else 0.0
