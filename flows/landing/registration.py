"""One view per landed stream in the warehouse: the models see relations, never files."""

from collections.abc import Mapping, Sequence

import duckdb

from flows.landing.columns import landed_rows, quoted
from flows.landing.commits import Landing


def register_landing(
    connection: duckdb.DuckDBPyConnection, landing: Landing, streams: Mapping[str, Mapping[str, Sequence[str]]]
) -> dict[str, int]:
    """Create `landing.<source>__<stream>` over the committed files of every declared stream.

    Args:
        connection: the warehouse, opened for writing.
        landing: the landing to read.
        streams: the declared columns by source and stream.

    Returns:
        Committed files per view.
    """
    connection.execute("create schema if not exists landing")
    commits = landing.commits()
    registered = {}
    for source, declared in streams.items():
        for stream, columns in declared.items():
            files = [str(file) for file in landing.files(source, stream, commits)]
            view = f"{source}__{stream}"
            connection.execute(f"create or replace view landing.{quoted(view)} as {landed_rows(columns, files)}")
            registered[view] = len(files)
    return registered
