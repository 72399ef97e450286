"""Files that would fill memory or disk are refused by their size, before they do, and say what to do."""

import gzip
import os
import shutil
import subprocess
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path

import pyarrow
import pyarrow.parquet
import pytest

from flows.policy import load_policy
from flows.sources.files import records
from flows.sources.files.check import CheckReport, check_inbox
from flows.sources.files.limits import MEGABYTE, FileLimits, file_limits

SMALL = FileLimits(file=20 * MEGABYTE, unpacked=40 * MEGABYTE, ratio=100, ratio_from=10 * MEGABYTE, columns=50)
HEADER = b"account_id,account_name\n"


def check(inbox: Path, limits: FileLimits | None = SMALL) -> CheckReport:
    return check_inbox(inbox, earliest=date(1970, 1, 1), latest=date(2100, 12, 31), threads=1, limits=limits)


def sentences(inbox: Path, limits: FileLimits | None = SMALL) -> list[str]:
    return [problem.sentence() for problem in check(inbox, limits).problems]


def zeros(megabytes: int) -> bytes:
    """A gzip archive of so many megabytes of zeros: one archive after the other is one archive."""
    return gzip.compress(HEADER, mtime=0) + gzip.compress(b"0" * 10 * MEGABYTE, mtime=0) * (megabytes // 10)


# The most memory that the command took; what a parent sees of a child holds the parent's own, from before the child
# became another program.
MEASURED = """
import re
from pathlib import Path
from flows.cli import main
try:
    main()
finally:
    print(re.search(r"VmHWM:\\s+(\\d+) kB", Path("/proc/self/status").read_text())[1])
"""


def test_ten_gigabytes_of_zeros_are_refused_in_little_memory_and_leave_nothing_behind(tmp_path: Path) -> None:
    inbox, policy, temporary = tmp_path / "inbox", tmp_path / "policy", tmp_path / "temporary"
    for folder in (inbox, policy, temporary):
        folder.mkdir()
    (inbox / "accounts.csv.gz").write_bytes(zeros(10_000))
    (policy / "settings.csv").write_text("name,value\nlargest_unpacked_mb,50\nlargest_unpacked_ratio,100000\n")
    words = ["check", "--home", tmp_path, "--inbox", inbox, "--policy", policy]
    ended = subprocess.run(
        [sys.executable, "-c", MEASURED, *map(str, words)],
        capture_output=True,
        text=True,
        env=os.environ | {"TMPDIR": str(temporary)},
        check=False,
    )
    *lines, kilobytes = ended.stdout.splitlines()
    assert lines[0] == (
        "accounts.csv.gz: expected at most 50 MB when unpacked; it holds more, so split it, "
        "or raise largest_unpacked_mb in settings.csv."
    )
    assert ended.returncode == 2
    # The interpreter with its database takes most of it; the ten gigabytes add nothing.
    assert int(kilobytes) < 400_000
    assert list(temporary.iterdir()) == []


def test_an_archive_that_holds_far_more_than_its_size_is_refused(tmp_path: Path) -> None:
    (tmp_path / "accounts.csv.gz").write_bytes(zeros(30))
    assert sentences(tmp_path) == [
        "accounts.csv.gz: expected at most 100 times its size when unpacked; it holds more, as no real export does, "
        "so write it again, or raise largest_unpacked_ratio in settings.csv."
    ]


def test_a_small_archive_may_hold_many_times_its_size(tmp_path: Path) -> None:
    rows = b"".join(b"%d,Alpha\n" % number for number in range(100)) + b"\n" * 1_000_000
    (tmp_path / "accounts.csv.gz").write_bytes(gzip.compress(HEADER + rows, mtime=0))
    assert check(tmp_path).streams["accounts"].rows_good == 100


def test_a_file_is_refused_by_its_size_before_it_is_read(tmp_path: Path) -> None:
    for name in ("accounts.csv", "users.parquet"):
        with (tmp_path / name).open("wb") as file:
            # Terabytes on paper, nothing on the disk: reading it would not end today.
            file.truncate(1 << 42)
    said = (
        "expected a file of at most 20 MB; it has 4,398,047 MB, so split it, or raise largest_file_mb in settings.csv."
    )
    assert sentences(tmp_path) == [f"accounts.csv: {said}", f"users.parquet: {said}"]


def test_an_archive_larger_than_the_room_left_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "accounts.csv.gz").write_bytes(zeros(20))
    usage = shutil.disk_usage(tmp_path)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage._replace(free=5 * MEGABYTE))
    (sentence,) = sentences(tmp_path, replace(SMALL, ratio=100_000))
    assert sentence.startswith("accounts.csv.gz: expected to be unpacked, for which ")
    assert sentence.endswith(" has no more than 5 MB left; make room there.")


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        (["x" * 500_000] * 200, "at most 40 MB when unpacked"),
        ([None] * 8_000_000, "at most 100 times its size when unpacked"),
        ([str(number) + "0" * 40_000 for number in range(300)], "at most 100 times its size when unpacked"),
    ],
    ids=["one long value many times", "rows of nothing", "values of zeros"],
)
def test_a_parquet_file_that_unpacks_to_far_more_is_refused(tmp_path: Path, cells: list[str | None], said: str) -> None:
    names = pyarrow.nulls(len(cells), pyarrow.string()) if cells[0] is None else pyarrow.array(cells)
    table = pyarrow.table({"account_id": names, "account_name": names})
    pyarrow.parquet.write_table(table, tmp_path / "accounts.parquet", compression="zstd")
    assert (tmp_path / "accounts.parquet").stat().st_size < MEGABYTE
    (sentence,) = sentences(tmp_path)
    assert sentence.startswith(f"accounts.parquet: expected {said}; it holds more")


def test_a_file_of_too_many_columns_is_refused_and_one_of_many_is_read(tmp_path: Path) -> None:
    many = b",".join(b"c%d" % number for number in range(48))
    (tmp_path / "accounts.csv").write_bytes(HEADER[:-1] + b"," + many + b"\nA1,Alpha" + b"," * 48 + b"\n")
    assert sentences(tmp_path) == []
    (tmp_path / "accounts.csv").write_bytes(HEADER[:-1] + b"," + many + b",one_more\n")
    assert sentences(tmp_path) == [
        "accounts.csv: expected at most 50 columns; it has 51, so leave out those that are not needed, "
        "or raise most_file_columns in settings.csv."
    ]


def test_a_header_of_a_million_names_is_judged_at_once(tmp_path: Path) -> None:
    (tmp_path / "accounts.csv").write_bytes(b",".join(b"%d" % number for number in range(1_000_000)) + b"\n")
    (sentence,) = sentences(tmp_path)
    assert "at most 50 columns; it has 1,000,000" in sentence


def test_a_missing_column_is_told_in_a_short_sentence_whatever_the_header_holds(tmp_path: Path) -> None:
    (tmp_path / "accounts.csv").write_bytes(b",".join(b"%d" % number for number in range(45)) + b"\n")
    (sentence,) = sentences(tmp_path)
    assert "its header has 0, 1, 2," in sentence and "18, 19 and 25 more, so rename" in sentence


def test_a_line_without_end_is_refused_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(records, "CHARACTERS_IN_A_LINE", 3_000_000)
    rows = b"A1,Alpha\nA2," + b"x" * 7_000_000 + b"\nA3,Beta\n"
    (tmp_path / "accounts.csv").write_bytes(HEADER + rows)
    report = check(tmp_path)
    assert [problem.sentence() for problem in report.problems] == [
        "accounts.csv row 3: expected a line of at most 16,777,216 characters."
    ]
    assert (report.streams["accounts"].rows_read, report.streams["accounts"].rows_good) == (3, 2)


def test_the_shipped_limits_are_far_above_any_real_export() -> None:
    limits = file_limits(load_policy())
    assert limits.file >= 20_000 * MEGABYTE
    assert limits.unpacked_from(packed=1_000 * MEGABYTE) == 20_000 * MEGABYTE
    assert limits.unpacked_from(packed=10 * MEGABYTE) == 1_000 * MEGABYTE
    assert limits.unpacked_from(packed=1) == 256 * MEGABYTE
