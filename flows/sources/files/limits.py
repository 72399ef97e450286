"""How large a dropped file may be, as the policy sets it, and the sentences for those that are larger."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from flows.errors import InputError
from flows.policy import Policy
from flows.sources.files.sql import identifier

if TYPE_CHECKING:
    import duckdb

MEGABYTE = 1_000_000


class UnreadableFileError(InputError):
    """Raised when a whole file cannot be read, to become a Problem; `expected` completes "expected ..."."""

    def __init__(self, expected: str) -> None:
        super().__init__(expected)
        self.expected = expected


@dataclass(frozen=True)
class FileLimits:
    """Bytes that a file may have in the inbox and unpacked, and its columns.

    A file that unpacks to more than `ratio_from` bytes may hold no more than `ratio` times what it has packed.
    """

    file: int
    unpacked: int
    ratio: int
    ratio_from: int
    columns: int

    def unpacked_from(self, packed: int) -> int:
        """Bytes that a file of so many packed bytes may unpack to."""
        return min(self.unpacked, max(self.ratio_from, self.ratio * packed))


def file_limits(policy: Policy) -> FileLimits:
    """The limits that a policy sets."""
    return FileLimits(
        file=policy.count("largest_file_mb") * MEGABYTE,
        unpacked=policy.count("largest_unpacked_mb") * MEGABYTE,
        ratio=policy.count("largest_unpacked_ratio"),
        ratio_from=policy.count("unpacked_ratio_from_mb") * MEGABYTE,
        columns=policy.count("most_file_columns"),
    )


def judge_size(size: int, limits: FileLimits | None) -> None:
    """Refuse a file by the size it has in the inbox, before anything of it is read.

    Raises:
        UnreadableFileError: it is larger than the policy allows.
    """
    if limits and size > limits.file:
        raise UnreadableFileError(
            f"a file of at most {_megabytes(limits.file)}; it has {_megabytes(size)}, so split it, "
            "or raise largest_file_mb in settings.csv"
        )


def judge_unpacked(size: int, packed: int, limits: FileLimits | None) -> None:
    """Refuse a file by what has been unpacked of it so far, or by what it says that it unpacks to.

    Raises:
        UnreadableFileError: it is larger than the policy allows.
    """
    if limits is None or size <= limits.unpacked_from(packed):
        return
    if size > limits.unpacked:
        raise UnreadableFileError(
            f"at most {_megabytes(limits.unpacked)} when unpacked; it holds more, so split it, "
            "or raise largest_unpacked_mb in settings.csv"
        )
    raise UnreadableFileError(
        f"at most {limits.ratio:,} times its size when unpacked; it holds more, as no real export does, "
        "so write it again, or raise largest_unpacked_ratio in settings.csv"
    )


def judge_columns(count: int, limits: FileLimits | None) -> None:
    """Refuse a file by the number of its columns.

    Raises:
        UnreadableFileError: there are more than the policy allows.
    """
    if limits and count > limits.columns:
        raise UnreadableFileError(
            f"at most {limits.columns:,} columns; it has {count:,}, so leave out those that are not needed, "
            "or raise most_file_columns in settings.csv"
        )


def judge_parquet(connection: "duckdb.DuckDBPyConnection", path: str, packed: int, limits: FileLimits | None) -> None:
    """Refuse a Parquet file by what it says of itself, then by the bytes its values really have.

    A value that is written once and repeated a billion times fills memory, though the file says it is small.

    Args:
        connection: a DuckDB connection.
        path: the path as an SQL literal.
        packed: the file's bytes.
        limits: the policy's limits; None judges nothing.

    Raises:
        UnreadableFileError: it is larger than the policy allows.
        duckdb.Error: the file cannot be read.
    """
    if limits is None:
        return
    declared = connection.execute(
        "select coalesce(max(columns), 0), coalesce(sum(bytes), 0), coalesce(sum(cells), 0) from ("
        "select count(*) as columns, sum(total_uncompressed_size) as bytes, sum(num_values) as cells "
        f"from parquet_metadata({path}) group by row_group_id)"
    ).fetchone()
    columns, unpacked, cells = declared or (0, 0, 0)
    judge_columns(int(columns), limits)
    judge_unpacked(max(int(unpacked), int(cells)), packed, limits)
    judge_unpacked(_bytes_of_texts(connection, path), packed, limits)


def _bytes_of_texts(connection: "duckdb.DuckDBPyConnection", path: str) -> int:
    """Bytes of all texts of a Parquet file, read and forgotten piece by piece."""
    source = f"read_parquet({path}, hive_partitioning = false)"
    described = connection.execute(f"describe select * from {source}").fetchall()
    texts = [identifier(str(name)) for name, kind, *_ in described if kind == "VARCHAR"]
    if not texts:
        return 0
    total = " + ".join(f"coalesce(sum(strlen({name})), 0)" for name in texts)
    row = connection.execute(f"select {total} from {source}").fetchone()
    return int(row[0]) if row else 0


def judge_room(size: int, room: int, folder: Path) -> None:
    """Refuse to unpack more than the disk has room for.

    Raises:
        UnreadableFileError: there is no more room.
    """
    if size >= room:
        raise UnreadableFileError(
            f"to be unpacked, for which {folder} has no more than {_megabytes(room)} left; make room there"
        )


def _megabytes(size: int) -> str:
    return f"{size / MEGABYTE:,.0f} MB"
