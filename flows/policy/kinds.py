"""What a value of a setting may be, by its kind."""

from datetime import date
from decimal import Decimal, InvalidOperation
from zoneinfo import available_timezones

from flows.errors import ConfigurationError


def check_value(name: str, value: str, kind: str) -> None:
    """Refuse a value that its kind does not allow.

    Raises:
        ConfigurationError: the value is not of its kind; the sentence says what is.
    """
    if expected := _expected(value, kind):
        raise ConfigurationError(f"settings.csv: {name} is '{value}'; write {expected}.")


def _expected(value: str, kind: str) -> str | None:
    name, _, choices = kind.partition(":")
    if name == "choice":
        return None if value in choices.split("|") else f"one of {', '.join(choices.split('|'))}"
    if name == "currency":
        return None if len(value) == 3 and value.isascii() and value.isupper() else "a three-letter currency code"
    if name == "timezone":
        return None if value in available_timezones() else "a name of the IANA time zone database"
    if name == "date":
        return None if _is_date(value) else "a date as YYYY-MM-DD"
    if name == "optional_count":
        return None if not value or _is_whole(value) else "a whole number of 0 or more, or nothing"
    if name == "count":
        return None if _is_whole(value) else "a whole number of 0 or more"
    number = _number(value)
    if name == "share":
        return None if number is not None and 0 <= number <= 1 else "a number from 0 to 1"
    return None if number is not None and number >= 0 else "a number of 0 or more"


def _is_date(value: str) -> bool:
    try:
        return date.fromisoformat(value).isoformat() == value
    except ValueError:
        return False


def _is_whole(value: str) -> bool:
    return value.isascii() and value.isdigit()


def _number(value: str) -> Decimal | None:
    try:
        number = Decimal(value)
    except InvalidOperation:
        return None
    return number if number.is_finite() else None
