"""What is wrong when a database does not answer as it should: one sentence that quotes neither address nor rows."""

import re
from typing import TYPE_CHECKING

from flows.errors import SourceError, shown

if TYPE_CHECKING:
    from sqlalchemy import URL

# What may be wrong with a statement: the beginnings of PostgreSQL's codes, words of SQLite, and what is told. Only what
# speaks of names and words is quoted; other messages may quote values.
STATEMENT = (
    (("42501",), (), "does not give the {what} to its user; grant {who} select on it"),
    (("42P01", "3F000"), ("no such table",), "has no such {what}, or what it names is not there; correct sources.yml"),
    (
        ("57014",),
        (),
        "did not answer within {seconds} seconds for the {what}; give its cursor an index, or raise statement_seconds "
        "in sources.yml",
    ),
    (("25006",), ("readonly database",), "was asked to change data by the {what}; write a query that only reads"),
    (
        ("42",),
        ("no such column", "syntax error"),
        "cannot make sense of the {what} ({said}); correct it in sources.yml",
    ),
)
# Codes of a connection that is gone, or of a server that shuts down.
GONE = ("08", "57P")
# What PostgreSQL's library says of a connection that it was refused.
LIBPQ = (
    (r"password authentication failed|no password supplied|role \".*\" does not exist", "key"),
    (r"no pg_hba\.conf entry|is not permitted to log in|permission denied for database", "door"),
    (r"database \".*\" does not exist", "database"),
    (r"SSL", "ssl"),
)
CONNECTION = {
    "key": "refused its user or password; put the address with the right ones into {place}",
    "door": "does not let its user in; give the user the right to connect from here",
    "database": "has no database of the name in its address; correct the address in {place}",
    "ssl": "wants another kind of encryption; write sslmode=require, or what its owner says, behind its address",
}


class Faults:
    """Turns what a driver raises into what is told; the address is known by its host alone."""

    def __init__(self, source: str, url: "URL", place: str, seconds: int) -> None:
        self._source, self._place, self._seconds = source, place, seconds
        self._host = f" at {url.host}" if url.host else ""

    def of_connection(self, error: BaseException) -> SourceError:
        """What is wrong when no connection comes about."""
        text = str(getattr(error, "orig", None) or error)
        for pattern, kind in LIBPQ:
            if re.search(pattern, text):
                return self.fault(CONNECTION[kind].format(place=self._place))
        return self.fault("cannot be reached", may_pass=True)

    def of_statement(self, error: BaseException, what: str, user: str | None) -> SourceError:
        """What is wrong when a statement fails, or breaks off while its rows are fetched."""
        orig = getattr(error, "orig", None) or error
        code, text = str(getattr(orig, "sqlstate", None) or ""), str(orig)
        if getattr(error, "connection_invalidated", False) or code.startswith(GONE):
            return self.fault(f"broke off its answer for the {what}", may_pass=True)
        for codes, words, told in STATEMENT:
            if code.startswith(codes) or any(word in text for word in words):
                said = shown(str(getattr(getattr(orig, "diag", None), "message_primary", None) or text).splitlines()[0])
                who = f"its user {shown(user)}" if user else "its user"
                return self.stream_fault(told.format(what=what, who=who, said=said, seconds=self._seconds))
        named = f"{type(orig).__name__} {code}".strip()
        return self.stream_fault(f"could not give the {what} ({named}); see its own log for the reason")

    def fault(self, what: str, *, may_pass: bool = False) -> SourceError:
        """An error of the whole source."""
        return SourceError(f"The source {self._source}{self._host} {what}.", may_pass=may_pass)

    def stream_fault(self, what: str) -> SourceError:
        """An error of one stream only."""
        return SourceError(f"The source {self._source}{self._host} {what}.", may_pass=False, of_stream=True)
