"""The same company built by DuckDB and by Spark from the same drops and date: both publish the same marts."""

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest
from awkward import NAMES, add_awkward_rows
from comparing import differences
from nights import every_file, manifest, rows

pytestmark = [pytest.mark.spark, pytest.mark.timeout(3600)]

AS_OF = date(2026, 6, 30)
ACCOUNTS = 24
MONTHS = 15
COMMAND = Path(sys.executable).with_name("account360")
# Both nights begin at one moment, so that nothing they say of themselves differs.
NOW = "2026-07-01T02:00:00Z"


@dataclass(frozen=True)
class Nights:
    """The homes of one company after a night on each engine."""

    duckdb: Path
    spark: Path


# The two ways in which tables are kept, the second one on two executors in processes of their own.
WAYS = (("local[2]", "parquet"), ("local-cluster[2,1,1024]", "iceberg"))


@pytest.fixture(scope="module", params=WAYS, ids=[tables for _, tables in WAYS])
def nights(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Nights:
    """The company after its night on each engine; a night publishes only when every data test and contract holds."""
    from flows.demo import write_demo

    master, tables = request.param
    master = os.environ.get("ACCOUNT360_SPARK_MASTER") or master
    folder = tmp_path_factory.mktemp("engines")
    homes = Nights(folder / "duckdb", folder / "spark")
    write_demo(homes.duckdb / "inbox", accounts=ACCOUNTS, months=MONTHS, seed=3, as_of=AS_OF)
    add_awkward_rows(homes.duckdb / "inbox")
    shutil.copytree(homes.duckdb, homes.spark)
    settings = folder / "settings"
    settings.mkdir()
    # Two hundred partitions of a few rows each would take an hour.
    (settings / "spark-defaults.conf").write_text("spark.sql.shuffle.partitions 2\nspark.ui.enabled false\n")
    night(homes.duckdb, ACCOUNT360_ENGINE="duckdb")
    spark = {"ACCOUNT360_ENGINE": "spark", "ACCOUNT360_SPARK_MASTER": master, "ACCOUNT360_SPARK_TABLES": tables}
    night(homes.spark, SPARK_CONF_DIR=str(settings), **spark)
    return homes


def night(home: Path, **environment: str) -> None:
    """One night by the command, in a process of its own."""
    done = subprocess.run(
        [str(COMMAND), "run", "--home", str(home), "--as-of", AS_OF.isoformat()],
        capture_output=True,
        text=True,
        check=False,
        timeout=3000,
        env={**os.environ, "ACCOUNT360_NOW": NOW, **environment},
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_every_mart_is_the_same(nights: Nights) -> None:
    assert list(differences(nights.duckdb / "published", nights.spark / "published")) == []


def test_every_mart_has_as_many_rows_and_every_expectation_the_same_verdict(nights: Nights) -> None:
    one, other = (manifest(home / "published") for home in (nights.duckdb, nights.spark))
    counted = [{name: mart["rows"] for name, mart in told["marts"].items()} for told in (one, other)]
    assert counted[0] == counted[1]
    assert len(counted[0]) > 100
    assert one["gates"] == other["gates"]


def test_the_same_rows_are_refused(nights: Nights) -> None:
    assert every_file(nights.spark / "quarantine") == every_file(nights.duckdb / "quarantine")
    assert every_file(nights.duckdb / "quarantine")


def test_what_engines_disagree_on_is_in_the_company(nights: Nights) -> None:
    names = rows(nights.spark / "published", "select account_name from account_360 where account_id like 'ACC-TIE-%'")
    assert {name for (name,) in names} == set(NAMES)
