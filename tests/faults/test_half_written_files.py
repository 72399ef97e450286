"""Files that somebody has not finished writing: the run says so and lands nothing, and whole files make up for it."""

import gzip
import importlib
import threading
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest
from tiny_company import FIRST_NIGHT, drop, first_drop

from flows.errors import InputError
from flows.landing import Landing
from flows.runs import Run, ask, open_run
from flows.sources.files.connector import FilesConnector

LINES = first_drop()["invoice_lines"]


def read(home: Path) -> Run:
    """Read an inbox as the night does, uncommitted."""
    run = open_run(ask(home, as_of=FIRST_NIGHT))
    FilesConnector().extract(run.request, run.policy, run.loading)
    return run


def as_parquet(inbox: Path) -> Path:
    """The invoice lines as Parquet instead of CSV."""
    source, path = inbox / "invoice_lines.csv", inbox / "invoice_lines.parquet"
    duckdb.execute(f"copy (select * from read_csv('{source}', all_varchar = true)) to '{path}' (format parquet)")
    source.unlink()
    return path


def cut_within_a_row(inbox: Path) -> None:
    (inbox / "invoice_lines.csv").write_text(LINES.rstrip("\n")[:-20], encoding="utf-8")


def cut_within_quotes(inbox: Path) -> None:
    quoted = LINES + 'I9,1,AURORA,2025-12-15,,EUR,50,,,one_off,"Training, the first\nof two'
    (inbox / "invoice_lines.csv").write_text(quoted, encoding="utf-8")


def cut_archive(inbox: Path) -> None:
    (inbox / "invoice_lines.csv").unlink()
    (inbox / "invoice_lines.csv.gz").write_bytes(gzip.compress(LINES.encode(), mtime=0)[:-30])


def cut_parquet(inbox: Path) -> None:
    path = as_parquet(inbox)
    path.write_bytes(path.read_bytes()[:-100])


def corrupt_parquet(inbox: Path) -> None:
    path = as_parquet(inbox)
    content = bytearray(path.read_bytes())
    content[-300:-40] = bytes(260)
    path.write_bytes(content)


DAMAGES: dict[Callable[[Path], None], str] = {
    cut_within_a_row: "invoice_lines.csv: expected a whole file; it ends in the middle of row 4, so write it again",
    cut_within_quotes: "invoice_lines.csv: expected a whole file; it ends in the middle of row 6, so write it again",
    cut_archive: "invoice_lines.csv.gz: expected a whole gzip archive; it is cut off or damaged",
    cut_parquet: "invoice_lines.parquet: expected a whole Parquet file; it is cut off or damaged",
    corrupt_parquet: "invoice_lines.parquet: expected a whole Parquet file; it is cut off or damaged",
}


@pytest.mark.parametrize("damage", DAMAGES, ids=lambda damage: damage.__name__)
def test_a_half_written_file_is_named_and_nothing_of_the_inbox_lands(
    tmp_path: Path, damage: Callable[[Path], None]
) -> None:
    drop(tmp_path / "inbox", first_drop())
    damage(tmp_path / "inbox")
    with pytest.raises(InputError) as refused:
        read(tmp_path)
    assert DAMAGES[damage] in str(refused.value)
    assert refused.value.exit_status == 2
    open_run(ask(tmp_path, as_of=FIRST_NIGHT))
    assert Landing(tmp_path / "landing").commits() == []
    assert not list((tmp_path / "landing").rglob("*.parquet"))


@pytest.mark.parametrize(
    "last_row",
    ["I9,1,AURORA,2025-12-15,,EUR,50,,,one_off,Training", "Total,3,,,,,,,,,,", ""],
    ids=["a whole row", "a row of too many values", "a line end"],
)
def test_a_last_row_without_a_line_end_is_no_half_written_file(tmp_path: Path, last_row: str) -> None:
    drop(tmp_path / "inbox", first_drop() | {"invoice_lines": LINES + last_row})
    read(tmp_path)


def test_a_file_that_grows_while_it_is_read_is_named_and_may_be_read_once_it_is_whole(tmp_path: Path) -> None:
    drop(tmp_path / "inbox", first_drop())
    ended = threading.Event()

    def write() -> None:
        number = 0
        while not ended.is_set():
            number += 1
            with (tmp_path / "inbox" / "activities.csv").open("a", encoding="utf-8") as file:
                file.write(f"W{number},AURORA,2026-01-10,meeting,done,false\n")
            ended.wait(0.001)

    writer = threading.Thread(target=write)
    writer.start()
    try:
        with pytest.raises(InputError, match=r"inbox changed while it was read: activities\.csv; run again once"):
            read(tmp_path)
    finally:
        ended.set()
        writer.join()
    read(tmp_path)


def test_a_file_that_is_taken_away_while_it_is_read_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    taking_in = importlib.import_module("flows.sources.files.taking_in")
    drop(tmp_path / "inbox", first_drop())
    load = taking_in.load_stream

    def load_and_lose(*args: object, **kwargs: object) -> object:
        (tmp_path / "inbox" / "surveys.csv").unlink(missing_ok=True)
        return load(*args, **kwargs)

    monkeypatch.setattr(taking_in, "load_stream", load_and_lose)
    with pytest.raises(InputError, match=r"changed while it was read: surveys\.csv"):
        read(tmp_path)
