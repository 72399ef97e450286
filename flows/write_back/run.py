"""One write-back: what differs is shown, and written when that is asked for, batch by batch, so that it can go on."""

import fcntl
import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from flows.errors import ConfigurationError, SourceError, WarehouseBusy
from flows.extraction.configuration import load_configuration, read_settings
from flows.policy import Policy, load_policy
from flows.settings import Home, now, sources_file
from flows.sources import connector_names
from flows.sources.hubspot.settings import HubspotSettings
from flows.sources.salesforce.settings import SalesforceSettings
from flows.write_back.fields import Crm, Field, Refusal, Values, fields_of
from flows.write_back.hubspot import HubSpot
from flows.write_back.log import Line, Log, Outcome, opened_log
from flows.write_back.plan import GONE, NO_ID, Change, plan, values_to_write
from flows.write_back.publication import Publication, read_publication
from flows.write_back.salesforce import Salesforce

MARTS = {"salesforce": Salesforce.mart, "hubspot": HubSpot.mart}


@dataclass(frozen=True)
class Request:
    """One write-back as asked for: nothing is written unless `apply` says so."""

    home: Home
    target: str
    policy: Path | None = None
    apply: bool = False
    limit: int | None = None
    as_published: bool = False


@dataclass
class Outcomes:
    """What a write-back found and did."""

    crm: Crm
    publication: Publication
    is_applied: bool
    problems: dict[str, str] = field(default_factory=dict)
    changes: list[Change] = field(default_factory=list)
    refused: dict[str, Refusal] = field(default_factory=dict)
    unchanged: int = 0
    changed: int = 0
    beyond_limit: bool = False

    def written(self) -> list[Change]:
        """The fields that are written, or would be."""
        return [change for change in self.changes if change.step == "write" and change.account_id not in self.refused]


def write_back(request: Request) -> Outcomes:
    """Show, and if asked for write, what a CRM does not hold yet of the published version.

    Raises:
        ConfigurationError: the CRM, its settings or the version cannot be used.
        SourceError: the CRM could not be asked; what was written before stands in the log.
        WarehouseBusy: another write-back of the home is under way.
    """
    if request.target not in MARTS:
        raise ConfigurationError(f"--target {request.target}: no such CRM; write one of {', '.join(MARTS)}.")
    policy = load_policy(request.policy)
    fields = fields_of(policy, request.target)
    if not fields:
        raise ConfigurationError(f"write_back.csv has no active row of {request.target}; add one, or switch one on.")
    publication = read_publication(
        request.home, policy, MARTS[request.target], fields, as_published=request.as_published
    )
    if not publication.accounts:
        raise ConfigurationError(
            f"Version {publication.run_id} holds no account of {request.target}; read it as a source, or set "
            f"crm_of_files in settings.csv to {request.target} if the files carry its ids, and run the night."
        )
    with _alone(request.home):
        crm = _opened(request.target, request.home, policy)
        name = f"{request.target} at {crm.place}"
        with opened_log(request.home.write_back, name, is_trial=not request.apply) as log:
            with _shape_told(crm):
                problems = crm.problems(fields)
            outcomes = Outcomes(crm, publication, request.apply, problems)
            usable = [item for item in fields if item.name not in outcomes.problems]
            overwrite = policy.text("write_back_changed_by_hand") == "overwrite"
            _Run(request, outcomes, log, usable, overwrite).carry_out()
            return outcomes


@dataclass
class _Run:
    request: Request
    outcomes: Outcomes
    log: Log
    fields: list[Field]
    overwrite: bool

    def carry_out(self) -> None:
        """Go through the accounts in batches; each is read, compared, written and logged before the next."""
        wanted = self.outcomes.publication.accounts
        for account in wanted:
            if not self.outcomes.crm.is_id(account):
                self.outcomes.refused[account] = NO_ID
        accounts = [account for account in wanted if account not in self.outcomes.refused]
        size = self.outcomes.crm.batch
        for start in range(0, len(accounts) if self.fields else 0, size):
            try:
                changes = self._plan(accounts[start : start + size], wanted)
                self._apply(changes)
            except SourceError as error:
                raise self._told(error) from None
            self.outcomes.changes += changes
            if self.outcomes.beyond_limit:
                return

    def _plan(self, accounts: list[str], wanted: Mapping[str, Values]) -> list[Change]:
        outcomes, limit = self.outcomes, self.request.limit
        with _shape_told(outcomes.crm):
            present = outcomes.crm.read(accounts, self.fields)
        found: list[Change] = []
        for account in accounts:
            if account not in present:
                outcomes.refused[account] = GONE
                continue
            changes = plan(wanted[account], present[account], account, self.fields, self.log, overwrite=self.overwrite)
            if any(change.step == "write" for change in changes):
                if limit is not None and outcomes.changed >= limit:
                    outcomes.beyond_limit = True
                    return found
                outcomes.changed += 1
            elif not changes:
                outcomes.unchanged += 1
            found += changes
        return found

    def _apply(self, changes: list[Change]) -> None:
        if not self.request.apply:
            return
        values = values_to_write(changes)
        told = [line for line in changes if line.step != "write"]
        writing = [line for line in changes if line.step == "write"]
        self._log(told, lambda change: "confirmed" if change.step == "confirm" else "left")
        if not values:
            return
        # Written down before they set out: a value that a killed run sent is then known as our own.
        self._log(writing, lambda _change: "sent")
        with _shape_told(self.outcomes.crm):
            refused = self.outcomes.crm.write(values, self.fields)
        self.outcomes.refused |= refused
        self._log(writing, lambda change: "refused" if change.account_id in refused else "written")

    def _log(self, changes: list[Change], outcome: Callable[[Change], Outcome]) -> None:
        moment = now().isoformat(timespec="seconds")
        run_id = self.outcomes.publication.run_id
        refused = self.outcomes.refused
        self.log.add(
            Line(
                time=moment,
                run_id=run_id,
                crm=self.log.crm,
                account_id=change.account_id,
                column=change.field.column,
                field=change.field.name,
                old=change.old,
                new=change.new,
                outcome=(said := outcome(change)),
                reason=refused[change.account_id].reason if said == "refused" else "",
            )
            for change in changes
        )

    def _told(self, error: SourceError) -> SourceError:
        done = len({change.account_id for change in self.outcomes.written()})
        if not self.request.apply or not done:
            return error
        accounts = "1 account was" if done == 1 else f"{done:,} accounts were"
        return SourceError(f"{error} Before that {accounts} written; run again, and the others follow.", may_pass=False)


def _opened(target: str, home: Home, policy: Policy) -> Crm:
    sections: Mapping[str, Mapping[str, Any]] = load_configuration(home, connector_names())
    if target not in sections:
        raise ConfigurationError(
            f"{sources_file(home)} has no section {target}; docs/write-back.md says what to write there."
        )
    if target == "salesforce":
        return Salesforce(read_settings(target, sections[target], SalesforceSettings), policy)
    return HubSpot(read_settings(target, sections[target], HubspotSettings), policy)


@contextmanager
def _shape_told(crm: Crm) -> Iterator[None]:
    """Say plainly that an answer is not as the API describes it."""
    try:
        yield
    except (KeyError, TypeError, AttributeError, ValueError):
        raise SourceError(
            f"{crm.title} at {crm.place} gave an answer of another shape than its API describes; see whether the "
            "address in sources.yml is that of its API, and run again.",
            may_pass=False,
        ) from None


@contextmanager
def _alone(home: Home) -> Iterator[None]:
    """Hold the write-back of a home; the kernel drops the lock when the process dies."""
    home.write_back.mkdir(parents=True, exist_ok=True, mode=0o700)
    with os.fdopen(os.open(home.write_back / "lock", os.O_CREAT | os.O_RDWR, 0o600)) as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise WarehouseBusy(
                f"Another write-back of {home.root} is under way; wait for it to end, and run again."
            ) from None
        yield
