"""Every row of a stream's files is judged: good ones in normal form, refused ones with each thing that is wrong."""

import tempfile
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from flows.sources.files.expressions import Bounds
from flows.sources.files.judging import judge, row_json, source_column, source_column_named
from flows.sources.files.keys import combine_keys, refuse_duplicates
from flows.sources.files.limits import FileLimits, UnreadableFileError
from flows.sources.files.mapping import FILE_NAME
from flows.sources.files.problems import Problem, shown, shown_names
from flows.sources.files.raw import RawTable, load_raw
from flows.sources.files.reader import InboxFile, InboxStream
from flows.sources.files.sql import identifier, literal

if TYPE_CHECKING:
    import duckdb

OTHER_DELIMITERS = {";": '";"', "\t": "tab", "|": '"|"', ",": '","'}
PROBLEM_COLUMNS = (
    "stream varchar, file varchar, row bigint, column_name varchar, value varchar, "
    "expected varchar, raw varchar, _row_key varchar"
)


@dataclass(frozen=True)
class Incoming:
    """What load_stream left in the connection: rows_read = rows of `good` + rows_refused + rows_combined.

    `good` and `problems` name temporary tables. A row with several problems is refused once but stands in `problems`
    once per problem; its `_row_key` is NULL when the key could not be read. The rows of a file in `file_problems` are
    not read at all. `came` are the declared columns that stood in a header, `extra` the other names that did.
    """

    good: str
    problems: str
    rows_read: int
    rows_refused: int
    file_problems: tuple[Problem, ...]
    rows_combined: int = 0
    came: tuple[str, ...] = ()
    extra: tuple[str, ...] = ()


def load_stream(
    connection: "duckdb.DuckDBPyConnection",
    inbox_stream: InboxStream,
    *,
    earliest: date,
    latest: date,
    unpack_in: Path | None = None,
    limits: FileLimits | None = None,
) -> Incoming:
    """Read and judge the files of one stream into two temporary tables, good_<stream> and problems_<stream>.

    A date before `earliest` or after `latest` is refused, and so is a file beyond the limits. Bad content never raises:
    it is in the result. Files are unpacked in a folder of `unpack_in`, where a later run finds what a killed one left,
    else of the system's.
    """
    bounds = Bounds(earliest, latest)
    if unpack_in:
        unpack_in.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="account360-", dir=unpack_in) as workspace:
        sources = {lookup.source.stream.name: lookup.source for lookup in inbox_stream.lookups.values()}
        looked_up = {
            name: _Loading(connection, source, bounds, Path(workspace), "lookup_", limits).load({}).good
            for name, source in sources.items()
        }
        incoming = _Loading(connection, inbox_stream, bounds, Path(workspace), "", limits).load(looked_up)
        for name in sources:
            connection.execute(f"drop table {identifier(f'lookup_good_{name}')}")
            connection.execute(f"drop table {identifier(f'lookup_problems_{name}')}")
    return incoming


class _Loading:
    """One stream on its way into a connection."""

    def __init__(
        self,
        connection: "duckdb.DuckDBPyConnection",
        inbox_stream: InboxStream,
        bounds: Bounds,
        workspace: Path,
        prefix: str,
        limits: FileLimits | None,
    ) -> None:
        self.limits = limits
        self.connection = connection
        self.inbox_stream = inbox_stream
        self.bounds = bounds
        self.workspace = workspace
        self.good = f"{prefix}good_{inbox_stream.stream.name}"
        self.problems = f"{prefix}problems_{inbox_stream.stream.name}"
        self.raws: list[RawTable] = []
        self.file_problems: list[Problem] = []
        self.read = self.refused = 0

    def load(self, looked_up: dict[str, str]) -> Incoming:
        """Load every file, then judge the keys over all of them."""
        self._create_tables()
        for number, file in enumerate(self.inbox_stream.files):
            try:
                self._load_file(file, f"raw_{self.good}_{number}", looked_up)
            except UnreadableFileError as reason:
                self.file_problems.append(self._file_problem(file, reason.expected))
        combined = 0
        if self.inbox_stream.combine:
            combined = combine_keys(self.connection, self.inbox_stream, self.good)
        else:
            raw_rows = {raw.file.name: (raw.table, raw.row, row_json(raw)) for raw in self.raws}
            key = self.inbox_stream.stream.key
            self.refused += refuse_duplicates(self.connection, key, self.good, self.problems, raw_rows)
        self.connection.execute(f"update {self.problems} set stream = {literal(self.inbox_stream.stream.name)}")
        for raw in self.raws:
            self.connection.execute(f"drop table {raw.table}")
        came, extra = self._headers()
        problems = tuple(self.file_problems)
        return Incoming(self.good, self.problems, self.read, self.refused, problems, combined, came, extra)

    def _headers(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """The declared columns that some file or the mapping gives, and the names that no declared column uses."""
        given = {*self.inbox_stream.constants, *self.inbox_stream.lookups}
        came, extra = [], []
        for raw in self.raws:
            used = {name: source_column(self.inbox_stream, raw, name) for name in self.inbox_stream.stream.columns}
            came += [name for name, theirs in used.items() if theirs is not None or name in given]
            extra += [name for name in raw.header if name not in used.values()]
        return tuple(dict.fromkeys(came)), tuple(dict.fromkeys(extra))

    def _create_tables(self) -> None:
        columns = ", ".join(f"{identifier(name)} varchar" for name in self.inbox_stream.stream.columns)
        self.connection.execute(
            f"create or replace temp table {self.good} ({columns}, _extra varchar, _origin_file varchar, "
            "_origin_row bigint, _row_key varchar)"
        )
        self.connection.execute(f"create or replace temp table {self.problems} ({PROBLEM_COLUMNS})")

    def _load_file(self, file: InboxFile, table: str, looked_up: dict[str, str]) -> None:
        raw = load_raw(
            self.connection,
            file,
            self.inbox_stream.format,
            table=table,
            problems=self.problems,
            workspace=self.workspace,
            limits=self.limits,
        )
        self.raws.append(raw)
        try:
            self._judge_header(raw)
        except UnreadableFileError:
            self.connection.execute(f"delete from {self.problems} where file = {literal(file.name)}")
            raise
        judgement = judge(self.inbox_stream, raw, looked_up, self.bounds)
        split = self._count(f"select count(*) from {raw.table}")
        good = self._count(f"insert into {self.good} {judgement.good}")
        if good < split:
            self.connection.execute(f"insert into {self.problems} by name {judgement.bad}")
        self.read += split + raw.refused
        self.refused += split - good + raw.refused

    def _count(self, query: str) -> int:
        row = self.connection.execute(query).fetchone()
        return int(row[0]) if row else 0

    def _judge_header(self, raw: RawTable) -> None:
        """Refuse a file whose header lacks what the stream or the mapping needs."""
        stream, mapped = self.inbox_stream.stream, self.inbox_stream.columns
        given = {*self.inbox_stream.constants, *self.inbox_stream.lookups}
        missing = [
            name
            for name in stream.required
            if name not in given and source_column(self.inbox_stream, raw, name) is None
        ]
        has = shown_names(raw.header)
        if missing and len(raw.header) == 1:
            _judge_delimiter(raw.header[0], self.inbox_stream.format.delimiter)
        for ours, theirs in mapped.items():
            if source_column_named(raw, theirs) is None:
                raise UnreadableFileError(
                    f"the column '{shown(theirs)}', which {FILE_NAME} names for {ours}; its header has {has}"
                )
        for lookup in self.inbox_stream.lookups.values():
            if source_column_named(raw, lookup.by) is None:
                raise UnreadableFileError(
                    f"the column '{shown(lookup.by)}', which {FILE_NAME} looks up; its header has {has}"
                )
        if missing:
            word = "column" if len(missing) == 1 else "columns"
            raise UnreadableFileError(
                f"the {word} {', '.join(missing)}; its header has {has}, "
                f"so rename there or under columns in {FILE_NAME}"
            )

    def _file_problem(self, file: InboxFile, expected: str) -> Problem:
        return Problem(self.inbox_stream.stream.name, file.name, None, None, None, expected)


def _judge_delimiter(name: str, delimiter: str) -> None:
    for other, spelt in OTHER_DELIMITERS.items():
        if other != delimiter and other in name:
            shown_delimiter = "tabs" if delimiter == "\t" else f"'{delimiter}'"
            raise UnreadableFileError(
                f"values parted by {shown_delimiter}; the header is one column, "
                f"so write delimiter: {spelt} in {FILE_NAME}"
            )
