"""One erasure from the request to the record: who is meant, every place, and a second search that finds nothing."""

import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from flows.erasure.files import Findings, clean_file, clean_in_place
from flows.erasure.known_people import traces
from flows.erasure.landing import clean_inbox, clean_landing
from flows.erasure.pending import interrupted_erasures, keep_pending, pending_file
from flows.erasure.person import Person
from flows.erasure.record import beyond_reach, write_record
from flows.erasure.resolving import resolve
from flows.erasure.suppression import key_file, load_suppressed, suppress, suppression_file
from flows.erasure.terms import Terms
from flows.erasure.versions import clean_version, finish_swaps, kept_folders
from flows.errors import ConfigurationError
from flows.landing import Landing
from flows.progress import stage_line
from flows.settings import Home, now
from flows.sources.files.reader import Inbox, open_inbox

# Built, read or fetched anew every night.
REBUILT = ("current", "asof-*", "dbt", "incoming.duckdb*", "spool", "reading", "fetched")
PLACES_OF_THEIR_OWN = ("landing", "versions")


@dataclass(frozen=True)
class Erasure:
    """What was removed where: one finding per place, what the operator should know, and what could not be reached."""

    found: tuple[Findings, ...]
    notes: tuple[str, ...]
    unhandled: tuple[str, ...]
    record: Path | None

    @property
    def values(self) -> int:
        """How many values were removed or replaced."""
        return sum(place.values for place in self.found)


def erase(home: Home, inbox: Path, sought: str, *, is_trial: bool = False) -> Erasure:
    """Take a person out of a home; to be called with the run lock held.

    An erasure that was killed is finished first, whoever is sought.

    Args:
        home: the company's folder.
        inbox: where files are dropped.
        sought: a contact's id or e-mail address.
        is_trial: only find what would be removed.

    Raises:
        ConfigurationError: nobody of that id or address is known.
        InputError: the landing, the inbox's mapping or the list of erased people cannot be read.
    """
    opened = open_inbox(inbox) if inbox.is_dir() else None
    finished = [] if is_trial else _finish_interrupted(home, opened)
    with stage_line("Find the person"):
        person = _find(home, opened, sought, finished)
    if not is_trial:
        suppress(home, person, load_suppressed(home), now().date())
        keep_pending(home, person)
    terms = Terms(person)
    found = _by_place([*finished, *_sweep(home, opened, terms, is_trial)])
    left = [] if is_trial else _sweep(home, opened, terms, is_trial=True)
    unhandled = [
        *(file for place in found for file in place.unhandled),
        *(f"{place.place}: {place.values} values are still there" for place in left if place.values),
        *_named_files(home, terms),
    ]
    record = None
    if not is_trial:
        record = write_record(home, found, unhandled)
        _settle(home, found)
    return Erasure(tuple(found), (*person.notes, *beyond_reach(home, inbox)), tuple(dict.fromkeys(unhandled)), record)


def _settle(home: Home, found: list[Findings]) -> None:
    """Forget who was meant, unless a file could not be written (a full disk): the next erasure tries it again."""
    if not any(place.failed for place in found):
        pending_file(home).unlink()


def _finish_interrupted(home: Home, inbox: Inbox | None) -> list[Findings]:
    """Clear away what killed runs left, and finish the erasure that was killed, if one was."""
    Landing(home.landing).remove_uncommitted()
    finish_swaps(home)
    finished: list[Findings] = []
    for person in interrupted_erasures(home):
        finished += _sweep(home, inbox, Terms(person), is_trial=False)
        _settle(home, finished)
    return finished


def _find(home: Home, inbox: Inbox | None, sought: str, finished: list[Findings]) -> Person:
    if not sought.strip():
        raise ConfigurationError("--contact is empty; write a contact's id or e-mail address.")
    with traces(Landing(home.landing), inbox) as connection:
        person = resolve(connection, sought, load_suppressed(home))
    if person is None:
        raise ConfigurationError(
            f"--contact {sought}: nobody of that id or e-mail address is known in {home.root}; write it as it stands "
            f"in the file of contacts.{_finished_sentence(finished)}"
        )
    return person


def _finished_sentence(finished: list[Findings]) -> str:
    if not finished:
        return ""
    by_hand = [file for place in finished for file in place.unhandled]
    rest = f"; see to these by hand: {'; '.join(by_hand)}" if by_hand else ""
    return f" The erasure that was interrupted before is finished{rest}."


def _sweep(home: Home, inbox: Inbox | None, terms: Terms, is_trial: bool) -> list[Findings]:
    """Go through every place once; readers' files last, so that what they are made from is clean before."""
    with tempfile.TemporaryDirectory(prefix="account360-") as folder:
        workspace = Path(folder)
        found, seen = [], set[Path]()
        with stage_line("Search" if is_trial else "Erase"):
            if inbox is not None:
                dropped, seen = clean_inbox(home, inbox, terms, is_trial, workspace)
                found += [dropped, _clean_rest(home, inbox.folder, "inbox", seen, terms, is_trial, workspace)]
            found.append(clean_landing(home, terms, is_trial, workspace))
            found.append(_remove_rebuilt(home, is_trial))
            for other in sorted(path for path in home.root.iterdir() if not path.is_symlink()):
                if other.name not in PLACES_OF_THEIR_OWN and (inbox is None or other != inbox.folder):
                    found.append(_clean_rest(home, other, other.name, seen, terms, is_trial, workspace))
            found.append(_clean_rest(home, home.landing, "landing", _committed(home), terms, is_trial, workspace))
            moment = now().isoformat(timespec="seconds")
            found += [clean_version(home, version, terms, moment, is_trial) for version in kept_folders(home)]
    return _by_place(found)


def _clean_rest(
    home: Home, root: Path, place: str, seen: set[Path], terms: Terms, is_trial: bool, workspace: Path
) -> Findings:
    """Every other file of a place, whatever it is; links are not followed, and the list of erased people stays."""
    found = Findings(place)
    own = {suppression_file(home), key_file(home), pending_file(home), home.lock}
    kept_versions = home.root / "asof" / ".versions"
    rebuilt = set() if not is_trial else {path for pattern in REBUILT for path in home.work.glob(pattern)}
    for path in sorted([root] if root.is_file() else root.rglob("*")):
        if path.is_symlink() or not path.is_file() or path in seen or path in own:
            continue
        if kept_versions in path.parents or rebuilt.intersection((path, *path.parents)):
            continue
        shown = path.relative_to(home.root if path.is_relative_to(home.root) else root.parent).as_posix()
        clean_in_place(path, found, shown, partial(_clean, terms), is_trial, workspace)
    return found


def _clean(terms: Terms, source: Path, target: Path) -> int:
    return clean_file(source, target, terms)


def _committed(home: Home) -> set[Path]:
    return {home.landing / file.path for commit in Landing(home.landing).commits() for file in commit.files}


def _remove_rebuilt(home: Home, is_trial: bool) -> Findings:
    """Remove the warehouse and what else every night builds anew; counted as files, since nobody looks into them."""
    found = Findings("work")
    for path in sorted(path for pattern in REBUILT for path in home.work.glob(pattern)):
        found.files += sum(inner.is_file() for inner in path.rglob("*")) if path.is_dir() else 1
        if not is_trial:
            shutil.rmtree(path) if path.is_dir() else path.unlink()
    return found


def _by_place(found: list[Findings]) -> list[Findings]:
    merged: dict[str, Findings] = {}
    for place in found:
        known = merged.setdefault(place.place, Findings(place.place))
        known.files += place.files
        known.values += place.values
        known.unhandled += place.unhandled
        known.failed += place.failed
    return list(merged.values())


def _named_files(home: Home, terms: Terms) -> Iterator[str]:
    """Files that bear the person in their names: a file's name may mean something to others, so it stays."""
    for path in sorted(home.root.rglob("*")):
        if terms.clean(path.name)[1]:
            yield f"{terms.clean(path.relative_to(home.root).as_posix())[0]} (its name names the person; rename it)"
