"""The marts depend on what the rows say, and on nothing else: not their order, their files or threads."""

import csv
import random
import subprocess
import sys
from pathlib import Path

import pytest
from nights import DEMO_AS_OF, manifest, night, of_the_company, parquet_checksums

from flows.report import accounts, marts

pytestmark = pytest.mark.xdist_group("demo")


def shuffle_and_split(inbox: Path, to: Path) -> None:
    """The same rows in another order, each stream in two files."""
    to.mkdir(parents=True)
    shuffled = random.Random(1)
    for path in sorted(inbox.glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            header, *rows = csv.reader(file)
        shuffled.shuffle(rows)
        half = len(rows) // 2
        for number, part in enumerate((rows[:half], rows[half:]), start=1):
            with (to / f"{path.stem}-{number}.csv").open("w", encoding="utf-8", newline="") as file:
                csv.writer(file).writerows([header, *part])


def test_rows_in_another_order_and_in_split_files_on_one_thread_give_the_same_bytes(
    demo_home: Path, tmp_path: Path
) -> None:
    shuffle_and_split(demo_home / "inbox", tmp_path / "inbox")
    night(tmp_path, DEMO_AS_OF, threads=1)
    once, again = (of_the_company(parquet_checksums(home / "published")) for home in (demo_home, tmp_path))
    assert again == once


def test_the_manifest_states_the_rows_and_the_checksum_of_every_file(demo_home: Path) -> None:
    import duckdb

    published = demo_home / "published"
    stated = manifest(published)["marts"]
    assert {name: mart["sha256"] for name, mart in stated.items()} == parquet_checksums(published)
    with duckdb.connect(str(published / "account360.duckdb"), read_only=True) as connection:
        counted = {
            name: connection.execute(f"select count(*) from {name}").fetchall()[0][0]
            for (name,) in connection.execute("select table_name from duckdb_tables()").fetchall()
        }
    assert counted == {name: mart["rows"] for name, mart in stated.items()}


def test_every_column_of_the_published_file_is_described(demo_home: Path) -> None:
    import duckdb

    with duckdb.connect(str(demo_home / "published" / "account360.duckdb"), read_only=True) as connection:
        bare = connection.execute("""
            select table_name, null from duckdb_tables() where comment is null
            union all
            select table_name, column_name from duckdb_columns() where not internal and comment is null
        """).fetchall()
    assert bare == []


def test_the_pages_of_accounts_are_the_same_however_many_are_put_together_at_a_time(
    demo_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(accounts, "ACCOUNTS_PER_SHARD", 4)
    written: list[dict[str, bytes]] = []
    for at_a_time in (1, 3, 1_000):
        monkeypatch.setattr(accounts, "SHARDS_AT_A_TIME", at_a_time)
        folder = tmp_path / str(at_a_time)
        folder.mkdir()
        with marts.opened(demo_home / "published") as connection:
            accounts.write_accounts(connection, folder)
        written.append({path.name: path.read_bytes() for path in folder.iterdir()})
    # Forty accounts, four to a shard, beside the list of them and their names.
    assert [len(files) for files in written] == [12, 12, 12]
    assert written[0] == written[1] == written[2]
    assert b'"movements"' in written[0]["shard-0.js"]


def test_no_lock_is_left_on_the_warehouse_by_the_process_that_built_it(demo_home: Path) -> None:
    warehouse = demo_home / "work" / "current" / "warehouse.duckdb"
    code = "import duckdb, sys; duckdb.connect(sys.argv[1]).execute('create or replace table main_probe as select 1')"
    opened = subprocess.run(
        [sys.executable, "-c", code, str(warehouse)], capture_output=True, text=True, timeout=60, check=False
    )
    assert opened.returncode == 0, opened.stderr
