"""Writes docs/benchmarks.md and its plots from the results of the benchmarks; nothing on that page is typed by hand."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import matplotlib as mpl

mpl.use("svg")
from matplotlib import pyplot as plt

HERE = Path(__file__).parent
DOCS = HERE.parent / "docs"
IMAGES = DOCS / "images" / "benchmarks"
ORDER = ("S", "M", "L", "XL")

HEAD = """# Benchmarks
This page is written by `python benchmarks/page.py` from `benchmarks/results/*.json`, which `make bench` measures anew
on the machine at hand: a made-up company of each size (`account360 demo`, {months} months), its whole first night as
the command runs it, **the limit**: the statements that dbt compiled for that night, run one after the other by one
bare DuckDB process over the same landing, without dbt, tests, gates, publication or report; and a **night of news**,
for which files of a hundredth of the accounts are dropped beside the exports (`mode: append`), each of their rows of
twelve streams corrected or come late. The project had been parsed before, as it has from the second night after an
installation on; parsing takes some ten seconds more. Measured with
{processors} processors and DuckDB {version}. One run each: expect a tenth more or less on the next one.
"""

NOT_MEASURED = "not measured"
DROPPED = "The disk did not hold every table, so that those were dropped that nothing read any more."

PLOTS = """
![Seconds of processor by number of accounts, of the night and of DuckDB alone](images/benchmarks/seconds.svg)

![Most memory held by number of accounts](images/benchmarks/memory.svg)

![Milliseconds of processor an account, stage by stage](images/benchmarks/stages.svg)
"""


def main() -> None:
    """Write the page and its plots."""
    results = [json.loads((HERE / "results" / f"{size}.json").read_text("utf-8")) for size in ORDER if _has(size)]
    IMAGES.mkdir(parents=True, exist_ok=True)
    # The same results give the same files: no moment and no random id is written into a drawing.
    mpl.rcParams["svg.hashsalt"] = "account360"
    _seconds(results)
    _memory(results)
    _stages(results)
    newest = results[-1]
    head = HEAD.format(months=newest["months"], processors=newest["processors"], version=newest["duckdb_version"])
    parts = [head, _whole(results), PLOTS, *(_of_size(result) for result in results)]
    (DOCS / "benchmarks.md").write_text("\n".join(part.strip("\n") + "\n" for part in parts), encoding="utf-8")


def _has(size: str) -> bool:
    return (HERE / "results" / f"{size}.json").exists()


def _whole(results: list[dict[str, Any]]) -> str:
    rows = [
        (
            f"{result['size']}: {result['accounts']:,}",
            f"{result['rows_landed']:,}",
            f"{result['rows_published']:,}",
            f"{result['night']['wall_seconds']:.0f}",
            f"{result['night']['cpu_seconds']:.0f}",
            _figure(result, "limit", "cpu_seconds"),
            _ratio(result, "cpu_of_night_to_limit"),
            f"{1000 * result['night']['cpu_seconds'] / result['accounts']:.1f}",
            f"{result['night']['peak_memory_mib']:,}",
            _figure(result, "night", "peak_disk_mib"),
            _figure(result, "limit", "peak_memory_mib"),
            _figure(result, "news", "cpu_seconds"),
            _ratio(result, "cpu_of_news_to_night"),
        )
        for result in results
    ]
    head = (
        "accounts", "rows landed", "rows published", "night, s", "night, CPU-s", "limit, CPU-s", "night / limit",
        "CPU-ms an account", "night, peak MiB", "night, disk MiB", "limit, peak MiB", "news, CPU-s", "news / night",
    )  # fmt: skip
    return "## The whole night\n" + _table(head, rows)


def _of_size(result: dict[str, Any]) -> str:
    news = {stage["stage"]: f"{stage['cpu_seconds']:.1f}" for stage in result.get("stages_of_news", ())}
    rows = [
        (
            stage["stage"],
            f"{stage['wall_seconds']:.1f}",
            f"{stage['cpu_seconds']:.1f}",
            news.get(stage["stage"], NOT_MEASURED),
            f"{stage['peak_memory_mib']:,}",
            _megabytes(stage["read_bytes"]),
            _megabytes(stage["written_bytes"]),
        )
        for stage in result["stages"]
    ]
    head = ("stage", "wall, s", "CPU, s", "CPU of a night of news, s", "peak so far, MiB", "read, MB", "written, MB")
    slowest = list(result.get("statements", {}).items())[:10]
    statements = "\nThe ten statements that take DuckDB longest, in seconds of wall clock:\n\n" + _table(
        ("model", "s"), [(name, f"{seconds:.2f}") for name, seconds in slowest]
    )
    allowed = f"DuckDB was allowed {result['memory_limit']} of memory. " if "memory_limit" in result else ""
    dropped = "" if result.get("tables_kept", True) else f" {DROPPED}"
    kept = ", ".join(f"{folder} {_megabytes(size)} MB" for folder, size in result["bytes"].items())
    return (
        f"## {result['size']}: {result['accounts']:,} accounts\n{_table(head, rows)}\n"
        f"{allowed}On disk afterwards: {kept}.{dropped}\n{statements if slowest else ''}"
    )


def _figure(result: dict[str, Any], what: str, figure: str) -> str:
    found = result.get(what, {}).get(figure)
    return NOT_MEASURED if found is None else f"{found:,.0f}"


def _ratio(result: dict[str, Any], name: str) -> str:
    return f"{result[name]:.2f}" if name in result else NOT_MEASURED


def _megabytes(size: int | None) -> str:
    return "not counted" if size is None else f"{size / 1e6:,.0f}"


def _table(head: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> str:
    ruler = ("---",) + ("---:",) * (len(head) - 1)
    return "".join(f"| {' | '.join(row)} |\n" for row in (head, ruler, *rows))


def _seconds(results: list[dict[str, Any]]) -> None:
    for what, label in (("night", "whole night"), ("limit", "DuckDB alone")):
        _plot_costs(results, what, "cpu_seconds", label)
    _finish("seconds", "seconds of processor", is_log=True)


def _memory(results: list[dict[str, Any]]) -> None:
    for what, label in (("night", "whole night"), ("limit", "DuckDB alone")):
        _plot_costs(results, what, "peak_memory_mib", label)
    _finish("memory", "most memory held, MiB", is_log=False)


def _plot_costs(results: list[dict[str, Any]], what: str, figure: str, label: str) -> None:
    found = [(result["accounts"], result[what][figure]) for result in results if what in result]
    plt.plot(*zip(*found, strict=True), marker="o", label=label)


def _stages(results: list[dict[str, Any]]) -> None:
    for stage in [stage["stage"] for stage in results[0]["stages"]]:
        found = [
            (result["accounts"], 1000 * taken["cpu_seconds"] / result["accounts"])
            for result in results
            for taken in result["stages"]
            if taken["stage"] == stage
        ]
        plt.plot(*zip(*found, strict=True), marker="o", label=stage)
    _finish("stages", "milliseconds of processor an account", is_log=True)


def _finish(name: str, what: str, *, is_log: bool) -> None:
    plt.xscale("log")
    plt.yscale("log" if is_log else "linear")
    plt.ylim(bottom=None if is_log else 0)
    plt.xlabel("accounts")
    plt.ylabel(what)
    plt.grid(visible=True, alpha=0.3)
    plt.legend()
    plt.gcf().set_size_inches(8, 4.5)
    plt.savefig(IMAGES / f"{name}.svg", metadata={"Date": None})
    plt.close()


if __name__ == "__main__":
    main()
