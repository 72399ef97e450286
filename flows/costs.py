"""What a stage of the night costs: time, processor, memory and bytes, as the run's record keeps them."""

import resource
import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import asdict, dataclass
from pathlib import Path

# Where Linux counts the bytes that a process has read and written; other systems count none.
COUNTED_BYTES = Path("/proc/self/io")


@dataclass(frozen=True)
class StageCost:
    """One stage of a run.

    Seconds are of the wall clock and of the processors, those of child processes that have ended among them. Memory
    is the most that the process had held by the end of the stage, in MiB. Bytes are those asked of the system, whether
    a disk was touched or not; None where the system does not count them.
    """

    stage: str
    ended: str
    wall_seconds: float
    cpu_seconds: float
    peak_memory_mib: int
    read_bytes: int | None
    written_bytes: int | None


Kept = list[dict[str, str | float | None]]
_kept: ContextVar[Kept | None] = ContextVar("stage_costs", default=None)


@contextmanager
def costs_kept(costs: Kept) -> Iterator[None]:
    """Add what each stage within the block costs to the list, as it ends."""
    token = _kept.set(costs)
    try:
        yield
    finally:
        _kept.reset(token)


@contextmanager
def stage_cost(stage: str) -> Iterator[None]:
    """Measure a stage; its cost is kept whether it ends well or not."""
    wall, processor, (read, written) = time.monotonic(), _cpu_seconds(), _bytes()
    ended = "failed"
    try:
        yield
        ended = "done"
    finally:
        costs = _kept.get()
        if costs is not None:
            read_now, written_now = _bytes()
            cost = StageCost(
                stage,
                ended,
                round(time.monotonic() - wall, 3),
                round(_cpu_seconds() - processor, 3),
                resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
                None if read is None or read_now is None else read_now - read,
                None if written is None or written_now is None else written_now - written,
            )
            costs.append(asdict(cost))


def _cpu_seconds() -> float:
    used = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(usage.ru_utime + usage.ru_stime for usage in used)


def _bytes() -> tuple[int | None, int | None]:
    try:
        counted = dict(line.split(": ") for line in COUNTED_BYTES.read_text(encoding="ascii").splitlines())
    except OSError:
        return None, None
    return int(counted["rchar"]), int(counted["wchar"])
