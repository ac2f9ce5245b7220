"""Of a redline, only what changed, below the headings that it stands under."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Final

from codepub.document.nodes import (
    Citation,
    Deleted,
    Document,
    Figure,
    Inlines,
    Inserted,
    List,
    Node,
    Paragraph,
    Role,
    TableNote,
)
from codepub.document.revisions import find_revision
from codepub.document.walk import children
from codepub.redlining.pruning import Item, Pruning

_ALWAYS_KEPT: Final = frozenset({Role.RIGHTS, Role.DRAFT})
"""What no publication leaves out."""


def keep_changes(document: Document) -> Document:
    """Leave out of a redline what did not change: blocks, rows, items and terms.

    The notes of a table that stays, the rights and the line of a draft stay. Items of a list keep their numbers.
    """
    return Pruning(_is_kept, _divide_list).prune(document)


def _is_kept(*nodes: Node) -> bool:
    return any(isinstance(node, TableNote) or _tells_change(node) for node in nodes)


def _tells_change(node: Node) -> bool:
    """Tell whether something at or below a node changed; that a source has another number is no change."""
    match node:
        case Inserted() | Deleted():
            return True
        case Figure(revision=revision):
            return revision is not None
        case Paragraph(role=role) if role in _ALWAYS_KEPT:
            return True
        case _:
            return any(map(_tells_change, _leave_out_renumbered(children(node))))


def _leave_out_renumbered(nodes: Sequence[Node]) -> Iterator[Node]:
    """Yield nodes without the citations of which nothing but the number changed: the old one, and the new behind it."""
    renumbered = False
    for node, following in pairwise((*nodes, None)):
        match node, following:
            case _ if renumbered:
                renumbered = False
            case Deleted(old), Inserted(new) if (ids := _list_cited(old)) and ids == _list_cited(new):
                renumbered = True
            case (None, _):
                pass
            case (one, _):
                yield one


def _list_cited(content: Inlines) -> list[str]:
    """List the sources that words cite which are nothing but citations."""
    cited = [inline.id for inline in content if isinstance(inline, Citation)]
    return cited if len(cited) == len(content) else []


def _divide_list(block: List, items: Sequence[Item]) -> Iterator[List]:
    """Yield a list of each stretch of items that stay, with the number of its first; of bullets, one list."""
    if not block.ordered:
        yield replace(block, items=tuple(filter(None, items)))
        return
    run: list[Item] = []
    number = first = block.start
    for whole, kept in (*zip(block.items, items, strict=True), ((), ())):
        if kept:
            first = first if run else number
            run.append(kept)
        elif run:
            yield replace(block, items=tuple(run), start=first)
            run = []
        number += not isinstance(find_revision(*whole), Deleted)
