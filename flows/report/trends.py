"""A line over months whose axes speak the language of a page."""

from collections.abc import Sequence
from dataclasses import replace

from flows.report.charts import Chart, Point, Size, line_chart
from flows.report.language import Language


def month_line(points: Sequence[Point], size: Size, language: Language, scale: Sequence[float] | None = None) -> Chart:
    """`line_chart` with its months, and the values of a scale that is given, written in a language."""
    chart = line_chart(points, size, scale)
    months = {f"{point.month:%Y-%m}": language.month(point.month) for point in points}
    ticks = (
        [(y, language.compact(value)) for (y, _), value in zip(chart.ticks, scale, strict=True)]
        if scale
        else chart.ticks
    )
    return replace(chart, ticks=ticks, labels=[(x, months.get(label, label)) for x, label in chart.labels])
