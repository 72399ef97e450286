"""Keeps erased people out: their rows come in under a token, without what names them."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from flows.erasure.person import folded, new_token
from flows.erasure.suppression import Suppressed, add_entries, digest, load_suppressed
from flows.settings import Home
from flows.sources.files.reader import InboxStream
from flows.sources.files.sql import identifier, literal
from flows.sources.files.validation import Incoming

if TYPE_CHECKING:
    import duckdb

CONTACT_ID = "contact_id"
EMAIL = "email"
NAME = "name"
ERASED = "[erased]"
ADDRESS = re.compile(r"[^\s<>(),;:\"\[\]]+@[^\s<>(),;:\"\[\]]+")
AROUND_ADDRESS = "'.!?"
WORD = re.compile(r"\w+(?:[-'\u2019.]\w+)*")
PIECES = re.compile(r"[\",;|\t{}\[\]\r\n]+")


def withhold_erased(
    connection: "duckdb.DuckDBPyConnection", stream: InboxStream, incoming: Incoming, home: Home, day: date
) -> tuple[Incoming, str | None]:
    """Take erased people out of the rows that were read, before any of them is landed or shown.

    Args:
        connection: holds the tables of good rows and of problems.
        stream: what was read.
        incoming: the tables; they are changed in place.
        home: the home that keeps the list of erased people.
        day: the day on which an id becomes known as an erased person's, by its address.

    Returns:
        The tables, and a sentence if erased people came in.

    Raises:
        InputError: the list of erased people cannot be read.
    """
    suppressed = load_suppressed(home)
    if not suppressed.tokens:
        return incoming, None
    rows = _Rows(connection, stream, incoming, suppressed)
    if rows.has(CONTACT_ID) and rows.has(EMAIL):
        add_entries(home, suppressed, [("id", name, new_token()) for name in rows.new_ids()], day)
        rows = _Rows(connection, stream, incoming, load_suppressed(home))
    withheld = rows.withhold()
    doubles = rows.remove_doubles()
    rows.clean_texts()
    withheld += rows.clean_problems()
    if not withheld:
        return incoming, None
    some = "1 row of an erased person" if withheld == 1 else f"{withheld:,} rows of erased people"
    sentence = (
        f"{stream.stream.name}: {some} came in again, without their personal data; the inbox still holds it "
        f"({', '.join(file.name for file in stream.files)}), so erase the person in the source, then here once more."
    )
    return replace(incoming, rows_combined=incoming.rows_combined + doubles), sentence


def clean_text(text: str, suppressed: Suppressed) -> str:
    """A text without the addresses and the names of erased people."""
    key, known = suppressed.key, suppressed.tokens
    for address in {found.strip(AROUND_ADDRESS) for found in ADDRESS.findall(text)}:
        if digest(key, "email", address) in known:
            text = text.replace(address, ERASED)
    for length in suppressed.words:
        words = list(WORD.finditer(text))
        for first, last in zip(reversed(words[: len(words) - length + 1]), reversed(words[length - 1 :]), strict=True):
            name = folded(text[first.start() : last.end()])
            if len(name.split()) == length and digest(key, "name", name) in known:
                text = text[: first.start()] + ERASED + text[last.end() :]
    return text


class _Rows:
    """The rows of one stream on their way in, and the hashes of those who must not be among them."""

    def __init__(
        self, connection: "duckdb.DuckDBPyConnection", stream: InboxStream, incoming: Incoming, suppressed: Suppressed
    ) -> None:
        self.connection, self.stream, self.suppressed = connection, stream.stream, suppressed
        self.good, self.problems = identifier(incoming.good), identifier(incoming.problems)
        connection.execute("create or replace temp table erased_people (hash varchar, token varchar)")
        connection.executemany(
            "insert into erased_people values (?, ?)", [list(pair) for pair in suppressed.tokens.items()]
        )

    def has(self, column: str) -> bool:
        """Whether the stream has a column."""
        return column in self.stream.columns

    def new_ids(self) -> list[str]:
        """Ids that are new under the address of an erased person, as when the source has made the contact anew."""
        rows = self.connection.execute(
            f"select distinct contact_id from {self.good} where {self._is_listed('email', EMAIL)} "
            f"and not {self._is_listed('id', CONTACT_ID)} and not {self._is_token()} order by all"
        ).fetchall()
        return [name for (name,) in rows]

    def withhold(self) -> int:
        """Replace the ids and empty the personal columns of good rows; how many named a person."""
        blank = [f"{identifier(column.name)} = null" for column in self.stream.columns.values() if column.pii]
        blank.append("_extra = null")
        if not self.has(CONTACT_ID):
            return self._withhold_addressed(blank) if self.has(EMAIL) else 0
        is_key = self.stream.key == (CONTACT_ID,)
        changes = ["contact_id = erased_people.token", *blank, *(["_row_key = erased_people.token"] if is_key else [])]
        withheld = self._changed(
            f"update {self.good} set {', '.join(changes)} from erased_people "
            f"where erased_people.hash = {self._hash('id', CONTACT_ID)}"
        )
        self.connection.execute(f"update {self.good} set {', '.join(blank)} where {self._is_token()}")
        if is_key:
            self.connection.execute(
                f"update {self.problems} set _row_key = erased_people.token from erased_people "
                f"where erased_people.hash = {self._hash('id', '_row_key')}"
            )
        return withheld

    def _withhold_addressed(self, blank: list[str]) -> int:
        """Rows that name a person by an address alone; a name goes too where it is the person's."""
        if self.has(NAME):
            blank = [*blank, f"name = case when {self._is_listed('name', NAME)} then null else name end"]
        return self._changed(f"update {self.good} set {', '.join(blank)} where {self._is_listed('email', EMAIL)}")

    def remove_doubles(self) -> int:
        """One row a token: the same person may stand in one file by id and in another by the token."""
        return self._changed(
            f"delete from {self.good} where rowid in (select rowid from (select rowid, row_number() over "
            f"(partition by _row_key order by _origin_file, _origin_row) as place from {self.good} "
            "where _row_key in (select token from erased_people)) where place > 1)"
        )

    def clean_texts(self) -> None:
        """Take addresses and names of erased people out of free texts in other people's rows."""
        for column in self.stream.columns.values():
            if column.pii and column.name not in (NAME, EMAIL):
                self._rewrite(self.good, column.name, self._clean_text)

    def clean_problems(self) -> int:
        """Empty refused rows that have the id or address of an erased person among their values; how many."""
        rows = self.connection.execute(
            f"select rowid, file, row, raw from {self.problems} where raw <> {literal(ERASED)}"
        )
        own = [(number, (file, row)) for number, file, row, raw in rows.fetchall() if self._speaks_of_erased(raw)]
        for number, _ in own:
            self.connection.execute(
                f"update {self.problems} set raw = {literal(ERASED)}, value = null where rowid = ?", [number]
            )
        return len({place for _, place in own})

    def _speaks_of_erased(self, raw: str) -> bool:
        key, known = self.suppressed.key, self.suppressed.tokens
        pieces = {piece.strip() for piece in PIECES.split(raw)} - {""}
        return any(
            digest(key, "id", piece) in known or ("@" in piece and digest(key, "email", piece) in known)
            for piece in pieces
        )

    def _clean_text(self, text: str) -> str:
        return clean_text(text, self.suppressed)

    def _rewrite(self, table: str, column: str, change: Callable[[str], str]) -> None:
        rows = self.connection.execute(
            f"select rowid, {identifier(column)} from {table} where {identifier(column)} <> ''"
        )
        changed = [(change(text), number) for number, text in rows.fetchall() if change(text) != text]
        for text, number in changed:
            self.connection.execute(f"update {table} set {identifier(column)} = ? where rowid = ?", [text, number])

    def _hash(self, kind: str, column: str) -> str:
        value = f"trim({column})" if kind == "id" else f"lower(trim({column}))"
        return f"sha256({literal(self.suppressed.key + kind + ':')} || {value})"

    def _is_listed(self, kind: str, column: str) -> str:
        return f"coalesce({self._hash(kind, column)} in (select hash from erased_people), false)"

    def _is_token(self) -> str:
        return "contact_id in (select token from erased_people)"

    def _changed(self, statement: str) -> int:
        counted = self.connection.execute(statement).fetchone()
        return int(counted[0]) if counted else 0
