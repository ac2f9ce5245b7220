"""Blocks become paragraphs and tables; every leaf lies in the bookmark of its origin."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import count, pairwise
from typing import Final, assert_never

from codepub.document.anchors import bookmark
from codepub.document.nodes import (
    AbsenceNotice,
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
    Spread,
    Strong,
    Table,
)
from codepub.document.walk import flow
from codepub.ooxml.numbering import DEEPEST, HIGHEST_NUMBER, list_indent
from codepub.ooxml.xml import (
    Element,
    break_run,
    paragraph_properties,
    tab_run,
    text_run,
    w,
)
from codepub.writers.docx.runs import PLAIN, Look, Writing, runs
from codepub.writers.docx.styles import DEEPEST_HEADING, TABLE_STYLE

_AFTER_TABLE: Final = 200
"""The space between a table and a paragraph after it, in twentieths of a point."""
_BETWEEN_FACTS: Final = "\u2003\u2003"


def body(writing: Writing, document: Document) -> Iterator[Element]:
    """Give the paragraphs and tables of a document, in its order; Word wants a paragraph after the last table."""
    after_table = False
    for level, block in (leveled for section in document.sections for leveled in flow(section)):
        elements = list(_elements(writing, block, level))
        yield from _set_apart(block, elements) if after_table else elements
        after_table = isinstance(block, Table)
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


def _elements(writing: Writing, block: Heading | FlowBlock, level: int) -> Iterator[Element]:
    match block:
        case Heading(content) if level == 1:
            # Word's own Title is no heading to a screen reader; with an outline level of its own it is one.
            level_1 = w("outlineLvl", val=0)
            yield _paragraph(writing, "title", _marked(writing, block, _title(writing, content)), level_1)
        case Heading(content):
            named = f"heading {min(level, DEEPEST_HEADING)}"
            yield _paragraph(writing, named, _marked(writing, block, runs(writing, content)))
        case Paragraph(content, _, role):
            yield _paragraph(writing, _style(role), _marked(writing, block, runs(writing, content)))
        case AbsenceNotice():
            yield _paragraph(writing, "notice", _notice(writing, block, PLAIN))
        case List():
            yield from _list(writing, block, depth=0)
        case DefinitionList():
            yield from _definitions(writing, block)
        case Table():
            yield _table(writing, block)
        case _:
            assert_never(block)


def _title(writing: Writing, content: Inlines) -> Iterator[Element]:
    """Set what is strong in the title, its code, in a colour too.

    Bold is no part of that style, or a bold heading style would switch it off (ECMA-376 Part 1, 17.7.3).
    """
    for inline in content:
        match inline:
            case Strong(code):
                yield from runs(writing, code, Look(style="title code", bold=True))
            case _:
                yield from runs(writing, (inline,))


def _style(role: Role) -> str:
    match role:
        case Role.BODY:
            return "body text"
        case Role.KNOWN_NONE:
            return "known none"
        case Role.SOURCE:
            return "source entry"
        case Role.RIGHTS:
            return "rights"
        case _:
            assert_never(role)


def _paragraph(writing: Writing, style: str, content: Iterable[Element], *properties: Element) -> Element:
    return w("p", paragraph_properties(w("pStyle", val=writing.styles[style]), *properties), *content)


def _marked(writing: Writing, leaf: Leaf, content: Iterable[Element]) -> Iterator[Element]:
    """Put the runs of a leaf into its bookmark, where it has a place."""
    place = writing.anchors.place(leaf)
    if place is None:
        yield from content
        return
    identifier = next(writing.identifiers)
    yield w("bookmarkStart", id=identifier, name=bookmark(*place))
    yield from content
    yield w("bookmarkEnd", id=identifier)


def _notice(writing: Writing, notice: AbsenceNotice, look: Look) -> Iterator[Element]:
    label = text_run(notice.label, w("rStyle", val=writing.styles["notice label"]))
    return _marked(writing, notice, (label, text_run(" "), *runs(writing, notice.statement, look)))


# Lists -----------------------------------------------------------------------------------------------------------


def _list(writing: Writing, block: List, depth: int) -> Iterator[Element]:
    level = min(depth, DEEPEST)
    signs = _signs(writing, block, level)
    style = "list number" if block.ordered else "list bullet"
    for item, (lies, typed) in zip(block.items, signs, strict=False):
        for place, part in enumerate(item):
            match part:
                case List():
                    yield from _list(writing, part, depth + 1)
                case Paragraph() if place == 0:
                    yield _listed(writing, part, style, lies, typed)
                case Paragraph():
                    yield _listed(writing, part, "list continue", w("ind", left=list_indent(level)))
                case _:
                    assert_never(part)


def _signs(writing: Writing, block: List, level: int) -> Iterator[tuple[Element, tuple[Element, ...]]]:
    """Give for each item how it lies, with Word's own sign or with a number that is typed."""
    if block.ordered and block.start + len(block.items) - 1 > HIGHEST_NUMBER:
        for number in count(block.start):
            yield w("ind", left=list_indent(level), hanging=list_indent(0)), (text_run(f"{number}."), tab_run())
    identifier = writing.numbering.ordered(level, block.start) if block.ordered else writing.numbering.bullets
    while True:
        yield w("numPr", w("ilvl", val=level), w("numId", val=identifier)), ()


def _listed(
    writing: Writing, paragraph: Paragraph, style: str, lies: Element, typed: tuple[Element, ...] = ()
) -> Element:
    named = style if paragraph.role is Role.BODY else _style(paragraph.role)
    return _paragraph(writing, named, (*typed, *_marked(writing, paragraph, runs(writing, paragraph.content))), lies)


# Definitions -----------------------------------------------------------------------------------------------------


def _definitions(writing: Writing, block: DefinitionList) -> Iterator[Element]:
    match block.spread:
        case Spread.ROWS:
            yield from (_paragraph(writing, "definition", _definition(writing, item)) for item in block.items)
        case Spread.LINE:
            yield _paragraph(writing, "facts", _facts(writing, block.items))
        case _:
            assert_never(block.spread)


def _definition(writing: Writing, item: Definition) -> Iterator[Element]:
    """Give a term, a tab and its descriptions, a line each: one paragraph, which reads aloud in that order."""
    yield from runs(writing, item.term, Look(style="term"))
    yield tab_run()
    for place, described in enumerate(item.description):
        if place:
            yield break_run()
        yield from _description(writing, described, PLAIN)


def _facts(writing: Writing, items: tuple[Definition, ...]) -> Iterator[Element]:
    for place, item in enumerate(items):
        if place:
            yield text_run(_BETWEEN_FACTS)
        yield from runs(writing, item.term, Look(style="fact term"))
        for described in item.description:
            yield text_run(" ")
            yield from _description(writing, described, Look(style="fact"))


def _description(writing: Writing, described: Paragraph | AbsenceNotice, look: Look) -> Iterator[Element]:
    match described:
        case Paragraph(content, _, role):
            return _marked(writing, described, runs(writing, content, _in_role(role, look)))
        case AbsenceNotice():
            return _notice(writing, described, replace(look, style="notice statement"))
        case _:
            assert_never(described)


def _in_role(role: Role, look: Look) -> Look:
    """Slant what says that there is none, where its paragraph cannot have a style of its own."""
    return replace(look, italic=True) if role is Role.KNOWN_NONE else look


# Tables ----------------------------------------------------------------------------------------------------------


def _table(writing: Writing, table: Table) -> Element:
    widths = _widths(table.columns, writing.width)
    head = (_cell(width, _column_heading(writing, column)) for width, column in zip(widths, table.columns, strict=True))
    return w(
        "tbl",
        _table_properties(writing, table),
        w("tblGrid", *(w("gridCol", w=width) for width in widths)),
        w("tr", w("trPr", w("cantSplit"), w("tblHeader")), *head),
        *(_row(writing, row, widths) for row in table.rows),
    )


def _table_properties(writing: Writing, table: Table) -> Element:
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


def _widths(columns: tuple[Column, ...], width: int) -> list[int]:
    """Share a width among columns to the last twentieth of a point."""
    ends = [0]
    share = 0.0
    for column in columns:
        share += column.share
        ends.append(round(share * width))
    return [end - start for start, end in pairwise(ends)]


def _column_heading(writing: Writing, column: Column) -> Element:
    return _paragraph(writing, "table heading", (text_run(column.header),))


def _row(writing: Writing, row: tuple[Cell, ...], widths: list[int]) -> Element:
    cells = (
        _cell(width, _cell_text(writing, cell, "table row heading" if place == 0 else "table text"))
        for place, (width, cell) in enumerate(zip(widths, row, strict=True))
    )
    return w("tr", w("trPr", w("cantSplit")), *cells)


def _cell(width: int, paragraph: Element) -> Element:
    return w("tc", w("tcPr", w("tcW", w=width, type="dxa")), paragraph)


def _cell_text(writing: Writing, cell: Cell, style: str) -> Element:
    match cell:
        case Paragraph(content, _, role):
            return _paragraph(writing, style, _marked(writing, cell, runs(writing, content, _in_role(role, PLAIN))))
        case AbsenceNotice():
            return _paragraph(writing, "table notice", _notice(writing, cell, PLAIN))
        case _:
            assert_never(cell)
