"""A redline becomes one of its two documents again: all changes accepted, or all rejected."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from codepub.document.nodes import (
    Block,
    Deleted,
    Document,
    Figure,
    Inline,
    Inlines,
    Inserted,
    List,
    Node,
    Section,
)
from codepub.document.revisions import find_revision
from codepub.document.text import join_texts
from codepub.document.walk import mapped
from codepub.redlining.pruning import Item, Pruning


def accept(document: Document) -> Document:
    """Return the newer of the documents that a redline was made of, as formats show it."""
    return _settle(document, Deleted)


def reject(document: Document) -> Document:
    """Return the older of the documents that a redline was made of, as formats show it.

    What the document says of itself outside its sections stays that of the newer.
    """
    return _settle(document, Inserted)


def _settle(document: Document, dropped: type[Inserted | Deleted]) -> Document:
    """Drop what has one of the two marks, and take the other mark off."""

    def keeps(*nodes: Node) -> bool:
        return not isinstance(find_revision(*nodes), dropped)

    kept = mapped(Pruning(keeps, _keep_items).prune(document), _Words(dropped))
    return replace(kept, sections=tuple(_settle_figures(section) for section in kept.sections))


def _keep_items(block: List, items: Sequence[Item]) -> Iterator[List]:
    yield replace(block, items=tuple(filter(None, items)))


def _settle_figures(section: Section) -> Section:
    return replace(section, blocks=tuple(map(_settle_figure, section.blocks)))


def _settle_figure(block: Block) -> Block:
    match block:
        case Section():
            return _settle_figures(block)
        case Figure():
            return replace(block, revision=None)
        case _:
            return block


@dataclass(frozen=True, slots=True)
class _Words:
    """Settles what of words has a mark."""

    dropped: type[Inserted | Deleted]

    def __call__(self, content: Inlines) -> Inlines:
        return join_texts(part for inline in content for part in self._settle(inline))

    def _settle(self, inline: Inline) -> Inlines:
        match inline:
            case Inserted(inner) | Deleted(inner):
                return () if isinstance(inline, self.dropped) else self(inner)
            case _:
                return (mapped(inline, self),)
