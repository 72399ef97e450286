"""The commands for an installation that serves several companies."""

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from flows.errors import ConfigurationError
from flows.plain_errors import plain_errors
from flows.settings import tenants_file

tenants_app = typer.Typer(help="Several companies with one installation.", no_args_is_help=True)

FileOption = Annotated[
    Path | None,
    typer.Option("--tenants", help="The file that names them. Default: ACCOUNT360_TENANTS, else ./tenants.yml."),
]
LOGS = "logs"


@tenants_app.command("run")
def run_command(
    tenants: FileOption = None,
    only: Annotated[list[str] | None, typer.Option(help="Only this tenant; may be given again.")] = None,
    workers: Annotated[
        int | None, typer.Option(min=1, help="How many nights at a time. Default: one for each thread.")
    ] = None,
    as_of: Annotated[
        datetime | None,
        typer.Option(formats=["%Y-%m-%d"], metavar="YYYY-MM-DD", help="The knowledge date. Default: today."),
    ] = None,
) -> None:
    """The night of every tenant, several at a time, each in a process of its own."""
    file = tenants_file(tenants)
    with plain_errors(file.parent / LOGS):
        from flows.tenants.nights import gravest
        from flows.tenants.running import run_tenants

        endings = run_tenants(file, only or [], workers, as_of.date() if as_of else None)
        width = max(len(ending.tenant) for ending in endings)
        for ending in endings:
            print(ending.line(width))
        if status := gravest(ending.status for ending in endings):
            raise typer.Exit(status)


@tenants_app.command("list")
def list_command(tenants: FileOption = None) -> None:
    """Show each tenant with the outcome of its last run."""
    file = tenants_file(tenants)
    with plain_errors(file.parent / LOGS):
        from flows.tenants.running import last_run_line, widest
        from flows.tenants.tenant import load_tenants

        found = load_tenants(file)
        for tenant in found:
            print(last_run_line(tenant, widest(found)))


@tenants_app.command("as", context_settings={"allow_interspersed_args": False, "ignore_unknown_options": True})
def as_command(
    context: typer.Context,
    name: Annotated[str, typer.Argument(metavar="TENANT", help="Whose.")],
    words: Annotated[list[str], typer.Argument(metavar="COMMAND...", help="A command of account360 with its options.")],
    tenants: FileOption = None,
) -> None:
    """Any other command for one tenant, with its folders and variables: account360 tenants as acme sources."""
    file = tenants_file(tenants)
    with plain_errors(file.parent / LOGS):
        from flows.tenants.running import become_command
        from flows.tenants.tenant import load_tenants, named_tenants

        (tenant,) = named_tenants(load_tenants(file), [name])
        become_command(tenant, words, _options(context, words[0]))


def _options(context: typer.Context, command: str) -> list[str]:
    """The options of one of our commands."""
    commands = getattr(context.find_root().command, "commands", {})
    if command not in commands or hasattr(commands[command], "commands"):
        raise ConfigurationError(f"'{command}' is no command for one tenant; account360 --help names them.")
    return [option for parameter in commands[command].params for option in parameter.opts]
