"""Writes what dbt says of a connector's streams and staging models: python -m flows.sources.staged <source> ...

Its staging models end in the canonical columns, so that what those mean is said once, beside the models of the files.
"""

import sys
from pathlib import Path
from typing import Any

from flows.settings import DBT_PROJECT
from flows.sources import connector_names, connectors

STAGING = DBT_PROJECT / "models" / "staging"
FILES = "files"
LINE = 120


def described_source(source: str) -> dict[str, Any]:
    """The landed streams of a source."""
    connector = connectors()[source]
    about = {stream.name: stream.description for stream in getattr(connector, "object_streams", ())}
    refused = "Objects that could not be read, one row per value. Every version that ever landed."
    tables = [
        {
            "name": stream,
            "identifier": f"{source}__{stream}",
            "description": f"{about[stream]} Every version that ever landed, as JSON." if stream in about else refused,
        }
        for stream in connector.streams()
    ]
    described = f"{source}, as landed: views over the committed Parquet files."
    return {"name": source, "schema": "landing", "description": described, "tables": tables}


def described_models(source: str) -> list[dict[str, Any]]:
    """The staging models of a source, in the words of those of the files, which have the same columns."""
    canonical = _canonical_models()
    models = []
    for path in sorted((STAGING / source).glob("stg_*.sql")):
        entity = path.stem.split("__", 1)[1]
        model = canonical[entity]
        grain = model["description"].split("One row per ")[-1].strip()
        # How a table of files is renewed says nothing of one that is put together from objects.
        said = {name: value for name, value in model.items() if name != "config"}
        models.append(
            {**said, "name": path.stem, "description": f"What {source} gives as {entity}. One row per {grain}"}
        )
    return models


def _canonical_models() -> dict[str, dict[str, Any]]:
    import yaml

    files = sorted((STAGING / FILES).glob("_*__models.yml"))
    models = [model for file in files for model in yaml.safe_load(file.read_text(encoding="utf-8"))["models"]]
    return {model["name"].removeprefix(f"stg_{FILES}__"): model for model in models}


def written(source: str) -> dict[Path, str]:
    """The two files of a source and what they hold."""
    import yaml

    folder = STAGING / source
    sources = {"version": 2, "sources": [described_source(source)]}
    models = {"version": 2, "models": described_models(source)}
    return {
        folder / f"_{source}__sources.yml": f"# The landed streams of {source}; written by flows.sources.staged.\n"
        + yaml.safe_dump(sources, sort_keys=False, width=LINE, allow_unicode=True),
        folder / f"_{source}__models.yml": f"# The staging models of {source}; written by flows.sources.staged.\n"
        + yaml.safe_dump(models, sort_keys=False, width=LINE, allow_unicode=True),
    }


def main(names: list[str]) -> None:
    """Write the files of the named sources, or of all systems."""
    for source in names or [name for name in connector_names() if name != FILES and (STAGING / name).is_dir()]:
        for path, text in written(source).items():
            path.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
