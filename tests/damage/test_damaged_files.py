"""Hundreds of damaged files: each row lands as it stands in the file, or is refused with a reason."""

import os
import random
import shutil
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from damage.contents import BYTE_DAMAGE, plain
from damage.exports import Table, own_exports, read_table
from damage.harness import BadFile, Tally, as_table, bad_file, extract, judge_inbox, rounds
from damage.tables import TABLE_DAMAGE
from flows.errors import Account360Error
from flows.sources.files.mapping import FILE_NAME

FILES, FILES_OF_A_LONG_RUN = 300, 3000
FOREIGN_EXPORTS = os.environ.get("ACCOUNT360_FOREIGN_EXPORTS")
MAPPING = """
defaults: {delimiter: ",", encoding: utf-8, date_format: ["%Y-%m-%d", "%d.%m.%Y"], timezone: Europe/Helsinki}
streams:
  accounts: {files: "accounts*.csv", constants: {country: FI}, values: {segment: {gold: A, "": ""}}}
  usage: {mode: append, columns: {events: hits}, combine: {events: sum}}
  contacts: {lookups: {account_id: {stream: system_accounts, match: system_account_id, by: customer}}}
"""


def judge_rounds(folder: Path, inboxes: Iterable[list[BadFile]]) -> dict[str, Tally]:
    tallies: dict[str, Tally] = {}
    for number, files in enumerate(inboxes):
        place = folder / str(number)
        for kind, tally in judge_inbox(place, files).items():
            tallies[kind] = tallies.get(kind, Tally()) + tally
        shutil.rmtree(place)
    return tallies


def test_three_hundred_damaged_files_lose_no_row_and_land_no_wrong_value(
    tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    tallies = judge_rounds(tmp_path, rounds(FILES))
    print(as_table(tallies))
    for kind, tally in tallies.items():
        record_property(f"damaged files, {kind}", str(tally))
    total = sum(tallies.values(), Tally())
    assert total.files >= FILES
    assert total.rows == total.landed_rows + total.refused_rows
    # Damage that only harms its own rows must not take whole files, and what is whole must land whole.
    assert tallies["none"].landed_rows == tallies["none"].rows > 0
    assert tallies["shuffled rows"].refused_rows == tallies["shuffled columns"].refused_rows == 0
    assert tallies["flipped bits"].refused_files < tallies["flipped bits"].files
    assert 0 < total.refused_files < total.files / 2


@pytest.mark.slow
@pytest.mark.timeout(1800)
def test_three_thousand_damaged_files_lose_no_row_and_land_no_wrong_value(tmp_path: Path) -> None:
    tallies = judge_rounds(tmp_path, rounds(FILES_OF_A_LONG_RUN))
    print(as_table(tallies))
    assert sum(tallies.values(), Tally()).files >= FILES_OF_A_LONG_RUN


@settings(max_examples=15, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(
    st.sampled_from(sorted(own_exports())),
    st.lists(st.sampled_from(sorted(TABLE_DAMAGE.keys() - {"ten thousand columns", "a huge field"})), max_size=2),
    st.lists(st.sampled_from(sorted(BYTE_DAMAGE)), min_size=1, max_size=2),
    st.randoms(use_true_random=False),
)
def test_damage_upon_damage_loses_no_row_and_lands_no_wrong_value(
    tmp_path_factory: pytest.TempPathFactory, stream: str, tables: list[str], contents: list[str], chance: random.Random
) -> None:
    table = own_exports()[stream]
    for kind in tables:
        table = TABLE_DAMAGE[kind](chance, table) if len(table.header) > 1 else table
    content = plain(table)
    for kind in contents:
        content = BYTE_DAMAGE[kind](chance, content) if _is_text(content) else content
    text = content.decode("utf-8", "surrogateescape")
    damaged = BadFile(" and ".join([*tables, *contents]), stream, f"{stream}.csv", content, text, well_formed=False)
    judge_inbox(tmp_path_factory.mktemp("damage"), [damaged])


def _is_text(content: bytes) -> bool:
    """Whether further damage, which is done to lines of UTF-8, can be done."""
    try:
        return len(content.decode("utf-8").splitlines()) > 1
    except UnicodeDecodeError:
        return False


def test_damaged_mappings_are_refused_in_a_sentence_or_lose_no_row(tmp_path: Path) -> None:
    tables = own_exports()
    outcomes = []
    for seed in range(45):
        kind = list(BYTE_DAMAGE)[seed % len(BYTE_DAMAGE)]
        inbox = tmp_path / str(seed)
        inbox.mkdir()
        (inbox / "accounts.csv").write_bytes(plain(tables["accounts"]))
        (inbox / FILE_NAME).write_bytes(BYTE_DAMAGE[kind](random.Random(seed), MAPPING.encode()))
        try:
            batch = extract(tmp_path / f"home {seed}", inbox)
        except Account360Error as error:
            assert str(error).isprintable() and str(error).endswith("."), str(error)  # noqa: PT017  either outcome is right
            outcomes.append("refused")
            continue
        (accounts,) = [stream for stream in batch.streams if stream.stream == "accounts"]
        assert accounts.rows_read == accounts.rows_new + accounts.rows_refused == len(tables["accounts"].rows)
        outcomes.append("read")
    assert {"refused", "read"} == set(outcomes)


@pytest.mark.skipif(
    FOREIGN_EXPORTS is None,
    reason="ACCOUNT360_FOREIGN_EXPORTS names no folder of other systems' exports to damage.",
)
def test_damaged_exports_of_other_systems_lose_no_row_and_land_no_wrong_value(tmp_path: Path) -> None:
    tables = [_mapped(path) for path in sorted(Path(FOREIGN_EXPORTS or "").rglob("*.csv"))]
    kinds = [*TABLE_DAMAGE, *BYTE_DAMAGE]
    files = [bad_file(kinds[place % len(kinds)], table, "0") for place, table in enumerate(tables) if table.rows]
    tallies = judge_rounds(tmp_path, ([file] for file in files[:80]))
    print(as_table(tallies))


def _mapped(path: Path) -> Table:
    """Another system's rows under the names that a file of accounts needs."""
    read = read_table("accounts", path)
    names = ("account_id", "account_name", *read.header[2:])
    return Table("accounts", names[: max(len(read.header), 2)], tuple(row for row in read.rows if len(row) > 1))
