"""What a connector is: it says which streams it has, and lands what is new in them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
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
    """What one connector read in one run: written to the landing, but not yet committed.

    `stale` names the streams that could not be read, each with the sentence that says why: they stand as they stood.
    """

    source: str
    streams: tuple[StreamBatch, ...]
    files: tuple[LandedFile, ...]
    origins: dict[str, dict[str, list[str]]]
    unchanged: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    stale: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class StreamTrial:
    """What came of asking for a little of one stream; `told` is None when there is nothing to tell."""

    stream: str
    told: str | None
    is_wrong: bool = False


class Connector(Protocol):
    """One source system."""

    @property
    def name(self) -> str:
        """Its name, which its folders have too."""

    def streams(self) -> Mapping[str, Sequence[str]]:
        """The streams this connector lands, each with its columns."""

    def is_configured(self, request: RunRequest) -> bool:
        """Whether the company has this source.

        Raises:
            ConfigurationError: what says so cannot be read.
        """

    def try_connection(self, request: RunRequest, policy: Policy) -> Iterable[StreamTrial]:
        """Ask the source for a little of every stream.

        Raises:
            Account360Error: it cannot be read at all; the sentence says why and what to do.
        """

    def extract(self, request: RunRequest, policy: Policy, loading: Loading) -> Batch:
        """Read what is new and write it to the landing, uncommitted.

        Raises:
            InputError: what was read cannot be used.
            SourceError: the source could not be read after its retries.
        """
