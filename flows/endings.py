"""What follows the end of a run: the notice in the report that readers see, and the alerts."""

import contextlib
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from flows.errors import (
    PUBLISHED,
    Account360Error,
    ConfigurationError,
    GateRefused,
    WarehouseBusy,
    exit_status_of,
    plain_sentence,
)
from flows.notify.alerts import Ending
from flows.notify.telling import tell
from flows.policy import Policy, load_policy
from flows.publish.notices import show_failure
from flows.runs import Run, finished, newest_as_of
from flows.settings import Home, now


def follow_up(run: Run, failure: BaseException | None) -> None:
    """Show and tell how a run on record ended; an answer about the past concerns nobody else.

    Args:
        run: the run, whose record is written; what could not be told is added to it as warnings.
        failure: what ended the run; None when it published.
    """
    if run.answers_the_past:
        return
    ending = Ending(
        run_id=run.run_id,
        as_of=run.as_of,
        exit_status=exit_status_of(failure) if failure else PUBLISHED,
        sentence=plain_sentence(failure) if failure else "",
        moment=run.record.started_at,
        is_refusal=isinstance(failure, GateRefused),
        gates=tuple(run.record.gates),
        stale=tuple(run.record.stale),
    )
    if failure:
        _show(run.home, ending)
    if warnings := _told(run.home, run.policy, ending):
        run.record.warnings += warnings
        # The record stands already; that the warnings cannot be added must not hide how the run ended.
        with contextlib.suppress(OSError):
            run.record.write(run.home)


@contextlib.contextmanager
def failures_followed_up(home: Home, policy: Path | None, as_of: date | None) -> Iterator[None]:
    """Show and tell what goes wrong before a run is on record: its policy, its home, another run in the way."""
    try:
        yield
    except (Exception, KeyboardInterrupt) as error:
        with contextlib.suppress(Exception):
            _follow_up_unopened(home, policy, as_of, error)
        raise


def _follow_up_unopened(home: Home, policy: Path | None, as_of: date | None, error: BaseException) -> None:
    with contextlib.suppress(Account360Error):
        if as_of and (newest := newest_as_of(home)) and as_of < newest:
            return
    moment = now()
    ending = Ending(None, as_of, exit_status_of(error), plain_sentence(error), finished(moment))
    # The run in the way is about to publish, or to say itself what is wrong.
    if not isinstance(error, WarehouseBusy):
        _show(home, ending, (as_of or moment.date()).isoformat())
    _told(home, _readable_policy(policy), ending)


def _readable_policy(folder: Path | None) -> Policy:
    """As much of the policy as can be read: a mistake in another file must not keep its alert from being sent."""
    for only in (None, "alert_rules"):
        with contextlib.suppress(ConfigurationError):
            return load_policy(folder, only)
    return load_policy()


def _show(home: Home, ending: Ending, day: str | None = None) -> None:
    kind = "refused" if ending.is_refusal else "failed"
    # A notice that cannot be written must not hide why the run failed.
    with contextlib.suppress(OSError):
        show_failure(home, kind, ending.sentence, ending.run_id, day or str(ending.as_of))


def _told(home: Home, policy: Policy, ending: Ending) -> list[str]:
    warnings = tell(home, policy, ending)
    for warning in warnings:
        print(f"warn   {warning}", file=sys.stderr, flush=True)
    return warnings
