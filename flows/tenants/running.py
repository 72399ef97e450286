"""The nights of tenants as they are asked for: whose, how many at a time, and what each may take of the machine."""

import os
import sys
import threading
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from flows.errors import Account360Error
from flows.runs import read_record
from flows.settings import environment, memory_limit, threads
from flows.tenants.nights import Ending, Night, Nights, command_of, make_home
from flows.tenants.surroundings import Share, share_of, unclaimed, variables_of
from flows.tenants.tenant import Tenant, load_tenants, named_tenants


def run_tenants(file: Path, names: Sequence[str], workers: int | None, as_of: date | None) -> list[Ending]:
    """Run the nights of tenants, some at a time, and pass their lines on to standard error.

    Args:
        file: where the tenants are named.
        names: whose nights; everybody's when none is given.
        workers: how many at a time; as many as there are threads when not given.
        as_of: the knowledge date; today in each policy's time zone when not given.

    Returns:
        How each ended, in the order of the file.

    Raises:
        Account360Error: the file or the settings of the machine are wrong; no night was begun.
    """
    everybody = load_tenants(file)
    _tell_unclaimed(file, everybody)
    wanted = named_tenants(everybody, names)
    at_a_time = min(workers or threads(), len(wanted))
    share = share_of(threads(), memory_limit(), at_a_time)
    width = widest(wanted)
    lock = threading.Lock()

    def say(name: str, line: str) -> None:
        with lock:
            print(f"{name:<{width}} | {line}", file=sys.stderr, flush=True)

    return Nights(say).run_all([night_of(tenant, share, as_of) for tenant in wanted], at_a_time)


def night_of(tenant: Tenant, share: Share, as_of: date | None) -> Night:
    """The night of a tenant, with nothing of another in its process."""
    day = ["--as-of", as_of.isoformat()] if as_of else []
    return Night(tenant, ("run", *tenant.options(), *day), variables_of(tenant, environment(), share))


def become_command(tenant: Tenant, words: Sequence[str], known: Sequence[str]) -> None:
    """Become, in this process, a command that works for a tenant with the whole machine; does not come back.

    Args:
        tenant: the company.
        words: the command and its options.
        known: the options that the command takes, of which home, policy and inbox are the tenant's.
    """
    make_home(tenant)
    options = tenant.options()
    pairs = zip(options[::2], options[1::2], strict=True)
    # Only the night itself takes an address for an inbox; the others would read it as a folder.
    taken = [pair for pair in pairs if pair[0] in known and (words[0] == "run" or "://" not in pair[1])]
    variables = variables_of(tenant, environment(), Share(threads(), memory_limit()))
    os.chdir(tenant.home.root)
    # Behind the words, where no other home can take their place.
    process = command_of([*words, *(word for pair in taken for word in pair)])
    os.execve(process[0], process, variables)  # noqa: S606  our own command


def last_run_line(tenant: Tenant, width: int) -> str:
    """What became of the last run of a tenant, in one line."""
    return f"{tenant.name:<{width}}  {tenant.home.root}  {_last_run(tenant)}"


def widest(tenants: Sequence[Tenant]) -> int:
    """Characters of the longest name."""
    return max(len(tenant.name) for tenant in tenants)


def _last_run(tenant: Tenant) -> str:
    records = sorted(tenant.home.runs.glob("*.json"))
    if not records:
        return "no run yet"
    try:
        record = read_record(records[-1])
    except Account360Error as error:
        return str(error)
    told = f": {record.message}" if record.message else ""
    return f"{record.run_id}  as of {record.as_of}  {record.outcome}{told}"


def _tell_unclaimed(file: Path, tenants: Sequence[Tenant]) -> None:
    for name in unclaimed(environment(), [tenant.name for tenant in tenants]):
        print(f"warn   The variable {name} belongs to no tenant of {file}; nobody gets it.", file=sys.stderr)
