"""Definitions become tables: terms at the side of what is said of them, or over it where they stand in one line."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final, assert_never

from codepub.document.nodes import (
    AbsenceNotice,
    AbsenceSign,
    Column,
    Definition,
    DefinitionList,
    Inlines,
    Paragraph,
    Spread,
    Text,
)
from codepub.document.provenance import Derived
from codepub.document.revisions import find_revision
from codepub.document.text import plain_text
from codepub.ooxml.xml import Element, w
from codepub.writers.column_widths import UNHYPHENATED, count_lines, find_least_width, find_line_widths, share_among
from codepub.writers.docx.changes import track_row
from codepub.writers.docx.paragraphs import make_notice, make_paragraph, make_text
from codepub.writers.docx.runs import Writing, write_runs
from codepub.writers.docx.styles import DEFINITION_TABLE, FACT_TABLE
from codepub.writers.docx.tables import (
    HEADER_COLUMN,
    HEADER_ROW,
    TableFrame,
    find_left_stop,
    frame_rows,
    keep_rows,
    make_cell,
    make_decimal_stop,
    make_row,
    make_sign,
    share_twips,
    write_notes,
)

_TERM_TWIPS: Final = 3400
"""The width of terms at the side, in twentieths of a point; in a narrow text they have two fifths of it."""

Line = tuple[Definition, Spread]


def write_definitions(
    writing: Writing, lists: Sequence[DefinitionList], name: str, *, followed: bool
) -> Iterator[Element]:
    """Yield one table of lists of definitions, a row each: the term is the head of its row."""
    term = min(_TERM_TWIPS, writing.width * 2 // 5)
    widths = (term, writing.width - term)
    lines = [(item, block.spread) for block in lists for item in block.items]
    if not lines:
        return
    stop = find_left_stop(writing, (item for item, spread in lines if spread is Spread.COLUMNS))
    rows = [_make_definition_row(writing, line, widths, stop) for line in lines]
    ems = [width / (writing.theme.typography.table * 20) for width in widths]
    counted = count_lines([(_restate(item.term), _join(item)) for item, _ in lines], ems)
    notes = [note for block in lists for note in block.notes]
    keep_rows(rows, sum(counted), followed=followed or bool(notes))
    yield frame_rows(writing, TableFrame(DEFINITION_TABLE, name, _describe(name, lines), widths, HEADER_COLUMN), rows)
    yield from write_notes(writing, notes, followed=followed)


def _make_definition_row(writing: Writing, line: Line, widths: tuple[int, int], stop: int) -> Element:
    item, spread = line
    term = make_paragraph(writing, "definition term", write_runs(writing, item.term))
    described = [_make_description(writing, each, spread, stop) for each in item.description]
    row = make_row((make_cell(widths[0], term), make_cell(widths[1], *described)))
    return track_row(writing.marking.identifiers, row, find_revision(item))


def _make_description(
    writing: Writing, described: Paragraph | AbsenceNotice | AbsenceSign, spread: Spread, stop: int
) -> Element:
    match described:
        case AbsenceNotice():
            return make_notice(writing, described, "definition notice")
        case AbsenceSign():
            return make_sign(writing, described)
        case Paragraph() if spread is Spread.COLUMNS:
            return make_text(writing, described, "definition number", *make_decimal_stop(stop))
        case Paragraph():
            return make_text(writing, described, "definition text")
        case _:
            assert_never(described)


def write_facts(writing: Writing, block: DefinitionList, name: str, *, followed: bool) -> Iterator[Element]:
    """Yield a table of one row, each term at the head of a column; terms stand at the side where they lack the room."""
    widths = _share_facts(block, writing.width, writing.theme.typography.table)
    if not widths:
        yield from write_definitions(writing, (block,), name, followed=followed)
        return
    terms = (
        make_cell(width, make_paragraph(writing, "fact heading", write_runs(writing, item.term)))
        for width, item in zip(widths, block.items, strict=True)
    )
    facts = (
        make_cell(width, *(_make_fact(writing, each) for each in item.description))
        for width, item in zip(widths, block.items, strict=True)
    )
    rows = [make_row(terms, w("tblHeader")), make_row(facts)]
    for row in rows:
        track_row(writing.marking.identifiers, row, find_revision(*block.items))
    keep_rows(rows, len(rows), followed=followed or bool(block.notes))
    described = _describe(name, [(item, block.spread) for item in block.items])
    yield frame_rows(writing, TableFrame(FACT_TABLE, name, described, widths, HEADER_ROW), rows)
    yield from write_notes(writing, block.notes, followed=followed)


def _share_facts(block: DefinitionList, width: int, points: float) -> list[int]:
    """Share a width among facts: to each its line, or less where they are too long; none where words would break."""
    columns = tuple(Column(plain_text(item.term)) for item in block.items)
    words = (tuple(_restate(item.term) for item in block.items), tuple(map(_join, block.items)))
    ems = width / (points * 20)
    if not columns or find_least_width(columns, words, UNHYPHENATED) > ems:
        return []
    lines = find_line_widths(words, UNHYPHENATED)
    # The longest takes lines of what the others leave; where all are short, the last has what is left.
    taker = len(lines) - 1 if sum(lines) <= ems else lines.index(max(lines))
    left = ems - sum(lines) + lines[taker]
    if left < min(lines[taker], UNHYPHENATED.longest):
        return share_twips(share_among(columns, words, ems, UNHYPHENATED), width)
    lines[taker] = left
    return share_twips((line / ems for line in lines), width)


def _make_fact(writing: Writing, described: Paragraph | AbsenceNotice | AbsenceSign) -> Element:
    match described:
        case AbsenceNotice():
            return make_notice(writing, described, "definition notice")
        case AbsenceSign():
            return make_sign(writing, described)
        case Paragraph():
            return make_text(writing, described, "fact value")
        case _:
            assert_never(described)


def _describe(name: str, lines: Sequence[Line]) -> str:
    return f"{name}: {', '.join(plain_text(item.term) for item, _ in lines)}"


def _join(item: Definition) -> Paragraph:
    """Join what is said of a term into one cell, to be measured."""
    return _restate((Text(" ".join(plain_text(each) for each in item.description)),))


def _restate(words: Inlines) -> Paragraph:
    return Paragraph(words, Derived())
