"""The page of lineage: leads to dbt's own pages over the models of the run, or says that they come with a run."""

import shutil
from pathlib import Path
from typing import Any

from flows.report.language import Language
from flows.report.page import Source

LINEAGE = "lineage/index.html"


def keep_lineage(drawn: Path | None, report: Path) -> bool:
    """Put what the run drew beside the pages; False when it drew nothing."""
    if drawn is None or not drawn.is_file():
        return False
    kept = report / LINEAGE
    kept.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(drawn, kept)
    return True


def lineage_page(source: Source, language: Language) -> dict[str, Any]:
    """Whether there is a lineage, and where."""
    return {"lineage": LINEAGE if source.has_lineage else None}
