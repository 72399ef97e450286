"""Draws the lineage of a night: dbt's own pages as one file, made of the project that the night has parsed already."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from flows.errors import BuildError
from flows.files import write_atomically

if TYPE_CHECKING:
    from dbt.contracts.graph.manifest import Manifest

LINEAGE_FILE = "lineage.html"
# Where dbt's page waits for its two documents.
PLACES = ('"MANIFEST.JSON INLINE DATA"', '"CATALOG.JSON INLINE DATA"')
KINDS = frozenset({"model", "seed", "snapshot", "source", "exposure", "metric", "semantic_model", "saved_query"})
# What the page shows of a thing. Paths of the machine, compiled statements and rows of seeds are not among it.
SHOWN = (
    "unique_id",
    "name",
    "alias",
    "label",
    "identifier",
    "source_name",
    "description",
    "source_description",
    "resource_type",
    "package_name",
    "path",
    "schema",
    "tags",
    "fqn",
    "language",
    "raw_code",
    "depends_on",
    "type",
    "owner",
    "maturity",
    "url",
)
# Before dbt's page knows its icons it would ask for a file by the name of the expression itself.
UNFILLED_ICON = ("${require('./assets/favicons/favicon.ico')}", "data:,")
LATE_ICON = ('xlink:href="{{ getIcon', 'ng-attr-xlink:href="{{ getIcon')
WELCOME = (
    "### Where every figure comes from\n\nThe models of this run from the sources to the marts, with what each table "
    "and each of its columns means. Open a table on the left; the round button at the lower right draws what it is "
    "made of. Exposures are what people look at."
)
# What the page asks of everything, even where dbt knows nothing of it.
BLANK: dict[str, Any] = {"meta": {}, "docs": {"show": True, "node_color": None}, "database": "account360"}


def write_lineage(project: Manifest, as_of: date, file: Path) -> None:
    """Write dbt's pages over the parsed project as one file that asks for nothing outside itself.

    Raises:
        BuildError: dbt's page has another shape than the one this was made for.
    """
    import dbt.task.docs

    template = (Path(dbt.task.docs.__file__).parent / "index.html").read_text(encoding="utf-8")
    for place, document in zip(PLACES, documents(project, as_of), strict=True):
        if template.count(place) != 1:
            raise BuildError(f"dbt's page of lineage has no place for {place}; install the dbt-core of the lock file.")
        template = template.replace(place, _inline(document))
    write_atomically(file, template.replace(*LATE_ICON).replace(*UNFILLED_ICON).encode())


def documents(project: Manifest, as_of: date) -> tuple[dict[str, Any], dict[str, Any]]:
    """The project and the catalogue of its tables, as dbt's page reads them."""
    found: list[Any] = [*project.nodes.values(), *project.sources.values(), *project.exposures.values()]
    found += [*project.metrics.values(), *project.semantic_models.values(), *project.saved_queries.values()]
    things = {thing["unique_id"]: thing for thing in (_shown(node) for node in found if node.resource_type in KINDS)}
    parents = {name: _parents(thing, things) for name, thing in things.items()}
    children: dict[str, list[str]] = {name: [] for name in things}
    for name, above in parents.items():
        for parent in above:
            children[parent].append(name)
    stamp = {"generated_at": f"{as_of.isoformat()}T00:00:00Z", "adapter_type": "duckdb"}
    manifest: dict[str, Any] = {
        "metadata": {**stamp, "project_name": "account360", "send_anonymous_usage_stats": False},
        "nodes": _of(things, {"model", "seed", "snapshot"}),
        "sources": _of(things, {"source"}),
        "exposures": _of(things, {"exposure"}),
        "metrics": _of(things, {"metric"}),
        "semantic_models": _of(things, {"semantic_model"}),
        "saved_queries": _of(things, {"saved_query"}),
        "parent_map": parents,
        "child_map": children,
        "docs": {"doc.dbt.__overview__": {"name": "__overview__", "package_name": "dbt", "block_contents": WELCOME}},
        **{name: {} for name in ("macros", "groups", "selectors", "disabled", "unit_tests")},
    }
    catalogue = {
        "metadata": stamp,
        "nodes": {name: _table(thing) for name, thing in manifest["nodes"].items()},
        "sources": {},
        "errors": None,
    }
    return manifest, catalogue


def _shown(node: Any) -> dict[str, Any]:
    shown = {name: value for name in SHOWN if (value := _plain(getattr(node, name, None))) is not None}
    if "raw_code" in shown and str(node.resource_type) == "seed":
        del shown["raw_code"]
    # A seed stands in the folder of the night's policy, wherever that is.
    shown["path"] = Path(shown.get("path", "")).name if str(node.resource_type) == "seed" else shown.get("path", "")
    columns = {name: _column(column) for name, column in (getattr(node, "columns", None) or {}).items()}
    return {
        **BLANK,
        **shown,
        "original_file_path": shown["path"],
        "columns": columns,
        "config": {"materialized": str(getattr(node.config, "materialized", "")), "enabled": True},
    }


def _plain(value: Any) -> Any:
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, list):
        return [_plain(item) for item in value]
    return value.to_dict(omit_none=True) if hasattr(value, "to_dict") else str(value)


def _column(column: Any) -> dict[str, Any]:
    return {
        "name": column.name,
        "description": column.description,
        "data_type": column.data_type,
        "meta": {},
        "tags": [],
    }


def _parents(thing: Mapping[str, Any], things: Mapping[str, Any]) -> list[str]:
    return sorted(name for name in thing.get("depends_on", {}).get("nodes", []) if name in things)


def _of(things: Mapping[str, dict[str, Any]], kinds: Iterable[str]) -> dict[str, dict[str, Any]]:
    return {name: thing for name, thing in things.items() if thing["resource_type"] in kinds}


def _table(thing: Mapping[str, Any]) -> dict[str, Any]:
    columns = {
        name: {"name": name, "type": column["data_type"] or "", "index": index, "comment": None}
        for index, (name, column) in enumerate(thing["columns"].items(), 1)
    }
    about = {"type": thing["config"]["materialized"], "schema": thing["schema"], "name": thing["alias"]}
    return {
        "unique_id": thing["unique_id"],
        "metadata": {**about, "database": "account360", "owner": None, "comment": None},
        "columns": columns,
        "stats": {},
    }


def _inline(document: Mapping[str, Any]) -> str:
    # A description may hold what would end the script it stands in.
    return json.dumps(document, separators=(",", ":")).replace("<", "\\u003c")
