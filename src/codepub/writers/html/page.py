"""A document as one HTML page: self-contained, responsive, accessible; also what the PDF is printed from."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from itertools import takewhile
from typing import Final, assert_never

from markupsafe import Markup

from codepub.diagnostics import CallError
from codepub.document.anchors import Anchors, anchor
from codepub.document.nodes import (
    AbsenceNotice,
    Cell,
    Citation,
    CodeReference,
    Definition,
    DefinitionList,
    Document,
    Emphasis,
    FlowBlock,
    Heading,
    Inline,
    Inlines,
    Leaf,
    Link,
    List,
    Paragraph,
    Role,
    Section,
    Span,
    Spread,
    Strong,
    Subscript,
    Superscript,
    Table,
    Text,
)
from codepub.document.walk import deepest_level, flow
from codepub.origin import Origin
from codepub.writers.rendered import WHOLE, Rendered
from codepub.writers.templates import rendered
from codepub.writers.theme import Theme

_SHORT: Final = 4
"""A table of so few rows stays on one page."""
DEEPEST_HEADING: Final = 6
"""The deepest level of a heading in HTML; what lies deeper has it too."""


def write_html(document: Document, theme: Theme) -> Rendered:
    """Write a page that needs no other file."""
    deepest = deepest_level(document)
    style = Markup(stylesheet(theme, "publication.css", screen=True, deepest=deepest))  # noqa: S704 -- styles are the publisher's own
    return Rendered({WHOLE: page(document, theme, style).encode()})


def page(document: Document, theme: Theme, style: Markup) -> str:
    """Give the page of a document with a style in its head; none where the style comes beside it."""
    content = _Page(Anchors(document)).content(document.sections)
    written = rendered(theme, "publication.html", document=document, content=content, style=style)
    if document.rights and content not in written:
        raise CallError(
            "templates/publication.html leaves out the content, and with it the rights notice of CPT, which must stand "
            "in every publication. Put {{ content }} back."
        )
    return written


def stylesheet(theme: Theme, name: str, **values: object) -> str:
    """Give a style of the theme with its values set in."""
    return rendered(theme, name, palette=theme.palette, typography=theme.typography, **values)


class _Page:
    """Writes the blocks of one document; knows its places and where its links lead."""

    def __init__(self, anchors: Anchors) -> None:
        self._anchors = anchors

    def content(self, sections: tuple[Section, ...]) -> Markup:
        """Write sections: the title with what stands below it, then each part as a section."""
        return Markup("").join(map(self._whole, sections))

    def _whole(self, whole: Section) -> Markup:
        opening = tuple(takewhile(lambda block: not isinstance(block, Section), whole.blocks))
        title = Markup('<header class="title">\n{}</header>\n').format(self._flow(replace(whole, blocks=opening), 1))
        others = whole.blocks[len(opening) :]
        return title + Markup("").join(
            self._part(other) if isinstance(other, Section) else self._block(other) for other in others
        )

    def _part(self, part: Section) -> Markup:
        return Markup('<section class="{}">\n{}</section>\n').format(part.name, self._flow(part, 2))

    def _flow(self, section: Section, level: int) -> Markup:
        return Markup("").join(self._block(block, depth) for depth, block in flow(section, level))

    def _joined(self, blocks: Iterable[FlowBlock]) -> Markup:
        return Markup("").join(map(self._block, blocks))

    def _block(self, block: Heading | FlowBlock, level: int = 0) -> Markup:
        match block:
            case Heading(content):
                tag = f"h{min(level, DEEPEST_HEADING)}"
                return Markup("<{}{}>{}</{}>\n").format(tag, self._id(block), self._inlines(content), tag)
            case Paragraph(content, _, role):
                return Markup("<p{}{}>{}</p>\n").format(self._id(block), _class(role), self._inlines(content))
            case AbsenceNotice():
                return self._notice(block)
            case List():
                return self._list(block)
            case DefinitionList(items, spread):
                rows = Markup("").join(map(self._definition, items))
                return Markup('<dl class="{}">\n{}</dl>\n').format(_spread(spread), rows)
            case Table():
                return self._table(block)
            case _:
                assert_never(block)

    def _notice(self, notice: AbsenceNotice) -> Markup:
        return Markup('<p{} class="notice {}" role="note"><strong>{}</strong> {}</p>\n').format(
            self._id(notice), notice.reason, notice.label, self._inlines(notice.statement)
        )

    def _list(self, block: List) -> Markup:
        tag = "ol" if block.ordered else "ul"
        # WeasyPrint counts by CSS alone; browsers take either.
        start = (
            Markup(' start="{}" style="counter-reset: list-item {}"').format(block.start, block.start - 1)
            if block.start != 1
            else ""
        )
        items = Markup("").join(Markup("<li>{}</li>\n").format(self._joined(item)) for item in block.items)
        return Markup("<{}{}>\n{}</{}>\n").format(tag, start, items, tag)

    def _definition(self, definition: Definition) -> Markup:
        described = self._joined(definition.description)
        return Markup("<div><dt>{}</dt><dd>{}</dd></div>\n").format(self._inlines(definition.term), described)

    def _table(self, table: Table) -> Markup:
        widths = Markup("").join(Markup('<col style="width:{:.4g}%">').format(c.share * 100) for c in table.columns)
        headers = Markup("").join(Markup('<th scope="col">{}</th>').format(c.header) for c in table.columns)
        rows = Markup("").join(map(self._row, table.rows))
        short = Markup(' class="short"') if len(table.rows) <= _SHORT else ""
        return Markup(
            '<div class="scroll" tabindex="0" role="group" aria-label="{}">\n<table{} aria-label="{}">\n'
            "<colgroup>{}</colgroup>\n<thead><tr>{}</tr></thead>\n<tbody>\n{}</tbody>\n</table>\n</div>\n"
        ).format(table.name, short, table.name, widths, headers, rows)

    def _row(self, row: tuple[Cell, ...]) -> Markup:
        first, *others = map(self._block, row)
        data = Markup("").join(map(Markup("<td>{}</td>").format, others))
        return Markup('<tr><th scope="row">{}</th>{}</tr>\n').format(first, data)

    def _inlines(self, content: Inlines) -> Markup:
        return Markup("").join(map(self._inline, content))

    def _inline(self, inline: Inline) -> Markup:
        match inline:
            case Text(text):
                return Markup("{}").format(text)
            case Emphasis(content):
                return Markup("<em>{}</em>").format(self._inlines(content))
            case Strong(content):
                return Markup("<strong>{}</strong>").format(self._inlines(content))
            case Superscript(content):
                return Markup("<sup>{}</sup>").format(self._inlines(content))
            case Subscript(content):
                return Markup("<sub>{}</sub>").format(self._inlines(content))
            case Link(target, content):
                return Markup('<a href="{}">{}</a>').format(target, self._inlines(content))
            case CodeReference(_, content, place):
                return self._inside(place, self._inlines(content))
            case Span(content):
                return self._inlines(content)
            case Citation(number, place):
                number_shown = Markup("[{}]").format(number)
                return Markup('<span class="citation">{}</span>').format(self._inside(place, number_shown))
            case _:
                assert_never(inline)

    def _inside(self, place: Origin | None, content: Markup) -> Markup:
        """Link to a place in this page, where there is one."""
        destination = self._anchors.destination(place)
        return content if destination is None else Markup('<a href="#{}">{}</a>').format(anchor(destination), content)

    def _id(self, leaf: Leaf) -> Markup:
        """Give the first leaf of each origin its id."""
        place = self._anchors.place(leaf)
        if place is None or place.number != 1:
            return Markup("")
        return Markup(' id="{}"').format(anchor(place.origin))


def _class(role: Role) -> Markup:
    return Markup("") if role is Role.BODY else Markup(' class="{}"').format(role.value)


def _spread(spread: Spread) -> str:
    return spread.value
