"""A document as one HTML page: self-contained, responsive, accessible; also what the PDF is printed from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final, assert_never

from markupsafe import Markup

from codepub.diagnostics import CallError
from codepub.document.nodes import (
    Block,
    Cell,
    Citation,
    CodeReference,
    Definition,
    DefinitionList,
    Document,
    Emphasis,
    Heading,
    Inline,
    Inlines,
    Link,
    List,
    Notice,
    Paragraph,
    Role,
    Spread,
    Strong,
    Subscript,
    Superscript,
    Table,
    Text,
)
from codepub.origin import Origin
from codepub.writers.landings import landings
from codepub.writers.rendered import WHOLE, Rendered
from codepub.writers.templates import rendered
from codepub.writers.theme import Theme

_SHORT: Final = 4
"""A table of so few rows stays on one page."""


def write_html(document: Document, theme: Theme) -> Rendered:
    """Write a page that needs no other file."""
    style = Markup(stylesheet(theme, "publication.css", screen=True))  # noqa: S704 -- styles are the publisher's own
    return Rendered({WHOLE: page(document, theme, style).encode()})


def page(document: Document, theme: Theme, style: Markup) -> str:
    """Give the page of a document with a style in its head; none where the style comes beside it."""
    content = _Page(landings(document)).content(document.blocks)
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
    """Writes the blocks of one document; knows where its links lead and which ids are taken."""

    def __init__(self, landings: Mapping[Origin, Origin]) -> None:
        self._landings = landings
        self._taken: set[str] = set()

    def content(self, blocks: tuple[Block, ...]) -> Markup:
        """Write blocks, each part of level 2 as a section."""
        head, *parts = _parts(blocks)
        title = Markup('<header class="title">\n{}</header>\n').format(self._joined(head))
        return title + Markup("").join(self._section(part) for part in parts)

    def _section(self, part: tuple[Block, ...]) -> Markup:
        name = "-".join(map(str, _heading(part).origin.path))
        return Markup('<section class="{}">\n{}</section>\n').format(name, self._joined(part))

    def _joined(self, blocks: tuple[Block, ...]) -> Markup:
        return Markup("").join(map(self._block, blocks))

    def _block(self, block: Block) -> Markup:
        match block:
            case Heading(level, content, origin):
                tag = f"h{level}"
                return Markup("<{}{}>{}</{}>\n").format(tag, self._id(origin), self._inlines(content), tag)
            case Paragraph(content, origin, role):
                return Markup("<p{}{}>{}</p>\n").format(self._id(origin), _class(role), self._inlines(content))
            case Notice():
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

    def _notice(self, notice: Notice) -> Markup:
        return Markup('<p{} class="notice {}" role="note"><strong>{}</strong> {}</p>\n').format(
            self._id(notice.origin), notice.reason, notice.label, self._inlines(notice.statement)
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
            case Citation(number, place):
                number_shown = Markup("[{}]").format(number)
                return Markup('<span class="citation">{}</span>').format(self._inside(place, number_shown))
            case _:
                assert_never(inline)

    def _inside(self, place: Origin | None, content: Markup) -> Markup:
        """Link to a place in this page, where there is one."""
        landing = self._landings.get(place) if place is not None else None
        return content if landing is None else Markup('<a href="#{}">{}</a>').format(anchor(landing), content)

    def _id(self, origin: Origin) -> Markup:
        """Give the first leaf of each origin its id."""
        name = anchor(origin)
        if not name or name in self._taken:
            return Markup("")
        self._taken.add(name)
        return Markup(' id="{}"').format(name)


def anchor(origin: Origin) -> str:
    """Name a place in a page after its origin, rows from 1: ``specifications-modifiers-3-when_to_use``."""
    return "-".join(str(step + 1) if isinstance(step, int) else step for step in origin.path)


def _parts(blocks: tuple[Block, ...]) -> Iterator[tuple[Block, ...]]:
    """Divide blocks before each heading of level 2."""
    starts = [index for index, block in enumerate(blocks) if isinstance(block, Heading) and block.level == 2]
    for start, end in zip([0, *starts], [*starts, len(blocks)], strict=True):
        yield blocks[start:end]


def _heading(part: tuple[Block, ...]) -> Heading:
    heading = part[0]
    assert isinstance(heading, Heading)  # noqa: S101 -- parts of level 2 begin with their heading
    return heading


def _class(role: Role) -> Markup:
    return Markup("") if role is Role.BODY else Markup(' class="{}"').format(role.value)


def _spread(spread: Spread) -> str:
    return spread.value
