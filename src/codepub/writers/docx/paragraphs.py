"""Leaves become paragraphs, whose words lie between the marks of their origin."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import assert_never

from codepub.document.nodes import AbsenceNotice, Paragraph, Role
from codepub.ooxml.xml import Element, paragraph_properties, text_run, w
from codepub.writers.docx.runs import PLAIN, Look, Writing, write_runs


def make_paragraph(writing: Writing, style: str, content: Iterable[Element], *properties: Element) -> Element:
    """Make a paragraph of a style, which is given by its name in lower case."""
    return w("p", paragraph_properties(w("pStyle", val=writing.styles[style]), *properties), *content)


def make_text(
    writing: Writing,
    paragraph: Paragraph,
    style: str,
    *properties: Element,
    before: Iterable[Element] = (),
    after: Iterable[Element] = (),
) -> Element:
    """Make the paragraph of a paragraph of the document; what stands before and after its words is none of them."""
    words = write_runs(writing, paragraph.content, _apply_role(paragraph.role))
    runs = (*before, *writing.marking.enclose(paragraph, words), *after)
    return make_paragraph(writing, style, runs, *properties)


def make_cell_texts(writing: Writing, cell: Paragraph, style: str, *properties: Element) -> Iterator[Element]:
    """Yield the paragraphs of a cell; where they are several, its marks stand around all of them."""
    first, *others = writing.marking.divide_cell(cell)
    if not others:
        yield make_text(writing, cell, style, *properties)
        return
    look = _apply_role(cell.role)
    paragraphs = [
        make_paragraph(writing, style, write_runs(writing, part, look), *properties) for part in (first, *others)
    ]
    opening, closing = _split_marks(writing, cell)
    paragraphs[0][1:1] = opening
    paragraphs[-1].extend(closing)
    yield from paragraphs


def _split_marks(writing: Writing, leaf: Paragraph) -> tuple[list[Element], list[Element]]:
    """Return the marks of a leaf: those before its words, and those behind them."""
    between = w("r")
    marks = list(writing.marking.enclose(leaf, (between,)))
    at = marks.index(between)
    return marks[:at], marks[at + 1 :]


def _apply_role(role: Role) -> Look:
    """Slant what says that there is none, where its paragraph cannot have a style of its own."""
    return replace(PLAIN, italic=True) if role is Role.KNOWN_NONE else PLAIN


def make_notice(writing: Writing, notice: AbsenceNotice, style: str) -> Element:
    """Make the statement that a value is not given: its label, and why."""
    label = text_run(notice.label, w("rStyle", val=writing.styles["notice label"]))
    words = (label, text_run(" "), *write_runs(writing, notice.statement))
    return make_paragraph(writing, style, writing.marking.enclose(notice, words))


def name_style(role: Role) -> str:
    """Return the name of the style of a paragraph that is neither in a list nor in a table."""
    match role:
        case Role.BODY:
            return "body text"
        case Role.KNOWN_NONE:
            return "known none"
        case Role.SOURCE:
            return "source line"
        case Role.RIGHTS:
            return "rights"
        case Role.DRAFT:
            return "draft"
        case _:
            assert_never(role)
