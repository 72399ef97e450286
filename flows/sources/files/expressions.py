"""What a text must look like to be a value of each type, as SQL: its typed value, its normal text, what is expected."""

from dataclasses import dataclass
from datetime import date

from flows.sources.files.mapping import FileFormat
from flows.sources.files.sql import listed, literal
from flows.sources.files.streams import Column

# Twelve digits before the point leave room for ten thousand of the largest values in a DECIMAL(18,2) sum.
WHOLE_DIGITS = 12
FRACTION_DIGITS = 8
DECIMAL = f"decimal({WHOLE_DIGITS + FRACTION_DIGITS}, {FRACTION_DIGITS})"
DATED = ("date", "timestamp", "month")
SQL_TYPES = {
    "date": "date",
    "month": "date",
    "timestamp": "timestamp",
    "decimal": DECIMAL,
    "integer": "bigint",
    "boolean": "boolean",
}
TRUE = ("true", "t", "yes", "y", "1")
FALSE = ("false", "f", "no", "n", "0")

ISO_DATE = "[0-9]{4}-[0-9]{2}-[0-9]{2}"
ISO_TIME = r"[0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]{1,9})?)?"
OFFSET = "(Z|[+-][0-9]{2}(:?[0-9]{2})?)"
MIDNIGHT = rf"00:00(:00(\.0+)?)?{OFFSET}?"


@dataclass(frozen=True)
class Bounds:
    """The first and the last day that any date may name: a year typed as 0202 or 20245 falls outside."""

    earliest: date
    latest: date


def typed(column: Column, form: FileFormat, text: str) -> str:
    """SQL that gives the typed value of a trimmed text, or null when it is no value of the column's type."""
    if column.type == "choice":
        return _choice(column, text)
    readers = {
        "date": _date,
        "month": _month,
        "timestamp": _timestamp,
        "decimal": _decimal,
        "integer": _integer,
        "boolean": _boolean,
        "currency": _currency,
    }
    return readers[column.type](form, text) if column.type in readers else text


def normal(column: Column, value: str) -> str:
    """SQL that writes a typed value as the one text that stands for it."""
    if column.type == "timestamp":
        return f"strftime({value}, '%Y-%m-%d %H:%M:%S.%f')"
    if column.type == "decimal":
        return f"rtrim(rtrim(cast({value} as varchar), '0'), '.')"
    if column.type in SQL_TYPES:
        return f"cast({value} as varchar)"
    return value


def out_of_bounds(column: Column, value: str, bounds: Bounds) -> str | None:
    """SQL that is true for a date outside the bounds; None for columns without dates."""
    if column.type not in DATED:
        return None
    earliest = bounds.earliest.replace(day=1) if column.type == "month" else bounds.earliest
    return f"cast({value} as date) not between date '{earliest.isoformat()}' and date '{bounds.latest.isoformat()}'"


def expected_in_bounds(bounds: Bounds) -> str:
    """What a date outside the bounds is not."""
    return f"a date between {bounds.earliest.isoformat()} and {bounds.latest.isoformat()}"


def expected(column: Column, form: FileFormat) -> str:
    """What a text of the wrong type is not; completes "the value is not ..."."""
    if column.type in DATED:
        return _expected_date(column.type, form)
    if column.type == "decimal":
        example = "1234,50" if form.decimal_comma else "1234.50"
        return f"a number; write it like {example}, with at most {WHOLE_DIGITS} digits before the decimals"
    return {
        "integer": "a whole number; write digits only",
        "boolean": "true or false",
        "choice": f"one of {', '.join(column.choices)}",
        "currency": "a currency; write the three letters of ISO 4217, such as EUR",
        "text": "text",
    }[column.type]


def _expected_date(kind: str, form: FileFormat) -> str:
    word = {"date": "a date", "timestamp": "a time", "month": "a month"}[kind]
    if form.date_format:
        return f"{word}; write it as {' or '.join(form.date_format)}"
    iso = {"date": "YYYY-MM-DD", "timestamp": "YYYY-MM-DD HH:MM:SS", "month": "YYYY-MM"}[kind]
    return f"{word}; write it as {iso}"


def _date(form: FileFormat, text: str) -> str:
    if form.date_format:
        return f"cast(try_strptime({text}, {listed(form.date_format)}) as date)"
    return (
        f"case when length({text}) = 10 and cast(try_cast({text} as date) as varchar) = {text} "
        f"then try_cast({text} as date) "
        f"when regexp_full_match({text}, '{ISO_DATE}[ T]{MIDNIGHT}') then try_cast(left({text}, 10) as date) end"
    )


def _month(form: FileFormat, text: str) -> str:
    return (
        f"cast(date_trunc('month', case when regexp_full_match({text}, '[0-9]{{4}}-[0-9]{{2}}') "
        f"then try_cast({text} || '-01' as date) else {_date(form, text)} end) as date)"
    )


def _timestamp(form: FileFormat, text: str) -> str:
    """UTC: a text without an offset is read in the time zone of the mapping."""
    if form.date_format:
        return _in_utc(form, f"try_strptime({text}, {listed(form.date_format)})")
    local = _in_utc(form, f"try_cast({text} as timestamp)")
    # DuckDB wants a colon in the offset.
    spelt = f"regexp_replace({text}, '([+-][0-9]{{2}})([0-9]{{2}})$', '\\1:\\2')"
    return (
        f"case when regexp_full_match({text}, '{ISO_DATE}([ T]{ISO_TIME})?') then {local} "
        f"when regexp_full_match({text}, '{ISO_DATE}[ T]{ISO_TIME} ?{OFFSET}') "
        f"then timezone('UTC', try_cast({spelt} as timestamptz)) end"
    )


def _in_utc(form: FileFormat, value: str) -> str:
    if form.timezone == "UTC":
        return value
    return f"timezone('UTC', timezone({literal(form.timezone)}, {value}))"


def _decimal(form: FileFormat, text: str) -> str:
    """Plain digits with one decimal mark; no exponent, no NaN, and grouping only where it cannot be mistaken."""
    if form.decimal_comma:
        plain = r"[+-]?([0-9]+(,[0-9]*)?|,[0-9]+)"
        grouped = r"[+-]?[0-9]{1,3}([. \x{00a0}\x{202f}][0-9]{3})+,[0-9]+"
        pointed = f"replace(regexp_replace({text}, '[. \\x{{00a0}}\\x{{202f}}]', '', 'g'), ',', '.')"
        return f"case when regexp_full_match({text}, '({plain}|{grouped})') then try_cast({pointed} as {DECIMAL}) end"
    return (
        rf"case when regexp_full_match({text}, '[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)') "
        f"then try_cast({text} as {DECIMAL}) end"
    )


def _integer(_: FileFormat, text: str) -> str:
    """Digits; the .0 that programs put behind whole numbers is cut off."""
    return (
        f"case when regexp_full_match({text}, '[+-]?[0-9]{{1,15}}([.,]0*)?') "
        f"then try_cast(regexp_replace({text}, '[.,]0*$', '') as bigint) end"
    )


def _boolean(_: FileFormat, text: str) -> str:
    return (
        f"case when lower({text}) in ({_texts(TRUE)}) then true when lower({text}) in ({_texts(FALSE)}) then false end"
    )


def _currency(_: FileFormat, text: str) -> str:
    return f"case when regexp_full_match({text}, '[A-Za-z]{{3}}') then upper({text}) end"


def _choice(column: Column, text: str) -> str:
    spellings = " ".join(f"when {literal(choice.lower())} then {literal(choice)}" for choice in column.choices)
    return f"case replace(replace(lower({text}), ' ', '_'), '-', '_') {spellings} end"


def _texts(values: tuple[str, ...]) -> str:
    return ", ".join(literal(value) for value in values)
