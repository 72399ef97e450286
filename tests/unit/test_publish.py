"""Publication: a version is whole and described, readers see it in one step, and earlier ones can come back."""

import contextlib
import json
import os
import stat
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import duckdb
import pandas
import pytest

from flows.errors import ConfigurationError, InputError
from flows.landing.commits import make_run_id, sha256_of
from flows.parsed_models import Described
from flows.policy import Policy, load_policy
from flows.publish import kept_versions, publish, published_run, roll_back
from flows.runs import Run, RunRecord
from flows.settings import Home, RunRequest

AS_OF = date(2026, 1, 31)
MOMENT = datetime(2026, 2, 1, 2, 0, tzinfo=UTC)
MODELS = {
    "generations": Described("One row per generation's row; it's small.", {"generation": "The run's number."}),
}


def a_run(root: Path, number: int, *, past: bool = False, kept: int = 5, as_of: date = AS_OF) -> Run:
    """A run whose warehouse holds one mart with as many rows as its number, each saying the number."""
    request = RunRequest(Home(root), root / "inbox", as_of, MOMENT, threads=1)
    settings = [
        {**row, "value": str(kept) if row["name"] == "kept_versions" else row["value"]}
        for row in load_policy().tables["settings"]
    ]
    run_id = make_run_id(number, MOMENT)
    run = Run(request, Policy({"settings": settings}), run_id, past, RunRecord(run_id, as_of.isoformat(), ""))
    run.warehouse.parent.mkdir(parents=True, exist_ok=True)
    run.warehouse.unlink(missing_ok=True)
    with contextlib.closing(duckdb.connect(str(run.warehouse))) as connection:
        connection.execute("create schema intermediate")
        connection.execute("create table intermediate.int_hidden as select 1 as secret")
        connection.execute(
            f"create table generations as select {number} as generation, range::int as row from range({number}, 0, -1)"
        )
    return run


def publish_run(run: Run) -> dict[str, Any]:
    """Publish a run with a page that says its id."""

    def add_pages(folder: Path) -> None:
        (folder / "report").mkdir()
        (folder / "report" / "index.html").write_text(run.run_id, encoding="utf-8")

    return publish(run, MODELS, [], add_pages)


def test_a_version_holds_the_marts_twice_and_nothing_of_the_workshop(tmp_path: Path) -> None:
    manifest = publish_run(a_run(tmp_path, 3))
    published = tmp_path / "published"
    with contextlib.closing(duckdb.connect(str(published / "account360.duckdb"), read_only=True)) as connection:
        tables = connection.execute("select table_schema, table_name from information_schema.tables").fetchall()
        found = connection.execute("select generation, row from generations").fetchall()
        parquet = connection.execute(f"from '{published}/parquet/generations.parquet'").fetchall()
    assert tables == [("main", "generations")]
    assert found == parquet == [(3, 1), (3, 2), (3, 3)]
    assert manifest["marts"] == {
        "generations": {"rows": 3, "sha256": sha256_of(published / "parquet" / "generations.parquet")}
    }
    assert json.loads((published / "manifest.json").read_text(encoding="utf-8")) == manifest


def test_the_manifest_has_a_checksum_of_every_file_but_itself(tmp_path: Path) -> None:
    files = publish_run(a_run(tmp_path, 1))["files"]
    published = tmp_path / "published"
    assert list(files) == [
        "account360.duckdb",
        "account360_without_personal_data.duckdb",
        "parquet/generations.parquet",
        "report/index.html",
    ]
    for name, file in files.items():
        assert file == {"bytes": (published / name).stat().st_size, "sha256": sha256_of(published / name)}


@pytest.mark.parametrize("umask", [0o000, 0o077])
def test_the_group_reads_a_version_whatever_the_umask_of_the_run(tmp_path: Path, umask: int) -> None:
    root = tmp_path / "home"
    runs = [a_run(root, 1), a_run(root, 2, past=True)]
    root.chmod(0o700)
    before = os.umask(umask)
    try:
        for run in runs:
            publish_run(run)
    finally:
        os.umask(before)
    for folder in (root / "versions", root / "asof"):
        modes = {(path.is_dir(), mode(path)) for path in (folder, *folder.rglob("*")) if not path.is_symlink()}
        assert modes == {(True, 0o750), (False, 0o640)}
    assert mode(root) == 0o750
    assert mode(root / "work" / "pseudonyms.key") == 0o600


def test_a_home_keeps_what_it_grants_already(tmp_path: Path) -> None:
    root = tmp_path / "home"
    run = a_run(root, 1)
    root.chmod(0o2775)
    publish_run(run)
    assert mode(root) == 0o2775


def mode(path: Path) -> int:
    """The permissions of a file or folder."""
    return stat.S_IMODE(path.stat().st_mode)


@pytest.mark.parametrize("database", ["account360.duckdb", "account360_without_personal_data.duckdb"])
def test_a_file_has_the_storage_version_of_older_clients_and_its_comments(tmp_path: Path, database: str) -> None:
    publish_run(a_run(tmp_path, 1))
    path = tmp_path / "published" / database
    header = path.read_bytes()[:64]
    # The main header: a checksum of 8 bytes, the letters DUCK, and the version of the storage as 64 bits; v1.0.0 is 64.
    assert header[8:12] == b"DUCK"
    assert int.from_bytes(header[12:20], "little") == 64
    with contextlib.closing(duckdb.connect(str(path), read_only=True)) as connection:
        assert connection.execute("select comment from duckdb_tables()").fetchall() == [
            ("One row per generation's row; it's small.",)
        ]
        assert connection.execute(
            "select column_name, comment from duckdb_columns() where not internal"
        ).fetchall() == [
            ("generation", "The run's number."),
            ("row", None),
        ]


def test_the_same_marts_give_the_same_bytes(tmp_path: Path) -> None:
    one, other = publish_run(a_run(tmp_path / "one", 4)), publish_run(a_run(tmp_path / "other", 4))
    assert one["marts"] == other["marts"]


def test_a_reader_with_an_open_connection_goes_on_and_sees_the_new_version_when_it_connects_again(
    tmp_path: Path,
) -> None:
    publish_run(a_run(tmp_path, 1))
    published = tmp_path / "published"
    query = "select max(generation), count(*) from generations"
    with contextlib.closing(duckdb.connect(str(published / "account360.duckdb"), read_only=True)) as connection:
        before = connection.execute(query).fetchall()
        frame = pandas.read_parquet(published / "parquet" / "generations.parquet")
        publish_run(a_run(tmp_path, 2))
        publish_run(a_run(tmp_path, 3))
        assert connection.execute(query).fetchall() == before == [(1, 1)]
        # A version is a file of its own, so that even the same process need not close the old one first.
        with contextlib.closing(duckdb.connect(str(published / "account360.duckdb"), read_only=True)) as second:
            assert second.execute(query).fetchall() == [(3, 3)]
        assert frame["generation"].tolist() == [1]
    with contextlib.closing(duckdb.connect(str(published / "account360.duckdb"), read_only=True)) as connection:
        assert connection.execute(query).fetchall() == [(3, 3)]
        assert connection.execute(query).df().iloc[0].tolist() == [3, 3]
    assert pandas.read_parquet(published / "parquet" / "generations.parquet")["generation"].tolist() == [3, 3, 3]


def test_a_failure_while_the_pages_are_written_leaves_the_earlier_version_before_the_readers(tmp_path: Path) -> None:
    publish_run(a_run(tmp_path, 1))

    def fail(_folder: Path) -> None:
        raise OSError("disk full")

    with pytest.raises(OSError, match="disk full"):
        publish(a_run(tmp_path, 2), MODELS, [], fail)
    assert published_run(Home(tmp_path)) == make_run_id(1, MOMENT)
    assert kept_versions(Home(tmp_path)) == [make_run_id(1, MOMENT)]
    publish_run(a_run(tmp_path, 3))
    assert sorted(path.name for path in (tmp_path / "versions").iterdir()) == [
        make_run_id(1, MOMENT),
        make_run_id(3, MOMENT),
    ]


def test_the_present_version_and_the_policys_number_of_earlier_ones_are_kept(tmp_path: Path) -> None:
    for number in range(1, 6):
        publish_run(a_run(tmp_path, number, kept=2))
    assert kept_versions(Home(tmp_path)) == [make_run_id(number, MOMENT) for number in (3, 4, 5)]
    # A reader may just have followed the link to the version that is replaced: it stays, whatever the policy says.
    publish_run(a_run(tmp_path, 6, kept=0))
    assert kept_versions(Home(tmp_path)) == [make_run_id(number, MOMENT) for number in (5, 6)]


def test_an_answer_about_the_past_stands_by_itself(tmp_path: Path) -> None:
    publish_run(a_run(tmp_path, 1))
    publish_run(a_run(tmp_path, 2, past=True))
    assert published_run(Home(tmp_path)) == make_run_id(1, MOMENT)
    assert kept_versions(Home(tmp_path)) == [make_run_id(1, MOMENT)]
    answer = tmp_path / "asof" / "2026-01-31" / "report" / "index.html"
    assert answer.read_text(encoding="utf-8") == make_run_id(2, MOMENT)


def test_answers_about_two_past_days_do_not_push_each_other_out(tmp_path: Path) -> None:
    for number, day in enumerate((date(2025, 12, 31), date(2026, 1, 31)), start=1):
        publish_run(a_run(tmp_path, number, past=True, kept=0, as_of=day))
    assert (tmp_path / "asof" / "2025-12-31" / "manifest.json").exists()
    assert (tmp_path / "asof" / "2026-01-31" / "manifest.json").exists()


def test_readers_see_the_version_that_was_put_back_and_the_next_night_goes_on_from_there(tmp_path: Path) -> None:
    home = Home(tmp_path)
    for number in (1, 2):
        publish_run(a_run(tmp_path, number))
    roll_back(home)
    assert (home.published / "report" / "index.html").read_text(encoding="utf-8") == make_run_id(1, MOMENT)
    publish_run(a_run(tmp_path, 3))
    assert published_run(home) == make_run_id(3, MOMENT)


def test_a_rollback_goes_one_version_back_each_time_and_stops_at_the_first(tmp_path: Path) -> None:
    home = Home(tmp_path)
    for number in (1, 2, 3):
        publish_run(a_run(tmp_path, number))
    assert roll_back(home) == make_run_id(2, MOMENT)
    assert roll_back(home) == make_run_id(1, MOMENT)
    with pytest.raises(ConfigurationError, match="no version before 000001"):
        roll_back(home)
    assert roll_back(home, make_run_id(3, MOMENT)) == make_run_id(3, MOMENT)


def test_a_rollback_to_a_version_that_is_not_kept_names_those_that_are(tmp_path: Path) -> None:
    publish_run(a_run(tmp_path, 1))
    with pytest.raises(ConfigurationError, match=f"--to nothing: .* kept are {make_run_id(1, MOMENT)}"):
        roll_back(Home(tmp_path), "nothing")


def changed(version: Path) -> None:
    with (version / "report" / "index.html").open("a", encoding="utf-8") as file:
        file.write(" ")


def missing(version: Path) -> None:
    (version / "account360.duckdb").unlink()


def of_an_earlier_release(version: Path) -> None:
    described = json.loads((version / "manifest.json").read_text(encoding="utf-8"))
    del described["files"]
    (version / "manifest.json").write_text(json.dumps(described), encoding="utf-8")
    (version / "parquet" / "generations.parquet").write_bytes(b"")


def without_manifest(version: Path) -> None:
    (version / "manifest.json").write_text("{", encoding="utf-8")


@pytest.mark.parametrize(
    ("harm", "told"),
    [
        (changed, "report/index.html has been changed"),
        (missing, "account360.duckdb is missing"),
        (of_an_earlier_release, "parquet/generations.parquet has been changed"),
        (without_manifest, "manifest.json cannot be read"),
    ],
)
def test_a_damaged_version_is_not_put_back(tmp_path: Path, harm: Callable[[Path], None], told: str) -> None:
    home = Home(tmp_path)
    for number in (1, 2):
        publish_run(a_run(tmp_path, number))
    harm(home.versions / make_run_id(1, MOMENT))

    with pytest.raises(InputError) as refused:
        roll_back(home)

    now, damaged = make_run_id(2, MOMENT), make_run_id(1, MOMENT)
    assert str(refused.value) == (
        f"Version {damaged} is damaged ({told}); readers still see {now}. Restore it from a backup, or name another "
        "one with --to."
    )
    assert published_run(home) == now


def test_nothing_can_be_rolled_back_before_the_first_publication(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="Nothing has been published"):
        roll_back(Home(tmp_path))
