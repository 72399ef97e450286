"""The flow that runs the night of one tenant: one deployment for each, as many at a time as the work pool lets."""

from datetime import date
from pathlib import Path

from prefect import flow

from flows.errors import PUBLISHED, Account360Error, ConfigurationError
from flows.permissions import private_files
from flows.settings import memory_limit, tenants_file, threads
from flows.tenants.nights import Nights
from flows.tenants.running import night_of
from flows.tenants.surroundings import share_of
from flows.tenants.tenant import load_tenants, named_tenants


@flow(name="tenant", log_prints=True)
def tenant_night(
    tenant: str | None = None, tenants: str | None = None, as_of: date | None = None, nights_at_a_time: int = 1
) -> str:
    """The night of one tenant, in a process that holds nothing of another.

    Args:
        tenant: its name.
        tenants: the file that names them; ACCOUNT360_TENANTS when not given.
        as_of: the knowledge date; today in the policy's time zone when not given.
        nights_at_a_time: how many nights share the machine: the limit of the work pool or of the worker.

    Returns:
        What was published, in one sentence.

    Raises:
        Account360Error: the run did not publish; the sentence says why and what to do.
    """
    if not tenant:
        raise ConfigurationError("The parameter tenant is not given; write the name of a tenant of the file.")
    (found,) = named_tenants(load_tenants(tenants_file(Path(tenants) if tenants else None)), [tenant])
    share = share_of(threads(), memory_limit(), nights_at_a_time)
    with private_files():
        ending = Nights(lambda name, line: print(f"{name} | {line}")).run(night_of(found, share, as_of))
    if ending.status != PUBLISHED:
        raise Account360Error(f"{tenant}: {ending.sentence}")
    return ending.sentence
