"""Builds the staging models of sources over what they have landed, by one call of dbt."""

import json
import os
from collections.abc import Mapping, Sequence
from pathlib import Path

import duckdb

from flows.dbt_calls import call_dbt
from flows.landing import Landing, register_landing
from flows.parsed_models import load_parsed, parsed_file
from flows.policy import load_policy
from flows.settings import DBT_PROJECT, Home, cache_folder
from flows.sources import connectors


def build_staging(
    home: Home, folder: Path, sources: Sequence[str], as_of: str, policy: Mapping[str, Sequence[str]] | None = None
) -> Path:
    """The warehouse with the staging models of the sources, and the seeds and settings they rest on."""
    warehouse = folder / "warehouse.duckdb"
    with duckdb.connect(str(warehouse)) as connection:
        streams = {name: connector.streams() for name, connector in connectors().items()}
        register_landing(connection, Landing(home.landing), streams)
        connection.execute("create schema audit")
    # A copy, since dbt writes over the seeds it is given by absolute paths.
    seeds = folder / "seeds"
    load_policy().write(seeds)
    for name, lines in (policy or {}).items():
        with (seeds / name).open("a", encoding="utf-8") as file:
            file.writelines(f"{line}\n" for line in lines)
    os.environ |= {"ACCOUNT360_WAREHOUSE": str(warehouse), "ACCOUNT360_SEEDS": str(seeds)}
    kept = parsed_file(cache_folder() or folder, seeds)
    wanted = ["path:models/staging/files", *(f"+path:models/staging/{source}" for source in sources)]
    command = ["build", "--select", *wanted, "--exclude-resource-type", "unit_test", "test", "--no-write-json"]
    command += ["--vars", json.dumps({"as_of": as_of, "landed_sources": ["files", *sources]})]
    places = ["--project-dir", str(DBT_PROJECT), "--profiles-dir", str(DBT_PROJECT), "--target-path", str(folder)]
    result = call_dbt([*command, *places], load_parsed(kept, seeds), folder / "dbt.log")
    if not result.success:
        raise RuntimeError((folder / "dbt.log").read_text(encoding="utf-8")[-4000:])
    return warehouse
