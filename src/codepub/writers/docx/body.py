"""Blocks become paragraphs and tables; every leaf lies in the bookmark of its origin."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import count, pairwise
from typing import Final, assert_never

from codepub.document.anchors import bookmark
from codepub.document.nodes import (
    AbsenceNotice,
    AbsenceSign,
    Cell,
    Column,
    Definition,
    DefinitionList,
    Document,
    FlowBlock,
    Heading,
    Inlines,
    Leaf,
    List,
    Paragraph,
    Role,
    RowGroup,
    Spread,
    Strong,
    Table,
    TableNote,
    Text,
)
from codepub.document.walk import flow
from codepub.ooxml.numbering import MAX_DEPTH, MAX_LIST_NUMBER, list_indent
from codepub.ooxml.xml import (
    Element,
    break_run,
    paragraph_properties,
    tab_run,
    text_run,
    w,
)
from codepub.writers.docx.runs import PLAIN, Look, Writing, write_runs
from codepub.writers.docx.styles import DEEPEST_HEADING, TABLE_STYLE

_AFTER_TABLE: Final = 200
"""The space between a table and a paragraph after it, in twentieths of a point."""
_BETWEEN_FACTS: Final = "\u2003\u2003"


def write_body(writing: Writing, document: Document) -> Iterator[Element]:
    """Yield the paragraphs and tables of a document, in its order; Word wants a paragraph after the last table."""
    after_table = False
    for level, block in (leveled for section in document.sections for leveled in flow(section)):
        elements = list(_write_block(writing, block, level))
        yield from _set_apart(block, elements) if after_table else elements
        after_table = isinstance(block, Table) and not block.notes
    if after_table:
        yield w("p")


def _set_apart(block: Heading | FlowBlock, elements: list[Element]) -> list[Element]:
    """Keep what follows a table off it: Word joins a table that touches another, and tables have no space after."""
    match block:
        case Heading():
            return elements
        case Table():
            return [w("p"), *elements]
        case Paragraph() | AbsenceNotice() | List() | DefinitionList():
            for first in elements[:1]:
                first.replace(first[0], paragraph_properties(*first[0], w("spacing", before=_AFTER_TABLE)))
            return elements
        case _:
            assert_never(block)


def _write_block(writing: Writing, block: Heading | FlowBlock, level: int) -> Iterator[Element]:
    match block:
        case Heading(content) if level == 1:
            # Word's own Title is no heading to a screen reader; with an outline level of its own it is one.
            level_1 = w("outlineLvl", val=0)
            yield _make_paragraph(
                writing, "title", _put_in_bookmark(writing, block, _write_title(writing, content)), level_1
            )
        case Heading(content):
            yield _make_paragraph(
                writing,
                f"heading {min(level, DEEPEST_HEADING)}",
                _put_in_bookmark(writing, block, write_runs(writing, content)),
            )
        case Paragraph(content, _, role):
            yield _make_paragraph(
                writing, _style_name(role), _put_in_bookmark(writing, block, write_runs(writing, content))
            )
        case AbsenceNotice():
            yield _make_paragraph(writing, "notice", _write_notice(writing, block, PLAIN))
        case List():
            yield from _write_list(writing, block, depth=0)
        case DefinitionList():
            yield from _write_definitions(writing, block)
            yield from (_make_table_note(writing, note) for note in block.notes)
        case Table():
            yield _make_table(writing, block)
            yield from (_make_table_note(writing, note) for note in block.notes)
        case _:
            assert_never(block)


def _write_title(writing: Writing, content: Inlines) -> Iterator[Element]:
    """Set what is strong in the title, its code, in a colour too.

    Bold is no part of that style, or a bold heading style would switch it off (ECMA-376 Part 1, 17.7.3).
    """
    for inline in content:
        match inline:
            case Strong(code):
                yield from write_runs(writing, code, Look(style="title code", bold=True))
            case _:
                yield from write_runs(writing, (inline,))


def _style_name(role: Role) -> str:
    match role:
        case Role.BODY:
            return "body text"
        case Role.KNOWN_NONE:
            return "known none"
        case Role.SOURCE:
            return "source entry"
        case Role.RIGHTS:
            return "rights"
        case Role.DRAFT:
            return "draft"
        case _:
            assert_never(role)


def _make_paragraph(writing: Writing, style: str, content: Iterable[Element], *properties: Element) -> Element:
    return w("p", paragraph_properties(w("pStyle", val=writing.styles[style]), *properties), *content)


def _put_in_bookmark(writing: Writing, leaf: Leaf, content: Iterable[Element]) -> Iterator[Element]:
    """Put the runs of a leaf into its bookmark, where it has a place."""
    place = writing.anchors.place(leaf)
    if place is None:
        yield from content
        return
    identifier = next(writing.identifiers)
    yield w("bookmarkStart", id=identifier, name=bookmark(*place))
    yield from content
    yield w("bookmarkEnd", id=identifier)


def _write_notice(writing: Writing, notice: AbsenceNotice, look: Look) -> Iterator[Element]:
    label = text_run(notice.label, w("rStyle", val=writing.styles["notice label"]))
    return _put_in_bookmark(writing, notice, (label, text_run(" "), *write_runs(writing, notice.statement, look)))


# Lists -----------------------------------------------------------------------------------------------------------


def _write_list(writing: Writing, block: List, depth: int) -> Iterator[Element]:
    level = min(depth, MAX_DEPTH)
    signs = _make_signs(writing, block, level)
    style = "list number" if block.ordered else "list bullet"
    for item, (position, typed) in zip(block.items, signs, strict=False):
        for place, part in enumerate(item):
            match part:
                case List():
                    yield from _write_list(writing, part, depth + 1)
                case Paragraph() if place == 0:
                    yield _make_list_paragraph(writing, part, style, position, typed)
                case Paragraph():
                    yield _make_list_paragraph(writing, part, "list continue", w("ind", left=list_indent(level)))
                case _:
                    assert_never(part)


def _make_signs(writing: Writing, block: List, level: int) -> Iterator[tuple[Element, tuple[Element, ...]]]:
    """Yield for each item its indent and its sign: Word's own, or a number that is typed."""
    if block.ordered and block.start + len(block.items) - 1 > MAX_LIST_NUMBER:
        for number in count(block.start):
            yield w("ind", left=list_indent(level), hanging=list_indent(0)), (text_run(f"{number}."), tab_run())
    identifier = writing.numbering.add_ordered_list(level, block.start) if block.ordered else writing.numbering.bullets
    while True:
        yield w("numPr", w("ilvl", val=level), w("numId", val=identifier)), ()


def _make_list_paragraph(
    writing: Writing, paragraph: Paragraph, style: str, position: Element, typed: tuple[Element, ...] = ()
) -> Element:
    named = style if paragraph.role is Role.BODY else _style_name(paragraph.role)
    return _make_paragraph(
        writing,
        named,
        (*typed, *_put_in_bookmark(writing, paragraph, write_runs(writing, paragraph.content))),
        position,
    )


# Definitions -----------------------------------------------------------------------------------------------------


def _write_definitions(writing: Writing, block: DefinitionList) -> Iterator[Element]:
    match block.spread:
        case Spread.ROWS | Spread.COLUMNS:
            yield from (
                _make_paragraph(writing, "definition", _write_definition(writing, item)) for item in block.items
            )
        case Spread.LINE:
            yield _make_paragraph(writing, "facts", _write_facts(writing, block.items))
        case _:
            assert_never(block.spread)


def _write_definition(writing: Writing, item: Definition) -> Iterator[Element]:
    """Yield a term, a tab and its descriptions, a line each: one paragraph, which reads aloud in that order."""
    yield from write_runs(writing, item.term, Look(style="term"))
    yield tab_run()
    for place, described in enumerate(item.description):
        if place:
            yield break_run()
        yield from _write_description(writing, described, PLAIN)


def _write_facts(writing: Writing, items: tuple[Definition, ...]) -> Iterator[Element]:
    for place, item in enumerate(items):
        if place:
            yield text_run(_BETWEEN_FACTS)
        yield from write_runs(writing, item.term, Look(style="fact term"))
        for described in item.description:
            yield text_run(" ")
            yield from _write_description(writing, described, Look(style="fact"))


def _write_description(
    writing: Writing, described: Paragraph | AbsenceNotice | AbsenceSign, look: Look
) -> Iterator[Element]:
    match described:
        case Paragraph(content, _, role):
            return _put_in_bookmark(writing, described, write_runs(writing, content, _apply_role(role, look)))
        case AbsenceNotice():
            return _write_notice(writing, described, replace(look, style="notice statement"))
        case AbsenceSign(_, sign, mark):
            words = write_runs(writing, (Text(sign),), replace(look, style="notice statement"))
            return _put_in_bookmark(writing, described, (*words, *_write_mark(mark)))
        case _:
            assert_never(described)


def _apply_role(role: Role, look: Look) -> Look:
    """Slant what says that there is none, where its paragraph cannot have a style of its own."""
    return replace(look, italic=True) if role is Role.KNOWN_NONE else look


# Tables ----------------------------------------------------------------------------------------------------------


def _make_table(writing: Writing, table: Table) -> Element:
    widths = _share_width(table.columns, writing.width)
    head = (
        _make_cell(width, _make_column_heading(writing, column))
        for width, column in zip(widths, table.columns, strict=True)
    )
    return w(
        "tbl",
        _make_table_properties(writing, table),
        w("tblGrid", *(w("gridCol", w=width) for width in widths)),
        w("tr", w("trPr", w("cantSplit"), w("tblHeader")), *head),
        *(row for group in table.groups for row in _make_group(writing, group, widths)),
    )


def _make_group(writing: Writing, group: RowGroup, widths: list[int]) -> Iterator[Element]:
    """Yield the rows of a group, after one cell across all columns that tells what they have in common."""
    if group.heading is not None:
        across = w("tcPr", w("tcW", w=sum(widths), type="dxa"), w("gridSpan", val=len(widths)))
        said = _make_cell_text(writing, group.heading, "table group heading")
        yield w("tr", w("trPr", w("cantSplit")), w("tc", across, said))
    yield from (_make_row(writing, row, widths) for row in group.rows)


def _make_table_properties(writing: Writing, table: Table) -> Element:
    """Make ``w:tblPr``; the look's bits say first row, first column, no bands (ECMA-376 Part 1, 17.4.55)."""
    return w(
        "tblPr",
        w("tblStyle", val=writing.styles[TABLE_STYLE.casefold()]),
        w("tblW", w=writing.width, type="dxa"),
        w("tblLayout", type="fixed"),
        w("tblLook", val="06A0", firstRow=1, lastRow=0, firstColumn=1, lastColumn=0, noHBand=1, noVBand=1),
        w("tblCaption", val=table.name),
        w("tblDescription", val=f"{table.name}: {', '.join(column.header for column in table.columns)}"),
    )


def _share_width(columns: tuple[Column, ...], width: int) -> list[int]:
    """Share a width among columns to the last twentieth of a point."""
    ends = [0]
    share = 0.0
    for column in columns:
        share += column.share
        ends.append(round(share * width))
    return [end - start for start, end in pairwise(ends)]


def _make_column_heading(writing: Writing, column: Column) -> Element:
    return _make_paragraph(writing, "table heading", (text_run(column.header),))


def _make_row(writing: Writing, row: tuple[Cell, ...], widths: list[int]) -> Element:
    cells = (
        _make_cell(width, _make_cell_text(writing, cell, "table row heading" if place == 0 else "table text"))
        for place, (width, cell) in enumerate(zip(widths, row, strict=True))
    )
    return w("tr", w("trPr", w("cantSplit")), *cells)


def _make_cell(width: int, paragraph: Element) -> Element:
    return w("tc", w("tcPr", w("tcW", w=width, type="dxa")), paragraph)


def _make_cell_text(writing: Writing, cell: Cell, style: str) -> Element:
    match cell:
        case Paragraph(content, _, role):
            return _make_paragraph(
                writing, style, _put_in_bookmark(writing, cell, write_runs(writing, content, _apply_role(role, PLAIN)))
            )
        case AbsenceSign(_, sign, mark):
            runs = (text_run(sign), *_write_mark(mark))
            return _make_paragraph(writing, "table notice", _put_in_bookmark(writing, cell, runs))
        case _:
            assert_never(cell)


def _write_mark(mark: str) -> Iterator[Element]:
    yield text_run(mark, w("vertAlign", val="superscript"))


def _make_table_note(writing: Writing, note: TableNote) -> Element:
    runs = (*_write_mark(note.mark), text_run(" "), *write_runs(writing, note.content))
    return _make_paragraph(writing, "table note", _put_in_bookmark(writing, note, runs))
