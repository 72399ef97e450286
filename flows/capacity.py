"""Whether a machine can carry a night: what it will need is estimated before it begins, and refused if it is not there.

The estimate is a straight line over the size of the input, as text, and memory ends with what DuckDB may take;
`benchmarks/night.py` measures what the line is drawn by.
"""

import math
import re
import shutil
from dataclasses import dataclass
from pathlib import Path

from flows.errors import ConfigurationError
from flows.policy import Policy
from flows.runs import Run
from flows.settings import SPARK

MEBIBYTE = 1 << 20
# Where Linux says how much memory is to be had, and how much a group of processes may take; elsewhere nothing is known.
OF_MACHINE = Path("/proc/meminfo")
OF_GROUP = (Path("/sys/fs/cgroup/memory.max"), Path("/sys/fs/cgroup/memory/memory.limit_in_bytes"))
MEMORY = re.compile(r"\s*(?P<number>\d+(\.\d+)?)\s*(?P<prefix>[kmgt])(?P<binary>i)?b?\s*", re.IGNORECASE)
PACKED_ENDINGS = (".parquet", ".gz", ".zst", ".xlsx")


@dataclass(frozen=True)
class Need:
    """What a night takes, in MiB: room on the disk and memory at most, and what it and DuckDB cannot do without.

    Attributes:
        input_mib: the input, as text.
        disk_mib: room on the disk when every table is kept.
        least_disk_mib: room when tables are dropped as soon as nothing reads them any more.
        memory_mib: memory of the whole process.
        duckdb_mib: memory that DuckDB must be allowed.
    """

    input_mib: int
    disk_mib: int
    least_disk_mib: int
    memory_mib: int
    duckdb_mib: int


def estimate(text_bytes: int, policy: Policy, most_mib: float = math.inf) -> Need:
    """What a night over so many bytes of input, unpacked to text, needs by the policy's measures.

    Args:
        text_bytes: the size of the input.
        policy: holds the measures.
        most_mib: the memory that DuckDB may take, beyond which it works from the disk.
    """
    mebibytes = text_bytes / MEBIBYTE
    first = float(policy.number("night_disk_mb"))
    disk = first + float(policy.number("night_disk_per_mb")) * mebibytes
    least = first + float(policy.number("night_least_disk_per_mb")) * mebibytes
    most = float(policy.number("night_memory_per_duckdb_mb")) * most_mib
    for_rows = min(float(policy.number("night_memory_per_mb")) * mebibytes, most)
    memory = float(policy.number("night_memory_mb")) + for_rows
    needed = float(policy.number("duckdb_memory_per_mb")) * mebibytes
    return Need(round(mebibytes), round(disk), round(least), round(memory), round(needed))


def refuse_beyond_capacity(run: Run) -> bool:
    """Refuse a night that the disk or the memory of this machine cannot carry, before anything is read.

    Returns:
        Whether the disk can hold every table; otherwise those must be dropped that nothing reads any more.

    Raises:
        ConfigurationError: there is too little of either; the sentence gives the estimate.
    """
    # What has landed is kept for good, and what lies in the inbox is most often a part of it or the other way round.
    packed = float(run.policy.number("text_per_packed_byte"))
    size = max(text_bytes(run.request.inbox, packed), landed_text_bytes(run))
    need = estimate(size, run.policy, memory_mib(run.request.memory_limit))
    about = f"A night over {need.input_mib:,} MB of input needs about"
    if (allowed := memory_mib(run.request.memory_limit)) < need.duckdb_mib:
        raise ConfigurationError(
            f"{about} {need.duckdb_mib:,} MB of memory for DuckDB, and it may take {allowed:,.0f} MB; raise "
            "ACCOUNT360_MEMORY_LIMIT (setting duckdb_memory_per_mb holds the estimate)."
        )
    # Spark keeps its tables to the end.
    least = need.disk_mib if run.request.engine == SPARK else min(need.least_disk_mib, need.disk_mib)
    # The warehouse of the night before makes way for that of this one.
    if (free := free_disk_mib(run.home.root) + text_bytes(run.workshop, 1) // MEBIBYTE) < least:
        raise ConfigurationError(
            f"{about} {least:,} MB of free disk, and {run.home.root} has {free:,} MB; make room there or move "
            "the home (settings night_disk_mb and night_least_disk_per_mb hold the estimate)."
        )
    if (available := available_memory_mib()) is not None and available < need.memory_mib:
        raise ConfigurationError(
            f"{about} {need.memory_mib:,} MB of memory, and {available:,} MB are to be had; end other programs or take "
            "a larger machine (settings night_memory_mb and night_memory_per_mb hold the estimate)."
        )
    return free >= need.disk_mib


def landed_text_bytes(run: Run) -> int:
    """Bytes of what has landed, as the text that it came as."""
    return text_bytes(run.home.landing, float(run.policy.number("text_per_landed_byte")))


def text_bytes(folder: Path, unpacked: float) -> int:
    """Bytes of the files below a folder, as the text that they would be: a packed byte counts as so many."""
    found = (path for path in folder.rglob("*") if path.is_file())
    return round(sum(path.stat().st_size * (unpacked if path.name.endswith(PACKED_ENDINGS) else 1) for path in found))


def free_disk_mib(place: Path) -> int:
    """Free room on the disk of a place that need not exist yet, in MiB."""
    there = next(path for path in (place, *place.absolute().parents) if path.exists())
    return shutil.disk_usage(there).free // MEBIBYTE


def memory_mib(limit: str) -> float:
    """Memory in DuckDB's notation, in MiB; infinite where it is no number of bytes, such as a share of the machine."""
    written = MEMORY.fullmatch(limit)
    if not written:
        return math.inf
    thousand = 1024.0 if written["binary"] else 1000.0
    return float(written["number"]) * math.pow(thousand, "kmgt".index(written["prefix"].lower()) + 1) / MEBIBYTE


def available_memory_mib() -> int | None:
    """Memory that a new process can have without driving others out, in MiB; None where the system does not say."""
    try:
        lines = dict(line.split(":") for line in OF_MACHINE.read_text(encoding="ascii").splitlines())
        available = int(lines["MemAvailable"].split()[0]) // 1024
    except (OSError, KeyError, ValueError):
        return None
    limits = (_limit_mib(file) for file in OF_GROUP)
    return min([available, *(limit for limit in limits if limit is not None)])


def _limit_mib(file: Path) -> int | None:
    try:
        return int(file.read_text(encoding="ascii")) // MEBIBYTE
    except (OSError, ValueError):
        # There is no such group, or it may take all there is, which is written as `max`.
        return None
