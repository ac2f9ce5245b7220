"""The scale of a chart: where numbers lie across a picture, and which round ones are written below it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from codepub.document.amounts import write_amount
from codepub.document.nodes import Chart
from codepub.writers.charts.axis import LEAST_INTERVALS, find_ticks
from codepub.writers.text_widths import measure_with_room

_MOST_INTERVALS: Final = 5
_GAP: Final = 12.0
"""The least distance between two numbers, and from what stands before the scale, in points."""


@dataclass(frozen=True, slots=True)
class Scale:
    """Round numbers at equal distances, where the first and the last of them lie, and those that are written."""

    ticks: tuple[Decimal, ...]
    left: float
    right: float
    written: tuple[tuple[Decimal, str], ...]

    def place(self, number: Decimal) -> float:
        """Return where a number lies, in points."""
        share = (number - self.ticks[0]) / (self.ticks[-1] - self.ticks[0])
        return self.left + float(share) * (self.right - self.left)


def fit_scale(chart: Chart, start: float, end: float, size: float) -> Scale:
    """Find the scale with the most round numbers that, written in a size, stand apart between two places.

    Where not even three do, the first and the last alone are written; where not even these, the last.
    """
    for intervals in range(_MOST_INTERVALS, LEAST_INTERVALS - 1, -1):
        ticks = find_ticks(chart.least, chart.greatest, intervals)
        written = [_write_tick(chart, tick, ticks) for tick in ticks]
        widths = [measure_with_room(text, size) for text in written]
        left, right = start + max(_GAP, (widths[0] + _GAP) / 2), end - widths[-1] / 2
        scale = Scale(ticks, left, right, tuple(zip(ticks, written, strict=True)))
        if max(widths) + _GAP <= (right - left) / (len(ticks) - 1):
            return scale
    stand_apart = (widths[0] + widths[-1]) / 2 + _GAP <= right - left
    return Scale(ticks, left, right, (scale.written[0], scale.written[-1]) if stand_apart else scale.written[-1:])


def _write_tick(chart: Chart, tick: Decimal, ticks: Sequence[Decimal]) -> str:
    """Write a number with digits after its point only where those of the scale differ in them."""
    step = (ticks[1] - ticks[0]).normalize()
    digits = max(0, -step.adjusted())
    return write_amount(chart.unit, tick, max(digits, chart.decimals) if digits else 0)
