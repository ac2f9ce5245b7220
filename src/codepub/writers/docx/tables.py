"""Tables become tables of Word, with what a screen reader asks for and rows that are not torn from each other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final, assert_never

from codepub.document.nodes import (
    AbsenceSign,
    Cell,
    Column,
    ColumnKind,
    Definition,
    Paragraph,
    RowGroup,
    Table,
    TableNote,
)
from codepub.document.text import plain_text
from codepub.ooxml.xml import Element, keep_with_next, text_run, w
from codepub.writers.column_widths import UNHYPHENATED, count_lines, share_width
from codepub.writers.decimals import count_decimals
from codepub.writers.docx.paragraphs import make_cell_texts, make_paragraph
from codepub.writers.docx.runs import Writing, write_runs
from codepub.writers.docx.styles import CELL_MARGIN, TABLE_STYLE

_SHORT_TABLE: Final = 8
"""The most lines of a table that is kept on one page: with its headings about a fifth of it, which may stay empty."""
HEADER_ROW: Final = 0x0020
HEADER_COLUMN: Final = 0x0080
"""The bits of ``w:tblLook`` that say what a table is read by (ECMA-376 Part 1, 17.4.55); rows have no bands."""
_NO_BANDS: Final = 0x0600
_DIGIT_EMS: Final = 0.5
_POINT_EMS: Final = 0.25
_BOLD_DIGIT_EMS: Final = 0.54
"""The widths of a figure, a decimal point and a bold figure in ems; figures of tables are all of one width."""


@dataclass(frozen=True, slots=True)
class TableFrame:
    """What a table of Word is besides its rows: its style, names, the widths of columns, and what it is read by."""

    style: str
    name: str
    description: str
    widths: Sequence[int]
    look: int


def frame_rows(writing: Writing, frame: TableFrame, rows: Iterable[Element]) -> Element:
    """Make a table of rows."""
    header = {"firstRow": HEADER_ROW, "firstColumn": HEADER_COLUMN}
    look = {name: int(bool(frame.look & bit)) for name, bit in header.items()}
    return w(
        "tbl",
        w(
            "tblPr",
            w("tblStyle", val=writing.styles[frame.style]),
            w("tblW", w=sum(frame.widths), type="dxa"),
            w("tblLayout", type="fixed"),
            w("tblLook", val=f"{frame.look | _NO_BANDS:04X}", **look, lastRow=0, lastColumn=0, noHBand=1, noVBand=1),
            w("tblCaption", val=frame.name),
            w("tblDescription", val=frame.description),
        ),
        w("tblGrid", *(w("gridCol", w=width) for width in frame.widths)),
        *rows,
    )


def make_row(cells: Iterable[Element], *properties: Element) -> Element:
    """Make a row, which no page divides."""
    return w("tr", w("trPr", w("cantSplit"), *properties), *cells)


def make_cell(width: int, *paragraphs: Element, columns: int = 1) -> Element:
    """Make a cell of one or several columns."""
    across = [w("gridSpan", val=columns)] if columns > 1 else []
    return w("tc", w("tcPr", w("tcW", w=width, type="dxa"), *across), *paragraphs)


def keep_rows(rows: Sequence[Element], lines: int, *, followed: bool) -> None:
    """Keep the rows of a short table together, and of a longer one the first and the last with their neighbours.

    Where what follows belongs to the table, the last row keeps to it.
    """
    kept = rows[:-1] if lines <= _SHORT_TABLE else (*rows[:2], *rows[-2:-1])
    for row in (*kept, *(rows[-1:] if followed else ())):
        keep_with_next(row)


def share_twips(shares: Iterable[float], width: int) -> list[int]:
    """Share a width in twentieths of a point, to the last of them."""
    ends, share = [0], 0.0
    for each in shares:
        share += each
        ends.append(round(share * width))
    return [end - start for start, end in pairwise(ends)]


# The tables of the document --------------------------------------------------------------------------------------


def write_table(writing: Writing, table: Table, name: str, *, followed: bool) -> Iterator[Element]:
    """Yield a table and its notes; ``followed`` says that what comes next belongs to them."""
    ems = writing.width / (writing.theme.typography.table * 20)
    shares = share_width(table, ems, UNHYPHENATED)
    widths = share_twips(shares, writing.width)
    head = make_row(
        (make_cell(width, _make_header(writing, column)) for width, column in zip(widths, table.columns, strict=True)),
        w("tblHeader"),
    )
    stops = [
        _find_stop(writing, [row[place] for row in table.rows], column, width)
        for place, (column, width) in enumerate(zip(table.columns, widths, strict=True))
    ]
    rows = [head, *(row for group in table.groups for row in _make_group(writing, group, widths, stops))]
    lines = sum(count_lines(table.rows, [share * ems for share in shares])) + len(rows) - len(table.rows)
    keep_rows(rows, lines, followed=followed or bool(table.notes))
    described = f"{name}: {', '.join(column.header for column in table.columns)}"
    yield frame_rows(writing, TableFrame(TABLE_STYLE, name, described, widths, HEADER_ROW | HEADER_COLUMN), rows)
    yield from write_notes(writing, table.notes, followed=followed)


def write_notes(writing: Writing, notes: Iterable[TableNote], *, followed: bool) -> Iterator[Element]:
    """Yield the notes below a table, which keep to each other and to what belongs to them."""
    written = [_make_note(writing, note) for note in notes]
    for note in written if followed else written[:-1]:
        keep_with_next(note)
    yield from written


def _make_header(writing: Writing, column: Column) -> Element:
    ends = [w("jc", val="right")] if column.kind is ColumnKind.NUMBER else []
    return make_paragraph(writing, "table heading", (text_run(column.header),), *ends)


def _make_group(
    writing: Writing, group: RowGroup, widths: Sequence[int], stops: Sequence[int | None]
) -> Iterator[Element]:
    """Yield the rows of a group, after one cell across all columns that tells what they have in common."""
    if group.heading is not None:
        said = _make_cell_texts(writing, group.heading, "table group heading", None)
        yield make_row((make_cell(sum(widths), *said, columns=len(widths)),))
    styles = ("table row heading", *("table text" for _ in widths[1:]))
    for row in group.rows:
        yield make_row(
            make_cell(width, *_make_cell_texts(writing, cell, style, stop))
            for width, cell, style, stop in zip(widths, row, styles, stops, strict=True)
        )


def _make_cell_texts(writing: Writing, cell: Cell, style: str, stop: int | None) -> Iterator[Element]:
    """Yield the paragraphs of a cell; ``stop`` is where its decimal point stands, in a column of numbers."""
    match cell:
        case Paragraph():
            yield from make_cell_texts(writing, cell, style, *make_decimal_stop(stop))
        case AbsenceSign():
            ends = [] if stop is None else [w("jc", val="right")]
            yield make_sign(writing, cell, *ends)
        case _:
            assert_never(cell)


def make_sign(writing: Writing, sign: AbsenceSign, *properties: Element) -> Element:
    """Make the sign that a value is not given, with the mark of the note that says why."""
    runs = (text_run(sign.sign), *_write_mark(sign.mark))
    return make_paragraph(writing, "table notice", writing.marking.enclose(sign, runs), *properties)


def make_decimal_stop(position: int | None) -> Iterator[Element]:
    """Make the tab stop at which the number of a cell aligns without a tab (ECMA-376 Part 1, 17.18.84)."""
    if position is not None:
        yield w("tabs", w("tab", val="decimal", pos=position))


def find_left_stop(writing: Writing, facts: Iterable[Definition]) -> int:
    """Find where the decimal points of facts stand, so that the longest begins at the left of its cell."""
    values = (value for fact in facts for value in fact.description if isinstance(value, Paragraph))
    longest = max((len(plain_text(value).partition(".")[0]) for value in values), default=0)
    return round(longest * _BOLD_DIGIT_EMS * writing.theme.typography.table * 20)


def _find_stop(writing: Writing, cells: Sequence[Cell], column: Column, width: int) -> int | None:
    """Find where the decimal points of a column stand, so that the longest fraction ends at its right."""
    if column.kind is not ColumnKind.NUMBER:
        return None
    decimals = count_decimals(cells)
    ems = _POINT_EMS + decimals * _DIGIT_EMS if decimals else 0.0
    return width - CELL_MARGIN - round(ems * writing.theme.typography.table * 20)


def _write_mark(mark: str) -> Iterator[Element]:
    yield text_run(mark, w("vertAlign", val="superscript"))


def _make_note(writing: Writing, note: TableNote) -> Element:
    runs = (*_write_mark(note.mark), text_run(" "), *write_runs(writing, note.content))
    return make_paragraph(writing, "table note", writing.marking.enclose(note, runs))
