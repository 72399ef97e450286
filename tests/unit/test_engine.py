"""Which engine builds the models is a setting, and a wrong one is told before anything is read."""

from importlib.util import find_spec

import pytest

from flows.errors import ConfigurationError
from flows.settings import engine, spark_master, spark_tables


def test_duckdb_builds_the_models_unless_told_otherwise(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("ACCOUNT360_ENGINE", raising=False)
    assert engine() == "duckdb"


def test_an_engine_that_nobody_knows_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ACCOUNT360_ENGINE", "flink")
    with pytest.raises(ConfigurationError, match="ACCOUNT360_ENGINE is 'flink'; write duckdb or spark"):
        engine()


@pytest.mark.skipif(find_spec("pyspark") is not None, reason="Spark is installed here")
def test_spark_where_it_is_not_installed_is_refused_with_the_way_to_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ACCOUNT360_ENGINE", "spark")
    with pytest.raises(ConfigurationError, match="make its environment by scripts/environment requirements-spark.lock"):
        engine()


def test_spark_takes_every_core_unless_a_master_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("ACCOUNT360_SPARK_MASTER", raising=False)
    assert spark_master() == "local[*]"
    monkeypatch.setenv("ACCOUNT360_SPARK_MASTER", "local-cluster[2,1,1024]")
    assert spark_master() == "local-cluster[2,1,1024]"


def test_the_tables_of_spark_are_parquet_unless_iceberg_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("ACCOUNT360_SPARK_TABLES", raising=False)
    assert spark_tables() == "parquet"
    monkeypatch.setenv("ACCOUNT360_SPARK_TABLES", "iceberg")
    assert spark_tables() == "iceberg"
    monkeypatch.setenv("ACCOUNT360_SPARK_TABLES", "delta")
    with pytest.raises(ConfigurationError, match=r"ACCOUNT360_SPARK_TABLES is 'delta'; write parquet or iceberg"):
        spark_tables()
