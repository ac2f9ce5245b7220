"""Where links inside a document land: the leaves of a document and the origins they carry."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import assert_never

from codepub.document.nodes import Block, DefinitionList, Document, Heading, List, Notice, Paragraph, Table
from codepub.origin import Origin

Leaf = Heading | Paragraph | Notice


def leaves(document: Document) -> Iterator[Leaf]:
    """Give the headings, paragraphs, notices and cells of a document, in reading order."""
    for block in document.blocks:
        yield from _leaves(block)


def _leaves(block: Block) -> Iterator[Leaf]:
    match block:
        case Heading() | Paragraph() | Notice():
            yield block
        case List(_, items):
            for item in items:
                for part in item:
                    yield from _leaves(part)
        case DefinitionList(items):
            for definition in items:
                yield from definition.description
        case Table(_, _, rows):
            for row in rows:
                yield from row
        case _:
            assert_never(block)


def landings(document: Document) -> Mapping[Origin, Origin]:
    """Give, for each origin that a link can name, the origin of the first leaf that lies at it or below it.

    A row of a table is no leaf: who leads to it lands in its first cell.
    """
    places: dict[Origin, Origin] = {}
    for leaf in leaves(document):
        for place in _upwards(leaf.origin):
            places.setdefault(place, leaf.origin)
    return places


def _upwards(origin: Origin) -> Iterator[Origin]:
    yield origin
    for length in range(len(origin.path) - 1, -1, -1):
        yield Origin(origin.record, origin.path[:length])
