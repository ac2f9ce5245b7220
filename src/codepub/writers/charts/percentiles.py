"""Percentiles as a picture: a row for each set of numbers, its name at the left, its percentiles on a common scale.

A thin line goes from the least known percentile to the greatest; its ends are the 10th and the 90th. A thick one goes
from the 25th to the 75th. The median is a ring, and its number stands over it. So each has a shape of its own, and
nothing is told by colour alone. What is not known is not drawn.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, NamedTuple

from codepub.document.amounts import write_amount
from codepub.document.nodes import Chart, ChartRow
from codepub.writers.charts.scale import Scale, fit_scale
from codepub.writers.charts.shapes import Anchor, Bar, Dot, Drawing, Label, Shape, Tone
from codepub.writers.text_widths import ROOM, break_lines, measure_with_room
from codepub.writers.theme import Typography

_NAMES_SHARE: Final = 0.36
"""The most that names may take of a width; longer ones take several lines."""
_GAP: Final = 6.0
"""The least distance between what stands beside or below each other, in points."""
_LEADING: Final = 1.2
"""The distance of lines, as a multiple of the size of their letters."""
_RISE: Final = 0.34
"""How far the middle of letters is above the line they stand on, as a multiple of their size."""
_LINE, _THICK, _END = 1.0, 5.0, 7.0
"""The heights of the thin line, of the thick one, and of the ends, in points."""
_HAIRLINE: Final = 0.5
_RING, _HOLE = 4.0, 2.2
"""The radii of the ring of a median, outside and inside, in points."""

Places = tuple[float | None, float | None, float | None, float | None, float | None]
"""Where percentiles lie across a picture."""


class _Plan(NamedTuple):
    """What all parts of a chart go by: its description, its width, two sizes of letters, that of names, its scale."""

    chart: Chart
    width: float
    size: float
    small: float
    names_width: float
    scale: Scale


class _Part(NamedTuple):
    """The shapes of a part of a chart, and where it ends."""

    shapes: list[Shape]
    bottom: float


def draw_percentiles(chart: Chart, typography: Typography, width: float) -> Drawing:
    """Draw a chart as wide as told, in points, lettered in the sizes of a typography: name, key, rows, scale."""
    plan = _make_plan(chart, width, typography.table, typography.small)
    heading = _draw_heading(plan)
    key = _draw_key(plan, heading.bottom)
    rows = _draw_rows(plan, key.bottom)
    numbers = _draw_numbers(plan, rows.bottom)
    lines = _draw_lines(plan.scale, key.bottom, rows.bottom)
    return Drawing(width, numbers.bottom, (*heading.shapes, *key.shapes, *lines, *rows.shapes, *numbers.shapes))


def _make_plan(chart: Chart, width: float, size: float, small: float) -> _Plan:
    widths = [measure_with_room(chart.key[0], small)]
    widths += [measure_with_room(row.name, size) for row in chart.rows]
    widths += [measure_with_room(row.note, small) for row in chart.rows]
    names_width = min(max(widths), _NAMES_SHARE * width)
    return _Plan(chart, width, size, small, names_width, fit_scale(chart, names_width, width, small))


def _draw_heading(plan: _Plan) -> _Part:
    lines = break_lines(plan.chart.name, plan.width / plan.small / ROOM)
    leading = plan.small * _LEADING
    shapes: list[Shape] = [
        Label(line, 0, plan.small + number * leading, plan.small, Tone.QUIET) for number, line in enumerate(lines)
    ]
    return _Part(shapes, len(lines) * leading + _GAP)


def _draw_key(plan: _Plan, top: float) -> _Part:
    """Draw how the percentiles of a row look, with what each is called over it."""
    lead, *names = plan.chart.key
    widest = max(measure_with_room(name, plan.small) for name in names)
    apart = widest + _GAP
    start = max(widest / 2, min(plan.scale.left, plan.width - 4 * apart - widest / 2))
    places = (start, start + apart, start + 2 * apart, start + 3 * apart, start + 4 * apart)
    line = top + plan.small
    shapes: list[Shape] = [Label(lead, 0, line, plan.small, Tone.QUIET)]
    if measure_with_room(lead, plan.small) > start - widest / 2:
        line += plan.small * _LEADING
    shapes += (
        Label(name, place, line, plan.small, Tone.QUIET, Anchor.MIDDLE)
        for name, place in zip(names, places, strict=True)
    )
    shapes += _draw_marks(places, line + _END, Tone.QUIET)
    return _Part(shapes, line + _END * 1.5 + _GAP)


def _draw_lines(scale: Scale, top: float, bottom: float) -> Iterator[Shape]:
    for tick in scale.ticks:
        yield Bar(scale.place(tick) - _HAIRLINE / 2, top, _HAIRLINE, bottom - top, Tone.RULE)


def _draw_numbers(plan: _Plan, top: float) -> _Part:
    line = top + plan.small * 1.1
    shapes: list[Shape] = [
        Label(text, plan.scale.place(tick), line, plan.small, Tone.QUIET, Anchor.MIDDLE)
        for tick, text in plan.scale.written
    ]
    return _Part(shapes, line + plan.small * (1 - 2 * _RISE))


# Rows --------------------------------------------------------------------------------------------------------------


def _draw_rows(plan: _Plan, top: float) -> _Part:
    shapes: list[Shape] = []
    for row in plan.chart.rows:
        drawn, top = _draw_row(plan, row, top)
        shapes += drawn
    return _Part(shapes, top)


def _draw_row(plan: _Plan, row: ChartRow, top: float) -> _Part:
    """Draw a row: the lines of its name, and of what is said of it, around the middle of its percentiles."""
    lettered = [
        (line, size, tone)
        for text, size, tone in ((row.name, plan.size, Tone.INK), (row.note, plan.small, Tone.QUIET))
        for line in break_lines(text, plan.names_width / size / ROOM + _ROUNDING)
    ]
    high = sum(size for _, size, _ in lettered) * _LEADING
    middle = top + max(plan.small + _END + 1, high / 2)
    bottom = middle - high / 2
    shapes: list[Shape] = []
    for text, size, tone in lettered:
        bottom += size * _LEADING
        shapes.append(Label(text, 0, bottom - size * (_LEADING / 2 - _RISE), size, tone))
    return _Part([*shapes, *_draw_percentiles_of(plan, row, middle)], max(middle + _END, bottom) + _GAP)


_ROUNDING: Final = 0.01
"""What a line may be wider than reckoned, in ems, so that the widest name stands in the line made for it."""


def _draw_percentiles_of(plan: _Plan, row: ChartRow, middle: float) -> Iterator[Shape]:
    p10, p25, p50, p75, p90 = (None if number is None else plan.scale.place(number) for number in row.percentiles)
    yield from _draw_marks((p10, p25, p50, p75, p90), middle, Tone.ACCENT)
    median = row.percentiles[2]
    if p50 is not None and median is not None:
        yield from _draw_median(plan, write_amount(plan.chart.unit, median, plan.chart.decimals), p50, middle - _END)


def _draw_median(plan: _Plan, text: str, place: float, line: float) -> Iterator[Shape]:
    """Draw the number of a median on paper of its own, so that no line of the scale crosses it."""
    half = measure_with_room(text, plan.small) / 2
    x = max(plan.names_width + half, min(place, plan.width - half))
    yield Bar(x - half, line - plan.small, 2 * half, plan.small, Tone.PAPER)
    yield Label(text, x, line, plan.small, Tone.INK, Anchor.MIDDLE, bold=True)


def _draw_marks(places: Places, middle: float, tone: Tone) -> Iterator[Shape]:
    """Draw the percentiles that are known at their places, around a line across a picture."""
    known = [place for place in places if place is not None]
    if not known:
        return
    p10, p25, p50, p75, p90 = places
    yield _draw_line(min(known), max(known), middle, _LINE, tone)
    yield from (_draw_line(place, place, middle, _END, tone) for place in (p10, p90) if place is not None)
    if p25 is not None and p75 is not None:
        yield _draw_line(min(p25, p75), max(p25, p75), middle, _THICK, tone)
    else:
        yield from (_draw_line(place, place, middle, _THICK, tone) for place in (p25, p75) if place is not None)
    if p50 is not None:
        yield Dot(p50, middle, _RING, tone)
        yield Dot(p50, middle, _HOLE, Tone.PAPER)


def _draw_line(start: float, end: float, middle: float, height: float, tone: Tone) -> Bar:
    return Bar(start - _LINE / 2, middle - height / 2, end - start + _LINE, height, tone)
