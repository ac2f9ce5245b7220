"""The one walk through a document; a new kind of node is a type error here until it has its place."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import TypeVar, assert_never

from codepub.document.nodes import (
    AbsenceNotice,
    AbsenceSign,
    Citation,
    CodeReference,
    Definition,
    DefinitionList,
    Deleted,
    Document,
    Emphasis,
    Figure,
    FlowBlock,
    Heading,
    Inlines,
    Inserted,
    Leaf,
    Link,
    List,
    Node,
    Paragraph,
    RowGroup,
    Section,
    Span,
    Strong,
    Subscript,
    Superscript,
    Table,
    TableNote,
    Text,
)

N = TypeVar("N", bound=Node)


def children(node: Node) -> tuple[Node, ...]:
    """Return the nodes directly below a node, in reading order."""
    match node:
        case Text() | Citation() | AbsenceSign() | Figure():
            return ()
        case Emphasis(content) | Strong(content) | Superscript(content) | Subscript(content) | Span(content):
            return content
        case Inserted(content) | Deleted(content):
            return content
        case Link(_, content) | CodeReference(_, content) | Heading(content) | Paragraph(content):
            return content
        case TableNote(_, content):
            return content
        case AbsenceNotice(_, _, statement):
            return statement
        case List(_, items):
            return tuple(part for item in items for part in item)
        case DefinitionList(items, _, notes):
            return (*items, *notes)
        case Definition(term, description):
            return (*term, *description)
        case Table(_, _, groups):
            return (*groups, *node.notes)
        case RowGroup(heading, rows):
            return (*(() if heading is None else (heading,)), *(cell for row in rows for cell in row))
        case Document():
            return node.sections
        case Section(_, heading, blocks):
            return blocks if heading is None else (heading, *blocks)
        case _:
            assert_never(node)


def descendants(node: Node) -> Iterator[Node]:
    """Yield all nodes below a node, in reading order, each before those below it."""
    waiting = [*reversed(children(node))]
    while waiting:
        below = waiting.pop()
        yield below
        waiting.extend(reversed(children(below)))


def leaves(node: Node) -> Iterator[Leaf]:
    """Yield the headings, paragraphs, notices, signs, notes and figures at or below a node, in reading order."""
    waiting = [node]
    while waiting:
        match waiting.pop():
            case Heading() | Paragraph() | AbsenceNotice() | AbsenceSign() | TableNote() | Figure() as leaf:
                yield leaf
            case Document() | Section() | List() | DefinitionList() | Definition() | Table() | RowGroup() as branch:
                waiting.extend(reversed(children(branch)))
            case Text() | Emphasis() | Strong() | Superscript() | Subscript() | Link() | CodeReference():
                pass
            case Citation() | Span() | Inserted() | Deleted():
                pass
            case other:
                assert_never(other)


def flow(section: Section, level: int = 1) -> Iterator[tuple[int, Heading | FlowBlock]]:
    """Yield the headings of a section and of those in it, and the blocks between them, each with its level."""
    if section.heading is not None:
        yield level, section.heading
    for block in section.blocks:
        if isinstance(block, Section):
            yield from flow(block, level + 1)
        else:
            yield level, block


def deepest_level(document: Document) -> int:
    """Return the level of the deepest heading of a document."""
    return max(
        (level for section in document.sections for level, block in flow(section) if isinstance(block, Heading)),
        default=1,
    )


def mapped(node: N, change: Callable[[Inlines], Inlines]) -> N:
    """Return a node whose runs of inlines are changed: its own, or those of the blocks below it, in reading order.

    A run is changed as a whole, since a change may divide, join or drop inlines. ``change`` gets the outermost runs;
    it walks on into an inline by `mapped`.
    """
    return _map_node(node, change)  # type: ignore[return-value]  # each case of the match returns the type that it takes


def _map_node(node: Node, change: Callable[[Inlines], Inlines]) -> Node:
    match node:
        case Text() | Citation() | AbsenceSign() | Figure():
            return node
        case Emphasis() | Strong() | Superscript() | Subscript() | Link() | CodeReference() | Span():
            return replace(node, content=change(node.content))
        case Inserted() | Deleted():
            return replace(node, content=change(node.content))
        case Heading() | Paragraph() | TableNote():
            return replace(node, content=change(node.content))
        case AbsenceNotice():
            return replace(node, statement=change(node.statement))
        case List():
            return replace(node, items=tuple(_map_each(item, change) for item in node.items))
        case DefinitionList():
            return replace(node, items=_map_each(node.items, change), notes=_map_each(node.notes, change))
        case Definition():
            return Definition(change(node.term), _map_each(node.description, change))
        case Table():
            return replace(node, groups=_map_each(node.groups, change), notes=_map_each(node.notes, change))
        case RowGroup(heading, rows):
            changed_heading = None if heading is None else mapped(heading, change)
            return RowGroup(changed_heading, tuple(_map_each(row, change) for row in rows))
        case Document():
            return replace(node, sections=_map_each(node.sections, change))
        case Section(name, heading, blocks):
            changed = None if heading is None else mapped(heading, change)
            return Section(name, changed, _map_each(blocks, change))
        case _:
            assert_never(node)


def _map_each(nodes: tuple[N, ...], change: Callable[[Inlines], Inlines]) -> tuple[N, ...]:
    return tuple(mapped(node, change) for node in nodes)
