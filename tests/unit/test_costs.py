"""What a stage costs is measured and kept, also when the stage fails."""

import time
from pathlib import Path

import pytest

from flows.costs import COUNTED_BYTES, Kept, costs_kept, stage_cost


def work_for(seconds: float) -> None:
    """Keep a processor busy."""
    until = time.process_time() + seconds
    while time.process_time() < until:
        pass


def test_a_stage_is_kept_with_the_time_it_took_on_the_wall_and_on_the_processor() -> None:
    kept: Kept = []
    with costs_kept(kept), stage_cost("Read the sources"):
        work_for(0.1)
        time.sleep(0.1)
    cost = kept[0]
    assert (cost["stage"], cost["ended"]) == ("Read the sources", "done")
    assert isinstance(cost["wall_seconds"], float) and cost["wall_seconds"] >= 0.2
    assert isinstance(cost["cpu_seconds"], float) and 0.1 <= cost["cpu_seconds"] < cost["wall_seconds"]
    assert isinstance(cost["peak_memory_mib"], int) and cost["peak_memory_mib"] > 10


@pytest.mark.skipif(not COUNTED_BYTES.exists(), reason="this system does not count the bytes of a process")
def test_the_bytes_that_a_stage_reads_and_writes_are_counted(tmp_path: Path) -> None:
    kept: Kept = []
    with costs_kept(kept), stage_cost("Publish"):
        (tmp_path / "file").write_bytes(bytes(3_000_000))
        (tmp_path / "file").read_bytes()
        (tmp_path / "file").read_bytes()
    read, written = kept[0]["read_bytes"], kept[0]["written_bytes"]
    # Beside the file itself only what it takes to read the counters.
    assert isinstance(read, int) and 6_000_000 <= read < 6_100_000
    assert isinstance(written, int) and 3_000_000 <= written < 3_100_000


def test_a_stage_that_fails_is_kept_as_failed_and_one_outside_a_run_is_not_kept() -> None:
    kept: Kept = []
    with pytest.raises(ZeroDivisionError), costs_kept(kept), stage_cost("Land it"):
        _ = 1 / 0
    with stage_cost("Publish"):
        pass
    assert [(cost["stage"], cost["ended"]) for cost in kept] == [("Land it", "failed")]
