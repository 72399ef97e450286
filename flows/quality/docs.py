"""Writes the pages that Great Expectations itself makes of its results, for those who know them: one page per table."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from flows.files import write_atomically

if TYPE_CHECKING:
    from great_expectations.core import ExpectationSuiteValidationResult

# Rows and values may name a person; counts cannot. Our own pages show rows, without personal columns.
COUNTS = ("element_count", "unexpected_count", "unexpected_percent", "missing_count", "missing_percent")


def write_data_docs(validation: ExpectationSuiteValidationResult, folder: Path, name: str) -> None:
    """Write one page of Great Expectations' Data Docs; it fetches its styles from the internet when it is opened."""
    from great_expectations.render.renderer.page_renderer import ValidationResultsPageRenderer
    from great_expectations.render.view.view import DefaultJinjaPageView

    for result in validation.results:
        result.result = _counts(result.result or {})
        _forget_tracebacks(result.exception_info or {})
    document = ValidationResultsPageRenderer(run_info_at_end=True).render(validation)
    folder.mkdir(parents=True, exist_ok=True)
    page: str = DefaultJinjaPageView().render(document)  # type: ignore[no-untyped-call]
    write_atomically(folder / f"{name}.html", page.encode())


def write_index(folder: Path) -> None:
    """Write a list of the pages in a folder, by gate and table."""
    links = "".join(
        f'<li><a href="{path.relative_to(folder).as_posix()}">{path.parent.name}: {path.stem}</a></li>\n'
        for path in sorted(folder.glob("*/*.html"))
        if re.fullmatch(r"\w+", path.stem)
    )
    head = '<!doctype html>\n<html lang="en"><meta charset="utf-8"><title>Data Docs</title>'
    write_atomically(folder / "index.html", f"{head}\n<ul>\n{links}</ul>\n</html>\n".encode())


def _forget_tracebacks(info: dict[str, Any]) -> None:
    # They name folders of this machine; the message beside says what was wrong.
    for record in (info, *info.values()):
        if isinstance(record, dict) and "exception_traceback" in record:
            record["exception_traceback"] = "none kept"


def _counts(details: Mapping[str, Any]) -> dict[str, Any]:
    kept = {name: details[name] for name in COUNTS if name in details}
    observed = details.get("observed_value")
    return {**kept, "observed_value": observed} if isinstance(observed, int | float) else kept
