"""The runbooks: a page for each exit status and each event, of which every command and every link is there."""

import re
from pathlib import Path

import pytest
import typer.main
from typer.core import TyperGroup

from flows.cli import app
from flows.errors import EXIT_STATUSES, Account360Error
from flows.policy.alerts import FILTERS
from flows.settings import PROJECT_ROOT

DOCS = PROJECT_ROOT / "docs"
RUNBOOKS = DOCS / "runbooks"
PAGES = [*sorted(RUNBOOKS.glob("*.md")), *(DOCS / f"{name}.md" for name in ("notifications", "upgrade", "backup"))]
SECTIONS = ["What it means", "What is safe", "How to look", "How to mend", "How to verify"]


def subclasses(kind: type[Account360Error]) -> list[type[Account360Error]]:
    return [kind, *(found for child in kind.__subclasses__() for found in subclasses(child))]


def test_every_exit_status_has_a_page() -> None:
    assert {kind.exit_status for kind in subclasses(Account360Error)} <= set(EXIT_STATUSES)
    assert {path.stem for path in RUNBOOKS.glob("exit-*.md")} == {f"exit-{status}" for status in EXIT_STATUSES}


def test_every_event_has_a_page() -> None:
    named = {f"alert-{event.replace('_', '-')}" for event in FILTERS}
    assert {path.stem for path in RUNBOOKS.glob("alert-*.md")} == named


@pytest.mark.parametrize("path", sorted(RUNBOOKS.glob("[a-z]*.md")), ids=lambda path: path.stem)
def test_a_page_says_what_is_wrong_safe_to_look_at_to_mend_and_to_verify(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert re.findall(r"^## (.+)$", text, re.MULTILINE) == SECTIONS
    assert f"({path.name})" in (RUNBOOKS / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_every_command_and_every_link_of_a_page_is_there(path: Path) -> None:
    commands = typer.main.get_command(app)
    assert isinstance(commands, TyperGroup)
    text = path.read_text(encoding="utf-8")
    written = re.findall(r"^account360 .+$|`account360 [^`\n]+`", text, re.MULTILINE)
    for words in (line.strip("`").split() for line in written):
        assert words[1] in commands.commands, words
        options = {option for parameter in commands.commands[words[1]].params for option in parameter.opts}
        assert {word for word in words[2:] if word.startswith("--")} <= options, words
    for link in re.findall(r"\]\(([^)#:]+\.md)\)", text):
        assert (path.parent / link).is_file(), link
