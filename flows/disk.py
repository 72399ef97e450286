"""A disk that is full or takes no writing, told in one sentence whichever library finds it out."""

import errno
import os
import re
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from flows.errors import Account360Error, BuildError, StorageError

# What the system says of a disk that takes no more; libraries hand the words on where they lose the number.
REFUSALS = tuple(os.strerror(code) for code in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EROFS))
MEGABYTE = 1_000_000


@contextmanager
def disk_faults_told(root: Path) -> Iterator[None]:
    """Tell a fault of the disk as one.

    Args:
        root: the home, which is named where the error does not say which file could not be written.

    Raises:
        StorageError: instead of any other error whose cause is a disk that takes no more.
    """
    try:
        yield
    except Exception as error:
        if reason := _refusal(error):
            raise StorageError(_sentence(error, reason, root)) from error
        raise


def _refusal(error: Exception) -> str | None:
    if isinstance(error, Account360Error) and not isinstance(error, BuildError):
        return None
    said = f"{error} {error.strerror if isinstance(error, OSError) else ''}"
    return next((refusal for refusal in REFUSALS if refusal in said), None)


def _sentence(error: Exception, reason: str, root: Path) -> str:
    place = _place(error) or min(root, Path(tempfile.gettempdir()), key=_free)
    return (
        f"{place} cannot be written: {reason} ({_free(place) / MEGABYTE:,.0f} MB are free on the disk mounted at "
        f"{_mount(place)}). The last good version stands; make room there, then run again."
    )


def _place(error: Exception) -> Path | None:
    """The file that could not be written, if the error names it."""
    if isinstance(error, OSError) and error.filename:
        return Path(os.fsdecode(error.filename))
    named = re.search(r'"(/[^"]+)"', str(error))
    return Path(named[1]) if named else None


def _existing(place: Path) -> Path:
    return next(path for path in (place, *place.absolute().parents) if path.exists())


def _free(place: Path) -> int:
    return shutil.disk_usage(_existing(place)).free


def _mount(place: Path) -> Path:
    there = _existing(place).resolve()
    return next(path for path in (there, *there.parents) if path.is_mount())
