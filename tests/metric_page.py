"""The tables of metrics in docs/semantic-layer.md, and what the semantic models say, read from the files."""

import re
from dataclasses import dataclass
from functools import cache
from typing import Any

import yaml

from flows.settings import DBT_PROJECT, PROJECT_ROOT

PAGE = PROJECT_ROOT / "docs" / "semantic-layer.md"
SEMANTIC_MODELS = DBT_PROJECT / "models" / "semantic"
ROW = re.compile(r"\| `(\w+)` \| ([\w ]+) \| (.*?) \|")


@dataclass(frozen=True)
class MetricRow:
    """A metric, what becomes of it over several months, and by what it may be grouped beside the month."""

    metric: str
    over_months: str
    groups: tuple[str, ...]


def metric_rows() -> list[MetricRow]:
    """Every row of the page's tables of metrics."""
    lines = PAGE.read_text(encoding="utf-8").splitlines()
    found = [match for line in lines if (match := ROW.fullmatch(line))]
    return [MetricRow(match[1], match[2], tuple(re.findall(r"`([^`]+)`", match[3]))) for match in found]


@cache
def described(kind: str) -> list[dict[str, Any]]:
    """The entries of one kind, `semantic_models` or `metrics`, of every file."""
    files = sorted(SEMANTIC_MODELS.glob("_*__semantic.yml"))
    return [entry for file in files for entry in yaml.safe_load(file.read_text(encoding="utf-8")).get(kind, [])]
