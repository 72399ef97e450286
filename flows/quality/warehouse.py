"""Opens a DuckDB file for Great Expectations: read-only, silent, nothing written to disk, released at the end."""

from __future__ import annotations

import logging
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb

from flows.errors import BuildError, WarehouseBusy

if TYPE_CHECKING:
    from great_expectations.datasource.fluent.interfaces import Batch
    from great_expectations.datasource.fluent.sql_datasource import SQLDatasource

# A built-in expectation keeps this many offending rows; a query keeps more, and the reader of results cuts them.
SAMPLE_ROWS = 5


class Warehouse:
    """The tables of one schema as batches of Great Expectations."""

    def __init__(self, source: SQLDatasource) -> None:
        self._source = source

    def table(self, name: str) -> Batch:
        """A whole table as one batch.

        Raises:
            great_expectations.datasource.fluent.interfaces.TestConnectionError: there is no such table.
        """
        asset = self._source.add_table_asset(name, table_name=name)
        return asset.add_batch_definition_whole_table(name).get_batch()


@contextmanager
def open_warehouse(database: Path, schema: str) -> Iterator[Warehouse]:
    """Hold a DuckDB file read-only while the block runs; afterwards any process may open it for writing.

    Raises:
        BuildError: the file does not exist or is no DuckDB file.
        WarehouseBusy: it is open for writing elsewhere.
    """
    _probe(database)
    with _silence():
        import great_expectations as gx
        from great_expectations.data_context.types.base import (
            DataContextConfig,
            InMemoryStoreBackendDefaults,
            ProgressBarsConfig,
        )

        from flows.quality.dialect import url

        # Left to its defaults, even an ephemeral context makes a temporary folder and draws progress bars.
        settings = DataContextConfig(
            store_backend_defaults=InMemoryStoreBackendDefaults(),
            progress_bars=ProgressBarsConfig(globally=False),
            analytics_enabled=False,
        )
        context = gx.get_context(project_config=settings, mode="ephemeral")
        source = context.data_sources.add_sql(
            name="warehouse", connection_string=url(str(database), schema), create_temp_table=False
        )
        try:
            yield Warehouse(source)
        finally:
            # Great Expectations keeps one engine for looking up tables and another one for metrics.
            source.get_engine().dispose()
            source.get_execution_engine().engine.dispose()


def _probe(database: Path) -> None:
    if not database.is_file():
        raise BuildError(f"{database.name} does not exist, so no gate can judge it; build the warehouse first.")
    try:
        duckdb.connect(str(database), read_only=True).close()
    except (duckdb.ConnectionException, duckdb.IOException) as error:
        if "not a valid DuckDB" in str(error):
            raise BuildError(f"{database.name} is no DuckDB file; remove it and build the warehouse again.") from error
        raise WarehouseBusy(
            f"{database.name} is open for writing elsewhere, so no gate can judge it; wait for the other run to end."
        ) from error


@contextmanager
def _silence() -> Iterator[None]:
    # An expectation that errors is told in the results; Great Expectations logs it to the terminal as well.
    logger = logging.getLogger("great_expectations")
    level = logger.level
    logger.setLevel(logging.CRITICAL + 1)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        logger.setLevel(level)
