"""Drops damaged files by the inbox, and holds what came of each against the independent reader."""

import csv
import random
import shutil
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

import duckdb

from damage.contents import BYTE_DAMAGE, flipped, packed, plain, truncated
from damage.exports import Table, own_exports, tiny_exports
from damage.parquet import PARQUET_DAMAGE, UNTOLD, as_text
from damage.reading import EARLIEST, LATEST, Meaning, Value, landed_value, meaning, records, records_from_any_line
from damage.tables import TABLE_DAMAGE
from flows.errors import InputError
from flows.landing import Landing, Loading
from flows.policy import load_policy
from flows.settings import Home, RunRequest
from flows.sources.connector import Batch
from flows.sources.files import connector
from flows.sources.files.check import CheckReport, check_inbox
from flows.sources.files.limits import file_limits
from flows.sources.files.problems import Problem
from flows.sources.files.streams import load_streams

STARTED_AT = datetime(2026, 7, 1, tzinfo=UTC)
ACCOUNTS = b"account_id,account_name\nA1,Alpha\n"
LONGEST_SENTENCE = 700
LIMITS = file_limits(load_policy())
UNIQUE = "the only row of its key; "


@dataclass(frozen=True)
class BadFile:
    """A damaged file; `text` is what an independent reader may read, and whether it is well-formed CSV."""

    kind: str
    stream: str
    name: str
    content: bytes
    text: str | None
    well_formed: bool


@dataclass
class Tally:
    """What came of the files of one kind of damage."""

    files: int = 0
    refused_files: int = 0
    rows: int = 0
    refused_rows: int = 0
    landed_rows: int = 0

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(*(getattr(self, name) + getattr(other, name) for name in self.__dataclass_fields__))


@dataclass(frozen=True)
class _Landed:
    rows: dict[str, list[tuple[int, tuple[Value, ...]]]]
    refused: Counter[str]


def every_kind() -> list[str]:
    """The names of all kinds of damage."""
    packed_kinds = (
        "packed, flipped bits",
        "packed, cut off",
        "packed, whole",
        "packed twice over",
        "not packed at all",
    )
    return [*TABLE_DAMAGE, *BYTE_DAMAGE, *packed_kinds, *PARQUET_DAMAGE]


def bad_file(kind: str, table: Table, seed: str) -> BadFile:
    """One damaged file; the same arguments give the same bytes."""
    chance = random.Random(f"{kind} {table.stream} {seed}")
    name = f"{table.stream}.csv"
    if kind in TABLE_DAMAGE:
        content = plain(TABLE_DAMAGE[kind](chance, table))
        return BadFile(kind, table.stream, name, content, content.decode("utf-8", "surrogatepass"), well_formed=True)
    if kind in BYTE_DAMAGE:
        content = BYTE_DAMAGE[kind](chance, plain(table))
        return BadFile(kind, table.stream, name, content, content.decode("utf-8", "surrogateescape"), well_formed=False)
    if kind in PARQUET_DAMAGE:
        content = PARQUET_DAMAGE[kind](chance, table)
        text = as_text(content) if kind not in UNTOLD else None
        return BadFile(kind, table.stream, f"{table.stream}.parquet", content, text, well_formed=False)
    whole = plain(table)
    ways: dict[str, Callable[[], bytes]] = {
        "packed, flipped bits": lambda: flipped(chance, packed(whole)),
        "packed, cut off": lambda: truncated(chance, packed(whole)),
        "packed, whole": lambda: packed(whole),
        "packed twice over": lambda: packed(packed(whole)),
        "not packed at all": lambda: whole,
    }
    is_whole = kind == "packed, whole"
    return BadFile(kind, table.stream, f"{name}.gz", ways[kind](), whole.decode(), well_formed=is_whole)


def rounds(files: int) -> Iterator[list[BadFile]]:
    """Inboxes of damaged files, one of each stream, until there are so many files; every kind meets every stream."""
    kinds, tables = every_kind(), list(own_exports().values())
    tiny = {table.stream: table for table in tiny_exports()}
    made = number = 0
    while made < files:
        inbox = []
        for place, table in enumerate(tables):
            kind = kinds[(made + place) % len(kinds)]
            chosen = tiny.get(table.stream, table) if number % 2 else table
            inbox.append(bad_file(kind, chosen, str(number)))
        yield inbox
        made += len(inbox)
        number += 1


def judge_inbox(folder: Path, files: Sequence[BadFile]) -> dict[str, Tally]:
    """Check and land an inbox of damaged files, and hold every file against the independent reader.

    Returns:
        What came of them by kind of damage.

    Raises:
        AssertionError: a row was lost, a wrong value landed, a reason is missing.
        Exception: anything that is no Account360Error and escaped the reader.
    """
    inbox = folder / "inbox"
    inbox.mkdir(parents=True)
    for file in files:
        (inbox / file.name).write_bytes(file.content)
    report = check_inbox(inbox, earliest=EARLIEST, latest=LATEST, threads=1, listed=1_000_000, limits=LIMITS)
    _judge_sentences(report)
    unusable = {problem.file for problem in report.problems if problem.row is None and problem.file != "accounts.csv"}
    unusable |= {"accounts.csv"} if (inbox / "accounts.csv").exists() and "accounts" not in _read(report) else set()
    landed = _landed(folder, inbox, unusable)
    tallies: dict[str, Tally] = {}
    for file in files:
        tally = _judge_file(file, report, landed, file.name in unusable)
        tallies[file.kind] = tallies.get(file.kind, Tally()) + tally
    return tallies


def extract(home: Path, inbox: Path, **policy: str) -> Batch:
    """What a night does with an inbox before the gates: read, judge, write to the landing."""
    request = RunRequest(Home(home), inbox, date(2026, 6, 30), STARTED_AT, threads=1, memory_limit="1GB")
    rules = load_policy()
    for row in rules.tables["settings"]:
        row["value"] = policy.get(row["name"], row["value"])
    loading = Loading(Landing(request.home.landing), "000001-20260701T000000Z", STARTED_AT, request.as_of)
    return connector.extract(request, rules, loading)


def _read(report: CheckReport) -> set[str]:
    """The streams whose file was read; one that was refused as a whole has no rows and a problem without a row."""
    refused = {problem.stream for problem in report.problems if problem.row is None and problem.column is None}
    return set(report.streams) - refused


def _judge_sentences(report: CheckReport) -> None:
    for problem in report.problems:
        sentence = problem.sentence()
        assert sentence.isprintable(), sentence
        assert sentence.endswith("."), sentence
        assert len(sentence) <= LONGEST_SENTENCE, sentence
        assert problem.expected
    rows = Counter((problem.stream) for problem in {(p.stream, p.row): p for p in report.problems if p.row}.values())
    for name, stream in report.streams.items():
        assert stream.rows_read == stream.rows_good + stream.rows_refused
        assert rows[name] >= stream.rows_refused, f"{name}: a refused row without a reason"


def _landed(folder: Path, inbox: Path, unusable: set[str]) -> _Landed:
    """Land the files; those refused as a whole first, by themselves, must end the night in one sentence."""
    if unusable:
        apart = folder / "unusable"
        apart.mkdir()
        for name in unusable:
            shutil.move(inbox / name, apart / name)
        if not list(apart.glob("accounts.*")):
            (apart / "accounts.csv").write_bytes(ACCOUNTS)
        try:
            extract(folder / "refusing", apart)
        except InputError as error:
            assert str(error).isprintable() and str(error).endswith("."), str(error)  # noqa: PT017  more is asserted when nothing is raised
        else:
            raise AssertionError(f"{unusable} would have been read")
    if not list(inbox.glob("accounts.*")):
        (inbox / "accounts.csv").write_bytes(ACCOUNTS)
    batch = extract(folder / "home", inbox)
    root = folder / "home" / "landing"
    rows: dict[str, list[tuple[int, tuple[Value, ...]]]] = {}
    refused: Counter[str] = Counter()
    for file in batch.files:
        found = duckdb.execute(f"select * from read_parquet('{root / file.path}') order by _origin_row")
        names = [name for name, *_ in found.description or []]
        for row in found.fetchall():
            named = dict(zip(names, row, strict=True))
            if file.stream == "refused_rows":
                assert named["expected"] and named["_origin_file"], named
                continue
            columns = load_streams()[file.stream].columns
            values = tuple(landed_value(column, named[name]) for name, column in columns.items())
            rows.setdefault(file.stream, []).append((named["_origin_row"], values))
    for stream in batch.streams:
        refused[stream.stream] = stream.rows_refused
        assert stream.rows_read == len(rows.get(stream.stream, [])) + stream.rows_refused, stream
    return _Landed(rows, refused)


def _judge_file(file: BadFile, report: CheckReport, landed: _Landed, unusable: bool) -> Tally:
    if unusable:
        assert file.stream not in landed.rows or file.stream == "accounts", f"{file.kind}: rows of a refused file"
        return Tally(files=1, refused_files=1)
    checked = report.streams[file.stream]
    rows = landed.rows.get(file.stream, [])
    assert (checked.rows_good, checked.rows_refused) == (len(rows), landed.refused[file.stream]), file.kind
    if file.well_formed and file.text is not None:
        _judge_exactly(file, file.text, rows, [p for p in report.problems if p.stream == file.stream])
    elif file.text is not None:
        _judge_damaged(file, file.text, rows, checked.rows_read)
    return Tally(1, 0, checked.rows_read, checked.rows_refused, len(rows))


def _judge_exactly(
    file: BadFile, text: str, rows: list[tuple[int, tuple[Value, ...]]], problems: list[Problem]
) -> None:
    """Every record lands with the values that the independent reader reads, or is refused for what that one finds."""
    stream = load_streams()[file.stream]
    rules = {rule.expected for rule in stream.rules}
    header, *lines = records(text.removeprefix("\ufeff"))
    by_row: dict[int, list[Problem]] = {}
    for problem in problems:
        if problem.row and not _is_reference(problem):
            by_row.setdefault(problem.row, []).append(problem)
    found = dict(rows)
    keys: dict[tuple[Value, ...], int] = {}
    places = [list(stream.columns).index(name) for name in stream.key]
    for row, fields in enumerate(lines, 2):
        if not any(field.strip() for field in fields) and len(fields) <= 1:
            continue
        place = f"{file.kind}, {file.stream} row {row}"
        if len(fields) != len(header) or "\0" in "".join(fields):
            assert row not in found and row in by_row, place
            continue
        meant = meaning(stream, header, fields)
        assert (row in found) != (row in by_row), f"{place}: {fields} landed {row in found}"
        if row in found:
            assert not meant.wrong, f"{place}: {sorted(meant.wrong)} of {fields} landed"
            assert found[row] == meant.values, f"{place}: {found[row]} for {meant.values}"
            key = tuple(meant.values[place] for place in places)
            assert key not in keys, f"{place}: the key of row {keys[key]} landed twice"
            keys[key] = row
        else:
            _judge_reasons(place, meant, by_row[row], rules, stream.key)


def _judge_reasons(
    place: str, meant: Meaning, problems: list[Problem], rules: Iterable[str], key: tuple[str, ...]
) -> None:
    if meant.wrong:
        assert {problem.column for problem in problems} == meant.wrong, f"{place}: {problems} for {meant.wrong}"
    else:
        reasons = {problem.expected for problem in problems}
        named = ", ".join(key)
        others = {reason for reason in reasons if not (reason.startswith(UNIQUE))} - set(rules)
        assert not others, f"{place}: refused for {others} at {named}, but it is right"


def _is_reference(problem: Problem) -> bool:
    """A name that nobody bears is told by the check only: the row itself is right, and lands."""
    return " of a good row of " in problem.expected or "outside its own descendants" in problem.expected


def _judge_damaged(file: BadFile, text: str, rows: list[tuple[int, tuple[Value, ...]]], rows_read: int) -> None:
    """Every landed row is a record that may be read at some line; without quotes, every line is a row."""
    stream = load_streams()[file.stream]
    text = text.removeprefix("\ufeff")
    end = "\n" if "\n" in text else "\r"
    lines = [line for line in text.split(end) if line.strip(" \r\n")]
    if '"' not in text:
        assert rows_read == len(lines) - 1, f"{file.kind}, {file.stream}: {rows_read} rows of {len(lines)} lines"
    first = lines[0].rstrip("\r")
    # The csv module takes no bare carriage return within a name, which is one as good as any other.
    header = next(csv.reader([first])) if '"' in first else first.split(",")
    possible = [
        meaning(stream, header, fields).values for fields in records_from_any_line(text) if len(fields) == len(header)
    ]
    for row, values in rows:
        assert values in possible, f"{file.kind}, {file.stream} row {row}: {values} stands nowhere in the file"


def as_table(tallies: dict[str, Tally]) -> str:
    """The figures as a table of Markdown, a line for each kind of damage and one for all."""
    total = sum(tallies.values(), Tally())
    lines = [
        f"| {kind} | {tally.files:,} | {tally.refused_files:,} | {tally.rows:,} | {tally.refused_rows:,} | "
        f"{tally.landed_rows:,} |"
        for kind, tally in [*sorted(tallies.items()), ("all", total)]
    ]
    head = ["| damage | files | refused whole | rows read | rows refused | rows landed |", "|---|---|---|---|---|---|"]
    return "\n".join([*head, *lines])
