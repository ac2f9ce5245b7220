"""Of a redline, only what changed, below the headings that it stands under."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from codepub.document.nodes import Deleted, Document, Figure, Inserted, List, Node, Paragraph, Role, TableNote
from codepub.document.revisions import find_revision
from codepub.document.walk import descendants
from codepub.redlining.pruning import Item, Pruning

_ALWAYS_KEPT: Final = frozenset({Role.RIGHTS, Role.DRAFT})
"""What no publication leaves out."""


def keep_changes(document: Document) -> Document:
    """Leave out of a redline what did not change: blocks, rows, items and terms.

    The notes of a table that stays, the rights and the line of a draft stay. Items of a list keep their numbers.
    """
    return Pruning(_is_kept, _divide_list).prune(document)


def _is_kept(*nodes: Node) -> bool:
    return any(isinstance(node, TableNote) or any(map(_tells_change, (node, *descendants(node)))) for node in nodes)


def _tells_change(node: Node) -> bool:
    match node:
        case Inserted() | Deleted():
            return True
        case Figure(revision=revision):
            return revision is not None
        case Paragraph(role=role):
            return role in _ALWAYS_KEPT
        case _:
            return False


def _divide_list(block: List, items: Sequence[Item]) -> Iterator[List]:
    """Yield a list of each stretch of items that stay, each beginning with the number that its first one has."""
    run: list[Item] = []
    number = first = block.start
    for whole, kept in (*zip(block.items, items, strict=True), ((), ())):
        if kept:
            first = first if run else number
            run.append(kept)
        elif run:
            yield replace(block, items=tuple(run), start=first if block.ordered else block.start)
            run = []
        number += not isinstance(find_revision(*whole), Deleted)
