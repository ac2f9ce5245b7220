"""Which characters of a document each face sets, by the styles of `templates/publication.css`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final, Literal, NamedTuple, assert_never

from codepub.document.nodes import (
    AbsenceNotice,
    AbsenceSign,
    Block,
    Cell,
    Chart,
    Citation,
    CodeReference,
    Definition,
    DefinitionList,
    Deleted,
    Document,
    Emphasis,
    Figure,
    Heading,
    Inline,
    Inlines,
    Inserted,
    Link,
    List,
    Paragraph,
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
from codepub.document.walk import descendants
from codepub.writers.chart_widths import SCREEN_WIDTH
from codepub.writers.theme import Typography


class Setting(NamedTuple):
    """How text is set: the kind of its family, its weight, its style."""

    kind: Literal["serif", "sans"]
    weight: int = 400
    style: Literal["normal", "italic"] = "normal"


SERIF: Final = Setting("serif")
SANS: Final = Setting("sans")
STRONG_SANS: Final = Setting("sans", 600)
_TITLE: Final = Setting("sans", 300)
_PART: Final = 2
"""The level of a part of a document, which alone is a section to a style."""
_SET_SMALL: Final = frozenset({"sources", "about"})
"""The parts that are set without serifs."""
_DEEPEST_STRONG: Final = 4
"""The deepest level of a heading that is set in semibold."""


def gather_characters(document: Document, typography: Typography) -> Mapping[Setting, frozenset[str]]:
    """Return the characters that a document is set in, by how they are set; what browsers add is not among them."""
    gathering = _Gathering(defaultdict(set), typography)
    for section in document.sections:
        gathering.add_section(section, 1, SERIF)
    return {setting: frozenset(characters) for setting, characters in gathering.found.items()}


@dataclass(frozen=True, slots=True)
class _Gathering:
    found: defaultdict[Setting, set[str]]
    typography: Typography

    def add_section(self, section: Section, level: int, setting: Setting) -> None:
        inner = SANS if level == _PART and section.name in _SET_SMALL else setting
        if section.heading is not None:
            self._add_heading(section.heading, level)
        for block in section.blocks:
            if isinstance(block, Section):
                self.add_section(block, level + 1, inner)
            else:
                self._add_block(block, inner)

    def _add_heading(self, heading: Heading, level: int) -> None:
        self._add_raised(heading)
        if level == 1:
            self._add_inlines(heading.content, _TITLE)
        else:
            self._add_inlines(heading.content, STRONG_SANS if level <= _DEEPEST_STRONG else SANS)
            self._add_inlines(heading.content, SANS)  # in the list of contents

    def _add_raised(self, heading: Heading) -> None:
        """Add what is raised in a heading, which is set as lightly as a title."""
        for node in descendants(heading):
            if isinstance(node, Superscript):
                self._add_inlines(node.content, _TITLE)

    def _add_block(self, block: Block, setting: Setting) -> None:
        match block:
            case Paragraph(content, _, role):
                self._add_inlines(content, _find_setting(role, setting))
            case AbsenceNotice(_, label, statement):
                self._add(label, STRONG_SANS)
                self._add_inlines(statement, SANS)
            case List(_, items):
                for item in items:
                    self._add_blocks(item, setting)
            case DefinitionList(items, spread, notes):
                for definition in items:
                    self._add_definition(definition, spread, setting)
                for note in notes:
                    self._add_note(note)
            case Table():
                self._add_table(block)
            case Figure(chart):
                self._add_labels(chart)
            case Section():
                raise AssertionError("a section is walked with its level")
            case _:
                assert_never(block)

    def _add_labels(self, chart: Chart) -> None:
        from codepub.writers.charts.percentiles import draw_percentiles  # most publications have no chart
        from codepub.writers.charts.shapes import Label

        for shape in draw_percentiles(chart, self.typography, SCREEN_WIDTH).shapes:
            if isinstance(shape, Label):
                self._add(shape.text, STRONG_SANS if shape.bold else SANS)

    def _add_blocks(self, blocks: Iterable[Block], setting: Setting) -> None:
        for block in blocks:
            self._add_block(block, setting)

    def _add_definition(self, definition: Definition, spread: Spread, setting: Setting) -> None:
        match spread:
            case Spread.LINE:
                self._add_inlines(definition.term, SANS)
                self._add_values(definition.description, STRONG_SANS)
            case Spread.ROWS:
                self._add_inlines(definition.term, STRONG_SANS)
                self._add_values(definition.description, setting)
            case Spread.COLUMNS:
                self._add_inlines(definition.term, STRONG_SANS)
                self._add_values(definition.description, STRONG_SANS)
            case _:
                assert_never(spread)

    def _add_values(self, values: Iterable[Paragraph | AbsenceNotice | AbsenceSign], setting: Setting) -> None:
        for value in values:
            match value:
                case AbsenceSign(_, sign, mark):
                    self._add(sign + mark, SANS._replace(style="italic"))
                case Paragraph() | AbsenceNotice():
                    self._add_block(value, setting)
                case _:
                    assert_never(value)

    def _add_table(self, table: Table) -> None:
        for column in table.columns:
            self._add(column.header, STRONG_SANS)
        for group in table.groups:
            self._add_group(group)
        for note in table.notes:
            self._add_note(note)

    def _add_group(self, group: RowGroup) -> None:
        if group.heading is not None:
            self._add_cell(group.heading, STRONG_SANS)
        for first, *others in group.rows:
            self._add_cell(first, STRONG_SANS)
            for cell in others:
                self._add_cell(cell, SANS)

    def _add_cell(self, cell: Cell, setting: Setting) -> None:
        match cell:
            case Paragraph(content, _, role):
                self._add_inlines(content, _find_setting(role, setting))
            case AbsenceSign(_, sign, mark):
                self._add(sign + mark, setting._replace(style="italic"))
            case _:
                assert_never(cell)

    def _add_note(self, note: TableNote) -> None:
        self._add(note.mark, SANS)
        self._add_inlines(note.content, SANS)

    def _add_inlines(self, content: Inlines, setting: Setting) -> None:
        for inline in content:
            self._add_inline(inline, setting)

    def _add_inline(self, inline: Inline, setting: Setting) -> None:
        match inline:
            case Text(text):
                self._add(text, setting)
            case Citation(number):
                self._add(f"[{number}]", setting._replace(kind="sans"))
            case Emphasis(content):
                self._add_inlines(content, setting._replace(style="italic"))
            case Strong(content):
                self._add_inlines(content, setting._replace(weight=600))
            case Superscript(content) | Subscript(content) | Span(content) | Link(_, content):
                self._add_inlines(content, setting)
            case CodeReference(_, content) | Inserted(content) | Deleted(content):
                self._add_inlines(content, setting)
            case _:
                assert_never(inline)

    def _add(self, text: str, setting: Setting) -> None:
        self.found[setting].update(text)


def _find_setting(role: Role, setting: Setting) -> Setting:
    match role:
        case Role.BODY:
            return setting
        case Role.KNOWN_NONE:
            return setting._replace(kind="sans", style="italic")
        case Role.SOURCE | Role.RIGHTS:
            return SANS
        case Role.DRAFT:
            return STRONG_SANS
        case _:
            assert_never(role)
