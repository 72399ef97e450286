"""A night that this machine cannot carry is refused before anything is read, with what it would need."""

import math
from dataclasses import replace
from datetime import date
from pathlib import Path
from types import SimpleNamespace

import duckdb
import pytest

from flows import capacity
from flows.capacity import (
    available_memory_mib,
    estimate,
    free_disk_mib,
    landed_text_bytes,
    memory_mib,
    refuse_beyond_capacity,
    text_bytes,
)
from flows.databases import hold_to_limits, within_memory
from flows.errors import ConfigurationError
from flows.nightly import run_night
from flows.policy import load_policy
from flows.runs import Run, ask, open_run
from flows.settings import SPARK
from flows.warehouse import refuse_too_little_memory

MEBIBYTE = 1024 * 1024
NOTHING_ASKED = {
    "night_disk_mb": 0,
    "night_disk_per_mb": 0,
    "night_least_disk_per_mb": 0,
    "night_memory_mb": 0,
    "night_memory_per_mb": 0,
    "duckdb_memory_per_mb": 0,
}


def policy_of(folder: Path, **settings: float) -> Path:
    """A policy that asks for no room except where it is told to."""
    folder.mkdir()
    lines = [f"{name},{value}" for name, value in (NOTHING_ASKED | settings).items()]
    (folder / "settings.csv").write_text("\n".join(["name,value", *lines]) + "\n", encoding="utf-8")
    return folder


def run_of(folder: Path, text: int, **settings: float) -> Run:
    """A run that is to begin over an inbox of so many mebibytes of text."""
    (folder / "home" / "inbox").mkdir(parents=True)
    (folder / "home" / "inbox" / "accounts.csv").write_bytes(bytes(text * MEBIBYTE))
    return open_run(ask(folder / "home", as_of=date(2026, 1, 31), policy=policy_of(folder / "policy", **settings)))


def test_the_estimate_is_a_line_over_the_size_of_the_input(tmp_path: Path) -> None:
    rules = {
        "night_disk_mb": 100,
        "night_disk_per_mb": 4,
        "night_least_disk_per_mb": 2,
        "night_memory_mb": 700,
        "night_memory_per_mb": 2,
        "night_memory_per_duckdb_mb": 1.1,
    }
    need = estimate(30 * MEBIBYTE, load_policy(policy_of(tmp_path / "policy", **rules)))
    # 100 + 4 x 30, 100 + 2 x 30 and 700 + 2 x 30.
    assert (need.input_mib, need.disk_mib, need.least_disk_mib, need.memory_mib) == (30, 220, 160, 760)
    # Beyond 50 MiB DuckDB works from the disk: 700 + 1.1 x 50.
    assert estimate(30 * MEBIBYTE, load_policy(tmp_path / "policy"), 50).memory_mib == 755


@pytest.mark.parametrize(
    ("limit", "mebibytes"),
    [
        ("4GiB", 4096),
        ("4GB", 4e9 / MEBIBYTE),
        ("1.5 gb", 1.5e9 / MEBIBYTE),
        ("512MB", 512e6 / MEBIBYTE),
        ("80%", math.inf),
    ],
)
def test_the_memory_that_duckdb_may_take_is_read_in_its_notation(limit: str, mebibytes: float) -> None:
    assert memory_mib(limit) == pytest.approx(mebibytes)


def test_what_has_landed_counts_as_the_text_that_it_came_as(tmp_path: Path) -> None:
    run = run_of(tmp_path, 1, text_per_landed_byte=3)
    (run.home.landing / "files").mkdir(parents=True)
    (run.home.landing / "files" / "usage.parquet").write_bytes(bytes(100))
    assert landed_text_bytes(run) == 300


def test_packed_files_count_as_the_text_that_they_hold(tmp_path: Path) -> None:
    (tmp_path / "month").mkdir()
    (tmp_path / "accounts.csv").write_bytes(bytes(1000))
    (tmp_path / "month" / "usage.parquet").write_bytes(bytes(100))
    (tmp_path / "month" / "tickets.csv.gz").write_bytes(bytes(10))
    # 1000 + 6 x (100 + 10)
    assert text_bytes(tmp_path, 6) == 1660
    assert text_bytes(tmp_path / "nowhere", 6) == 0


def test_a_night_that_needs_more_disk_than_is_free_is_refused_with_the_estimate(tmp_path: Path) -> None:
    million = 1_000_000_000
    run = run_of(tmp_path, 3, night_disk_mb=100, night_disk_per_mb=2 * million, night_least_disk_per_mb=million)
    with pytest.raises(ConfigurationError) as refused:
        refuse_beyond_capacity(run)
    assert str(refused.value).startswith(
        f"A night over 3 MB of input needs about 3,000,000,100 MB of free disk, and {tmp_path / 'home'} has "
    )
    assert free_disk_mib(tmp_path / "not" / "yet") > 0


def test_a_disk_that_cannot_hold_every_table_is_enough_for_duckdb_and_not_for_spark(tmp_path: Path) -> None:
    run = run_of(tmp_path, 3, night_disk_per_mb=1_000_000_000)
    assert not refuse_beyond_capacity(run)
    with pytest.raises(ConfigurationError, match=r"needs about 3,000,000,000 MB of free disk"):
        refuse_beyond_capacity(replace(run, request=replace(run.request, engine=SPARK)))


def test_the_warehouse_of_the_night_before_makes_way(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(capacity, "free_disk_mib", lambda place: 20)
    run = run_of(tmp_path, 3, night_disk_per_mb=8, night_least_disk_per_mb=7)
    with pytest.raises(ConfigurationError, match=r"needs about 21 MB of free disk, and .* has 20 MB"):
        refuse_beyond_capacity(run)
    run.workshop.mkdir(parents=True)
    run.warehouse.write_bytes(bytes(3 * MEBIBYTE))
    assert not refuse_beyond_capacity(run)
    run.warehouse.write_bytes(bytes(4 * MEBIBYTE))
    assert refuse_beyond_capacity(run)


def test_a_night_that_needs_more_memory_than_there_is_ends_before_anything_is_read(tmp_path: Path) -> None:
    if available_memory_mib() is None:
        pytest.skip("this system does not say how much memory is to be had")
    run = run_of(tmp_path, 1, night_memory_mb=1_000_000_000)
    with pytest.raises(
        ConfigurationError, match=r"needs about 1,000,000,000 MB of memory, and [0-9,]+ MB are to be had"
    ):
        run_night(run.request)
    assert not run.home.landing.exists()
    assert not run.home.published.exists()


def test_a_night_for_which_duckdb_may_take_too_little_is_refused_with_the_estimate(tmp_path: Path) -> None:
    run = run_of(tmp_path, 4, duckdb_memory_per_mb=200)
    run = replace(run, request=replace(run.request, memory_limit="700MiB"))
    with pytest.raises(
        ConfigurationError, match=r"over 4 MB of input needs about 800 MB of memory for DuckDB, and it may take 700 MB"
    ):
        refuse_beyond_capacity(run)


def test_duckdb_wanting_more_memory_than_it_may_take_is_said_in_a_sentence() -> None:
    rows = "select range as number, md5(range::text) as text from range(2000000)"
    with duckdb.connect() as connection:
        hold_to_limits(connection, "20MB", 1)
        # With a disk to go to it would take its time instead.
        connection.execute("set temp_directory = ''")
        with (
            pytest.raises(ConfigurationError, match=r"Sorting takes more than the 20MB of memory that DuckDB may "),
            within_memory("Sorting", "20MB"),
        ):
            connection.execute(f"create table numbers as {rows}")


def test_a_model_that_wants_more_memory_is_no_fault_of_the_models(tmp_path: Path) -> None:
    run = run_of(tmp_path, 1)
    told = "Runtime Error in model int_b (b.sql)\n  Out of Memory Error: could not allocate block of size 256.0 KiB"
    results = [("int_a", "CREATE TABLE"), ("int_b", told)]
    nodes = [SimpleNamespace(node=SimpleNamespace(name=name), message=message) for name, message in results]
    with pytest.raises(
        ConfigurationError, match=r"Building int_b takes more than the .* raise ACCOUNT360_MEMORY_LIMIT"
    ):
        refuse_too_little_memory(run, SimpleNamespace(result=nodes))
    refuse_too_little_memory(run, SimpleNamespace(result=nodes[:1]))
    refuse_too_little_memory(run, SimpleNamespace(result=None))


def test_the_limit_of_a_group_of_processes_counts_where_it_is_lower(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    memory, group, none = (tmp_path / name for name in ("meminfo", "memory.max", "no_such_file"))
    memory.write_text("MemTotal:       16000000 kB\nMemAvailable:    8192000 kB\n", encoding="ascii")
    monkeypatch.setattr(capacity, "OF_MACHINE", memory)
    monkeypatch.setattr(capacity, "OF_GROUP", (group, none))
    group.write_text("max\n", encoding="ascii")
    assert available_memory_mib() == 8000
    group.write_text(f"{2000 * MEBIBYTE}\n", encoding="ascii")
    assert available_memory_mib() == 2000
    monkeypatch.setattr(capacity, "OF_MACHINE", none)
    assert available_memory_mib() is None


def test_a_policy_that_asks_for_nothing_refuses_nothing(tmp_path: Path) -> None:
    refuse_beyond_capacity(run_of(tmp_path, 1))
