"""What surrounds the process of one tenant's night: its variables and no other's, and its share of the machine."""

import os
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from decimal import ROUND_DOWN, Decimal
from pathlib import Path

from flows.errors import ConfigurationError
from flows.settings import PROJECT_ROOT, QUIET_TOOLS
from flows.tenants.tenant import Tenant

PREFIX = "ACCOUNT360_TENANT_"
OWNED = re.compile(rf"{PREFIX}(?P<tenant>[A-Z0-9]+(?:_[A-Z0-9]+)*)__(?P<variable>\w+)")
# What belongs to the machine and to no company; anything else that the parent holds stays with the parent.
OF_THE_MACHINE = {
    *("PATH", "LD_LIBRARY_PATH", "LANG", "LANGUAGE", "TZ", "TMPDIR", "NO_COLOR", "ACCOUNT360_NOW"),
    *("PYTHONUNBUFFERED", "PYTHONDONTWRITEBYTECODE", "PYTHONUTF8"),
    *("SSL_CERT_FILE", "SSL_CERT_DIR", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE"),
    *("HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY", "http_proxy", "https_proxy", "no_proxy"),
    *QUIET_TOOLS,
}
LOCALE = "LC_"
MEMORY = re.compile(r"(?P<number>\d+(?:\.\d+)?)\s*(?P<unit>[A-Za-z]+|%)")


@dataclass(frozen=True)
class Share:
    """What one night may take of the machine: threads, and memory in DuckDB's notation."""

    threads: int
    memory: str


def share_of(threads: int, memory: str, nights: int) -> Share:
    """The machine divided among so many nights at a time; each has one thread at least.

    Raises:
        ConfigurationError: the memory is no number with a unit, or too little for so many.
    """
    if nights == 1:
        return Share(threads, memory)
    written = MEMORY.fullmatch(memory.strip())
    if not written:
        raise ConfigurationError(f"ACCOUNT360_MEMORY_LIMIT is '{memory}'; write a number and a unit, such as 4GB.")
    part = (Decimal(written["number"]) / nights).quantize(Decimal("0.01"), ROUND_DOWN)
    if not part:
        raise ConfigurationError(
            f"ACCOUNT360_MEMORY_LIMIT is '{memory}', too little for {nights} nights at a time; raise it, or give "
            "fewer --workers."
        )
    return Share(max(1, threads // nights), f"{part.normalize():f}{written['unit']}")


def variables_of(tenant: Tenant, given: Mapping[str, str], share: Share) -> dict[str, str]:
    """The environment of a process that works for one tenant.

    Args:
        tenant: the company.
        given: the parent's environment, in which ACCOUNT360_TENANT_<NAME>__<VARIABLE> belongs to that tenant.
        share: its part of the machine, unless variables of its own say otherwise.
    """
    machine = {name: value for name, value in given.items() if name in OF_THE_MACHINE or name.startswith(LOCALE)}
    own = {
        found["variable"]: value
        for name, value in given.items()
        if (found := OWNED.fullmatch(name)) and found["tenant"] == tenant.name.upper()
    }
    settled = {
        # Tools look for credentials and profiles below HOME: those of whoever runs the command are no tenant's.
        "HOME": str(user_folder(tenant)),
        "PYTHONPATH": os.pathsep.join(_code(given.get("PYTHONPATH", ""))),
        "ACCOUNT360_THREADS": str(share.threads),
        "ACCOUNT360_MEMORY_LIMIT": share.memory,
    }
    return machine | settled | own


def user_folder(tenant: Tenant) -> Path:
    """What the process of a tenant takes for its user's folder."""
    return tenant.home.work / "user"


def unclaimed(given: Collection[str], names: Collection[str]) -> list[str]:
    """Variables that are written as a tenant's and belong to nobody, by name."""
    claimed = {name.upper() for name in names}
    return sorted(
        name
        for name in given
        if name.startswith(PREFIX) and ((found := OWNED.fullmatch(name)) is None or found["tenant"] not in claimed)
    )


def _code(path: str) -> list[str]:
    # A night works in its own home: a relative entry would lead to whatever modules lie there.
    return [str(PROJECT_ROOT), *(str(Path(entry).absolute()) for entry in path.split(os.pathsep) if entry)]
