"""What dbt says while it works: events of note go into the night's log, and the others are not even put into words."""

import logging
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from logging.handlers import RotatingFileHandler
from pathlib import Path
from typing import Any

from dbt_common.events.base_types import BaseEvent, EventLevel, EventMsg
from dbt_common.events.event_manager import EventManager
from dbt_common.events.event_manager_client import ctx_set_event_manager, get_event_manager

LEVELS = {
    EventLevel.INFO: logging.INFO,
    EventLevel.WARN: logging.WARNING,
    EventLevel.ERROR: logging.ERROR,
}
# How dbt tells that a model or a test is over.
RESULTS = {"LogModelResult", "LogTestResult"}
LARGEST_LOG_BYTES = 10_000_000


class EventsOfNote(EventManager):
    """Drops what is for those who mend dbt itself, nine events in ten, before it is shaped for anybody."""

    def fire_event(
        self,
        e: BaseEvent,
        level: EventLevel | None = None,
        node: Any = None,
        force_warn_or_error_handling: bool = False,
    ) -> None:
        """Tell of an event if it is of note."""
        if (level or e.level_tag()) in LEVELS:
            super().fire_event(e, level, node, force_warn_or_error_handling)


def successes_told(note: Callable[[str], None]) -> Callable[[EventMsg], None]:
    """What is to be called back by dbt, so that a function learns the id of each model built and each test passed."""

    def told(event: EventMsg) -> None:
        if event.info.name in RESULTS and event.info.level == EventLevel.INFO:
            note(event.data.node_info.unique_id)

    return told


@contextmanager
def events_logged(log: Path) -> Iterator[Callable[[EventMsg], None]]:
    """Have dbt tell of events of note only; gives what writes them to a file, to be called back by dbt.

    dbt's own log file takes a tenth of the time of a call: it shapes every line before it drops most of them.

    Args:
        log: the file that is added to; begun anew, with the old one beside it, when it has grown large.
    """
    log.parent.mkdir(parents=True, exist_ok=True)
    handler = RotatingFileHandler(log, backupCount=1, encoding="utf-8")
    # Looked at once a call: a handler that is given a limit looks at the file before every line.
    if log.stat().st_size > LARGEST_LOG_BYTES:
        handler.doRollover()
    lines = logging.Formatter("%(asctime)s %(levelname)-7s %(message)s")
    lines.converter = time.gmtime
    handler.setFormatter(lines)

    def write(event: EventMsg) -> None:
        if text := str(event.info.msg).strip():  # type: ignore[attr-defined]
            level = LEVELS[EventLevel(event.info.level)]
            handler.handle(logging.LogRecord("dbt", level, "", 0, text, None, None))

    before = get_event_manager()
    ctx_set_event_manager(EventsOfNote())
    try:
        yield write
    finally:
        ctx_set_event_manager(before)
        handler.close()
