"""The page of definitions: every metric of the catalogue with where it stands, and what the columns of a month mean."""

from typing import Any

from flows.report.language import Language
from flows.report.page import Source
from flows.report.scorecard import metrics


def metrics_page(source: Source, language: Language) -> dict[str, Any]:
    """The metrics by name, each with its last whole month."""
    found = metrics(source.connection, source.occasion.month)
    return {"metrics": sorted(found, key=lambda metric: str(metric.about["name"]).casefold())}
