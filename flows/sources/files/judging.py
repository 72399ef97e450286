"""The SQL that judges the rows of one file: which are good, in normal form, and what is wrong with the others."""

from dataclasses import dataclass, replace

from flows.sources.files import expressions
from flows.sources.files.expressions import Bounds
from flows.sources.files.mapping import FileFormat
from flows.sources.files.raw import RawTable
from flows.sources.files.reader import InboxStream
from flows.sources.files.sql import identifier, literal
from flows.sources.files.streams import Column

# Spaces, tabs, line ends and the no-break space that spreadsheets leave around values.
BLANKS = "' ' || chr(9) || chr(10) || chr(13) || chr(160) || chr(65279)"
KEY_MARK = "|"


@dataclass(frozen=True)
class Judgement:
    """The queries over one raw table; both start from the same typed rows."""

    good: str
    bad: str


@dataclass(frozen=True)
class _Check:
    """One thing that can be wrong with a typed row: when, at which column and what was expected."""

    column: Column
    wrong: str
    expected: str


def judge(inbox_stream: InboxStream, raw: RawTable, lookups: dict[str, str], bounds: Bounds) -> Judgement:
    """The queries for one file; `lookups` names the table of good rows of every stream that is looked up."""
    checks = _checks(inbox_stream, raw, bounds)
    rules = _rules(inbox_stream)
    typed = _typed(inbox_stream, raw, lookups)
    any_check = " or ".join(check.wrong for check in checks) or "false"
    any_rule = " or ".join(rule.wrong for rule in rules) or "false"
    columns = ", ".join(
        f"{expressions.normal(column, identifier(name))} as {identifier(name)}"
        for name, column in inbox_stream.stream.columns.items()
    )
    good = (
        f"{typed} select {columns}, extra as _extra, {literal(raw.file.name)} as _origin_file, "
        f"cast(origin_row as bigint) as _origin_row, {_row_key(inbox_stream)} as _row_key "
        f"from typed where not ({any_check}) and not ({any_rule})"
    )
    found = " union all by name ".join(
        [_found(check, "true") for check in checks] + [_found(rule, f"not ({any_check})") for rule in rules]
    )
    bad = (
        f"{typed}, wrong as materialized (select *, {_row_key(inbox_stream)} as _row_key from typed "
        f"where ({any_check}) or ({any_rule})), found as ({found}) "
        f"select {literal(raw.file.name)} as file, cast(found.origin_row as bigint) as row, found.column_name, "
        f"found.value, found.expected, {row_json(raw)} as raw, found._row_key "
        f"from found join {raw.table} as raw on {_qualified_row(raw)} = found.origin_row"
    )
    return Judgement(good, bad)


def row_json(raw: RawTable) -> str:
    """SQL for a raw row as JSON text under the names of the header."""
    return f"cast(to_json({_struct(raw, raw.header)}) as varchar)"


def _qualified_row(raw: RawTable) -> str:
    return f"raw.{raw.row}"


def _struct(raw: RawTable, names: tuple[str, ...]) -> str:
    members = ", ".join(f"{literal(name)}: raw.c{raw.header.index(name)}" for name in names)
    return f"{{{members}}}"


def _typed(inbox_stream: InboxStream, raw: RawTable, lookups: dict[str, str]) -> str:
    """Two steps that every query shares: the trimmed text of each declared column, then its typed value beside it."""
    texts, joins = [], []
    used = set()
    for number, (name, column) in enumerate(inbox_stream.stream.columns.items()):
        their_name = source_column(inbox_stream, raw, name)
        used.add(their_name)
        lookup = inbox_stream.lookups.get(name)
        if lookup is not None:
            by = source_column_named(raw, lookup.by)
            text = f"looked{number}.{identifier(name)}"
            joins.append(
                f"left join {lookups[lookup.source.stream.name]} as looked{number} "
                f"on looked{number}.{identifier(lookup.match)} = {_trimmed(raw, by or '')}"
            )
        else:
            text = _text(inbox_stream, raw, name, their_name)
        if column.default is not None:
            text = f"coalesce({text}, {literal(column.default)})"
        texts.append(f"{text} as {_text_name(name)}")
    extra = tuple(name for name in raw.header if name not in used)
    texts.append(f"{f'cast(to_json({_struct(raw, extra)}) as varchar)' if extra else 'cast(null as varchar)'} as extra")
    values = ", ".join(
        f"{_typed_value(inbox_stream, raw, column)} as {identifier(name)}, {_text_name(name)}"
        for name, column in inbox_stream.stream.columns.items()
    )
    return (
        f"with texts as (select {_qualified_row(raw)} as origin_row, {', '.join(texts)} "
        f"from {raw.table} as raw {' '.join(joins)}), "
        f"typed as (select origin_row, extra, {values} from texts)"
    )


def _typed_value(inbox_stream: InboxStream, raw: RawTable, column: Column) -> str:
    return expressions.typed(column, format_of(inbox_stream, raw, column), _text_name(column.name))


def format_of(inbox_stream: InboxStream, raw: RawTable, column: Column) -> FileFormat:
    """How a column's text is written: as the mapping says, but ISO and a point where it is no text of the file."""
    own = column.name not in inbox_stream.constants and column.name not in inbox_stream.lookups
    if own and source_column(inbox_stream, raw, column.name) not in raw.typed:
        return inbox_stream.format
    return replace(inbox_stream.format, date_format=(), decimal_comma=False)


def source_column(inbox_stream: InboxStream, raw: RawTable, name: str) -> str | None:
    """The file's own name of one of our columns; None when the file has none or the mapping overrules it."""
    if name in inbox_stream.constants or name in inbox_stream.lookups:
        return None
    return source_column_named(raw, inbox_stream.columns.get(name, name))


def source_column_named(raw: RawTable, name: str) -> str | None:
    """A name of the header, compared without regard to case and blanks around it."""
    wanted = name.strip().casefold()
    return next((theirs for theirs in raw.header if theirs.casefold() == wanted), None)


def _text(inbox_stream: InboxStream, raw: RawTable, name: str, their_name: str | None) -> str:
    if name in inbox_stream.constants:
        return literal(inbox_stream.constants[name].strip())
    if their_name is None:
        return "cast(null as varchar)"
    text = _trimmed(raw, their_name)
    replacements = inbox_stream.values.get(name)
    if not replacements:
        return text
    cases = " ".join(
        f"when {literal(theirs.strip())} then {literal(ours.strip() or None)}" for theirs, ours in replacements.items()
    )
    return f"case {text} {cases} else {text} end"


def _trimmed(raw: RawTable, their_name: str) -> str:
    """The text without blanks around it, null when nothing is left; most texts show by their ends to be trim."""
    text = f"raw.c{raw.header.index(their_name)}"
    trim = f"left({text}, 1) between '!' and '~' and right({text}, 1) between '!' and '~'"
    return f"case when {trim} then {text} else nullif(trim({text}, {BLANKS}), '') end"


def _text_name(name: str) -> str:
    return identifier(f"text of {name}")


def _checks(inbox_stream: InboxStream, raw: RawTable, bounds: Bounds) -> list[_Check]:
    checks = []
    for name, column in inbox_stream.stream.columns.items():
        text, value = _text_name(name), identifier(name)
        if column.required:
            checks.append(_Check(column, f"{text} is null", _expected_value(inbox_stream, column)))
        if column.type != "text":
            form = format_of(inbox_stream, raw, column)
            wrong = f"({text} is not null and {value} is null)"
            checks.append(_Check(column, wrong, expressions.expected(column, form)))
        outside = expressions.out_of_bounds(column, value, bounds)
        if outside:
            checks.append(_Check(column, f"coalesce({outside}, false)", expressions.expected_in_bounds(bounds)))
    return checks


def _expected_value(inbox_stream: InboxStream, column: Column) -> str:
    lookup = inbox_stream.lookups.get(column.name)
    if lookup is None:
        return "a value, for the column is required"
    return f"a value; no row of {lookup.source.stream.name} has the {lookup.match} that stands in {lookup.by}"


def _rules(inbox_stream: InboxStream) -> list[_Check]:
    columns = inbox_stream.stream.columns
    return [
        _Check(columns[rule.column], f"coalesce(not ({rule.sql}), false)", rule.expected)
        for rule in inbox_stream.stream.rules
    ]


def _found(check: _Check, condition: str) -> str:
    return (
        f"select origin_row, {literal(check.column.name)} as column_name, {_text_name(check.column.name)} as value, "
        f"{literal(check.expected)} as expected, _row_key from wrong where {check.wrong} and {condition}"
    )


def _row_key(inbox_stream: InboxStream) -> str:
    """SQL for the key as one text: the parts joined by a bar, a bar or backslash inside a part escaped."""
    columns = inbox_stream.stream.columns
    parts = []
    for name in inbox_stream.stream.key:
        part = expressions.normal(columns[name], identifier(name))
        if columns[name].type in ("text", "choice"):
            part = f"replace(replace({part}, '\\', '\\\\'), '{KEY_MARK}', '\\{KEY_MARK}')"
        # An empty part is written as no value can be.
        parts.append(part if columns[name].required else f"coalesce({part}, '\\0')")
    return f" || '{KEY_MARK}' || ".join(parts)
