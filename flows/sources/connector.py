"""What a connector is: it says which streams it has, and lands what is new in them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from flows.landing import LandedFile, Loading
from flows.policy import Policy
from flows.settings import RunRequest
from flows.sources.profiles import ColumnProfile


@dataclass(frozen=True)
class StreamBatch:
    """What one run read of one stream, in rows, how old its newest business date is, and what its columns hold."""

    source: str
    stream: str
    rows_read: int
    rows_refused: int
    rows_before: int | None
    rows_new: int
    rows_changed: int
    rows_deleted: int
    newest_date: date | None
    columns: tuple[ColumnProfile, ...] = ()

    @property
    def rows_after(self) -> int:
        """Rows that stand once the batch is committed."""
        return (self.rows_before or 0) + self.rows_new - self.rows_deleted


@dataclass(frozen=True)
class Batch:
    """What one connector read in one run: written to the landing, but not yet committed."""

    source: str
    streams: tuple[StreamBatch, ...]
    files: tuple[LandedFile, ...]
    origins: dict[str, dict[str, list[str]]]
    unchanged: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()


class Connector(Protocol):
    """One source system."""

    name: str

    def streams(self) -> Mapping[str, Sequence[str]]:
        """The streams this connector lands, each with its columns."""

    def extract(self, request: RunRequest, policy: Policy, loading: Loading) -> Batch:
        """Read what is new and write it to the landing, uncommitted.

        Raises:
            InputError: what was read cannot be used.
            SourceError: the source could not be read after its retries.
        """
