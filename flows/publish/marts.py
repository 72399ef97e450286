"""The published marts as files: one DuckDB file for any client, one without personal data, one Parquet file each."""

import contextlib
import shutil
from collections.abc import Callable, Container, Iterator, Mapping
from pathlib import Path

import duckdb

from flows.databases import literal
from flows.landing.columns import quoted
from flows.parsed_models import Described, Personal
from flows.publish import personal_data
from flows.publish.manifest import parquet_of
from flows.runs import Run
from flows.warehouse import open_database

# Older clients read files of this storage version; the current default they cannot open.
STORAGE_VERSION = "v1.0.0"
DATABASE = "account360.duckdb"
ANONYMOUS_DATABASE = "account360_without_personal_data.duckdb"
BY_ALL = "all"
NOT_DESCRIBED = Described("", {})
NOTHING: Mapping[str, Personal] = {}


def write_marts(run: Run, folder: Path, models: Mapping[str, Described]) -> dict[str, int]:
    """Copy every mart from the warehouse into the DuckDB files and `parquet/<mart>.parquet`, rows in order.

    Args:
        run: the run whose warehouse is read, and whose policy says what readers may see of people.
        folder: where the files are written.
        models: what the project says of each model, which becomes comments in the files.

    Returns:
        Rows by mart.
    """
    (folder / "parquet").mkdir(parents=True)
    published, anonymous = folder / DATABASE, folder / ANONYMOUS_DATABASE
    with contextlib.closing(open_database(Path(":memory:"), run)) as connection:
        # Else DuckDB would spill into the caller's folder.
        connection.execute("set temp_directory = $folder", {"folder": str(run.workshop / "spill")})
        personal_data.define_pseudonyms(connection, personal_data.pseudonym_key(run.home.pseudonym_key))
        connection.execute(f"attach {literal(run.warehouse)} as warehouse (read_only)")
        marts = {mart: models.get(mart, NOT_DESCRIBED) for mart in mart_names(connection)}
        # What is personal nowhere is the same in both files: it is made once, before the other marts come to each.
        with _attached(connection, anonymous, "anonymous"):
            for mart, model in marts.items():
                if not model.personal:
                    _copy(connection, ("warehouse", "anonymous"), mart, model)
        shutil.copyfile(anonymous, published)
        with _attached(connection, published, "published"), _attached(connection, anonymous, "anonymous"):
            for mart, model in marts.items():
                if model.personal:
                    hidden = personal_data.unpublished(model, run.policy.settings)
                    _copy_published(connection, mart, model, hidden)
                    _copy_anonymous(connection, mart, model, hidden)
            return {mart: _write_parquet(connection, mart, folder / parquet_of(mart)) for mart in marts}


def mart_names(connection: duckdb.DuckDBPyConnection) -> list[str]:
    """The marts of an attached warehouse, in order of their names."""
    rows = connection.execute("""
        select table_name from information_schema.tables
        where table_catalog = 'warehouse' and table_schema = 'main'
        order by table_name
    """).fetchall()
    return [name for (name,) in rows]


@contextlib.contextmanager
def _attached(connection: duckdb.DuckDBPyConnection, database: Path, name: str) -> Iterator[None]:
    # Nobody opens a file that was not finished, so that it needs no log to mend it by: every row is written once.
    options = f"storage_version '{STORAGE_VERSION}', recovery_mode no_wal_writes"
    connection.execute(f"attach {literal(database)} as {name} ({options})")
    yield
    connection.execute(f"detach {name}")


def _copy_published(
    connection: duckdb.DuckDBPyConnection, mart: str, model: Described, hidden: Mapping[str, Personal]
) -> None:
    _copy(connection, ("warehouse", "published"), mart, model, hidden)


def _copy_anonymous(
    connection: duckdb.DuckDBPyConnection, mart: str, model: Described, hidden: Mapping[str, Personal]
) -> None:
    replaced = (model.personal, personal_data.anonymous, personal_data.anonymous_comment)
    # Rows come in the order in which they stand, so those that are in order by a key need not be sorted again.
    is_in_order = _order(model, hidden) == _order(model, model.personal) != BY_ALL
    _copy(connection, ("published", "anonymous"), mart, model, *replaced, is_in_order=is_in_order)


def _copy(
    connection: duckdb.DuckDBPyConnection,
    databases: tuple[str, str],
    mart: str,
    model: Described,
    replaced: Mapping[str, Personal] = NOTHING,
    expression: Callable[[str, Personal | None], str] = personal_data.shown,
    comment: Callable[[str, Personal | None], str] = personal_data.comment_of,
    *,
    is_in_order: bool = False,
) -> None:
    source, target = (f"{database}.main.{quoted(mart)}" for database in databases)
    names = [row[0] for row in connection.execute(f"describe {source}").fetchall()]
    columns = ", ".join(expression(name, replaced.get(name)) for name in names)
    # A statement each would be a transaction each.
    connection.execute("begin")
    order = "" if is_in_order else f" order by {_order(model, replaced)}"
    connection.execute(f"create table {target} as select {columns} from {source}{order}")
    if model.text:
        connection.execute(f"comment on table {target} is {literal(model.text)}")
    for name, text in model.columns.items():
        connection.execute(f"comment on column {target}.{quoted(name)} is {literal(comment(text, replaced.get(name)))}")
    connection.execute("commit")


def _order(model: Described, replaced: Container[str]) -> str:
    """By the key, which no two rows share; by all that is shown where the place of a row could tell what is not."""
    if not model.key or any(column in replaced for column in model.key):
        return BY_ALL
    return ", ".join(map(quoted, model.key))


def _write_parquet(connection: duckdb.DuckDBPyConnection, mart: str, parquet: Path) -> int:
    table = f"published.main.{quoted(mart)}"
    written = connection.execute(
        f"copy (select * from {table}) to {literal(parquet)} (format parquet, compression zstd)"
    )
    return int(written.fetchall()[0][0])
