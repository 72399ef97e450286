"""tenants.yml: which companies an installation serves, and which folders are whose."""

import difflib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from flows.errors import ConfigurationError, shown
from flows.settings import Home
from flows.sources.files.mapping_values import load_yaml
from flows.tenants.separation import refuse_overlaps

# Fit for a path and for the name of a variable, in which two underscores end the name of the tenant.
NAME = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")
LONGEST_NAME = 40


class Section(BaseModel):
    """What stands below a tenant's name; folders are absolute, or lie where the file lies."""

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)

    home: str = Field(min_length=1)
    policy: str | None = Field(default=None, min_length=1)
    inbox: str | None = Field(default=None, min_length=1)


@dataclass(frozen=True)
class Tenant:
    """One company: its folders, absolute and with links followed, and where its files are dropped if not in its home.

    `inbox` is a folder or an address such as s3://bucket/prefix.
    """

    name: str
    home: Home
    policy: Path | None = None
    inbox: str | None = None

    def options(self) -> list[str]:
        """The options by which a command works for this company."""
        given = {"--home": self.home.root, "--policy": self.policy, "--inbox": self.inbox}
        return [word for option, value in given.items() if value for word in (option, str(value))]


def load_tenants(file: Path) -> tuple[Tenant, ...]:
    """Every tenant of a file, in its order.

    Raises:
        ConfigurationError: the file is missing, names something unknown, or gives two tenants the same folder.
        InputError: it is no YAML in UTF-8, or names a tenant twice.
    """
    if not file.exists():
        raise ConfigurationError(
            f"{file}: no such file; write a tenant's name, a colon, and its home below it, or name another file with "
            "--tenants."
        )
    content = load_yaml(file)
    if not isinstance(content, Mapping) or not content:
        raise ConfigurationError(f"{file} names no tenant; write a name, a colon, and 'home: folder' below it.")
    tenants = tuple(_tenant(file, str(name), section) for name, section in content.items())
    refuse_overlaps(file, {tenant.name: (tenant.home, tenant.policy, tenant.inbox) for tenant in tenants})
    return tenants


def named_tenants(tenants: Sequence[Tenant], names: Sequence[str]) -> tuple[Tenant, ...]:
    """The tenants that were asked for, in the order of the file; all when none was.

    Raises:
        ConfigurationError: nobody is called so.
    """
    known = [tenant.name for tenant in tenants]
    for name in names:
        if name not in known:
            raise ConfigurationError(f"No tenant is called '{shown(name)}'{_hint(name, known)}; {_known(known)}.")
    return tuple(tenant for tenant in tenants if not names or tenant.name in names)


def _tenant(file: Path, name: str, content: object) -> Tenant:
    if not NAME.fullmatch(name) or len(name) > LONGEST_NAME:
        raise ConfigurationError(
            f"{file}: '{shown(name)}' is no name for a tenant; write small letters, digits and single underscores, "
            f"beginning with a letter, at most {LONGEST_NAME}."
        )
    if not isinstance(content, Mapping):
        raise ConfigurationError(f"{file}: {name} has no settings; write 'home: folder' below it.")
    section = _section(file, name, content)
    inbox = section.inbox
    if inbox and "://" not in inbox:
        inbox = str(_folder(file, name, inbox))
    policy = _folder(file, name, section.policy) if section.policy else None
    return Tenant(name, Home(_folder(file, name, section.home)), policy, inbox)


def _section(file: Path, name: str, content: Mapping[str, Any]) -> Section:
    try:
        return Section.model_validate(content)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False, include_context=False)[0]
        place = str(first["loc"][0]) if first["loc"] else ""
        known = list(Section.model_fields)
        if first["type"] == "missing":
            raise ConfigurationError(f"{file}: {name} needs the setting {place}; write '{place}: folder'.") from None
        if first["type"] == "extra_forbidden":
            raise ConfigurationError(
                f"{file}: {name} has no setting '{shown(place)}'{_hint(place, known)}; {_known(known)}."
            ) from None
        raise ConfigurationError(f"{file}: {place} of {name} is wrong; write one folder, not empty.") from None


def _folder(file: Path, name: str, written: str) -> Path:
    try:
        return (file.parent / Path(written).expanduser()).resolve()
    except (OSError, RuntimeError, ValueError):
        raise ConfigurationError(
            f"{file}: '{shown(written)}' of {name} is no path that can be followed; write another folder."
        ) from None


def _hint(name: str, known: Sequence[str]) -> str:
    close = difflib.get_close_matches(name, known, n=1)
    return f" (did you mean '{close[0]}'?)" if close else ""


def _known(names: Sequence[str]) -> str:
    return f"known: {', '.join(names)}"
