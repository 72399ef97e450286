"""How a command ends when something goes wrong: one plain sentence, and the exit status of the contract."""

import sys
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import typer

from flows.errors import INTERRUPTED, Account360Error
from flows.settings import now


@contextmanager
def plain_errors(logs: Path, stopped: str = "nothing was published") -> Iterator[None]:
    """End the command with a sentence instead of a traceback.

    Args:
        logs: the folder in which the traceback of a fault of the program is kept.
        stopped: what to say of somebody's stopping the command.

    Raises:
        typer.Exit: something went wrong, and its sentence stands on standard error.
    """
    try:
        yield
    except Account360Error as error:
        print(f"account360: {error}", file=sys.stderr)
        raise typer.Exit(error.exit_status) from None
    except KeyboardInterrupt:
        print(f"account360: stopped; {stopped}.", file=sys.stderr)
        raise typer.Exit(INTERRUPTED) from None
    except (typer.Exit, BrokenPipeError):
        # Whoever reads the output has had enough of it, which click ends quietly.
        raise
    except Exception as error:
        print(f"account360: unexpected {type(error).__name__}; {_keep_traceback(logs)}", file=sys.stderr)
        raise typer.Exit(1) from None


def _keep_traceback(logs: Path) -> str:
    path = logs / f"error-{now():%Y%m%dT%H%M%SZ}.log"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(traceback.format_exc(), encoding="utf-8")
    except OSError as error:
        return f"it could not be written to {path} ({error.strerror})."
    return f"please report it with {path}."
