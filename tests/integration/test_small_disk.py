"""On a disk that cannot hold every table, a night publishes the same and keeps only what is still read."""

import shutil
from pathlib import Path

import duckdb
import pytest
from nights import DEMO_AS_OF, night, of_the_company, parquet_checksums

from flows.increment import KEPT

pytestmark = pytest.mark.xdist_group("demo")

# What is read besides the marts once all is built: refused rows, input that contradicts itself, and what a view shows.
READ_AFTERWARDS = {"int_fatal_problems", "int_refused_rows", "int_published_months"}


@pytest.fixture(scope="module")
def small_disk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A policy by which no disk holds every table, and any disk holds the least."""
    folder = tmp_path_factory.mktemp("small_disk")
    settings = "night_disk_per_mb,1000000000\nnight_least_disk_per_mb,0\nincrement_from_mb,0\n"
    (folder / "settings.csv").write_text(f"name,value\n{settings}", encoding="utf-8")
    return folder


def tables_on_the_way(home: Path) -> set[str]:
    """What stands in the last night's warehouse of that which is made on the way to the marts."""
    with duckdb.connect(str(home / "work" / "current" / "warehouse.duckdb"), read_only=True) as connection:
        tables = connection.execute(
            "select table_name from duckdb_tables() where schema_name in ('staging', 'intermediate')"
        ).fetchall()
    return {table for (table,) in tables}


def test_a_night_that_drops_what_nothing_reads_any_more_publishes_the_same_bytes(
    demo_home: Path, small_disk: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.copytree(demo_home / "inbox", tmp_path / "inbox")
    night(tmp_path, DEMO_AS_OF, threads=2, policy=small_disk)
    whole, dropped = (of_the_company(parquet_checksums(home / "published")) for home in (demo_home, tmp_path))
    assert dropped == whole
    assert tables_on_the_way(tmp_path) == READ_AFTERWARDS
    assert "The disk cannot hold every table" in capsys.readouterr().err
    # There is nothing that the next night could go on from, and it need not.
    assert not (tmp_path / "work" / "current" / KEPT).exists()
    night(tmp_path, DEMO_AS_OF, threads=2)
    assert of_the_company(parquet_checksums(tmp_path / "published")) == whole
    assert len(tables_on_the_way(tmp_path)) > 100


def test_it_does_so_too_after_a_night_that_has_kept_everything_and_before_the_project_is_parsed(
    demo_home: Path, small_disk: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = tmp_path / "home"
    shutil.copytree(demo_home, home, symlinks=True)
    (home / "work" / "current" / KEPT).write_text("{}", encoding="utf-8")
    monkeypatch.setenv("ACCOUNT360_CACHE", str(tmp_path / "cache"))
    night(home, DEMO_AS_OF, threads=2, policy=small_disk)
    both = (of_the_company(parquet_checksums(one / "published")) for one in (demo_home, home))
    assert next(both) == next(both)
    assert tables_on_the_way(home) == READ_AFTERWARDS
    assert not (home / "work" / "current" / KEPT).exists()
