"""The list of concepts: every id once and in order, and every answer it names is really there."""

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

import pytest
import yaml

from flows.settings import DBT_PROJECT, DEFAULT_POLICY, PROJECT_ROOT

PAGE = PROJECT_ROOT / "docs" / "concepts.md"
CONCEPTS = 138
FEWEST_WORDS_OF_A_REASON = 4

ROW = re.compile(r"\| (D\d+) \| (.+?) \| (.+?) \|")
REFERENCE = re.compile(r"`([^`]+)`")


@dataclass(frozen=True)
class Concept:
    """One row of the page."""

    id: str
    question: str
    answer: str

    @property
    def kind(self) -> str:
        """`answered`, `in part` or `not held`, as the answer itself says."""
        opening = self.answer.partition(":")[0].lower()
        return opening if opening in {"in part", "not held"} else "answered"

    @property
    def references(self) -> list[str]:
        """What the answer names in backticks."""
        return REFERENCE.findall(self.answer)

    @property
    def reason(self) -> str:
        """What the row says is missing; empty for a full answer."""
        if self.kind == "answered":
            return ""
        said = self.answer.partition(": ")[2]
        return said if self.kind == "not held" else said.rpartition("; ")[2]


def _concepts(text: str) -> list[Concept]:
    rows = [line for line in text.splitlines() if line.startswith("| D")]
    return [Concept(*match.groups()) for row in rows if (match := ROW.fullmatch(row))]


@cache
def _columns_by_mart() -> dict[str, frozenset[str]]:
    files = sorted((DBT_PROJECT / "models" / "marts").rglob("*.yml"))
    models = (model for file in files for model in yaml.safe_load(file.read_text(encoding="utf-8")).get("models", []))
    return {
        model.get("config", {}).get("alias", model["name"]): frozenset(
            column["name"] for column in model.get("columns", [])
        )
        for model in models
    }


@cache
def _policy_names() -> frozenset[str]:
    names = set()
    for file in ("settings.csv", "segment_thresholds.csv"):
        with (DEFAULT_POLICY / file).open(encoding="utf-8", newline="") as rows:
            names |= {row["name"] for row in csv.DictReader(rows)}
    return frozenset(names)


@cache
def _commands() -> frozenset[str]:
    cli = (PROJECT_ROOT / "flows" / "cli.py").read_text(encoding="utf-8")
    return frozenset(re.findall(r"@app\.command\(\)\ndef (\w+)\(", cli))


@cache
def _marts_by_page() -> dict[str, frozenset[str]]:
    text = (DBT_PROJECT / "models" / "exposures.yml").read_text(encoding="utf-8")
    aliases = {
        model["name"]: model["config"]["alias"]
        for file in sorted((DBT_PROJECT / "models" / "marts").rglob("*.yml"))
        for model in yaml.safe_load(file.read_text(encoding="utf-8")).get("models", [])
        if "alias" in model.get("config", {})
    }
    read = {exposure["name"]: " ".join(exposure["depends_on"]) for exposure in yaml.safe_load(text)["exposures"]}
    return {
        f"{name.removeprefix('report_')}.html": frozenset(aliases.get(m, m) for m in re.findall(r"'(\w+)'", marts))
        for name, marts in read.items()
        if name.startswith("report_")
    }


def _pages_that_read_none_of_it(concept: Concept) -> list[str]:
    """Pages that an answer names and that read no mart that it names."""
    named = {reference.partition(".")[0] for reference in concept.references}
    pages = [reference for reference in concept.references if reference.endswith(".html")]
    return [page for page in pages if not named & _marts_by_page().get(page, frozenset())]


def _exists(reference: str) -> bool:
    marts = _columns_by_mart()
    if "/" in reference:
        return (PROJECT_ROOT / reference).exists()
    if reference.startswith("account360 "):
        return reference.partition(" ")[2] in _commands()
    if reference.startswith("assert_"):
        return (DBT_PROJECT / "tests" / f"{reference}.sql").is_file()
    if reference.endswith(".html"):
        return (PROJECT_ROOT / "flows" / "report" / "templates" / f"{reference}.j2").is_file()
    mart, dot, column = reference.partition(".")
    return column in marts.get(mart, ()) if dot else reference in marts or reference in _policy_names()


def _faults(text: str) -> Iterator[str]:
    concepts = _concepts(text)
    if [concept.id for concept in concepts] != [f"D{number}" for number in range(1, CONCEPTS + 1)]:
        yield "the ids are not D1 to D138, each once and in order"
    for concept in concepts:
        if not concept.question.endswith("?"):
            yield f"{concept.id}: asks no question"
        if concept.kind != "not held" and not concept.references:
            yield f"{concept.id}: names no answer"
        if concept.kind != "answered" and len(REFERENCE.sub("", concept.reason).split()) < FEWEST_WORDS_OF_A_REASON:
            yield f"{concept.id}: says not why"
        yield from (f"{concept.id}: there is no {name}" for name in concept.references if not _exists(name))
        yield from (f"{concept.id}: {page} reads no mart of it" for page in _pages_that_read_none_of_it(concept))


@cache
def _page() -> str:
    return PAGE.read_text(encoding="utf-8")


def test_every_concept_stands_once_in_order_with_an_answer_that_exists_or_a_reason() -> None:
    assert list(_faults(_page())) == []


def test_the_page_counts_its_answers() -> None:
    kinds = [concept.kind for concept in _concepts(_page())]
    answered, in_part, not_held = (kinds.count(kind) for kind in ("answered", "in part", "not held"))
    said = f"Of {CONCEPTS} concepts, {answered} are answered, {in_part} in part, {not_held} not held."
    assert said in _page().splitlines()


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        ("| D3 | Why? | Not held: the data is not read |", "the ids are not D1 to D138, each once and in order"),
        ("| D20 | Why? | `profitability.profit` |", "D20: there is no profitability.profit"),
        ("| D20 | Why? | `profit.contribution` |", "D20: there is no profit.contribution"),
        ("| D20 | Why? | `assert_profit_is_right` |", "D20: there is no assert_profit_is_right"),
        ("| D20 | Why? | `docs/profit.md` |", "D20: there is no docs/profit.md"),
        ("| D20 | Why? | `profit.html` |", "D20: there is no profit.html"),
        ("| D20 | Why? | `profitability.contribution`; shown on `care.html` |", "D20: care.html reads no mart of it"),
        ("| D20 | Why? | `account360 profit` |", "D20: there is no account360 profit"),
        ("| D20 | Why? | `profit_minimum` |", "D20: there is no profit_minimum"),
        ("| D20 | Why? | somewhere in the marts |", "D20: names no answer"),
        ("| D20 | Why? | In part: `account_360.mrr` |", "D20: says not why"),
        ("| D20 | Why? | Not held: no data |", "D20: says not why"),
        ("| D20 | Profit | `account_360.mrr` |", "D20: asks no question"),
    ],
)
def test_a_row_that_promises_too_much_is_found(row: str, fault: str) -> None:
    lines = [row if line.startswith("| D20 |") else line for line in _page().splitlines()]
    assert fault in _faults("\n".join(lines))


@pytest.mark.parametrize("change", [("| D20 |", "| D21 |"), ("\n| D20 |", "\nD20 |")])
def test_a_repeated_or_lost_id_is_found(change: tuple[str, str]) -> None:
    assert "the ids are not D1 to D138, each once and in order" in _faults(_page().replace(*change))
