"""Two documents become one that shows what changed: insertions and deletions, word by word.

A leaf, a row, a table, a section that only one of the two has is marked in each of its words; so `find_revision` tells
that it comes or goes as a whole. What a document says of itself outside its sections is that of the newer.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final, TypeVar, assert_never

from codepub.document.nodes import (
    AbsenceNotice,
    AbsenceSign,
    Block,
    Cell,
    Change,
    Citation,
    CodeReference,
    Definition,
    DefinitionList,
    Deleted,
    Document,
    Figure,
    Heading,
    Inline,
    Inlines,
    Inserted,
    List,
    Paragraph,
    Role,
    RowGroup,
    Section,
    Spread,
    Table,
    TableNote,
    Text,
)
from codepub.document.provenance import Derived, naming_origin
from codepub.document.revisions import find_revision
from codepub.document.text import plain_text
from codepub.document.walk import mapped
from codepub.origin import Origin
from codepub.redlining.alignment import Pair, Traits, align
from codepub.redlining.marking import Marking, move_to_past
from codepub.redlining.shown import show, show_row, spell_sign
from codepub.redlining.words import redline_words

P = TypeVar("P")

Item = tuple[Paragraph | List, ...]
Row = tuple[Cell, ...]


def redline(before: Document, after: Document, change: Change) -> Document:
    """Return the newer of two documents with what changed marked.

    Of the result, `accept` makes what the newer shows, and `reject` what the older shows. Words that stay lead where
    the newer has them lead; what is gone has places of its own.
    """
    redlining = _Redlining(change)
    older = mapped(before, _Leading(move_to_past))
    sections = redlining.merge_blocks(older.sections, after.sections)
    made = replace(after, sections=tuple(block for block in sections if isinstance(block, Section)))
    return mapped(made, _Leading(lambda place: redlining.kept.get(place, place)))


@dataclass(frozen=True, slots=True)
class _Leading:
    """Lets words lead to other places."""

    find: Callable[[Origin], Origin]

    def __call__(self, content: Inlines) -> Inlines:
        return tuple(map(self._lead, content))

    def _lead(self, inline: Inline) -> Inline:
        match inline:
            case Text():
                return inline
            case Citation(_, place):
                return replace(inline, place=self.find(place))
            case CodeReference(_, content, Origin() as place):
                return replace(inline, place=self.find(place), content=self(content))
            case _:
                return mapped(inline, self)


class _Redlining:
    """Merges the parts of two documents under one change; ``kept`` tells where what stayed is found now."""

    def __init__(self, change: Change) -> None:
        self.kept: dict[Origin, Origin] = {}
        self._change = change
        self._insert = Marking(Inserted((), change))
        self._delete = Marking(Deleted((), change))

    # Blocks ------------------------------------------------------------------------------------------------------

    def merge_blocks(self, old: Sequence[Block], new: Sequence[Block]) -> tuple[Block, ...]:
        """Merge blocks: those that are the same, changed or not, and those that come or go."""
        pairs = align(old, new, _BLOCKS)
        return tuple(_merge(pairs, self._delete.mark, self._insert.mark, self._merge_block))

    def _merge_block(self, old: Block, new: Block) -> Block | None:
        match old, new:
            case Section(), Section():
                heading = self._merge_heading(old.heading, new.heading)
                return replace(new, heading=heading, blocks=self.merge_blocks(old.blocks, new.blocks))
            case Paragraph(), Paragraph():
                self._keep(old, new)
                return replace(new, content=self._merge_words(old.content, new.content))
            case AbsenceNotice(), AbsenceNotice():
                return replace(new, statement=self._merge_words(old.statement, new.statement))
            case List(), List():
                pairs = align(old.items, new.items, _ITEMS)
                items = _merge(pairs, self._delete.mark_item, self._insert.mark_item, self._merge_item)
                return replace(new, items=tuple(items))
            case DefinitionList(), DefinitionList():
                return self._merge_definitions(old, new)
            case Table(), Table():
                return self._merge_table(old, new)
            case Figure(), Figure() if show(old) == show(new):
                return new
            case _:
                return None

    def _merge_heading(self, old: Heading | None, new: Heading | None) -> Heading | None:
        if old is None or new is None:
            return new
        return replace(new, content=self._merge_words(old.content, new.content))

    def _merge_item(self, old: Item, new: Item) -> Item | None:
        """Merge items; the paragraph that has the sign of the item is never one of two."""
        merged = tuple(block for block in self.merge_blocks(old, new) if isinstance(block, Paragraph | List))
        return None if find_revision(merged[0]) is not None else merged

    def _keep(self, old: Cell, new: Cell) -> None:
        """Note where a leaf that stays is found now."""
        gone, here = naming_origin(old.source), naming_origin(new.source)
        if gone is not None and here is not None:
            self.kept.setdefault(move_to_past(gone), here)

    def _merge_words(self, old: Inlines, new: Inlines) -> Inlines:
        return redline_words(old, new, self._change)

    # Definitions -------------------------------------------------------------------------------------------------

    def _merge_definitions(self, old: DefinitionList, new: DefinitionList) -> DefinitionList | None:
        pairs = align(old.items, new.items, _DEFINITIONS)
        delete, insert = self._delete.mark_definition, self._insert.mark_definition
        items = tuple(_merge(pairs, delete, insert, self._merge_definition))
        if new.spread is Spread.LINE and any(find_revision(item) is not None for item in items):
            return None  # a column of Word cannot come or go
        return replace(new, items=items, notes=self._merge_notes(old.notes, new.notes))

    def _merge_definition(self, old: Definition, new: Definition) -> Definition:
        described = zip(old.description, new.description, strict=True)
        return Definition(self._merge_words(old.term, new.term), tuple(self._merge_said(*pair) for pair in described))

    def _merge_said(
        self, old: Paragraph | AbsenceNotice | AbsenceSign, new: Paragraph | AbsenceNotice | AbsenceSign
    ) -> Paragraph | AbsenceNotice | AbsenceSign:
        match old, new:
            case Paragraph(), Paragraph():
                return replace(new, content=self._merge_words(old.content, new.content))
            case AbsenceNotice(), AbsenceNotice():
                return replace(new, statement=self._merge_words(old.statement, new.statement))
            case _:
                return new

    def _merge_notes(self, old: Sequence[TableNote], new: Sequence[TableNote]) -> tuple[TableNote, ...]:
        pairs = align(old, new, _NOTES)
        return tuple(_merge(pairs, self._delete.mark_note, self._insert.mark_note, self._merge_note))

    def _merge_note(self, old: TableNote, new: TableNote) -> TableNote:
        return replace(new, content=self._merge_words(old.content, new.content))

    # Tables ------------------------------------------------------------------------------------------------------

    def _merge_table(self, old: Table, new: Table) -> Table:
        pairs = align(old.groups, new.groups, _GROUPS)
        groups = _merge(pairs, self._delete.mark_group, self._insert.mark_group, self._merge_group)
        return replace(new, groups=tuple(groups), notes=self._merge_notes(old.notes, new.notes))

    def _merge_group(self, old: RowGroup, new: RowGroup) -> RowGroup:
        pairs = align(old.rows, new.rows, _ROWS)
        rows = _merge(pairs, self._delete.mark_row, self._insert.mark_row, self._merge_row)
        heading = new.heading
        if old.heading is not None and new.heading is not None:
            heading = self._merge_cell(old.heading, new.heading)
        return RowGroup(heading, tuple(rows))

    def _merge_row(self, old: Row, new: Row) -> Row:
        return tuple(self._merge_cell(*cells) for cells in zip(old, new, strict=True))

    def _merge_cell(self, old: Cell, new: Cell) -> Cell:
        """Merge cells; where a sign becomes a value, or a value a sign, both stand there as words."""
        self._keep(old, new)
        if show(old) == show(new):
            return new
        match old, new:
            case Paragraph(), Paragraph() if old.role is new.role:
                return replace(new, content=self._merge_words(old.content, new.content))
            case AbsenceSign(), AbsenceSign():
                return Paragraph(self._merge_words(spell_sign(old), spell_sign(new)), _derive(new))
            case _:
                gone, come = Deleted(_spell(old), self._change), Inserted(_spell(new), self._change)
                words = tuple(one for one in (gone, come) if one.content)
                return replace(new, content=words) if isinstance(new, Paragraph) else Paragraph(words, _derive(new))


def _spell(cell: Cell) -> Inlines:
    return cell.content if isinstance(cell, Paragraph) else spell_sign(cell)


def _derive(cell: Cell) -> Derived:
    origin = naming_origin(cell.source)
    return Derived(() if origin is None else (origin,))


def _merge(
    pairs: Iterable[Pair[P]], delete: Callable[[P], P], insert: Callable[[P], P], merge: Callable[[P, P], P | None]
) -> Iterator[P]:
    """Yield each part once: merged where it is in both, and marked where it is in one of them."""
    for old, new in pairs:
        if old is not None and new is not None and (merged := merge(old, new)) is not None:
            yield merged
            continue
        if old is not None:
            yield delete(old)
        if new is not None:
            yield insert(new)


# How parts are told from each other ------------------------------------------------------------------------------


def _name_block(block: Block) -> Hashable:
    match block:
        case Section(name, heading):
            return ("Section", name, None if heading is None else plain_text(heading))
        case Table(name, columns):
            return ("Table", name, columns)
        case DefinitionList(_, spread):
            return ("DefinitionList", spread)
        case Paragraph(_, Derived((first, *_)), role) if all(isinstance(step, str) for step in first.path):
            return ("Paragraph", role, first.path)
        case AbsenceNotice():
            return ("AbsenceNotice", block.source.origin.path)
        case Paragraph() | List() | Figure():
            return None
        case _:
            assert_never(block)


def _can_pair_blocks(old: Block, new: Block) -> bool:
    match old, new:
        case Section(), Section():
            return old.name == new.name and (old.heading is None) == (new.heading is None)
        case Paragraph(), Paragraph():  # the rights in CPT are a text that stands whole, or not at all
            return old.role is new.role is not Role.RIGHTS and bool(old.content and new.content)
        case AbsenceNotice(), AbsenceNotice():
            return (old.reason, old.label) == (new.reason, new.label) and bool(old.statement and new.statement)
        case List(), List():
            return (old.ordered, old.start) == (new.ordered, new.start)
        case DefinitionList(), DefinitionList():
            return old.spread is new.spread
        case Table(), Table():
            return (old.name, old.columns) == (new.name, new.columns)
        case _:
            return False


def _can_pair_definitions(old: Definition, new: Definition) -> bool:
    """Tell whether all that is said of two terms is of one kind: then each can be merged with its like."""
    return bool(old.term and new.term) and _list_kinds(old) == _list_kinds(new)


def _list_kinds(definition: Definition) -> list[Hashable]:
    return [
        (type(one), one.role) if isinstance(one, Paragraph) else show(one)[:_KIND_OF_NOTICE]
        for one in definition.description
    ]


_KIND_OF_NOTICE: Final = 3


def _read_row(row: Row) -> str:
    return "\n".join(map(plain_text, row))


_BLOCKS: Final[Traits[Block]] = Traits(show, _name_block, plain_text, _can_pair_blocks)
_ITEMS: Final[Traits[Item]] = Traits(
    lambda item: tuple(map(show, item)),
    lambda _: None,
    plain_text,
    lambda old, new: bool(old and new) and type(old[0]) is type(new[0]),
)
_DEFINITIONS: Final[Traits[Definition]] = Traits(
    show, lambda definition: plain_text(definition.term), plain_text, _can_pair_definitions
)
_NOTES: Final[Traits[TableNote]] = Traits(
    show,
    lambda note: note.mark,
    plain_text,
    lambda old, new: old.mark == new.mark and bool(old.content and new.content),
)
_GROUPS: Final[Traits[RowGroup]] = Traits(
    show,
    lambda group: None if group.heading is None else plain_text(group.heading),
    plain_text,
    lambda old, new: (old.heading is None) == (new.heading is None),
)
_ROWS: Final[Traits[Row]] = Traits(
    show_row, lambda row: plain_text(row[0]) or None, _read_row, lambda old, new: len(old) == len(new)
)
