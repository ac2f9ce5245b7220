"""Pieces become paragraphs and tables; every leaf lies between the marks of its origin."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import count
from typing import Final, assert_never

from codepub.document.nodes import (
    AbsenceNotice,
    DefinitionList,
    Figure,
    Heading,
    Inlines,
    List,
    Paragraph,
    Role,
    Strong,
    Table,
)
from codepub.document.provenance import naming_origin
from codepub.ooxml.numbering import MAX_DEPTH, MAX_LIST_NUMBER, list_indent
from codepub.ooxml.xml import (
    Element,
    add_properties,
    keep_with_next,
    paragraph_properties,
    qualified,
    tab_run,
    text_run,
    w,
)
from codepub.writers.docx.definitions import write_definitions, write_facts
from codepub.writers.docx.paragraphs import make_notice, make_paragraph, make_text, name_style
from codepub.writers.docx.pictures import make_picture_run
from codepub.writers.docx.pieces import (
    Piece,
    belongs_to,
    is_about,
    is_of_sources,
    is_source_line,
    is_table,
    name_tables,
)
from codepub.writers.docx.runs import PLAIN, Look, Writing, link_to_bookmark, write_runs
from codepub.writers.docx.styles import DEEPEST_HEADING
from codepub.writers.docx.tables import write_table

_AFTER_TABLE: Final = 140
"""The space between a table and a paragraph after it, in twentieths of a point."""
_BEFORE_SOURCE: Final = 60
"""The same where the paragraph says where the table was read."""


def write_body(writing: Writing, pieces: Sequence[Piece]) -> Iterator[Element]:
    """Yield the paragraphs and tables of pieces, in their order; Word wants a paragraph after the last table."""
    after_table = False
    nexts = (*pieces[1:], None) if pieces else ()
    for piece, following, name in zip(pieces, nexts, name_tables(pieces), strict=True):
        elements = list(_write_piece(writing, piece, name, followed=belongs_to(following, piece)))
        if after_table:
            yield from _set_apart(piece, elements[:1])
        yield from elements
        after_table = bool(elements) and elements[-1].tag == _TABLE
    if after_table:
        yield _make_gap()


_TABLE: Final = qualified("tbl")


def _set_apart(piece: Piece, first: Iterable[Element]) -> Iterator[Element]:
    """Keep what follows a table off it: Word joins a table that touches another, and tables have no space after."""
    if is_table(piece):
        yield _make_gap()
    elif not isinstance(piece.content, Heading):
        for paragraph in first:
            add_properties(paragraph, w("spacing", before=_BEFORE_SOURCE if is_source_line(piece) else _AFTER_TABLE))


def _make_gap() -> Element:
    """Make the paragraph that must stand between two tables and after the last."""
    return w("p", paragraph_properties(w("spacing", before=0, after=0, line=_AFTER_TABLE, lineRule="exact")))


def _write_piece(writing: Writing, piece: Piece, name: str, *, followed: bool) -> Iterator[Element]:
    """Yield what becomes of a piece; ``followed`` says that what comes next belongs to it."""
    match piece.content:
        case Heading() as heading:
            yield _make_heading(writing, piece, heading)
        case Table() as table:
            yield from write_table(writing, table, name, followed=followed)
        case DefinitionList() as facts:
            yield from write_facts(writing, facts, name, followed=followed)
        case tuple(lists):
            yield from write_definitions(writing, lists, name, followed=followed)
        case Paragraph() | AbsenceNotice() | List() | Figure() as block:
            paragraphs = list(_write_paragraphs(writing, piece, block))
            for last in paragraphs[-_count_kept(piece) :] if followed else []:
                keep_with_next(last)
            yield from paragraphs
        case _:
            assert_never(piece.content)


_KEPT_SOURCES: Final = 4
"""The entries of the list of sources that stay with the small print after it, so that it never fills a page alone."""


def _count_kept(piece: Piece) -> int:
    return _KEPT_SOURCES if is_of_sources(piece) else 1


def _write_paragraphs(
    writing: Writing, piece: Piece, block: Paragraph | AbsenceNotice | List | Figure
) -> Iterator[Element]:
    match block:
        case Paragraph(_, _, Role.BODY) if is_about(piece):
            yield make_text(writing, block, "small print")
        case Paragraph(content, _, role):
            words = writing.marking.enclose(block, write_runs(writing, content))
            yield make_paragraph(writing, name_style(role), words)
        case AbsenceNotice():
            yield make_notice(writing, block, "notice")
        case List():
            yield from _write_list(writing, block, depth=0)
        case Figure():
            picture = writing.marking.enclose(block, (make_picture_run(writing, block),))
            # A line as high as its picture, where that of the style would be higher by a fifth.
            yield make_paragraph(writing, "body text", picture, w("spacing", line=240, lineRule="auto"))
        case _:
            assert_never(block)


# Headings --------------------------------------------------------------------------------------------------------


def _make_heading(writing: Writing, piece: Piece, heading: Heading) -> Element:
    level = piece.level
    if level == 1:
        # Word's own Title is no heading to a screen reader; with an outline level of its own it is one.
        title = writing.marking.enclose(heading, _write_title(writing, heading.content))
        return make_paragraph(writing, "title", title, w("outlineLvl", val=0))
    look = Look(style="colophon title") if is_about(piece) else PLAIN
    words = writing.marking.enclose(heading, write_runs(writing, heading.content, look))
    return make_paragraph(writing, f"heading {min(level, DEEPEST_HEADING)}", words)


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
    match paragraph.role:
        case Role.BODY:
            return make_text(writing, paragraph, style, position, before=typed)
        case Role.SOURCE:
            back = _lead_back(writing, paragraph)
            return make_text(writing, paragraph, "source entry", position, before=typed, after=back)
        case Role.KNOWN_NONE | Role.RIGHTS | Role.DRAFT as role:
            return make_text(writing, paragraph, name_style(role), position, before=typed)
        case _:
            assert_never(paragraph.role)


def _lead_back(writing: Writing, entry: Paragraph) -> Iterator[Element]:
    """Yield the link from a source to where it is cited first, if it is, which names the heading there."""
    place = naming_origin(entry.source)
    cited = None if place is None else writing.cited.get(place)
    if cited is not None:
        yield text_run(" ")
        yield link_to_bookmark(writing, cited.bookmark, "↑", cited.heading)
