"""Keeps erased people out of what systems give: their objects come in without the fields that name them."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from flows.erasure.suppression import Suppressed, digest, load_suppressed
from flows.extraction.streams import ObjectStream
from flows.landing.columns import quoted
from flows.settings import Home
from flows.sources.files.erased import ADDRESS, AROUND_ADDRESS, clean_text

if TYPE_CHECKING:
    import duckdb

# A step of a path: a name, a quoted name, or a place in a list.
STEP = re.compile(r'"([^"]+)"|([^.\[\]"]+)|\[(\d+|\*)\]')
ROWS_AT_A_TIME = 10_000


def personal_paths(stream: ObjectStream[Any]) -> tuple[str, ...]:
    """The fields of a stream's objects that name or quote a person."""
    return tuple(path for path, field in stream.fields.items() if field.pii)


def object_name(source: str, stream: str, key: str) -> str:
    """What tells an object from all others, of every system."""
    return f"{source}/{stream}/{key}"


def texts_at(item: Any, path: str) -> Iterator[str]:
    """The texts that stand at a path of an object; all of a list's where the path says so."""
    for holder, step in _places(item, _steps(path)):
        value = holder[step]
        values = value if isinstance(value, list) else [value]
        yield from (text for text in values if isinstance(text, str) and text)


def without_person(payload: str, paths: Sequence[str]) -> str:
    """An object as JSON with nothing at its personal paths; one without anything there stays as it is, byte by byte."""
    import orjson

    item = orjson.loads(payload)
    found = [place for path in paths for place in _places(item, _steps(path)) if place[0][place[1]] is not None]
    for holder, step in found:
        holder[step] = None
    return orjson.dumps(item).decode() if found else payload


def withhold_objects(
    connection: "duckdb.DuckDBPyConnection", source: str, stream: ObjectStream[Any], objects: str, home: Home
) -> int:
    """Take erased people out of objects that were read, before any of them is judged or landed.

    An object is an erased person's when it was theirs at the time, or holds one of their addresses in a personal
    field: all its personal fields are emptied. From other objects their addresses and names are cut out.

    Args:
        connection: holds the relation `objects`.
        source: the system.
        stream: whose fields say what is personal.
        objects: a relation with `id` and `payload`; the temporary table `withheld` gets the new payloads by id.
        home: keeps the list of erased people.

    Returns:
        How many objects were an erased person's; others may have changed too.

    Raises:
        InputError: the list of erased people cannot be read.
    """
    connection.execute("create or replace temp table withheld (id varchar, payload varchar)")
    suppressed, paths = load_suppressed(home), personal_paths(stream)
    if not suppressed.tokens or not paths:
        return 0
    fields = ", ".join("'" + f"$.{path}".replace("'", "''") + "'" for path in paths)
    # A path through a whole list gives a list, which cannot stand among texts; all objects are looked at then.
    is_plural = any("*" in path for path in paths)
    holds = f"len(list_filter(json_extract_string(payload, [{fields}]), lambda text: text <> '')) > 0"
    worth = "true" if is_plural else f"contains(payload, '@') or {holds}"
    rows = connection.execute(f"select id, payload from {objects} where {worth}")
    own, changed = 0, []
    while chunk := rows.fetchmany(ROWS_AT_A_TIME):
        for key, payload in chunk:
            cleaned, is_own = _cleaned(suppressed, object_name(source, stream.name, key), payload, paths)
            own += is_own
            changed += [(key, cleaned)] if cleaned != payload else []
    if changed:
        _keep(connection, changed)
    return own


def _cleaned(suppressed: Suppressed, name: str, payload: str, paths: Sequence[str]) -> tuple[str, bool]:
    """An object without erased people, and whether it was one's own."""
    import orjson

    item = orjson.loads(payload)
    texts = [text for path in paths for text in texts_at(item, path)]
    is_own = digest(suppressed.key, "id", name) in suppressed.tokens or any(
        digest(suppressed.key, "email", text) in suppressed.tokens for text in texts if "@" in text
    )
    if is_own:
        emptied = without_person(payload, paths)
        return _cut(orjson.loads(emptied), emptied, suppressed), True
    speaks = any(clean_text(text, suppressed) != text for text in texts) or any(
        digest(suppressed.key, "email", found.strip(AROUND_ADDRESS)) in suppressed.tokens
        for found in ADDRESS.findall(payload.replace("\\n", " ").replace("\\t", " ").replace("\\r", " "))
    )
    return (_cut(item, payload, suppressed) if speaks else payload), False


def _cut(item: Any, payload: str, suppressed: Suppressed) -> str:
    """The object with addresses and names of erased people cut out of all of its texts."""
    import orjson

    cleaned = _each_text(item, suppressed)
    return orjson.dumps(cleaned).decode() if cleaned != item else payload


def _each_text(value: Any, suppressed: Suppressed) -> Any:
    if isinstance(value, str):
        return clean_text(value, suppressed) if " " in value or "@" in value else value
    if isinstance(value, Mapping):
        return {name: _each_text(inner, suppressed) for name, inner in value.items()}
    return [_each_text(inner, suppressed) for inner in value] if isinstance(value, list) else value


def _keep(connection: "duckdb.DuckDBPyConnection", changed: Sequence[tuple[str, str]]) -> None:
    import pyarrow

    columns = dict(zip(("id", "payload"), map(list, zip(*changed, strict=True)), strict=True))
    connection.register("changed", pyarrow.table(columns))
    connection.execute(f"insert into withheld select {quoted('id')}, {quoted('payload')} from changed")
    connection.unregister("changed")


def _steps(path: str) -> list[str | int]:
    """The steps of a path; `*` for every place of a list."""
    steps: list[str | int] = []
    for quoted_name, name, place in STEP.findall(path):
        steps.append(int(place) if place.isdigit() else place or quoted_name or name)
    return steps


def _places(item: Any, steps: Sequence[str | int]) -> Iterator[tuple[Any, Any]]:
    """Where the last step of a path leads: holders with the name or the number of what they hold there."""
    step, *rest = steps
    found: list[Any] = []
    if isinstance(item, dict) and step in item:
        found = [step]
    elif isinstance(item, list):
        found = list(range(len(item))) if step == "*" else [step] if isinstance(step, int) and step < len(item) else []
    for place in found:
        if rest:
            yield from _places(item[place], rest)
        else:
            yield item, place
