"""The parsed dbt project, kept between nights: dbt itself would parse anew whenever the date of the run changes."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from flows.constraints import stated_keys
from flows.files import write_atomically
from flows.settings import DBT_PROJECT

if TYPE_CHECKING:
    from dbt.contracts.graph.manifest import Manifest


@dataclass(frozen=True)
class Personal:
    """The kind of personal data a column holds, and in which rows, as a condition in SQL; None means in all."""

    kind: str
    where: str | None = None


@dataclass(frozen=True)
class Described:
    """What the project says of a model: in one text, by column, which of its columns are personal, its id, its key."""

    text: str
    columns: dict[str, str]
    personal: Mapping[str, Personal] = field(default_factory=dict)
    unique_id: str = ""
    key: tuple[str, ...] = ()


# What dbt reads of the project; the rows of seeds are read when they are loaded, not when the project is parsed.
PARSED = ("*.sql", "*.py", "*.yml", "*.md")
GENERATED = {"target", "logs"}


def load_parsed(kept: Path, seeds: Path) -> Manifest | None:
    """The project as parsed for an earlier night; None when there was none or a damaged one, or its files changed.

    Args:
        kept: The file that `parsed_file` named.
        seeds: The folder of this night's policy, from which the seeds are to be loaded.
    """
    from dbt.contracts.graph.manifest import Manifest
    from dbt.contracts.graph.nodes import SeedNode

    if not kept.exists():
        return None
    try:
        manifest = Manifest.from_msgpack(kept.read_bytes())
    except (ValueError, TypeError, LookupError, AttributeError):
        # dbt leaves half of it behind on a full disk, and says nothing: the project is parsed anew.
        kept.unlink(missing_ok=True)
        return None
    for node in manifest.nodes.values():
        if isinstance(node, SeedNode):
            node.original_file_path = str(seeds / Path(node.original_file_path).name)
    # Models that look at the graph see none otherwise: dbt draws it after parsing only.
    manifest.build_flat_graph()  # type: ignore[no-untyped-call]
    return manifest


def described(project: Manifest) -> dict[str, Described]:
    """The descriptions of every model by the name of its table."""
    from dbt.contracts.graph.nodes import ModelNode

    # A seed may have a model's name, in a schema of its own.
    keys = {key.relation: key.columns for key in stated_keys(project)}
    models = [node for node in project.nodes.values() if isinstance(node, ModelNode)]
    return {
        model.alias: Described(
            model.description,
            {name: column.description for name, column in model.columns.items()},
            {
                name: Personal(column.config.meta["pii"], column.config.meta.get("pii_where"))
                for name, column in model.columns.items()
                if "pii" in column.config.meta
            },
            model.unique_id,
            keys.get(str(model.relation_name), ()),
        )
        for model in models
    }


def keep_parsed(kept: Path, target: Path) -> None:
    """Keep what dbt has just parsed, instead of what it parsed of earlier code."""
    parsed = target / "partial_parse.msgpack"
    if kept.exists() or not parsed.exists():
        return
    kept.parent.mkdir(parents=True, exist_ok=True)
    for stale in kept.parent.glob("parsed-*.msgpack"):
        stale.unlink(missing_ok=True)
    write_atomically(kept, parsed.read_bytes())


def parsed_file(cache: Path, seeds: Path) -> Path:
    """The file in which the parsed project is kept, named after dbt, the project's files and the names of the seeds."""
    from dbt.version import __version__

    digest = hashlib.sha256(__version__.encode())
    found = (path for pattern in PARSED for path in DBT_PROJECT.rglob(pattern))
    for path in sorted(path for path in found if GENERATED.isdisjoint(path.relative_to(DBT_PROJECT).parts)):
        digest.update(f"{path.relative_to(DBT_PROJECT)}\n".encode() + path.read_bytes())
    for path in sorted(seeds.glob("*.csv")):
        digest.update(f"{path.name}\n".encode())
    return cache / f"parsed-{digest.hexdigest()[:16]}.msgpack"
