"""A document as one HTML page: self-contained, responsive, accessible; also what the PDF is printed from."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import takewhile
from textwrap import wrap
from typing import Final, assert_never

from markupsafe import Markup, escape

from codepub.diagnostics import CallError
from codepub.document.anchors import Anchors, anchor
from codepub.document.nodes import (
    AbsenceNotice,
    AbsenceSign,
    Cell,
    Citation,
    CodeReference,
    Column,
    ColumnKind,
    Definition,
    DefinitionList,
    Document,
    Draft,
    Emphasis,
    FlowBlock,
    Heading,
    Inline,
    Inlines,
    Leaf,
    Link,
    List,
    Paragraph,
    Released,
    Role,
    RowGroup,
    RunningMatter,
    Section,
    Span,
    Spread,
    Standing,
    Strong,
    Subscript,
    Superscript,
    Table,
    TableNote,
    Text,
)
from codepub.document.text import plain_text
from codepub.document.walk import deepest_level, flow
from codepub.origin import Origin
from codepub.writers.column_widths import is_wide, share_width
from codepub.writers.decimals import count_decimals, find_padding
from codepub.writers.line_breaks import split_pieces
from codepub.writers.rendered import WHOLE, Rendered
from codepub.writers.templates import render_template
from codepub.writers.theme import Theme

_TABLE_WIDTH: Final = 41.0
"""The width of a table beside its heading, in ems of its type; what needs more takes that of the page."""
_PAGE_WIDTH: Final = 54.0
_ADDRESS: Final = re.compile(r"https?://[^/?#]+/?")
"""An address of the web as far as its host."""
_PLACES_TO_BREAK: Final = re.compile(r"(?<=/)(?=[^/])|(?<=[^/])(?=[.?&])")
"""The places where the path of an address may break."""
_END_OF_WORD: Final = re.compile(r"\S{1,12}\Z")
_LINES_OF_HEADINGS: Final = {2: 14, 3: 19}
"""About how many characters a line has of a heading of a level that stands beside what it heads."""
_LINE_OF_HEADING: Final = 23
_MOST_LINES: Final = 7
DEEPEST_HEADING: Final = 6
"""The deepest level of a heading in HTML; what lies deeper has it too."""


def write_html(document: Document, theme: Theme) -> Rendered:
    """Write a page that needs no other file."""
    deepest = deepest_level(document)
    style = Markup(render_stylesheet(theme, "publication.css", screen=True, deepest=deepest))  # noqa: S704 -- the publisher's own
    return Rendered({WHOLE: render_page(document, theme, style).encode()})


def render_page(document: Document, theme: Theme, style: Markup) -> str:
    """Render the page of a document with a style in its head, or with none where the style comes beside it.

    Raises:
        CallError: The page shell is at fault, or leaves out the content of a document that has rights or is a draft.
    """
    content = _PageWriter(Anchors(document), document.imprint).write_sections(document.sections)
    draft = _find_draft(document.standing)
    written = render_template(theme, "publication.html", document=document, content=content, style=style, draft=draft)
    if document.rights and content not in written:
        raise CallError(
            "templates/publication.html leaves out the content, and with it the rights notice of CPT, which must stand "
            "in every publication. Put {{ content }} back."
        )
    if draft and content not in written:
        raise CallError(
            "templates/publication.html leaves out the content, and with it the line that says of a draft that it is "
            "one. Put {{ content }} back."
        )
    return written


def _find_draft(standing: Standing) -> Draft | None:
    match standing:
        case Draft():
            return standing
        case Released():
            return None
        case _:
            assert_never(standing)


def render_stylesheet(theme: Theme, name: str, **values: object) -> str:
    """Render a style of the theme with its values set in.

    Raises:
        CallError: The template of the style is at fault.
    """
    return render_template(theme, name, palette=theme.palette, typography=theme.typography, **values)


class _PageWriter:
    """Writes the blocks of one document; knows its places and where its links lead."""

    def __init__(self, anchors: Anchors, imprint: RunningMatter) -> None:
        self._anchors = anchors
        self._imprint = imprint

    def write_sections(self, sections: tuple[Section, ...]) -> Markup:
        """Write sections: the title with what stands below it, then each part as a section."""
        return Markup("").join(map(self._write_section, sections))

    def _write_section(self, section: Section) -> Markup:
        opening = tuple(takewhile(lambda block: not isinstance(block, Section), section.blocks))
        title = Markup('<header class="title">\n{}</header>\n').format(
            self._write_flow(replace(section, blocks=opening), 1)
        )
        others = section.blocks[len(opening) :]
        return title + Markup("").join(
            self._write_part(other) if isinstance(other, Section) else self._write_block(other) for other in others
        )

    def _write_part(self, part: Section) -> Markup:
        return Markup('<section class="{}">\n{}</section>\n').format(part.name, self._write_flow(part, 2))

    def _write_flow(self, section: Section, level: int) -> Markup:
        return Markup("").join(self._write_block(block, depth) for depth, block in flow(section, level))

    def _write_blocks(self, blocks: Iterable[FlowBlock]) -> Markup:
        return Markup("").join(map(self._write_block, blocks))

    def _write_block(self, block: Heading | FlowBlock, level: int = 0) -> Markup:
        match block:
            case Heading(content, _) if level == 1:
                return Markup("<h1{}{}</h1>\n").format(self._write_id(block), self._write_title(content))
            case Heading(content):
                tag = f"h{min(level, DEEPEST_HEADING)}"
                written = self._write_inlines(content)
                return Markup("<{}{}{}>{}</{}>\n").format(
                    tag, self._write_id(block), _write_height(content, level), written, tag
                )
            case Paragraph(content, _, role):
                return Markup("<p{}{}>{}</p>\n").format(
                    self._write_id(block), _write_class(role), self._write_inlines(content)
                )
            case AbsenceNotice():
                return self._write_notice(block)
            case List():
                return self._write_list(block)
            case DefinitionList():
                return self._write_definitions(block)
            case Table():
                return self._write_table(block)
            case _:
                assert_never(block)

    def _write_title(self, content: Inlines) -> Markup:
        """Write a title; what stands between its code and its words is for where both run in one line."""
        match content:
            case (Strong() as code, Text(between), *rest) if between.strip():
                joint = Markup('<span class="joint">{}</span>').format(between)
                title = self._write_inline(code) + joint + self._write_inlines(tuple(rest))
                return Markup(' data-running="{}">{}').format(plain_text(content), title)
            case _:
                return Markup(">{}").format(self._write_inlines(content))

    def _write_notice(self, notice: AbsenceNotice) -> Markup:
        return Markup('<p{} class="notice {}" role="note"><strong>{}</strong> {}</p>\n').format(
            self._write_id(notice), notice.reason, notice.label, self._write_inlines(notice.statement)
        )

    def _write_list(self, block: List) -> Markup:
        tag = "ol" if block.ordered else "ul"
        # WeasyPrint counts by CSS alone; browsers take either.
        start = (
            Markup(' start="{}" style="counter-reset: list-item {}"').format(block.start, block.start - 1)
            if block.start != 1
            else ""
        )
        items = Markup("").join(Markup("<li>{}</li>\n").format(self._write_blocks(item)) for item in block.items)
        return Markup("<{}{}>\n{}</{}>\n").format(tag, start, items, tag)

    def _write_definitions(self, block: DefinitionList) -> Markup:
        values = [value for item in block.items for value in item.description]
        decimals = count_decimals(values) if block.spread is Spread.COLUMNS else 0
        rows = Markup("").join(self._write_definition(block, item, decimals) for item in block.items)
        notes = Markup("").join(self._write_note(_name_note(block, note.mark), note) for note in block.notes)
        return Markup('<dl class="{}">\n{}</dl>\n{}').format(block.spread.value, rows, notes)

    def _write_definition(self, block: DefinitionList, definition: Definition, decimals: int) -> Markup:
        term = self._write_inlines(definition.term)
        described = Markup("").join(
            self._write_cell(value, find_padding(value, decimals))
            if isinstance(value, Cell)
            else self._write_block(value)
            for value in definition.description
        )
        reasons = Markup("").join(_write_description_of(block, value) for value in definition.description)
        return Markup("<div><dt>{}</dt><dd{}>{}</dd></div>\n").format(term, reasons, described)

    def _write_table(self, table: Table) -> Markup:
        wide = is_wide(table, _TABLE_WIDTH)
        shares = share_width(table, _PAGE_WIDTH if wide else _TABLE_WIDTH)
        widths = Markup("").join(Markup('<col style="width:{:.4g}%">').format(share * 100) for share in shares)
        headers = Markup("").join(
            Markup('<th scope="col"{}>{}</th>').format(_write_kind(column), column.header) for column in table.columns
        )
        groups = Markup("").join(self._write_group(table, group) for group in table.groups)
        notes = Markup("").join(self._write_note(_name_note(table, note.mark), note) for note in table.notes)
        continued = table.name.join(self._imprint.continued)
        return Markup(
            '<div class="scroll{}" tabindex="0" role="group" aria-label="{}" data-continued="{}">\n'
            '<table aria-label="{}">\n'
            "<colgroup>{}</colgroup>\n<thead><tr>{}</tr></thead>\n{}</table>\n</div>\n{}"
        ).format(" wide" if wide else "", table.name, continued, table.name, widths, headers, groups, notes)

    def _write_group(self, table: Table, group: RowGroup) -> Markup:
        heading = Markup("") if group.heading is None else self._write_group_heading(table, group.heading)
        decimals = [_count_decimals(table, index) for index in range(len(table.columns))]
        rows = Markup("").join(self._write_row(table, row, decimals) for row in group.rows)
        return Markup("<tbody>\n{}{}</tbody>\n").format(heading, rows)

    def _write_group_heading(self, table: Table, heading: Cell) -> Markup:
        return Markup('<tr class="group"><th scope="rowgroup" colspan="{}"{}>{}</th></tr>\n').format(
            len(table.columns), _write_description_of(table, heading), self._write_cell(heading)
        )

    def _write_row(self, table: Table, row: tuple[Cell, ...], decimals: Sequence[int]) -> Markup:
        first, *others = (
            (
                Markup("{}{}").format(_write_kind(column), _write_description_of(table, cell)),
                self._write_cell(cell, find_padding(cell, most)),
            )
            for column, cell, most in zip(table.columns, row, decimals, strict=True)
        )
        data = Markup("").join(Markup("<td{}>{}</td>").format(*other) for other in others)
        return Markup('<tr><th scope="row"{}>{}</th>{}</tr>\n').format(*first, data)

    def _write_cell(self, cell: Cell, padding: str = "") -> Markup:
        """Write a cell; as wide as its padding is what a number has after it, so that decimal points align."""
        match cell:
            case Paragraph(content, _, role) if padding:
                return Markup('<p{}{} data-padding="{}">{}</p>\n').format(
                    self._write_id(cell), _write_class(role), padding, self._write_inlines(content)
                )
            case Paragraph():
                return self._write_block(cell)
            case AbsenceSign(reason, sign, mark):
                return Markup('<p{} class="sign {}">{}<sup>{}</sup></p>\n').format(
                    self._write_id(cell), reason, sign, mark
                )
            case _:
                assert_never(cell)

    def _write_note(self, name: str, note: TableNote) -> Markup:
        return Markup('<p id="{}" class="table-note"><sup>{}</sup> {}</p>\n').format(
            name, note.mark, self._write_inlines(note.content)
        )

    def _write_inlines(self, content: Inlines) -> Markup:
        return Markup("").join(map(self._write_run, _gather_runs(content)))

    def _write_run(self, run: Inlines) -> Markup:
        written = Markup("").join(map(self._write_inline, run))
        return _keep(written) if len(run) > 1 else written

    def _write_inline(self, inline: Inline) -> Markup:
        match inline:
            case Text(text):
                pieces = split_pieces(text)
                return Markup("").join(_keep(piece.text) if piece.is_kept else escape(piece.text) for piece in pieces)
            case Emphasis(content):
                return Markup("<em>{}</em>").format(self._write_inlines(content))
            case Strong(content):
                return Markup("<strong>{}</strong>").format(self._write_inlines(content))
            case Superscript(content):
                return Markup("<sup>{}</sup>").format(self._write_inlines(content))
            case Subscript(content):
                return Markup("<sub>{}</sub>").format(self._write_inlines(content))
            case Link(target, (Text(address),)) if host := _ADDRESS.match(address):
                written = _write_address(host.group(), address[host.end() :])
                return Markup('<a href="{}">{}</a>').format(target, written)
            case Link(target, content):
                return Markup('<a href="{}">{}</a>').format(target, self._write_inlines(content))
            case CodeReference(_, content, place):
                return self._link_inside(place, self._write_inlines(content))
            case Span(content):
                return self._write_inlines(content)
            case Citation(number, place):
                number_shown = Markup("[{}]").format(number)
                return Markup('<span class="citation">{}</span>').format(self._link_inside(place, number_shown))
            case _:
                assert_never(inline)

    def _link_inside(self, place: Origin | None, content: Markup) -> Markup:
        """Link to a place in this page, where there is one."""
        destination = self._anchors.destination(place)
        return content if destination is None else Markup('<a href="#{}">{}</a>').format(anchor(destination), content)

    def _write_id(self, leaf: Leaf) -> Markup:
        """Write the id of the first leaf of each origin; the others have none."""
        place = self._anchors.place(leaf)
        if place is None or place.number != 1:
            return Markup("")
        return Markup(' id="{}"').format(anchor(place.origin))


def _write_class(role: Role) -> Markup:
    return Markup("") if role is Role.BODY else Markup(' class="{}"').format(role.value)


def _write_address(host: str, path: str) -> Markup:
    """Write an address that breaks after a slash or before another mark, and never before its host is told."""
    pieces = [escape(piece) for piece in _PLACES_TO_BREAK.split(path)]
    return Markup('<span class="host">{}</span>{}').format(host, Markup("<wbr>").join(pieces))


def _write_height(heading: Inlines, level: int) -> Markup:
    """Write how many lines a heading has beside what it heads, where they are several: that must be as high."""
    lines = len(wrap(plain_text(heading), _LINES_OF_HEADINGS.get(level, _LINE_OF_HEADING)))
    return Markup("") if lines < 2 else Markup(' class="lines-{}"').format(min(lines, _MOST_LINES))


def _write_kind(column: Column) -> Markup:
    """Write what the cells of a column hold, by which the styles align them; text is what all hold else."""
    return Markup("") if column.kind is ColumnKind.TEXT else Markup(' class="{}"').format(column.kind.value)


def _count_decimals(table: Table, index: int) -> int:
    return count_decimals([row[index] for row in table.rows]) if table.columns[index].kind is ColumnKind.NUMBER else 0


def _keep(content: str) -> Markup:
    """Write what stands in one line."""
    return Markup('<span class="kept">{}</span>').format(content)


def _gather_runs(content: Inlines) -> Iterator[Inlines]:
    """Yield inlines one by one, but citations together with the end of the word that they follow."""
    run: Inlines = ()
    for inline in content:
        match run, inline:
            case (Text(text),), Citation() if end := _END_OF_WORD.search(text):
                yield (Text(text[: end.start()]),)
                run = (Text(end[0]), inline)
            case (*_, Citation()), Citation():
                run = (*run, inline)
            case _:
                yield run
                run = (inline,)
    yield run


def _write_description_of(block: Table | DefinitionList, value: Cell | AbsenceNotice) -> Markup:
    """Tie a value that bears a sign to the note below it that says why."""
    match value:
        case Paragraph() | AbsenceNotice():
            return Markup("")
        case AbsenceSign(_, _, mark):
            return Markup(' aria-describedby="{}"').format(_name_note(block, mark))
        case _:
            assert_never(value)


def _name_note(block: Table | DefinitionList, mark: str) -> str:
    match block:
        case Table(origin=origin):
            return f"{anchor(origin)}-note-{mark}"
        case DefinitionList(notes=(first, *_)):
            return f"{anchor(first.source.origins[0])}-note-{mark}"
        case _:
            raise AssertionError("a sign has a note")
