"""Small drawings as plain geometry: a line without axes, the steps of a waterfall, and a curve of shares."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from flows.report.charts import BOTTOM, LEFT, RIGHT, TOP, Chart, Size
from flows.report.language import Language

SPARK_WIDTH, SPARK_HEIGHT, SPARK_EDGE = 240, 44, 5
FALL_WIDTH = 1000
# A curve of thousands of customers is drawn through this many of them.
CURVE_POINTS = 160


@dataclass(frozen=True)
class Spark:
    """A line over months without axes; `dot` is its last month, `target` the height of the target's line."""

    width: int
    height: int
    lines: list[str]
    dot: tuple[float, float]
    target: float | None


@dataclass(frozen=True)
class Step:
    """A step of a waterfall: its name, its amount, and from where to where it reaches on the drawing's width."""

    kind: str
    amount: Decimal
    start: float
    width: float


@dataclass(frozen=True)
class Waterfall:
    """The steps from opening to closing on one scale, which begins at `low`."""

    low: Decimal
    steps: list[Step]


def sparkline(values: Sequence[Decimal | None], target: Decimal | None) -> Spark | None:
    """A line over the values, oldest first, broken where one is missing; None when none is known."""
    known = [float(value) for value in values if value is not None]
    if not known:
        return None
    ends = [*known, float(target)] if target is not None else known
    low, high = min(ends), max(ends)
    scale = (SPARK_HEIGHT - 2 * SPARK_EDGE) / ((high - low) or 1)

    def place(value: Decimal | float) -> float:
        middle = SPARK_HEIGHT / 2 if high == low else SPARK_EDGE + (high - float(value)) * scale
        return round(middle, 1)

    step = (SPARK_WIDTH - 2 * SPARK_EDGE) / max(1, len(values) - 1)
    runs: list[list[tuple[float, float]]] = [[]]
    for index, value in enumerate(values):
        if value is None:
            runs.append([])
        else:
            runs[-1].append((round(SPARK_EDGE + index * step, 1), place(value)))
    drawn = [run for run in runs if run]
    lines = ["M" + " L".join(f"{x},{y}" for x, y in run) for run in drawn if len(run) > 1]
    return Spark(SPARK_WIDTH, SPARK_HEIGHT, lines, drawn[-1][-1], None if target is None else place(target))


def waterfall(opening: Decimal, sums: Mapping[str, Decimal], closing: Decimal) -> Waterfall:
    """The steps that lead from the opening to the closing, on a scale that begins shortly before the lowest of them."""
    reached = [opening]
    for amount in sums.values():
        reached.append(reached[-1] + amount)
    low, high = _ends([*reached, closing])
    scale = FALL_WIDTH / float(high - low)

    def step(kind: str, amount: Decimal, start: Decimal, end: Decimal) -> Step:
        left, right = sorted((float(start - low) * scale, float(end - low) * scale))
        return Step(kind, amount, round(left, 1), round(right - left, 1))

    moved = [
        step(kind, amount, before, before + amount)
        for (kind, amount), before in zip(sums.items(), reached[:-1], strict=True)
    ]
    return Waterfall(low, [step("opening", opening, low, opening), *moved, step("closing", closing, low, closing)])


def share_curve(shares: Sequence[tuple[float, float]], size: Size, language: Language) -> Chart:
    """The share of revenue by the share of customers, the largest first, both from 0 to 1."""
    every = max(1, math.ceil(len(shares) / CURVE_POINTS))
    kept = [(0.0, 0.0), *shares[::every], *([shares[-1]] if shares else [])]
    across, down = size.width - LEFT - RIGHT, size.height - TOP - BOTTOM
    points = [(LEFT + x * across, TOP + (1 - y) * down) for x, y in kept]
    path = "M" + " L".join(f"{x:.1f},{y:.1f}" for x, y in points)
    quarters = (0.0, 0.25, 0.5, 0.75, 1.0)
    return Chart(
        width=size.width,
        height=size.height,
        left=LEFT,
        ticks=[(round(TOP + (1 - share) * down, 1), language.percent(share, 0)) for share in quarters],
        labels=[(round(LEFT + share * across, 1), language.percent(share, 0)) for share in quarters[1:4]],
        baseline=float(TOP + down),
        lines=[path],
        gaps=[f"M{LEFT},{TOP + down} L{LEFT + across},{TOP}"],
        areas=[f"{path} L{LEFT + across:.1f},{TOP + down:.1f} Z"],
    )


def _ends(levels: Sequence[Decimal]) -> tuple[Decimal, Decimal]:
    low, high = min(levels), max(levels)
    if high <= low:
        return (low - 1 if low < 0 else Decimal(0)), max(high, Decimal(0)) + 1
    # An eighth of what moved lies before the lowest level, so that every bar begins somewhere; never below nothing.
    begin = low - (high - low) / 8
    return (max(Decimal(0), begin) if low >= 0 else begin), high
