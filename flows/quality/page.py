"""Writes the results of the gates as JSON for machines and as one self-contained page for people."""

import json
from collections.abc import Sequence
from pathlib import Path

from flows.files import write_atomically
from flows.quality.results import ExpectationResult, GateResult

TEMPLATES = Path(__file__).parent / "templates"


def write_results(results: Sequence[GateResult], folder: Path) -> None:
    """Write `results.json` and `index.html` into a folder, which is made if it is missing."""
    folder.mkdir(parents=True, exist_ok=True)
    write_atomically(folder / "results.json", _as_json(results).encode())
    write_atomically(folder / "index.html", _as_page(results).encode())


def _as_json(results: Sequence[GateResult]) -> str:
    gates = [
        {
            "gate": result.gate,
            "is_red": result.is_red,
            "sentence": result.sentence(),
            "results": [{**record.to_record(), "sample": list(record.sample)} for record in result.results],
        }
        for result in results
    ]
    return json.dumps({"gates": gates}, ensure_ascii=False, indent=2) + "\n"


def _as_page(results: Sequence[GateResult]) -> str:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    # Names and rows come from the systems of others: everything is escaped.
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    found = [result for gate in results for result in gate.results]
    return environment.get_template("quality.html.j2").render(
        gates=results,
        red=[result for result in found if result.is_red],
        warnings=[result for result in found if result.is_warning],
        passed=[result for result in found if result.outcome == "passed"],
        columns=_columns,
    )


def _columns(result: ExpectationResult) -> list[str]:
    return list(dict.fromkeys(name for row in result.sample for name in row))
