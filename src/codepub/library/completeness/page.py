"""Completeness as one web page that needs no other file: bars for each field, and the matrix as a table."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Final, NamedTuple

from markupsafe import Markup

from codepub.library.completeness.matrix import (
    MEANINGS,
    STATES,
    Cell,
    Completeness,
    Row,
    State,
    Tally,
    column_tallies,
    tally,
    total,
)
from codepub.library.completeness.symbols import OVERDUE, PARTLY, SYMBOLS, in_words, percentage, symbol
from codepub.origin import format_path
from codepub.writers.templates import render_template
from codepub.writers.theme import Theme

TEMPLATE: Final = "completeness.html"
_BAR: Final = 160
_WIDE: Final = 11
"""A bar is so many units long; a stretch of it that is so wide holds its sign."""


class _Stretch(NamedTuple):
    kind: str
    sign: str
    start: float
    width: float


def completeness_html(matrix: Completeness, theme: Theme) -> str:
    """Give the page; its words and looks are those of the template ``completeness.html`` and of the theme."""
    return render_template(
        theme,
        TEMPLATE,
        palette=theme.palette,
        typography=theme.typography,
        matrix=matrix,
        states=[(state, SYMBOLS[state], MEANINGS[state]) for state in STATES],
        partly=PARTLY,
        late=OVERDUE,
        fields=list(zip(matrix.columns, column_tallies(matrix), strict=True)),
        total=total(matrix),
        rows=map(_row, matrix.rows),
        share=_share,
        bar=_bar,
        told=_told,
        dotted=format_path,
        length=_BAR,
    )


def _share(counted: Tally) -> str:
    return percentage(counted.percent) if counted.fields else "–"


def _told(counted: Tally) -> str:
    """Say in words what a bar shows."""
    counts = ", ".join(f"{count} {state}" for state, count in _counted(counted))
    return f"{_share(counted)} given: {counts}" if counts else "in no record"


def _counted(counted: Tally) -> Iterator[tuple[State, int]]:
    return ((state, counted.states[state]) for state in STATES if state != "left-out" and counted.states.get(state))


def _bar(counted: Tally) -> list[_Stretch]:
    stretches, start = [], 0.0
    for state, count in _counted(counted):
        width = _BAR * count / counted.fields
        sign = SYMBOLS[state] if width >= _WIDE else ""
        stretches.append(_Stretch(f"s{STATES.index(state)}", sign, round(start, 2), round(width, 2)))
        start += width
    return stretches


def _row(row: Row) -> tuple[str, str, str, Markup]:
    cells = Markup("").join(map(_cell, row.cells))
    return f"{row.record.system} {row.record.code}", row.record.title, percentage(tally(row.cells).percent), cells


@cache
def _cell(cell: Cell) -> Markup:
    """Write a cell in words, which screen readers read and copies keep; its class gives it sign and colour."""
    late = " late" if cell.overdue else ""
    partly = " partly" if symbol(cell) == PARTLY else ""
    return Markup('<td class="s{}{}{}"><span>{}</span></td>').format(
        STATES.index(cell.state), partly, late, in_words(cell)
    )
