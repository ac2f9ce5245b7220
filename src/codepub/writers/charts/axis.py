"""The round numbers of an axis."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal, localcontext
from itertools import count
from typing import Final

LEAST_INTERVALS: Final = 2
"""The fewest intervals that can be asked for: numbers on both sides of zero take two."""
_DIGITS: Final = 64
"""The digits that are computed with: twice as many as a number of a record has."""


def find_ticks(least: Decimal, greatest: Decimal, intervals: int) -> tuple[Decimal, ...]:
    """Return the ends of equal intervals that hold all numbers from one to another, at most so many.

    Their length is the shortest that serves of 1, 2 and 5 times a power of ten, and each end is a multiple of it.
    """
    with localcontext(prec=_DIGITS):
        span = greatest - least or abs(greatest) or Decimal(1)
        for step in _list_steps((span / intervals).adjusted()):
            first = (least / step).to_integral_value(ROUND_FLOOR)
            last = max((greatest / step).to_integral_value(ROUND_CEILING), first + 1)
            if last - first <= max(intervals, LEAST_INTERVALS):
                return tuple((first + number) * step for number in range(int(last - first) + 1))
    raise AssertionError("steps never end")


def _list_steps(exponent: int) -> Iterator[Decimal]:
    for power in count(exponent):
        yield from (Decimal(digit).scaleb(power) for digit in (1, 2, 5))
