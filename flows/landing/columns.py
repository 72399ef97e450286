"""The columns of a landed row, and SQL pieces for them."""

from collections.abc import Iterable

from flows.files import as_pattern

# What every landed row carries beside its stream's own columns, with DuckDB's types.
CARRIED = {
    "_origin_file": "varchar",
    "_origin_row": "bigint",
    "_row_key": "varchar",
    "_row_hash": "varchar",
    "_source": "varchar",
    "_stream": "varchar",
    "_run_id": "varchar",
    "_loaded_at": "timestamp",
    "_known_on": "date",
    "_deleted": "boolean",
}


def quoted(name: str) -> str:
    """A name as an SQL identifier."""
    return '"' + name.replace('"', '""') + '"'


def landed_rows(columns: Iterable[str], files: Iterable[str]) -> str:
    """A query over landed files with every column there: one that a file lacks is NULL, and no file is no row."""
    typed = {**dict.fromkeys(columns, "varchar"), **CARRIED}
    empty = "select " + ", ".join(f"null::{kind} as {quoted(name)}" for name, kind in typed.items()) + " where false"
    listed = ", ".join("'" + as_pattern(file).replace("'", "''") + "'" for file in files)
    if not listed:
        return empty
    landed = f"read_parquet([{listed}], union_by_name = true)"
    return f"select {', '.join(map(quoted, typed))} from ({empty} union all by name select * from {landed})"
