"""sources.yml: which systems a company has and how they are reached; secrets stand elsewhere, named there."""

import difflib
import re
from collections.abc import Collection, Mapping
from datetime import date
from typing import Any, TypeVar, get_args

from pydantic import BaseModel, ConfigDict, Field, SecretStr, ValidationError

from flows.errors import ConfigurationError, shown
from flows.settings import Home, find_secret, secret_variable, sources_file

Settings = TypeVar("Settings", bound="SourceSettings")

REFERENCE = re.compile(r"(env|prefect):[\w.-]+")


class SourceSettings(BaseModel):
    """What every source may be told.

    Attributes:
        start_date: the first day from which a listing reads, month by month; everything at once when not given.
        relist_days: days after which everything is listed anew, which finds what a source does not tell of its changes.
        overlap_minutes: how far before the last reading a reading begins, for rows that come late.
        resume_hours: how old a reading that was cut off may be to go on where it stopped.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)

    start_date: date | None = None
    relist_days: int = Field(default=7, ge=1)
    overlap_minutes: int = Field(default=60, ge=0)
    resume_hours: int = Field(default=24, ge=0)


def load_configuration(home: Home, known: Collection[str]) -> dict[str, Mapping[str, Any]]:
    """The sections of sources.yml by the names of their sources; none when there is no such file.

    Raises:
        ConfigurationError: it cannot be read, or names a source that nobody knows.
    """
    import yaml

    path = sources_file(home)
    if not path.exists():
        return {}
    try:
        content = yaml.safe_load(path.read_text(encoding="utf-8")) or {}
    except (OSError, ValueError, yaml.YAMLError, RecursionError):
        raise ConfigurationError(f"{path} cannot be read as YAML in UTF-8; correct it.") from None
    if not isinstance(content, Mapping):
        raise ConfigurationError(
            f"{path} holds no sections; write a source's name, a colon, and its settings below it."
        )
    for name, section in content.items():
        if name not in known:
            close = difflib.get_close_matches(str(name), list(known), n=1)
            hint = f" (did you mean '{close[0]}'?)" if close else ""
            raise ConfigurationError(
                f"{path}: no source is called '{shown(str(name))}'{hint}; known: {', '.join(known)}."
            )
        if section is not None and not isinstance(section, Mapping):
            raise ConfigurationError(f"{path}: what stands below {name} are no settings; write name: value lines.")
    return {str(name): section or {} for name, section in content.items()}


def read_settings(source: str, section: Mapping[str, Any], kind: type[Settings]) -> Settings:
    """A source's settings with its secrets in place.

    Raises:
        ConfigurationError: a setting is missing, unknown or wrong, or a secret is not where it should be.
    """
    values = dict(section)
    for name, about in kind.model_fields.items():
        if about.annotation is SecretStr or SecretStr in get_args(about.annotation):
            values |= _secret(source, name, values.pop(name, None), is_needed=about.is_required())
    try:
        return kind(**values)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False, include_context=False)[0]
        place = ".".join(str(part) for part in first["loc"])
        if first["type"] == "missing":
            raise ConfigurationError(f"sources.yml: {source} needs the setting {place}; see its README.") from None
        if first["type"] == "extra_forbidden":
            close = difflib.get_close_matches(place, list(kind.model_fields), n=1)
            hint = f" (did you mean '{close[0]}'?)" if close else ""
            raise ConfigurationError(f"sources.yml: {source} has no setting '{shown(place)}'{hint}.") from None
        told = first["msg"][:1].lower() + first["msg"][1:]
        raise ConfigurationError(f"sources.yml: {place or 'a setting'} of {source} is wrong: {told}.") from None


def _secret(source: str, name: str, reference: object, *, is_needed: bool) -> dict[str, SecretStr]:
    """The secret that a setting points to; empty when there is none and none is needed."""
    place = str(reference) if reference is not None else f"env:{secret_variable(source, name)}"
    if not REFERENCE.fullmatch(place):
        raise ConfigurationError(
            f"sources.yml: {name} of {source} must name where the secret stands, and not hold it; write env: and a "
            "variable of the environment, or prefect: and a Secret block."
        )
    found = find_secret(place)
    if found is not None:
        return {name: found}
    if is_needed or reference is not None:
        kind, _, named = place.partition(":")
        told = f"the variable {named}" if kind == "env" else f"Prefect's Secret block {named}"
        raise ConfigurationError(
            f"The source {source} finds no {name}: put it into {told}; its README says how to get it."
        )
    return {}
