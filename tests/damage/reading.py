"""An independent reader: Python's csv module and rules of its own say what each record of a file means."""

import contextlib
import csv
import io
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import ROUND_HALF_UP, Decimal, localcontext

from flows.sources.files.streams import Column, Stream

BLANKS = " \t\n\r\u00a0\ufeff"
EARLIEST, LATEST = date(1970, 1, 1), date(2100, 12, 31)
MOST_DIGITS = 12
LARGEST = Decimal("999999999999.99999999")
ISO_DAY = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
ISO_TIME = re.compile(r"([0-9]{2}):([0-9]{2})(?::([0-9]{2})(?:\.([0-9]{1,9}))?)?")
OFFSET = re.compile(r"Z|([+-])([0-9]{2}):?([0-9]{2})?")
TRUE, FALSE = {"true", "t", "yes", "y", "1"}, {"false", "f", "no", "n", "0"}

Value = str | Decimal | int | bool | date | datetime | None
csv.field_size_limit(1 << 24)


class Unreadable(Exception):
    """Raised when a text is no value of its column."""


@dataclass(frozen=True)
class Meaning:
    """What a record means: the values of the declared columns, or the columns whose text is no value."""

    values: tuple[Value, ...]
    wrong: frozenset[str]


def records(text: str, delimiter: str = ",") -> list[list[str]]:
    """Every record of well-formed text, blank lines as empty lists, so that places are spreadsheet rows."""
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))


def records_from_any_line(text: str) -> Iterator[list[str]]:
    """Every record that may begin at a line of damaged text, the reader being told nothing of what stands before."""
    end = "\n" if "\n" in text else "\r"
    lines = [line + end for line in text.split(end)]
    for place, line in enumerate(lines):
        reach = lines[place : place + 40] if '"' in line else [line]
        without_returns = [line.replace("\r", "") for line in reach]
        if '"' not in line:
            yield line.removesuffix(end).split(",")
        for attempt, skips_blanks in ((reach, False), (reach, True), (without_returns, False)):
            with contextlib.suppress(csv.Error):
                fields = next(csv.reader(attempt, strict=True, skipinitialspace=skips_blanks), None)
                if fields:
                    yield [field.rstrip(" ") if skips_blanks else field for field in fields]


def meaning(stream: Stream, header: Sequence[str], fields: Sequence[str]) -> Meaning:
    """The values of a record by the declared columns, in their order."""
    names = [name.strip(BLANKS).casefold() for name in header]
    values: list[Value] = []
    wrong = set()
    for name, column in stream.columns.items():
        text = fields[names.index(name)].strip(BLANKS) if name in names else ""
        text = text or (column.default or "")
        try:
            value = _value(column, text) if text else None
        except Unreadable:
            wrong.add(name)
            value = None
        if value is None and column.required:
            wrong.add(name)
        values.append(value)
    return Meaning(tuple(values), frozenset(wrong))


def landed_value(column: Column, text: str | None) -> Value:
    """What a landed text means; it must be in normal form."""
    if text is None:
        return None
    return _value(column, text)


def _value(column: Column, text: str) -> Value:
    if column.type == "choice":
        folded = {choice.lower(): choice for choice in column.choices}
        return _known(folded, text.lower().replace(" ", "_").replace("-", "_"))
    readers: dict[str, Callable[[str], Value]] = {
        "date": _day,
        "month": _month,
        "timestamp": _moment,
        "decimal": _decimal,
        "integer": _whole,
        "boolean": _boolean,
        "currency": _currency,
    }
    return readers[column.type](text) if column.type in readers else text


def _known(known: dict[str, str], text: str) -> str:
    if text not in known:
        raise Unreadable
    return known[text]


def _calendar_day(text: str) -> date:
    match = ISO_DAY.fullmatch(text)
    try:
        day = date(*(int(part) for part in match.groups())) if match else None
    except ValueError:
        day = None
    if day is None:
        raise Unreadable
    return day


def _bounded(day: date) -> date:
    if not EARLIEST <= day <= LATEST:
        raise Unreadable
    return day


def _day(text: str) -> date:
    day, time = text[:10], text[10:]
    if time and (time[0] not in " T" or _clock(time[1:], with_offset=True)[0] != timedelta()):
        raise Unreadable
    return _bounded(_calendar_day(day))


def _month(text: str) -> date:
    if re.fullmatch("[0-9]{4}-[0-9]{2}", text):
        return _bounded(_calendar_day(f"{text}-01"))
    return _bounded(_day(text).replace(day=1))


def _moment(text: str) -> datetime:
    day, time = _calendar_day(text[:10]), text[10:]
    clock, offset = timedelta(), timedelta()
    if time:
        if time[0] not in " T":
            raise Unreadable
        clock, offset = _clock(time[1:], with_offset=True)
    try:
        moment = datetime(day.year, day.month, day.day, tzinfo=timezone(timedelta())) + clock - offset
    except OverflowError as error:
        raise Unreadable from error
    _bounded(moment.date())
    return moment.astimezone(UTC)


def _clock(text: str, *, with_offset: bool) -> tuple[timedelta, timedelta]:
    match = ISO_TIME.match(text)
    if match is None:
        raise Unreadable
    hour, minute, second, fraction = match.groups()
    midnight = (int(hour), int(minute), int(second or 0), int(fraction or 0)) == (24, 0, 0, 0)
    if (int(hour) > 23 and not midnight) or int(minute) > 59 or int(second or 0) > 59:
        raise Unreadable
    micro = int((fraction or "").ljust(6, "0")[:6])
    clock = timedelta(hours=int(hour), minutes=int(minute), seconds=int(second or 0), microseconds=micro)
    rest = text[match.end() :].removeprefix(" ")
    if not rest:
        return clock, timedelta()
    found = OFFSET.fullmatch(rest)
    if not found or not with_offset:
        raise Unreadable
    sign, hours, minutes = found.groups()
    if int(minutes or 0) > 59 or int(hours or 0) > 15:
        raise Unreadable
    offset = timedelta(hours=int(hours or 0), minutes=int(minutes or 0))
    return clock, -offset if sign == "-" else offset


def _decimal(text: str) -> Decimal:
    if not re.fullmatch(r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)", text):
        raise Unreadable
    if len(text.lstrip("+-0").partition(".")[0]) > MOST_DIGITS:
        raise Unreadable
    with localcontext(prec=5_000_000):
        number = Decimal(text).quantize(Decimal("1e-8"), ROUND_HALF_UP)
    if abs(number) > LARGEST:
        raise Unreadable
    return number


def _whole(text: str) -> int:
    if not re.fullmatch(r"[+-]?[0-9]{1,15}([.,]0*)?", text):
        raise Unreadable
    return int(re.split("[.,]", text)[0])


def _boolean(text: str) -> bool:
    if text.lower() not in TRUE | FALSE:
        raise Unreadable
    return text.lower() in TRUE


def _currency(text: str) -> str:
    if not re.fullmatch("[A-Za-z]{3}", text):
        raise Unreadable
    return text.upper()
