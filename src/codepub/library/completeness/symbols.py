"""One sign for each state of a field, the same at a terminal and on the page; readable without colour."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from codepub.library.completeness.matrix import MatrixCell, State

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
"""A field with a recheck that is overdue, whatever its state."""


def choose_symbol(cell: MatrixCell) -> str:
    """Choose the sign of a cell; what is overdue comes first, since somebody must act."""
    if cell.overdue:
        return OVERDUE
    return PARTLY if cell.state == "value" and cell.gaps else SYMBOLS[cell.state]


def describe_cell(cell: MatrixCell) -> str:
    """Say what a cell's sign stands for."""
    gaps = f", {cell.gaps} within not given" if cell.gaps else ""
    overdue = ", recheck overdue" if cell.overdue else ""
    return f"{cell.state}{gaps}{overdue}"


def write_percentage(share: float) -> str:
    """Write a share, rounded down, so that what is not complete never looks complete."""
    return f"{int(share * 10) / 10:.1f}%"
