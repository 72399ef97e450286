"""Whatever happens to a file, both of its parsers say the same of every record."""

import tempfile
from datetime import date
from pathlib import Path

import duckdb
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from flows.errors import Account360Error
from flows.sources.files import raw
from flows.sources.files.check import check_inbox
from flows.sources.files.reader import open_inbox
from flows.sources.files.validation import load_stream

EARLIEST, LATEST = date(2000, 1, 1), date(2040, 12, 31)
HEADER = b"subscription_id,account_id,start_date,monthly_amount,currency,product\n"
ROWS = b"".join(
    b'S%d,A%d,2024-01-%02d,%d.50,EUR,"Core, ""plus""\nline %d"\n' % (n, n % 3, n % 28 + 1, n, n) for n in range(12)
)
CLEAN = HEADER + ROWS
PIECES = [
    b"",
    b"\0",
    b"\xff",
    b'"',
    b'""',
    b"\n",
    b"\r",
    b"\r\n",
    b"\n\n",
    b",",
    b",,",
    b";",
    b"\xc3",
    b"\xef\xbb\xbf",
    b"' --",
    b"\xe2\x80\xa8",
    b"9" * 40,
    b"x" * 5000,
]
MANY = settings(max_examples=60, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])


def judge(name: str, content: bytes) -> None:
    """Check an inbox with one file, and tie its rows out."""
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / name).write_bytes(content)
        try:
            report = check_inbox(Path(folder), earliest=EARLIEST, latest=LATEST)
        except Account360Error:
            return
        for stream in report.streams.values():
            assert stream.rows_read == stream.rows_good + stream.rows_refused
            assert stream.rows_refused <= stream.problems
        for problem in report.problems:
            assert "\n" not in problem.sentence()
            assert problem.sentence().endswith(".")


@st.composite
def damaged(draw: st.DrawFn) -> bytes:
    """A clean file in which pieces were put in or written over, or which was cut off."""
    content = bytearray(CLEAN)
    for _ in range(draw(st.integers(1, 4))):
        place = draw(st.integers(0, len(content)))
        over = draw(st.integers(0, 3))
        content[place : place + over] = draw(st.sampled_from(PIECES) | st.binary(max_size=4))
    return bytes(content[: draw(st.integers(0, len(content)) | st.just(len(content)))])


@pytest.mark.parametrize("content", [b"", b"\xef\xbb\xbf", b'"', b"\r", CLEAN[:-2]])
def test_a_file_at_the_edge_of_being_one_ties_out(content: bytes) -> None:
    judge("subscriptions.csv", content)


@MANY
@given(damaged())
def test_both_parsers_agree_on_every_row(content: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        (Path(folder) / "subscriptions.csv").write_bytes(content)
        stream = open_inbox(Path(folder)).streams["subscriptions"]
        results = []
        for fast in (True, False):
            if not fast:
                patch.setattr(raw, "_load_fast", lambda *_: False)
            connection = duckdb.connect()
            loaded = load_stream(connection, stream, earliest=EARLIEST, latest=LATEST)
            good = connection.execute(f"select * from {loaded.good} order by _origin_row").fetchall()
            refused = connection.execute(f"select * from {loaded.problems} order by all").fetchall()
            results.append((loaded.rows_read, loaded.rows_refused, loaded.file_problems, good, refused))
        assert results[0] == results[1]
