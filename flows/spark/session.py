"""The Spark session that dbt's models run in: what must hold for their results, and what makes a small company fast."""

from __future__ import annotations

import os
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from flows.errors import ConfigurationError
from flows.settings import ICEBERG, PARQUET

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

# The largest models are unions of more parts than Spark's analyser takes in the stack that Java gives a thread.
JAVA = "-Duser.timezone=UTC -Xss16m"
# Without these the results differ from DuckDB's: docs/spark.md says how.
NEEDED = {
    "spark.sql.ansi.enabled": "true",
    "spark.sql.session.timeZone": "UTC",
    "spark.driver.extraJavaOptions": JAVA,
    "spark.executor.extraJavaOptions": JAVA,
    "spark.sql.parquet.inferTimestampNTZ.enabled": "false",
    "spark.sql.decimalOperations.allowPrecisionLoss": "true",
    "spark.sql.legacy.timeParserPolicy": "CORRECTED",
    # A table for which no format is named gets Spark's own, not Hive's.
    "spark.sql.legacy.createHiveTableByDefault": "false",
}
# Tables of Iceberg, whose jars the extra brings along. One night writes alone in a catalog of its own, so that nothing
# is locked and nothing of the catalog outlives it; a catalog of type hadoop cannot replace views.
ICEBERG_TABLES = {
    "spark.sql.extensions": "org.apache.iceberg.spark.extensions.IcebergSparkSessionExtensions",
    "spark.sql.catalog.spark_catalog": "org.apache.iceberg.spark.SparkSessionCatalog",
    "spark.sql.catalog.spark_catalog.type": "hive",
    "spark.sql.catalogImplementation": "hive",
    "spark.hadoop.javax.jdo.option.ConnectionURL": "jdbc:derby:memory:account360;create=true",
    "spark.hadoop.iceberg.engine.hive.lock-enabled": "false",
    "spark.sql.sources.default": "iceberg",
}
ICEBERG_JARS = "snowpark_connect_deps_iceberg"
# The jar for this Spark and the Scala that its package is made with.
ICEBERG_JAR = "jars/iceberg-spark-runtime-3.5_2.12-*.jar"
# A file system that Iceberg cannot write to.
RAW_FILES = "spark.hadoop.fs.file.impl"
# On one core a company is small: every partition, every generated class and every statistic costs more than it saves.
ONE_CORE = "local[1]"
SMALL = {
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    "spark.sql.adaptive.enabled": "false",
    "spark.sql.shuffle.partitions": "1",
    "spark.default.parallelism": "1",
    "spark.sql.codegen.wholeStage": "false",
    "spark.sql.codegen.factoryMode": "NO_CODEGEN",
    "spark.sql.sources.parallelPartitionDiscovery.threshold": "1000",
    "spark.sql.constraintPropagation.enabled": "false",
    "spark.sql.parquet.compression.codec": "uncompressed",
    "spark.sql.files.minPartitionNum": "1",
    "spark.hadoop.mapreduce.fileoutputcommitter.algorithm.version": "2",
    "spark.hadoop.mapreduce.fileoutputcommitter.marksuccessfuljobs": "false",
    RAW_FILES: "org.apache.hadoop.fs.RawLocalFileSystem",
    "spark.shuffle.compress": "false",
    "spark.shuffle.sort.bypassMergeThreshold": "1",
    "spark.driver.memory": "2g",
    "spark.log.level": "ERROR",
}
SMALL_JAVA = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"


def open_session(master: str, folder: Path, tables: str = PARQUET) -> SparkSession:
    """A Spark session, which dbt finds and uses; spark-defaults.conf in SPARK_CONF_DIR adds to its settings.

    Args:
        master: where it runs, as Spark names it: `local[2]`, `local-cluster[2,1,1024]`, `spark://host:7077`.
        folder: where the tables are kept; executors must see it too.
        tables: what they are kept as, parquet or iceberg.

    Raises:
        ConfigurationError: Spark does not start, most likely for want of Java, or the jars of Iceberg are not there.
    """
    from pyspark.errors import PySparkRuntimeError
    from pyspark.sql import SparkSession

    settings = {**NEEDED, "spark.sql.warehouse.dir": str(folder / "tables"), "spark.local.dir": str(folder / "local")}
    if master == ONE_CORE:
        settings |= SMALL
        settings["spark.driver.extraJavaOptions"] += f" {SMALL_JAVA}"
    if tables == ICEBERG:
        settings |= {**ICEBERG_TABLES, "spark.jars": str(_iceberg_jar())}
        settings.pop(RAW_FILES, None)
    # Nothing of ours listens to others: driver and executors talk on loopback unless the environment says otherwise.
    if master.startswith("local"):
        os.environ.setdefault("SPARK_LOCAL_IP", "127.0.0.1")
    builder = SparkSession.builder.master(master).appName("account360")
    for name, value in settings.items():
        builder = builder.config(name, value)
    try:
        session: SparkSession = builder.getOrCreate()
    except PySparkRuntimeError as error:
        raise ConfigurationError(f"Spark does not start ({error}); it needs Java 17, found by JAVA_HOME.") from error
    return session


def _iceberg_jar() -> Path:
    package = find_spec(ICEBERG_JARS)
    found = sorted(Path(package.origin).parent.glob(ICEBERG_JAR)) if package and package.origin else []
    if not found:
        raise ConfigurationError(
            "ACCOUNT360_SPARK_TABLES is iceberg, whose jars are not installed here; make the environment by "
            "scripts/environment requirements-spark.lock .venv-spark and run .venv-spark/bin/account360."
        )
    return found[-1]
