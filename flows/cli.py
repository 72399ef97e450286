"""The account360 command: each failure ends in one plain sentence and the exit status of the contract."""

import atexit
import os
import sys
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from flows.errors import ConfigurationError, SourceError
from flows.patience import exit_past_hanging
from flows.permissions import private_files
from flows.plain_errors import plain_errors
from flows.settings import Home, default_home, quiet_tools, today
from flows.tenants.commands import tenants_app

app = typer.Typer(
    help="The customer-success warehouse for B2B SaaS.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)

app.add_typer(tenants_app, name="tenants")

# Stands beside the demo's files, so that a demo never overwrites a company's own.
DEMO_MARK = ".made-by-demo"

HomeOption = Annotated[
    Path | None, typer.Option("--home", help="The company's folder. Default: ACCOUNT360_HOME, else ./data.")
]


def main() -> None:
    """Entry point of the command."""
    statuses: list[int] = []
    # What is registered first comes last: everybody else has been asked to finish by then.
    atexit.register(_leave, statuses)
    quiet_tools()
    try:
        with private_files():
            app()
    except SystemExit as ended:
        if isinstance(ended.code, int):
            exit_past_hanging(ended.code)
            statuses.append(ended.code)
        raise


def _leave(statuses: list[int]) -> None:
    """End the process: a night leaves a million objects, which Python would take apart one by one for seconds."""
    if statuses:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(statuses[-1])


@app.command()
def run(
    home: HomeOption = None,
    inbox: Annotated[
        str | None,
        typer.Option(
            metavar="FOLDER_OR_ADDRESS",
            help="Where files are dropped; an address is such as s3://bucket/prefix. Default: <home>/inbox.",
        ),
    ] = None,
    as_of: Annotated[
        datetime | None,
        typer.Option(
            formats=["%Y-%m-%d"],
            metavar="YYYY-MM-DD",
            help="The knowledge date: nothing dated or posted later influences a result. Default: today.",
        ),
    ] = None,
    policy: Annotated[Path | None, typer.Option(help="A folder with the company's own rules as CSV files.")] = None,
    source: Annotated[list[str] | None, typer.Option(help="Read only this source; may be given again.")] = None,
    full_refresh: Annotated[
        bool, typer.Option("--full-refresh", help="Read everything again, changed or not.")
    ] = False,
    backfill_from: Annotated[
        datetime | None,
        typer.Option(
            "--from",
            formats=["%Y-%m-%d"],
            metavar="YYYY-MM-DD",
            help="Read what systems hold from this day on, month by month; goes on where it was cut off.",
        ),
    ] = None,
) -> None:
    """One nightly run: ingest, build, validate, publish, report."""
    place = _home(home)
    with _plain_errors(place):
        first_day = backfill_from.date() if backfill_from else None
        _print_published(place, _run_nightly(place, inbox, as_of, policy, source or [], full_refresh, first_day))


@app.command()
def sources(
    home: HomeOption = None,
    inbox: Annotated[Path | None, typer.Option(help="Where files are dropped. Default: <home>/inbox.")] = None,
    policy: Annotated[Path | None, typer.Option(help="A folder with the company's own rules as CSV files.")] = None,
) -> None:
    """Show what is configured, and ask each source for a little of every stream."""
    place = _home(home)
    with _plain_errors(place):
        from flows.runs import ask
        from flows.trials import try_sources

        report = try_sources(ask(place.root, inbox, policy=policy))
        for line in report.lines:
            print(line)
        if report.is_wrong:
            raise typer.Exit(SourceError.exit_status)


@app.command()
def check(
    home: HomeOption = None,
    inbox: Annotated[Path | None, typer.Option(help="Where files are dropped. Default: <home>/inbox.")] = None,
    policy: Annotated[Path | None, typer.Option(help="A folder with the company's own rules as CSV files.")] = None,
) -> None:
    """Say what is wrong with the files of an inbox, without loading anything."""
    place = _home(home)
    with _plain_errors(place):
        from flows.policy import load_policy
        from flows.sources.files.check import check_inbox
        from flows.sources.files.limits import file_limits

        rules = load_policy(policy)
        report = check_inbox(
            inbox or place.inbox,
            earliest=rules.day("earliest_date"),
            latest=rules.day("latest_date"),
            limits=file_limits(rules),
        )
        for line in report.lines():
            print(line)
        if not report.is_clean:
            raise typer.Exit(2)


@app.command()
def demo(
    home: HomeOption = None,
    accounts: Annotated[int, typer.Option(min=1, help="How many accounts.")] = 300,
    months: Annotated[int, typer.Option(min=1, help="How many whole months of history.")] = 36,
    seed: Annotated[int, typer.Option(help="The same seed gives the same company.")] = 7,
    as_of: Annotated[
        datetime | None,
        typer.Option(formats=["%Y-%m-%d"], metavar="YYYY-MM-DD", help="The day the history ends. Default: today."),
    ] = None,
) -> None:
    """Write a demo company's inbox."""
    place = _home(home)
    with _plain_errors(place):
        from flows.demo import write_demo
        from flows.policy import load_policy

        _refuse_other_inbox(place.inbox)
        last_day = as_of.date() if as_of else today(load_policy().text("timezone"))
        rows = write_demo(place.inbox, accounts=accounts, months=months, seed=seed, as_of=last_day)
        (place.inbox / DEMO_MARK).write_text("Files of this folder were made by account360 demo.\n", encoding="utf-8")
        print(f"Wrote {sum(rows.values()):,} rows in {len(rows)} files to {place.inbox}")


@app.command()
def serve(
    home: HomeOption = None,
    port: Annotated[int, typer.Option(min=0, max=65535, help="Port on loopback; 0 takes a free one.")] = 8360,
    open_browser: Annotated[bool, typer.Option("--open/--no-open", help="Open the browser.")] = True,
) -> None:
    """Serve the published report on loopback and open the browser."""
    place = _home(home)
    with _plain_errors(place):
        from flows.report.server import serve_report

        serve_report(place, port, open_browser)


@app.command()
def rollback(
    home: HomeOption = None,
    to: Annotated[
        str | None, typer.Option(metavar="RUN_ID", help="Default: the version before the present one.")
    ] = None,
) -> None:
    """Put an earlier published version back."""
    place = _home(home)
    with _plain_errors(place):
        from flows.publish import roll_back

        with _held(place):
            print(f"Readers see version {roll_back(place, to)} again.")


@app.command()
def erase(
    contact: Annotated[str, typer.Option(metavar="ID_OR_EMAIL", help="The person's contact id or e-mail address.")],
    home: HomeOption = None,
    inbox: Annotated[Path | None, typer.Option(help="Where files are dropped. Default: <home>/inbox.")] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only show what would be removed.")] = False,
) -> None:
    """Remove a person's data from the inbox, the landing, the warehouse, published files and kept versions."""
    place = _home(home)
    with _plain_errors(place):
        from flows.erasure.erase import erase as erase_person
        from flows.erasure.summary import refuse_incomplete, summary_lines

        with _held(place):
            files = inbox.expanduser().resolve() if inbox else place.inbox
            erasure = erase_person(place, files, contact, is_trial=dry_run)
        for line in summary_lines(erasure, is_trial=dry_run):
            print(line)
        refuse_incomplete(erasure)


@app.command()
def write_back(
    target: Annotated[str, typer.Option(metavar="salesforce|hubspot", help="The CRM.")],
    home: HomeOption = None,
    policy: Annotated[Path | None, typer.Option(help="A folder with the company's own rules as CSV files.")] = None,
    apply: Annotated[bool, typer.Option("--apply", help="Write it; without this it is only shown.")] = False,
    limit: Annotated[int | None, typer.Option(min=1, help="Write at most so many accounts.")] = None,
    as_published: Annotated[
        bool, typer.Option("--as-published", help="Write a version that a rollback has put back.")
    ] = False,
) -> None:
    """Write segment, health, next care date and top signal of accounts to fields of the CRM, where they changed."""
    place = _home(home)
    with _plain_errors(place, stopped="what was written stands in the log, and the next write-back goes on"):
        from flows.write_back.run import Request
        from flows.write_back.summary import write_and_tell

        write_and_tell(Request(place, target, policy, apply, limit, as_published))


@app.command()
def status(
    home: HomeOption = None,
    runs: Annotated[int, typer.Option(min=1, help="How many of the last runs to show.")] = 10,
) -> None:
    """Show the last runs, the published version and the freshness of each source."""
    place = _home(home)
    with _plain_errors(place):
        from flows.status import status_lines

        for line in status_lines(place, runs):
            print(line)


def _refuse_other_inbox(inbox: Path) -> None:
    if inbox.is_dir() and any(inbox.iterdir()) and not (inbox / DEMO_MARK).exists():
        raise ConfigurationError(f"{inbox} holds files that the demo did not write; name another --home for the demo.")


def _run_nightly(
    place: Home,
    inbox: str | None,
    as_of: datetime | None,
    policy: Path | None,
    names: list[str],
    full_refresh: bool,
    backfill_from: date | None,
) -> dict[str, Any]:
    from prefect.settings import PREFECT_API_URL

    from flows.nightly import nightly, run_night, settled

    day = as_of.date() if as_of else None
    # Without a server of the user's own, Prefect would start a temporary one for every run.
    if PREFECT_API_URL.value():
        named = (str(path) if path else None for path in (place.root, inbox, policy))
        home, files, rules = named
        return nightly(home, files, day, rules, names, full_refresh, backfill_from)
    return run_night(settled(place.root, inbox, day, policy, tuple(names), full_refresh, backfill_from))


def _print_published(place: Home, manifest: dict[str, Any]) -> None:
    past = place.past(datetime.fromisoformat(manifest["as_of"]).date())
    folder = past if _is_version(past, manifest["run_id"]) else place.published
    marts = manifest["marts"].values()
    counted = f"{len(marts)} marts, {sum(mart['rows'] for mart in marts):,} rows"
    print(f"\nPublished run {manifest['run_id']} as of {manifest['as_of']}: {counted}.")
    for one in manifest["stale"]:
        print(f"Stale     {' '.join(filter(None, (one['source'], one['stream'])))}: {one['sentence']}")
    if manifest["refused_rows"]:
        print(f"Refused   {manifest['refused_rows']:,} rows, each with its reason, in {place.quarantine}")
    print(f"Report    {folder / 'report' / 'index.html'}")
    print(f"DuckDB    {folder / 'account360.duckdb'}")
    print(f"Parquet   {folder / 'parquet'}")
    if folder == place.published:
        print(f"Open it   account360 serve --home {place.root}")


def _is_version(folder: Path, run_id: str) -> bool:
    return folder.exists() and folder.resolve().name == run_id


def _home(home: Path | None) -> Home:
    return Home((home or default_home()).expanduser().resolve())


@contextmanager
def _held(place: Home) -> Iterator[None]:
    from flows.lock import run_lock

    if not place.root.is_dir():
        raise ConfigurationError(f"--home {place.root}: no such folder.")
    with run_lock(place):
        yield


def _plain_errors(place: Home, stopped: str = "nothing was published") -> AbstractContextManager[None]:
    return plain_errors(place.work / "logs", stopped)


if __name__ == "__main__":
    main()
