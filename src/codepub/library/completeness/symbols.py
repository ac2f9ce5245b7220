"""One sign for each state of a field, the same at a terminal and on the page; readable without colour."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from codepub.library.completeness.matrix import Cell, State

SYMBOLS: Final[Mapping[State, str]] = {
    "value": "●",
    "none": "○",
    "unknown": "U",
    "asked-unknown": "S",
    "temp-unknown": "P",
    "not-asked": "N",
    "masked": "W",
    "not-applicable": "×",
    "as-text": "T",
    "left-out": "·",
}
PARTLY: Final = "◐"
"""A value in which single values are not given."""

OVERDUE: Final = "!"
"""Takes the place of any sign where a recheck is overdue."""


def symbol(cell: Cell) -> str:
    """Give the sign of a cell; what is overdue comes first, since somebody must act."""
    if cell.overdue:
        return OVERDUE
    return PARTLY if cell.state == "value" and cell.gaps else SYMBOLS[cell.state]


def in_words(cell: Cell) -> str:
    """Say what a cell's sign stands for."""
    gaps = f", {cell.gaps} within not given" if cell.gaps else ""
    overdue = ", recheck overdue" if cell.overdue else ""
    return f"{cell.state}{gaps}{overdue}"


def percentage(share: float) -> str:
    """Write a share, rounded down, so that what is not complete never looks complete."""
    return f"{int(share * 10) / 10:.1f}%"
