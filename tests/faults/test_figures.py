"""The page on reliability holds what the drills counted: sums over their cases, in a row for each drill."""

import json
from pathlib import Path

from faults.figures import BEGIN, END, ROOT, renewed, summed, table

FAULTS = {"errors", "mixed states", "partial states", "versions lost", "two holders at once"}
PAGE = ROOT / "docs" / "reliability.md"


def test_figures_of_cases_are_added_up_and_written_between_the_marks(tmp_path: Path) -> None:
    for number, kills in enumerate((1, 0, 1)):
        kept = {"drill": "Night killed", "case": str(number), "figures": {"kills": kills, "reads": 1000}}
        (tmp_path / f"{number}.json").write_text(json.dumps(kept), encoding="utf-8")
    page = renewed(f"before\n{BEGIN}\nold\n{END}\nafter\n", summed(tmp_path))
    assert page == (
        f"before\n{BEGIN}\n\n| drill | counted |\n|---|---|\n| Night killed | 3 cases, 2 kills, 3,000 reads |\n\n"
        f"{END}\nafter\n"
    )


def test_the_page_holds_figures_of_drills_and_no_fault() -> None:
    figures = PAGE.read_text(encoding="utf-8").split(BEGIN)[1].split(END)[0]
    rows = [line.split("|")[2] for line in figures.strip().splitlines()[2:]]
    counted = [number.strip().partition(" ") for row in rows for number in row.split(", ")]
    assert rows, "write it anew: make drills"
    assert {number for number, _, what in counted if what in FAULTS} == {"0"}


def test_no_figures_are_a_table_without_rows() -> None:
    assert table({}) == "| drill | counted |\n|---|---|"
