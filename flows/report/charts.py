"""Charts as plain geometry, which a template draws as SVG: a line over months, and bars of what moved each month."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from itertools import pairwise

from flows.report.language import WRITTEN_IN, Language

Amount = Decimal | float

LEFT, RIGHT, TOP, BOTTOM = 52, 12, 14, 30
LABEL_WIDTH = 64
STEPS = (1, 2, 2.5, 5, 10)
GAINS = ("new", "reactivation", "expansion")
LOSSES = ("contraction", "churn")
ENGLISH = Language(WRITTEN_IN)


@dataclass(frozen=True)
class Size:
    """How large a drawing is, and how many of the last months it covers."""

    width: int
    height: int
    months: int


@dataclass(frozen=True)
class Point:
    """A month's value with the words a pointer shows; None when the month has none."""

    month: date
    value: Amount | None
    words: str


@dataclass(frozen=True)
class Bar:
    """A part of a month's column, in the drawing's units."""

    x: float
    y: float
    width: float
    height: float
    kind: str
    words: str


@dataclass(frozen=True)
class Chart:
    """A drawing: gridlines, month labels, and lines with dots or bars; all in the drawing's units."""

    width: int
    height: int
    left: int
    ticks: list[tuple[float, str]]
    labels: list[tuple[float, str]]
    baseline: float
    lines: list[str] = field(default_factory=list)
    gaps: list[str] = field(default_factory=list)
    areas: list[str] = field(default_factory=list)
    dots: list[tuple[float, float, str]] = field(default_factory=list)
    bars: list[Bar] = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to draw."""
        return not self.dots and not self.bars


def line_chart(
    points: Sequence[Point], size: Size, scale: Sequence[float] | None = None, language: Language = ENGLISH
) -> Chart:
    """A line over months, dashed across the months that have no value.

    Args:
        points: one a month, oldest first, without gaps.
        size: of the drawing.
        scale: the values that get a gridline, lowest first; from 0 over round steps when not given.
    """
    values = [float(point.value) for point in points if point.value is not None]
    ticks = list(scale) if scale else _ticks(min([0.0, *values]), max([0.0, *values]))
    place = _placer(ticks[0], ticks[-1], size.height)
    at = _columns(len(points), size.width)
    runs = _runs([(x, place(float(p.value)) if p.value is not None else None) for x, p in zip(at, points, strict=True)])
    baseline = place(min(max(0.0, ticks[0]), ticks[-1]))
    return Chart(
        width=size.width,
        height=size.height,
        left=LEFT,
        ticks=[(place(value), language.compact(value)) for value in ticks],
        labels=_labels(at, [point.month for point in points], size.width, language),
        baseline=baseline,
        lines=[_path(run) for run in runs if len(run) > 1],
        gaps=[_path([run[-1], following[0]]) for run, following in pairwise(runs)],
        areas=[] if scale else [_area(run, baseline) for run in runs if len(run) > 1],
        dots=[
            (round(x, 1), round(place(float(p.value)), 1), p.words)
            for x, p in zip(at, points, strict=True)
            if p.value is not None
        ],
    )


def bridge_chart(
    months: Sequence[tuple[date, dict[str, Decimal] | None]],
    size: Size,
    words: Callable[[date, str, Decimal], str],
    language: Language = ENGLISH,
) -> Chart:
    """What moved each month: gains stacked upwards, losses downwards, exchange rates to the side of their sign.

    Args:
        months: one a month, oldest first; the amounts by movement, None when the month has no data.
        size: of the drawing.
        words: what a pointer shows on a part, by month, movement and amount.
        language: of the figures and months beside the axes.
    """
    stacks = [_stack(moved) if moved else [] for _, moved in months]
    ends = [end for stack in stacks for _, start, stop, _ in stack for end in (start, stop)]
    ticks = _ticks(min([0.0, *ends]), max([0.0, *ends]))
    place = _placer(ticks[0], ticks[-1], size.height)
    at = _columns(len(months), size.width)
    thickness = min(26.0, (size.width - LEFT - RIGHT) / max(1, len(months)) * 0.64)
    bars = [
        Bar(
            x=round(x - thickness / 2, 1),
            y=round(place(max(start, stop)), 1),
            width=round(thickness, 1),
            height=round(abs(place(start) - place(stop)), 1),
            kind=kind,
            words=words(day, kind, amount),
        )
        for x, (day, _), stack in zip(at, months, stacks, strict=True)
        for kind, start, stop, amount in stack
    ]
    return Chart(
        width=size.width,
        height=size.height,
        left=LEFT,
        ticks=[(place(value), language.compact(value)) for value in ticks],
        labels=_labels(at, [day for day, _ in months], size.width, language),
        baseline=place(0.0),
        bars=bars,
    )


def _stack(moved: dict[str, Decimal]) -> list[tuple[str, float, float, Decimal]]:
    up = down = 0.0
    parts = []
    for kind in (*GAINS, *LOSSES, "fx"):
        amount = float(moved[kind])
        if amount > 0:
            parts.append((kind, up, up + amount, moved[kind]))
            up += amount
        elif amount < 0:
            parts.append((kind, down, down + amount, moved[kind]))
            down += amount
    return parts


def _ticks(low: float, high: float) -> list[float]:
    if high <= low:
        return [low, low + 1]
    rough = (high - low) / 4
    size = 10.0 ** math.floor(math.log10(rough))
    step = next(factor * size for factor in STEPS if factor * size >= rough * 0.999)
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    return [round(index * step, 10) for index in range(first, last + 1)]


def _placer(low: float, high: float, height: int) -> Callable[[float], float]:
    scale = (height - TOP - BOTTOM) / (high - low)
    return lambda value: round(TOP + (high - value) * scale, 2)


def _runs(places: Sequence[tuple[float, float | None]]) -> list[list[tuple[float, float]]]:
    runs: list[list[tuple[float, float]]] = [[]]
    for x, y in places:
        if y is None:
            runs.append([])
        else:
            runs[-1].append((x, y))
    return [run for run in runs if run]


def _area(run: Sequence[tuple[float, float]], baseline: float) -> str:
    return _path([(run[0][0], baseline), *run, (run[-1][0], baseline)]) + " Z"


def _path(places: Sequence[tuple[float, float]]) -> str:
    return "M" + " L".join(f"{x:.1f},{y:.1f}" for x, y in places)


def _columns(count: int, width: int) -> list[float]:
    step = (width - LEFT - RIGHT) / max(1, count)
    return [LEFT + step * (index + 0.5) for index in range(count)]


def _labels(at: Sequence[float], months: Sequence[date], width: int, language: Language) -> list[tuple[float, str]]:
    room = max(1, (width - LEFT - RIGHT) // LABEL_WIDTH)
    every = max(1, math.ceil(len(months) / room))
    # Counted from the newest month, so that the month people look for always has its label.
    kept = range(len(months) - 1, -1, -every)
    return [(round(at[index], 1), language.month(months[index])) for index in reversed(kept)]
