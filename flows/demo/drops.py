"""The files of a demo: written under a temporary name, one per stream, and moved into the inbox when all are whole."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

ROW_GROUP = 250_000
CSV_OPTIONS = "format csv, header, delimiter ',', dateformat '%Y-%m-%d', timestampformat '%Y-%m-%dT%H:%M:%SZ'"


class Drops:
    """CSV files of one batch, or Parquet files that grow batch by batch; both hold rows in the order of the query."""

    def __init__(self, folder: Path, *, is_csv: bool) -> None:
        self._folder = folder
        self._is_csv = is_csv
        self._rows: dict[str, int] = {}
        self._writers: dict[str, Any] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._close()

    def add(self, connection: DuckDBPyConnection, stream: str, select: str) -> None:
        """Append the rows of a query to a stream's file."""
        add = self._add_csv if self._is_csv else self._add_parquet
        added = add(connection, stream, select)
        self._rows[stream] = self._rows.get(stream, 0) + added

    def move_to(self, inbox: Path) -> dict[str, int]:
        """Rename every file into the inbox, take away the other format's files, and return the rows per stream."""
        self._close()
        kept, other = (".csv", ".parquet") if self._is_csv else (".parquet", ".csv")
        for stream in self._rows:
            (self._folder / f"{stream}{kept}").replace(inbox / f"{stream}{kept}")
            (inbox / f"{stream}{other}").unlink(missing_ok=True)
        return dict(self._rows)

    def _add_csv(self, connection: DuckDBPyConnection, stream: str, select: str) -> int:
        path = str(self._folder / f"{stream}.csv").replace("'", "''")
        row = connection.execute(f"copy ({select}) to '{path}' ({CSV_OPTIONS})").fetchone()
        return int(row[0]) if row else 0

    def _add_parquet(self, connection: DuckDBPyConnection, stream: str, select: str) -> int:
        from pyarrow import parquet

        # Joined into one chunk, since the chunks that a query returns depend on the number of threads.
        table = connection.sql(select).to_arrow_table().combine_chunks()
        if stream not in self._writers:
            path = self._folder / f"{stream}.parquet"
            self._writers[stream] = parquet.ParquetWriter(path, table.schema, compression="zstd")
        self._writers[stream].write_table(table, row_group_size=ROW_GROUP)
        return int(table.num_rows)

    def _close(self) -> None:
        for writer in self._writers.values():
            writer.close()
        self._writers.clear()
