"""Parts of a document that come or go as a whole: each of their words is marked."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final, assert_never

from codepub.document.nodes import (
    AbsenceNotice,
    AbsenceSign,
    Block,
    Cell,
    Definition,
    DefinitionList,
    Deleted,
    Figure,
    Heading,
    Inlines,
    List,
    Paragraph,
    Revision,
    RowGroup,
    Section,
    Table,
    TableNote,
)
from codepub.document.provenance import Absent, Derived, Value
from codepub.origin import Origin
from codepub.redlining.shown import spell_sign

_PAST: Final = "before"
"""The first step of the places of what is gone, by which they are told from those of what stays."""


def move_to_past(origin: Origin) -> Origin:
    """Return the place of what is gone: at the same path, something else may stand now."""
    return Origin(origin.record, (_PAST, *origin.path))


@dataclass(frozen=True, slots=True)
class Marking:
    """Marks parts as inserted, or as deleted, by a revision without words."""

    revision: Revision

    def mark(self, block: Block) -> Block:
        """Mark a block."""
        match block:
            case Section(_, heading, blocks):
                marked = None if heading is None else self._mark_heading(heading)
                return replace(block, heading=marked, blocks=tuple(map(self.mark, blocks)))
            case Paragraph():
                return self._mark_paragraph(block)
            case AbsenceNotice():
                return self._mark_notice(block)
            case List(_, items):
                return replace(block, items=tuple(map(self.mark_item, items)))
            case DefinitionList(items, _, notes):
                return replace(
                    block, items=tuple(map(self.mark_definition, items)), notes=tuple(map(self.mark_note, notes))
                )
            case Table(_, _, groups, origin, notes):
                return replace(
                    block,
                    groups=tuple(map(self.mark_group, groups)),
                    origin=move_to_past(origin) if self._is_past else origin,
                    notes=tuple(map(self.mark_note, notes)),
                )
            case Figure(_, _, source):
                return replace(block, source=self._derive(source), revision=self.revision)
            case _:
                assert_never(block)

    def mark_item(self, item: tuple[Paragraph | List, ...]) -> tuple[Paragraph | List, ...]:
        """Mark an item of a list."""
        return tuple(part for part in map(self.mark, item) if isinstance(part, Paragraph | List))

    def mark_definition(self, definition: Definition) -> Definition:
        """Mark a term and what is said of it."""
        return Definition(self._mark_words(definition.term), tuple(map(self._mark_said, definition.description)))

    def mark_group(self, group: RowGroup) -> RowGroup:
        """Mark rows that belong together."""
        heading = None if group.heading is None else self._mark_cell(group.heading)
        return RowGroup(heading, tuple(map(self.mark_row, group.rows)))

    def mark_row(self, row: tuple[Cell, ...]) -> tuple[Cell, ...]:
        """Mark a row; the sign of a value that is not given becomes words."""
        return tuple(map(self._mark_cell, row))

    def mark_note(self, note: TableNote) -> TableNote:
        """Mark what is said below a table."""
        return replace(note, content=self._mark_words(note.content), source=self._derive(note.source))

    @property
    def _is_past(self) -> bool:
        return isinstance(self.revision, Deleted)

    def _mark_words(self, content: Inlines) -> Inlines:
        return (replace(self.revision, content=content),)

    def _mark_heading(self, heading: Heading) -> Heading:
        return Heading(self._mark_words(heading.content), self._derive(heading.source))

    def _mark_paragraph(self, paragraph: Paragraph) -> Paragraph:
        return replace(paragraph, content=self._mark_words(paragraph.content), source=self._move(paragraph.source))

    def _mark_notice(self, notice: AbsenceNotice) -> AbsenceNotice:
        source = Absent(move_to_past(notice.source.origin)) if self._is_past else notice.source
        return replace(notice, statement=self._mark_words(notice.statement), source=source)

    def _mark_said(self, said: Paragraph | AbsenceNotice | AbsenceSign) -> Paragraph | AbsenceNotice:
        return self._mark_notice(said) if isinstance(said, AbsenceNotice) else self._mark_cell(said)

    def _mark_cell(self, cell: Cell) -> Paragraph:
        if isinstance(cell, Paragraph):
            return self._mark_paragraph(cell)
        return Paragraph(self._mark_words(spell_sign(cell)), self._derive(Derived((cell.source.origin,))))

    def _derive(self, source: Derived) -> Derived:
        return Derived(tuple(map(move_to_past, source.origins))) if self._is_past else source

    def _move(self, source: Value | Derived) -> Value | Derived:
        match source:
            case Value(origin):
                return Value(move_to_past(origin)) if self._is_past else source
            case Derived():
                return self._derive(source)
            case _:
                assert_never(source)
