"""The one walk through a document; a new kind of node is a type error here until it has its place."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import TypeVar, assert_never

from codepub.document.nodes import (
    Citation,
    CodeReference,
    Definition,
    DefinitionList,
    Document,
    Emphasis,
    Heading,
    Inlines,
    Leaf,
    Link,
    List,
    Node,
    Notice,
    Paragraph,
    Span,
    Strong,
    Subscript,
    Superscript,
    Table,
    Text,
)

N = TypeVar("N", bound=Node)


def children(node: Node) -> tuple[Node, ...]:
    """Return the nodes directly below a node, in reading order."""
    match node:
        case Text() | Citation():
            return ()
        case Emphasis(content) | Strong(content) | Superscript(content) | Subscript(content) | Span(content):
            return content
        case Link(_, content) | CodeReference(_, content) | Heading(_, content) | Paragraph(content):
            return content
        case Notice(_, _, statement):
            return statement
        case List(_, items):
            return tuple(part for item in items for part in item)
        case DefinitionList(items):
            return items
        case Definition(term, description):
            return (*term, *description)
        case Table(_, _, rows):
            return tuple(cell for row in rows for cell in row)
        case Document():
            return node.blocks
        case _:
            assert_never(node)


def descendants(node: Node) -> Iterator[Node]:
    """Yield all nodes below a node, in reading order, each before those below it."""
    for child in children(node):
        yield child
        yield from descendants(child)


def leaves(node: Node) -> Iterator[Leaf]:
    """Yield the headings, paragraphs and notices at or below a node, in reading order."""
    match node:
        case Heading() | Paragraph() | Notice():
            yield node
        case Document() | List() | DefinitionList() | Definition() | Table():
            for child in children(node):
                yield from leaves(child)
        case Text() | Emphasis() | Strong() | Superscript() | Subscript() | Link() | CodeReference():
            return
        case Citation() | Span():
            return
        case _:
            assert_never(node)


def mapped(node: N, change: Callable[[Inlines], Inlines]) -> N:
    """Return a node whose runs of inlines are changed: its own, or those of the blocks below it, in reading order.

    A run is changed as a whole, since a change may divide, join or drop inlines. ``change`` gets the outermost runs;
    it walks on into an inline by `mapped`.
    """
    return _mapped(node, change)  # type: ignore[return-value]  # each case of the match returns the type that it takes


def _mapped(node: Node, change: Callable[[Inlines], Inlines]) -> Node:
    match node:
        case Text() | Citation():
            return node
        case Emphasis() | Strong() | Superscript() | Subscript() | Link() | CodeReference() | Span():
            return replace(node, content=change(node.content))
        case Heading() | Paragraph():
            return replace(node, content=change(node.content))
        case Notice():
            return replace(node, statement=change(node.statement))
        case List():
            return replace(node, items=tuple(_each(item, change) for item in node.items))
        case DefinitionList():
            return replace(node, items=_each(node.items, change))
        case Definition():
            return Definition(change(node.term), _each(node.description, change))
        case Table():
            return replace(node, rows=tuple(_each(row, change) for row in node.rows))
        case Document():
            return replace(node, blocks=_each(node.blocks, change))
        case _:
            assert_never(node)


def _each(nodes: tuple[N, ...], change: Callable[[Inlines], Inlines]) -> tuple[N, ...]:
    return tuple(mapped(node, change) for node in nodes)
