"""Reads the thresholds of the suites from the policy, so that no threshold stands in code."""

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation

from flows.errors import ConfigurationError
from flows.quality.results import Severity


def threshold(policy: Mapping[str, str], name: str) -> Decimal:
    """The number that the policy sets under a name; exact, and safe to write into SQL.

    Raises:
        ConfigurationError: the policy does not set the name, or its value is no number.
    """
    text = policy.get(name)
    if not text:
        raise ConfigurationError(f"settings.csv: {name} is not set, but a quality gate needs it; give it a number.")
    try:
        number = Decimal(text)
    except InvalidOperation as error:
        raise ConfigurationError(f"settings.csv: {name} is '{text}'; write a number.") from error
    if not number.is_finite():
        raise ConfigurationError(f"settings.csv: {name} is '{text}'; write a number.")
    return number


def thresholds_by_stream(policy: Mapping[str, str], prefix: str) -> dict[str, Decimal]:
    """The numbers set under `<prefix>_<stream>`, by stream; a stream with an empty value is left out."""
    start = f"{prefix}_"
    names = sorted(name for name in policy if name.startswith(start) and policy[name])
    return {name.removeprefix(start): threshold(policy, name) for name in names}


def severity(policy: Mapping[str, str], name: str) -> Severity:
    """Whether the policy lets a check refuse or only warn.

    Raises:
        ConfigurationError: the policy says neither.
    """
    chosen = policy.get(name)
    if chosen == "fail":
        return "fail"
    if chosen == "warn":
        return "warn"
    raise ConfigurationError(f"settings.csv: {name} is '{chosen or ''}'; write fail or warn.")
