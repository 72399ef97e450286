"""The figures of the drills: each drill writes its own, and this writes their sums into a page.

`python tests/faults/figures.py --write docs/reliability.md` after `make drills`.
"""

import json
import re
import sys
from collections.abc import Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "test-artifacts" / "drills"
BEGIN = "<!-- figures: written by python tests/faults/figures.py after make drills -->"
END = "<!-- end of figures -->"


def keep(drill: str, case: str, figures: Mapping[str, int]) -> None:
    """Keep the figures of one case of a drill, in place of those of an earlier time, and print them."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    name = re.sub(r"[^a-z0-9]+", "-", f"{drill} {case}".casefold()).strip("-")
    kept = {"drill": drill, "case": case, "figures": dict(figures)}
    (FOLDER / f"{name}.json").write_text(json.dumps(kept, indent=1), encoding="utf-8")
    print(f"{drill}, {case}: " + ", ".join(f"{number:,} {what}" for what, number in figures.items()))


def summed(folder: Path = FOLDER) -> dict[str, dict[str, int]]:
    """The sum of every figure over the cases of each drill, drills by name."""
    sums: dict[str, dict[str, int]] = {}
    for path in sorted(folder.glob("*.json")):
        kept = json.loads(path.read_text(encoding="utf-8"))
        drill = sums.setdefault(kept["drill"], {"cases": 0})
        drill["cases"] += 1
        for what, number in kept["figures"].items():
            drill[what] = drill.get(what, 0) + number
    return sums


def table(sums: Mapping[str, Mapping[str, int]]) -> str:
    """The figures as Markdown: one row a drill."""
    rows = [
        f"| {drill} | {', '.join(f'{number:,} {what}' for what, number in figures.items() if what not in hidden)} |"
        for drill, figures in sorted(sums.items())
        for hidden in [{"cases"} if figures.get("cases") == 1 else set()]
    ]
    return "\n".join(["| drill | counted |", "|---|---|", *rows])


def renewed(page: str, sums: Mapping[str, Mapping[str, int]]) -> str:
    """The page with the figures between its marks replaced."""
    before, rest = page.split(BEGIN, 1)
    after = rest.split(END, 1)[1]
    return f"{before}{BEGIN}\n\n{table(sums)}\n\n{END}{after}"


def main(arguments: list[str]) -> None:
    """Print the figures, or write them into a page."""
    sums = summed()
    if arguments[:1] == ["--write"] and len(arguments) == 2:
        page = Path(arguments[1])
        page.write_text(renewed(page.read_text(encoding="utf-8"), sums), encoding="utf-8")
    else:
        print(table(sums))


if __name__ == "__main__":
    main(sys.argv[1:])
