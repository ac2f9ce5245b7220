"""Completeness as one web page that needs no other file: bars for each field, and the matrix as a table."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Final, NamedTuple

from markupsafe import Markup

from codepub.library.completeness.matrix import (
    MEANINGS,
    STATES,
    Completeness,
    MatrixCell,
    MatrixRow,
    State,
    Tally,
    tally,
    tally_all,
    tally_columns,
)
from codepub.library.completeness.symbols import (
    OVERDUE,
    PARTLY,
    SYMBOLS,
    choose_symbol,
    describe_cell,
    write_percentage,
)
from codepub.origin import format_path
from codepub.writers.templates import render_template
from codepub.writers.theme import Theme

TEMPLATE: Final = "completeness.html"
_BAR_LENGTH: Final = 160
"""Length of a bar, in units of its drawing."""

_MIN_SIGN_WIDTH: Final = 11
"""Width, in the same units, from which on a stretch of a bar has room for its sign."""


class _Stretch(NamedTuple):
    kind: str
    sign: str
    start: float
    width: float


def completeness_html(matrix: Completeness, theme: Theme) -> str:
    """Return the page; its words and looks are those of the template ``completeness.html`` and of the theme."""
    return render_template(
        theme,
        TEMPLATE,
        palette=theme.palette,
        dark=theme.dark,
        typography=theme.typography,
        matrix=matrix,
        states=[(state, SYMBOLS[state], MEANINGS[state]) for state in STATES],
        partly=PARTLY,
        late=OVERDUE,
        fields=list(zip(matrix.columns, tally_columns(matrix), strict=True)),
        total=tally_all(matrix),
        rows=map(_make_row, matrix.rows),
        share=_write_share,
        bar=_draw_bar,
        told=_describe_tally,
        dotted=format_path,
        length=_BAR_LENGTH,
    )


def _write_share(counted: Tally) -> str:
    return write_percentage(counted.percent) if counted.fields else "–"


def _describe_tally(counted: Tally) -> str:
    """Say in words what a bar shows."""
    counts = ", ".join(f"{count} {state}" for state, count in _list_counts(counted))
    return f"{_write_share(counted)} given: {counts}" if counts else "in no record"


def _list_counts(counted: Tally) -> Iterator[tuple[State, int]]:
    return ((state, counted.states[state]) for state in STATES if state != "left-out" and counted.states.get(state))


def _draw_bar(counted: Tally) -> list[_Stretch]:
    stretches, start = [], 0.0
    for state, count in _list_counts(counted):
        width = _BAR_LENGTH * count / counted.fields
        sign = SYMBOLS[state] if width >= _MIN_SIGN_WIDTH else ""
        stretches.append(_Stretch(f"s{STATES.index(state)}", sign, round(start, 2), round(width, 2)))
        start += width
    return stretches


def _make_row(row: MatrixRow) -> tuple[str, str, str, Markup]:
    cells = Markup("").join(map(_write_cell, row.cells))
    return f"{row.record.system} {row.record.code}", row.record.title, write_percentage(tally(row.cells).percent), cells


@cache
def _write_cell(cell: MatrixCell) -> Markup:
    """Write a cell in words, which screen readers read and copies keep; its class gives it sign and colour."""
    late = " late" if cell.overdue else ""
    partly = " partly" if choose_symbol(cell) == PARTLY else ""
    return Markup('<td class="s{}{}{}"><span>{}</span></td>').format(
        STATES.index(cell.state), partly, late, describe_cell(cell)
    )
