"""What a page holds: sections, blocks and inlines as HTML; what readers go by differs on a screen and on paper."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import takewhile
from textwrap import wrap
from typing import Final, assert_never

from markupsafe import Markup, escape

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
    Deleted,
    Document,
    Emphasis,
    Figure,
    FlowBlock,
    Heading,
    Inline,
    Inlines,
    Inserted,
    Leaf,
    Link,
    List,
    Paragraph,
    Revision,
    Role,
    RowGroup,
    Section,
    Span,
    Spread,
    Strong,
    Subscript,
    Superscript,
    Table,
    TableNote,
    Text,
)
from codepub.document.provenance import naming_origin
from codepub.document.revisions import find_revision, unmark
from codepub.document.table_names import name_tables
from codepub.document.text import plain_text
from codepub.document.walk import flow
from codepub.origin import Origin
from codepub.patterns import compile_late
from codepub.writers.column_widths import TABLE_WIDTH, is_wide, share_width
from codepub.writers.decimals import count_decimals, find_padding
from codepub.writers.html.wayfinding import Wayfinding, is_scrolled
from codepub.writers.line_breaks import split_pieces
from codepub.writers.theme import Theme

_PAGE_WIDTH: Final = 54.0
"""The width of a table that takes that of the page, in ems of its type."""
_ADDRESS: Final = compile_late(r"https?://[^/?#]+/?")
"""An address of the web as far as its host."""
_PLACES_TO_BREAK: Final = compile_late(r"(?<=/)(?=[^/])|(?<=[^/])(?=[.?&])")
"""The places where the path of an address may break."""
_END_OF_WORD: Final = compile_late(r"\S{1,12}\Z")
_LINES_OF_HEADINGS: Final = {2: 14, 3: 19}
"""About how many characters a line has of a heading of a level that stands beside what it heads."""
_LINE_OF_HEADING: Final = 23
_MOST_LINES: Final = 7
DEEPEST_HEADING: Final = 6
"""The deepest level of a heading in HTML; what lies deeper has it too."""


class ContentWriter:
    """Writes the blocks of one document; knows its places, where its links lead, and what its readers go by."""

    def __init__(self, document: Document, theme: Theme, anchors: Anchors, wayfinding: Wayfinding) -> None:
        self._theme = theme
        self._signposts = document.signposts
        self._table_names = name_tables(document)
        self._anchors = anchors
        self._wayfinding = wayfinding

    def write_sections(self, sections: tuple[Section, ...]) -> Markup:
        """Write sections: the title with what stands below it, then each part as a section."""
        return Markup("").join(map(self._write_section, sections))

    def _write_section(self, section: Section) -> Markup:
        opening = tuple(takewhile(lambda block: not isinstance(block, Section), section.blocks))
        title = Markup('<header class="title">\n%s</header>\n') % (
            self._write_flow(replace(section, blocks=opening), 1),
        )
        parts = Markup("").join(
            self._write_part(other) if isinstance(other, Section) else self._write_block(other)
            for other in section.blocks[len(opening) :]
        )
        return title + self._wayfinding.write_contents() + parts

    def _write_part(self, part: Section) -> Markup:
        content = self._write_flow(part, 2)
        named = self._wayfinding.name_section(part)
        return Markup('<section class="%s"%s>\n%s</section>\n') % (part.name, named, content)

    def _write_flow(self, section: Section, level: int) -> Markup:
        return Markup("").join(self._write_block(block, depth) for depth, block in flow(section, level))

    def _write_blocks(self, blocks: Iterable[FlowBlock]) -> Markup:
        return Markup("").join(map(self._write_block, blocks))

    def _write_block(self, block: Heading | FlowBlock, level: int = 0) -> Markup:
        match block:
            case Heading():
                return self._write_heading(block, level)
            case Paragraph(content, _, role):
                name = self._find_name(block)
                written, back = self._write_inlines(content), self._lead_back(block, name)
                return Markup("<p%s%s>%s%s</p>\n") % (_write_id(name), _write_class(role), written, back)
            case AbsenceNotice():
                return self._write_notice(block)
            case List():
                return self._write_list(block)
            case DefinitionList():
                return self._write_definitions(block)
            case Table():
                return self._write_table(block)
            case Figure():
                return self._write_figure(block)
            case _:
                assert_never(block)

    def _write_figure(self, figure: Figure) -> Markup:
        from codepub.writers.charts.percentiles import draw_percentiles  # most publications have no chart
        from codepub.writers.charts.svg import write_svg

        drawing = draw_percentiles(figure.chart, self._theme.typography, self._wayfinding.chart_width)
        picture = write_svg(drawing, figure.alternative, self._theme)
        shown = self._mark(figure.revision, picture)
        return Markup('<div%s class="chart">%s</div>\n') % (_write_id(self._find_name(figure)), shown)

    def _write_heading(self, heading: Heading, level: int) -> Markup:
        name = _write_id(self._wayfinding.name_heading(heading, level, self._find_name(heading)))
        if level == 1:
            return Markup("<h1%s%s</h1>\n") % (name, self._write_title(heading.content))
        tag = f"h{min(level, DEEPEST_HEADING)}"
        written = self._write_inlines(heading.content)
        return Markup("<%s%s%s>%s</%s>\n") % (tag, name, _write_height(heading.content, level), written, tag)

    def _lead_back(self, paragraph: Paragraph, name: str) -> Markup:
        """Write the ways back from the entry of a source; only the first leaf of a place is led to."""
        source = naming_origin(paragraph.source)
        return Markup("") if source is None or not name else self._wayfinding.lead_back(source)

    def _write_title(self, content: Inlines) -> Markup:
        """Write a title; what stands between its code and its words is for where both run in one line."""
        match content:
            case (Strong() as code, Text(between), *rest) if between.strip():
                joint = Markup('<span class="joint">%s</span>') % (between,)
                title = self._write_inline(code) + joint + self._write_inlines(tuple(rest))
                return Markup(' data-running="%s">%s') % (plain_text(content), title)
            case _:
                return Markup(">%s") % (self._write_inlines(content),)

    def _write_notice(self, notice: AbsenceNotice) -> Markup:
        revision = find_revision(notice)
        statement = notice.statement if revision is None else unmark(notice.statement)
        words = Markup("<strong>%s</strong> %s") % (notice.label, self._write_inlines(statement))
        return Markup('<p%s class="notice %s" role="note">%s</p>\n') % (
            _write_id(self._find_name(notice)),
            notice.reason,
            self._mark(revision, words),
        )

    def _write_list(self, block: List) -> Markup:
        tag = "ol" if block.ordered else "ul"
        # WeasyPrint counts by CSS alone; browsers take either.
        start = (
            Markup(' start="%s" style="counter-reset: list-item %s"') % (block.start, block.start - 1)
            if block.start != 1
            else ""
        )
        items = Markup("").join(
            Markup("<li%s>%s</li>\n") % (_write_gone(item), self._write_blocks(item)) for item in block.items
        )
        return Markup("<%s%s>\n%s</%s>\n") % (tag, start, items, tag)

    def _write_definitions(self, block: DefinitionList) -> Markup:
        values = [value for item in block.items for value in item.description]
        decimals = count_decimals(values) if block.spread is Spread.COLUMNS else 0
        rows = Markup("").join(self._write_definition(block, item, decimals) for item in block.items)
        notes = Markup("").join(self._write_note(_name_note(block, note.mark), note) for note in block.notes)
        return Markup('<dl class="%s">\n%s</dl>\n%s') % (block.spread.value, rows, notes)

    def _write_definition(self, block: DefinitionList, definition: Definition, decimals: int) -> Markup:
        term = self._write_inlines(definition.term)
        described = Markup("").join(
            self._write_cell(value, find_padding(value, decimals))
            if isinstance(value, Cell)
            else self._write_block(value)
            for value in definition.description
        )
        reasons = Markup("").join(_write_description_of(block, value) for value in definition.description)
        return Markup("<div><dt>%s</dt><dd%s>%s</dd></div>\n") % (term, reasons, described)

    def _write_table(self, table: Table) -> Markup:
        wide = is_wide(table)
        shares = share_width(table, _PAGE_WIDTH if wide else TABLE_WIDTH)
        widths = Markup("").join(Markup('<col style="width:%.4g%%">') % (share * 100,) for share in shares)
        revision = find_revision(table)
        headers = Markup("").join(
            Markup('<th scope="col" role="columnheader"%s>%s</th>')
            % (_write_kind(column), self._mark(revision, escape(column.header)))
            for column in table.columns
        )
        decimals = [_count_decimals(table, index) for index in range(len(table.columns))]
        groups = Markup("").join(self._write_group(table, group, decimals) for group in table.groups)
        notes = Markup("").join(self._write_note(_name_note(table, note.mark), note) for note in table.notes)
        return Markup(
            '<div class="scroll%s%s"%s>\n<table role="table" aria-label="%s"%s>\n<colgroup>%s</colgroup>\n'
            '<thead role="rowgroup"><tr role="row">%s</tr></thead>\n%s</table>\n</div>\n%s'
        ) % (
            " wide" if wide else "",
            " many" if is_scrolled(table) else "",
            self._wayfinding.frame_table(table),
            self._table_names[id(table)],
            self._wayfinding.label_cells(table),
            widths,
            headers,
            groups,
            notes,
        )

    def _write_group(self, table: Table, group: RowGroup, decimals: Sequence[int]) -> Markup:
        heading = Markup("") if group.heading is None else self._write_group_heading(table, group.heading)
        rows = Markup("").join(self._write_row(table, row, decimals) for row in group.rows)
        return Markup('<tbody role="rowgroup">\n%s%s</tbody>\n') % (heading, rows)

    def _write_group_heading(self, table: Table, heading: Cell) -> Markup:
        return Markup(
            '<tr class="group" role="row"><th scope="rowgroup" role="rowheader" colspan="%s"%s>%s</th></tr>\n'
        ) % (len(table.columns), _write_description_of(table, heading), self._write_cell(heading))

    def _write_row(self, table: Table, row: tuple[Cell, ...], decimals: Sequence[int]) -> Markup:
        first, *others = (
            (
                Markup("%s%s") % (_write_kind(column), _write_description_of(table, cell)),
                self._write_cell(cell, find_padding(cell, most)),
            )
            for column, cell, most in zip(table.columns, row, decimals, strict=True)
        )
        data = Markup("").join(Markup('<td role="cell"%s>%s</td>') % other for other in others)
        return Markup('<tr role="row"><th scope="row" role="rowheader"%s>%s</th>%s</tr>\n') % (*first, data)

    def _write_cell(self, cell: Cell, padding: str = "") -> Markup:
        """Write a cell; as wide as its padding is what a number has after it, so that decimal points align."""
        match cell:
            case Paragraph(content, _, role) if padding:
                return Markup('<p%s%s data-padding="%s">%s</p>\n') % (
                    _write_id(self._find_name(cell)),
                    _write_class(role),
                    padding,
                    self._write_inlines(content),
                )
            case Paragraph():
                return self._write_block(cell)
            case AbsenceSign(reason, sign, mark):
                return Markup('<p%s class="sign %s">%s<sup>%s</sup></p>\n') % (
                    _write_id(self._find_name(cell)),
                    reason,
                    sign,
                    mark,
                )
            case _:
                assert_never(cell)

    def _write_note(self, name: str, note: TableNote) -> Markup:
        revision = find_revision(note)
        content = note.content if revision is None else unmark(note.content)
        words = Markup("<sup>%s</sup> %s") % (note.mark, self._write_inlines(content))
        return Markup('<p id="%s" class="table-note">%s</p>\n') % (name, self._mark(revision, words))

    def _write_inlines(self, content: Inlines) -> Markup:
        return Markup("").join(map(self._write_run, _gather_runs(content)))

    def _write_run(self, run: Inlines) -> Markup:
        match run:
            case (inline,):
                return self._write_inline(inline)
            case _:
                return _keep(Markup("").join(map(self._write_inline, run)))

    def _write_inline(self, inline: Inline) -> Markup:
        match inline:
            case Text(text):
                pieces = split_pieces(text)
                return Markup("").join(_keep(piece.text) if piece.is_kept else escape(piece.text) for piece in pieces)
            case Emphasis(content):
                return Markup("<em>%s</em>") % (self._write_inlines(content),)
            case Strong(content):
                return Markup("<strong>%s</strong>") % (self._write_inlines(content),)
            case Superscript(content):
                return Markup("<sup>%s</sup>") % (self._write_inlines(content),)
            case Subscript(content):
                return Markup("<sub>%s</sub>") % (self._write_inlines(content),)
            case Link(target, (Text(address),)) if host := _ADDRESS.match(address):
                written = _write_address(host.group(), address[host.end() :])
                return Markup('<a href="%s">%s</a>') % (target, written)
            case Link(target, content):
                return Markup('<a href="%s">%s</a>') % (target, self._write_inlines(content))
            case CodeReference(_, content, place):
                return self._link_inside(place, self._write_inlines(content))
            case Span(content):
                return self._write_inlines(content)
            case Inserted(content) | Deleted(content):
                return self._mark(inline, self._write_inlines(content))
            case Citation(number, place):
                return Markup('<span class="citation">%s</span>') % (self._cite(number, place),)
            case _:
                assert_never(inline)

    def _mark(self, revision: Revision | None, written: Markup) -> Markup:
        """Mark what is written as what becomes of it; a style says to screen readers what that is."""
        match revision:
            case None:
                return written
            case Inserted():
                return Markup('<ins data-said="{}">{}</ins>').format(self._signposts.inserted, written)
            case Deleted():
                return Markup('<del data-said="{}">{}</del>').format(self._signposts.deleted, written)
            case _:
                assert_never(revision)

    def _link_inside(self, place: Origin | None, content: Markup) -> Markup:
        """Link to a place in this page, where there is one."""
        destination = self._anchors.destination(place)
        return content if destination is None else Markup('<a href="#%s">%s</a>') % (anchor(destination), content)

    def _cite(self, number: int, place: Origin) -> Markup:
        source = self._anchors.destination(place)
        if source is None:
            return Markup("[%s]") % (number,)
        before, after = self._signposts.source
        return Markup('<a href="#%s"%s role="doc-noteref" aria-label="%s%s%s">[%s]</a>') % (
            anchor(source),
            self._wayfinding.name_citation(source),
            before,
            number,
            after,
            number,
        )

    def _find_name(self, leaf: Leaf) -> str:
        """Return the id of the first leaf of each origin; that of the others is empty."""
        place = self._anchors.place(leaf)
        return "" if place is None or place.number != 1 else anchor(place.origin)


def _write_id(name: str) -> Markup:
    return Markup(' id="%s"') % (name,) if name else Markup("")


def _write_gone(item: tuple[Paragraph | List, ...]) -> Markup:
    """Write that an item of a list goes, so that its number is that of no other."""
    return Markup(' class="gone"') if isinstance(find_revision(*item), Deleted) else Markup("")


def _write_class(role: Role) -> Markup:
    return Markup("") if role is Role.BODY else Markup(' class="%s"') % (role.value,)


def _write_address(host: str, path: str) -> Markup:
    """Write an address that breaks after a slash or before another mark, and never before its host is told."""
    pieces = [escape(piece) for piece in _PLACES_TO_BREAK.split(path)]
    return Markup('<span class="host">%s</span>%s') % (host, Markup("<wbr>").join(pieces))


def _write_height(heading: Inlines, level: int) -> Markup:
    """Write how many lines a heading has beside what it heads, where they are several: that must be as high."""
    lines = len(wrap(plain_text(heading), _LINES_OF_HEADINGS.get(level, _LINE_OF_HEADING)))
    return Markup("") if lines < 2 else Markup(' class="lines-%s"') % (min(lines, _MOST_LINES),)


def _write_kind(column: Column) -> Markup:
    """Write what the cells of a column hold, by which the styles align them; text is what all hold else."""
    return Markup("") if column.kind is ColumnKind.TEXT else Markup(' class="%s"') % (column.kind.value,)


def _count_decimals(table: Table, index: int) -> int:
    return count_decimals([row[index] for row in table.rows]) if table.columns[index].kind is ColumnKind.NUMBER else 0


def _keep(content: str) -> Markup:
    """Write what stands in one line."""
    return Markup('<span class="kept">%s</span>') % (content,)


def _gather_runs(content: Inlines) -> Iterator[Inlines]:
    """Yield inlines one by one, but citations together with the end of the word that they follow."""
    run: Inlines = ()
    for inline in content:
        match run, inline:
            case (), _:
                run = (inline,)
            case (Text(text),), Citation() if end := _END_OF_WORD.search(text):
                yield (Text(text[: end.start()]),)
                run = (Text(end[0]), inline)
            case (*_, Citation()), Citation():
                run = (*run, inline)
            case _:
                yield run
                run = (inline,)
    if run:
        yield run


def _write_description_of(block: Table | DefinitionList, value: Cell | AbsenceNotice) -> Markup:
    """Tie a value that bears a sign to the note below it that says why."""
    match value:
        case Paragraph() | AbsenceNotice():
            return Markup("")
        case AbsenceSign(_, _, mark):
            return Markup(' aria-describedby="%s"') % (_name_note(block, mark),)
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
