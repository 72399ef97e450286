"""Every trace of people in the landing and the inbox, gathered to tell who is meant and who else is there."""

import contextlib
import json
from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path

import duckdb
import pyarrow

from flows.extraction.erased import object_name, personal_paths, texts_at
from flows.landing import Landing
from flows.landing.columns import CARRIED, quoted
from flows.sources import connectors
from flows.sources.files.erased import ADDRESS
from flows.sources.files.reader import Inbox
from flows.sources.files.sql import literal
from flows.sources.files.streams import load_streams
from flows.sources.files.validation import load_stream

REFUSED = "refused_rows"
ADDRESSED = frozenset({"contact_id", "email"})
# What a person wrote or what was written about one, beside name and address.
QUOTING = tuple(
    sorted(
        {column.name for stream in load_streams().values() for column in stream.columns.values() if column.pii}
        - {"name", "email"}
    )
)
TRACES = "contact_id varchar, account_id varchar, name varchar, email varchar, extra varchar, quote varchar"


# Last steps of paths that hold a part of a name, which only together name a person.
FIRST_NAMES, LAST_NAMES = frozenset({"firstname", "first_name"}), frozenset({"lastname", "last_name"})
FEWEST_DIGITS = 6


@cache
def object_paths(source: str) -> dict[str, tuple[str, ...]]:
    """The personal paths of the streams of a system that gives objects; empty for any other source."""
    streams = getattr(connectors().get(source), "object_streams", ())
    return {stream.name: personal_paths(stream) for stream in streams}


@contextlib.contextmanager
def traces(landing: Landing, inbox: Inbox | None) -> "Iterator[duckdb.DuckDBPyConnection]":
    """A connection with three tables: `traces` of people, `others` (names that are no contact's), `cells` (values).

    `cells` holds each distinct value of a landed column that is neither an id of a contact nor free text, by which one
    sees whether an id may mean something else.
    """
    with contextlib.closing(duckdb.connect()) as connection:
        connection.execute(f"create table traces (stream varchar, {TRACES})")
        connection.execute("create table others (name varchar)")
        connection.execute("create table cells (value varchar)")
        connection.execute("create table objects (object varchar, kind varchar, value varchar)")
        for (source, stream), files in _landed(landing).items():
            relation = f"read_parquet([{', '.join(literal(str(path)) for path in files)}], union_by_name = true)"
            if stream in object_paths(source):
                _gather_objects(connection, source, f"select '{stream}', id, payload from {relation}")
            elif stream == REFUSED and object_paths(source):
                # The key of a refused object is its stream, its id and what is wrong with it.
                refused = f"select stream, split_part(_row_key, chr(31), 2), raw from {relation}"
                _gather_objects(connection, source, f"{refused} where json_valid(raw)")
            else:
                _gather(connection, stream, relation)
        for name, dropped in inbox.streams.items() if inbox else ():
            if ADDRESSED.isdisjoint(dropped.stream.columns):
                continue
            incoming = load_stream(connection, dropped, earliest=date.min, latest=date.max)
            _gather(connection, name, incoming.good)
            mapped = {theirs.strip().casefold(): ours for ours, theirs in dropped.columns.items()}
            raws = connection.execute(f"select distinct raw from {incoming.problems}").fetchall()
            _gather_refused(connection, name, [raw for (raw,) in raws], mapped)
        yield connection


def _landed(landing: Landing) -> dict[tuple[str, str], list[Path]]:
    commits = landing.commits()
    named = dict.fromkeys((file.source, file.stream) for commit in commits for file in commit.files)
    return {(source, stream): landing.files(source, stream, commits) for source, stream in named}


def _gather_objects(connection: duckdb.DuckDBPyConnection, source: str, objects: str) -> None:
    """What stands at the personal paths of a system's objects: addresses, names, numbers and quotes, by object."""
    found: set[tuple[str, str, str]] = set()
    for stream, key, payload in connection.execute(f"select distinct * from ({objects})").fetchall():
        item, parts = json.loads(payload), {}
        for path in object_paths(source).get(stream, ()):
            last = path.replace('"', "").rpartition(".")[2].casefold()
            for text in texts_at(item, path):
                parts[last] = text
                found.add((object_name(source, stream, key), _kind(last, text), text))
        first = next((parts[name] for name in FIRST_NAMES if name in parts), None)
        family = next((parts[name] for name in LAST_NAMES if name in parts), None)
        if first and family:
            found.add((object_name(source, stream, key), "name", f"{first} {family}"))
    if found:
        columns = dict(zip(("object", "kind", "value"), map(list, zip(*sorted(found), strict=True)), strict=True))
        connection.register("found", pyarrow.table(columns))
        connection.execute("insert into objects select object, kind, value from found")
        connection.unregister("found")


def _kind(last: str, text: str) -> str:
    if ADDRESS.fullmatch(text.strip()):
        return "email"
    if last in FIRST_NAMES | LAST_NAMES:
        return "part"
    if last.endswith("name"):
        return "name"
    digits = sum(character.isdigit() for character in text)
    return "detail" if digits >= FEWEST_DIGITS and not any(map(str.isalpha, text)) else "quote"


def _gather(connection: duckdb.DuckDBPyConnection, stream: str, relation: str) -> None:
    has = [name for name, *_ in connection.execute(f"describe select * from {relation}").fetchall()]
    if stream == REFUSED:
        raws = connection.execute(f"select distinct raw from {relation} where stream = 'contacts'").fetchall()
        _gather_refused(connection, "contacts", [raw for (raw,) in raws], {})
        return
    if not ADDRESSED.isdisjoint(has):
        wanted = ("contact_id", "account_id", "name", "email", "_extra")
        columns = ", ".join(quoted(name) if name in has else "null" for name in wanted)
        said = [name for name in QUOTING if name in has]
        quote = f"unnest([{', '.join(map(quoted, said))}])" if said else "null"
        connection.execute(f"insert into traces select distinct {literal(stream)}, {columns}, {quote} from {relation}")
    for name in {"account_name", "name"}.intersection(has) if stream != "contacts" else ():
        connection.execute(f"insert into others select distinct {quoted(name)} from {relation}")
    aside = {*CARRIED, *QUOTING, "contact_id", "_extra", "payload"}
    for name in has:
        if name not in aside:
            connection.execute(f"insert into cells select distinct cast({quoted(name)} as varchar) from {relation}")


def _gather_refused(
    connection: duckdb.DuckDBPyConnection, stream: str, raws: list[str | None], mapped: dict[str, str]
) -> None:
    """People whose rows were all refused have no other trace than those rows."""
    for raw in raws:
        try:
            read = json.loads(raw or "")
        except ValueError:
            continue
        if isinstance(read, dict):
            known = {mapped.get(str(name).strip().casefold(), str(name).casefold()): read[name] for name in read}
            values = [
                str(known[name]) if known.get(name) else None for name in ("contact_id", "account_id", "name", "email")
            ]
            connection.execute("insert into traces values (?, ?, ?, ?, ?, null, null)", [stream, *values])
