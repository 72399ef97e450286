"""The page of lineage: leads to dbt's own pages over the models of the run, or says that they come with a run."""

import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from flows.report.language import Language
from flows.report.page import Source

LINEAGE = "lineage/index.html"


@dataclass(frozen=True)
class Drawn:
    """What a run drew of its lineage: dbt's pages as one file, and the id there of each table by its name."""

    file: Path
    models: Mapping[str, str]


def keep_lineage(drawn: Drawn | None, report: Path) -> Mapping[str, str] | None:
    """Put what the run drew beside the pages; returns the ids of its tables, None when it drew nothing."""
    if drawn is None or not drawn.file.is_file():
        return None
    kept = report / LINEAGE
    kept.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(drawn.file, kept)
    return drawn.models


def lineage_page(source: Source, language: Language) -> dict[str, Any]:
    """Where the lineage is, None when there is none, and the id there of each table by its name."""
    return {"lineage": None if source.lineage is None else LINEAGE, "models": source.lineage or {}}
