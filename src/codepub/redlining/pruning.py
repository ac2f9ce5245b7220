"""Parts of a document are left out, and with them what would stay empty."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Protocol, assert_never

from codepub.document.nodes import (
    AbsenceNotice,
    Block,
    DefinitionList,
    Document,
    Figure,
    List,
    Node,
    Paragraph,
    RowGroup,
    Section,
    Table,
)
from codepub.document.revisions import find_revision

Item = tuple[Paragraph | List, ...]


class Keeps(Protocol):
    """Tells whether a part of a document stays: a block, or the cells of a row, or the blocks of an item."""

    def __call__(self, *nodes: Node) -> bool:
        """Tell it."""
        ...


@dataclass(frozen=True, slots=True)
class Pruning:
    """Leaves out the parts that are not kept; ``divide`` makes of the items of a list, and those kept, the lists."""

    keeps: Keeps
    divide: Callable[[List, Sequence[Item]], Iterable[List]]

    def prune(self, document: Document) -> Document:
        """Leave out of a document what is not kept."""
        sections = tuple(block for block in self._prune_blocks(document.sections) if isinstance(block, Section))
        return replace(document, sections=sections)

    def _prune_blocks(self, blocks: Iterable[Block]) -> tuple[Block, ...]:
        return tuple(pruned for block in blocks if self.keeps(block) for pruned in self._prune_block(block))

    def _prune_block(self, block: Block) -> Iterable[Block]:
        match block:
            case Section(_, _, blocks):
                return (replace(block, blocks=self._prune_blocks(blocks)),)
            case List(_, items):
                return self.divide(block, [self._prune_item(item) if self.keeps(*item) else () for item in items])
            case DefinitionList(items, _, notes):
                kept = tuple(item for item in items if self.keeps(item))
                return (replace(block, items=kept, notes=tuple(filter(self.keeps, notes))),)
            case Table():
                return (self._prune_table(block),)
            case Paragraph() | AbsenceNotice() | Figure():
                return (block,)
            case _:
                assert_never(block)

    def _prune_item(self, item: Item) -> Item:
        return tuple(part for part in self._prune_blocks(item) if isinstance(part, Paragraph | List))

    def _prune_table(self, table: Table) -> Table:
        """Leave rows out of a table; the first row that stays as it is is kept where all others come or go.

        Without it, the table would be one that comes or goes itself.
        """
        groups = tuple(map(self._prune_group, filter(self.keeps, table.groups)))
        pruned = replace(table, groups=groups, notes=tuple(filter(self.keeps, table.notes)))
        if find_revision(pruned) is None or find_revision(table) is not None:
            return pruned
        staying = [row for row in table.rows if find_revision(*row) is None]
        return replace(pruned, groups=(RowGroup(None, tuple(staying[:1])), *groups)) if staying else pruned

    def _prune_group(self, group: RowGroup) -> RowGroup:
        return replace(group, rows=tuple(row for row in group.rows if self.keeps(*row)))
