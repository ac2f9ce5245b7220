"""Numbers that stand one below the other: what each needs after it for their decimal points to align."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, assert_never

from codepub.document.nodes import AbsenceNotice, AbsenceSign, Cell, Paragraph
from codepub.document.text import plain_text
from codepub.patterns import compile_late

_NUMBER: Final = compile_late(r"[^\w.]*(?=\.?\d)[\d,]*(?P<fraction>\.\d+)?")


def count_decimals(cells: Sequence[Cell | AbsenceNotice]) -> int:
    """Return the most digits that a number of a column has after its point."""
    return max((len(fraction) - 1 for cell in cells if (fraction := _read_fraction(cell))), default=0)


def find_padding(cell: Cell | AbsenceNotice, decimals: int) -> str:
    """Return the point and digits that a number lacks beside those with the most; what is no number lacks none.

    They are as wide as what is set in their place, invisibly, where figures are tabular: they are no text.
    """
    fraction = _read_fraction(cell)
    return "" if fraction is None or not decimals else f".{'0' * decimals}"[len(fraction) :]


def _read_fraction(cell: Cell | AbsenceNotice) -> str | None:
    """Return the point of a number and the digits after it, which may be none; of what is no number, nothing."""
    match cell:
        case Paragraph():
            found = _NUMBER.fullmatch(plain_text(cell))
            return None if found is None else found["fraction"] or ""
        case AbsenceSign() | AbsenceNotice():
            return None
        case _:
            assert_never(cell)
