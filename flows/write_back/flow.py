"""The flow that writes back to a company's CRM; no schedule starts it unless the company sets one."""

from pathlib import Path

from prefect import flow

from flows.errors import ConfigurationError
from flows.permissions import private_files
from flows.settings import Home, default_home
from flows.write_back.run import Request
from flows.write_back.summary import write_and_tell


@flow(name="write-back", log_prints=True)
def write_back(
    home: str | None = None,
    target: str | None = None,
    policy: str | None = None,
    apply: bool = False,
    limit: int | None = None,
    as_published: bool = False,
) -> None:
    """Show, or write, what a CRM does not hold yet of the published version.

    Args:
        home: the company's folder; ACCOUNT360_HOME when not given.
        target: salesforce or hubspot.
        policy: a folder with the company's own rules.
        apply: write it; else it is only shown.
        limit: how many accounts are written at most.
        as_published: write a version that was put back.

    Raises:
        Account360Error: not everything was written; the sentence says why and what to do.
    """
    if not target:
        raise ConfigurationError("The parameter target is not given; write salesforce or hubspot.")
    place = Path(home) if home else default_home()
    rules = Path(policy) if policy else None
    with private_files():
        write_and_tell(Request(Home(place.expanduser().resolve()), target, rules, apply, limit, as_published))
