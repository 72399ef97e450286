"""Models in Python on Spark: they read relations of DuckDB and give Arrow tables, so files carry their rows across."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from flows.spark.landing import named

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

METHOD = "account360"


class PythonModel:
    """What dbt-spark asks of a way to run a model in Python; ours runs in this process, beside the session.

    Such a model works on small results (docs/architecture.md), so one machine holds them.
    """

    def __init__(self, parsed_model: dict[str, Any], credentials: object) -> None:
        self._target = f"{named(parsed_model['schema'])}.{named(parsed_model['alias'])}"

    def submit(self, compiled_code: str) -> None:
        """Run the model's compiled code and make its table of what it gives."""
        import duckdb
        import pyarrow.parquet
        from pyspark.sql import SparkSession

        session = SparkSession.builder.getOrCreate()
        root = session.conf.get("spark.sql.warehouse.dir", "").removeprefix("file:")
        namespace: dict[str, Any] = {}
        exec(compiled_code, namespace)  # noqa: S102 -- a model of the project itself, as dbt compiled it
        with (
            tempfile.TemporaryDirectory(prefix="rows-", dir=Path(root).parent) as folder,
            duckdb.connect() as connection,
        ):
            read = _reader(session, connection, Path(folder))
            made = namespace["model"](namespace["dbtObj"](read), connection)
            table = made.read_all() if isinstance(made, pyarrow.RecordBatchReader) else made
            rows = Path(folder) / "rows.parquet"
            pyarrow.parquet.write_table(table, rows)
            session.sql(f"create table {self._target} as select * from parquet.{named(str(rows))}")


def _reader(session: Any, connection: DuckDBPyConnection, folder: Path) -> Any:
    def read(name: str) -> Any:
        rows = folder / name.replace("`", "")
        session.table(name).write.parquet(str(rows))
        return connection.read_parquet(f"{rows}/*.parquet")

    return read


def run_python_models_here() -> None:
    """Let dbt-spark run models in Python by `PythonModel`: by itself it knows only the clusters of one vendor."""
    from dbt.adapters.spark.impl import SparkAdapter

    SparkAdapter.python_submission_helpers = property(lambda _self: {METHOD: PythonModel})
    SparkAdapter.default_python_submission_method = property(lambda _self: METHOD)
