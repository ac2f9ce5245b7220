from __future__ import annotations

from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from codepub.writers.charts.axis import find_ticks


@pytest.mark.parametrize(
    ("least", "greatest", "intervals", "expected"),
    [
        ("92.40", "211.35", 5, "50 100 150 200 250"),
        ("92.40", "211.35", 2, "0 200 400"),
        ("0", "100", 5, "0 20 40 60 80 100"),
        ("0.12", "0.31", 5, "0.10 0.15 0.20 0.25 0.30 0.35"),
        ("-12", "31", 5, "-20 0 20 40"),
        ("905", "905", 5, "900 1000"),
        ("0", "0", 5, "0 0.1"),
    ],
)
def test_an_axis_has_few_round_numbers_that_hold_all_others(
    least: str, greatest: str, intervals: int, expected: str
) -> None:
    ticks = find_ticks(Decimal(least), Decimal(greatest), intervals)

    assert list(ticks) == [Decimal(tick) for tick in expected.split()]


amounts = st.decimals(-(10**15), 10**15, places=15)


@given(amounts, amounts, st.integers(2, 9))
def test_ticks_are_equally_far_apart_whatever_they_hold(one: Decimal, other: Decimal, intervals: int) -> None:
    least, greatest = sorted((one, other))
    ticks = find_ticks(least, greatest, intervals)

    assert ticks[0] <= least
    assert ticks[-1] >= greatest
    assert 2 <= len(ticks) <= intervals + 1
    assert len({after - before for before, after in pairwise(ticks)}) == 1
