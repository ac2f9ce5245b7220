"""The characters of a document, without what marks them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import assert_never

from codepub.document.nodes import (
    AbsenceNotice,
    AbsenceSign,
    Block,
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


def plain_text(part: Node | tuple[Node, ...]) -> str:
    """Return the characters of a node, or of several; blocks, cells and terms lie on lines of their own."""
    match part:
        case tuple():
            between = "" if all(isinstance(node, Inline) for node in part) else "\n"
            return between.join(map(plain_text, part))
        case Text(text):
            return text
        case Citation(number):
            return f"[{number}]"
        case Emphasis(content) | Strong(content) | Superscript(content) | Subscript(content) | Span(content):
            return plain_text(content)
        case Inserted(content) | Deleted(content):
            return plain_text(content)
        case Link(_, content) | CodeReference(_, content):
            return plain_text(content)
        case (
            Document() | Section() | Heading() | Paragraph() | AbsenceNotice() | AbsenceSign() | TableNote() | Figure()
        ):
            return "\n".join(texts(part))
        case List() | DefinitionList() | Definition() | Table() | RowGroup():
            return "\n".join(texts(part))
        case _:
            assert_never(part)


def texts(part: Document | Heading | Block | Definition | RowGroup | AbsenceSign | TableNote) -> Iterator[str]:
    """Yield the text of each leaf, of each term and of each column's header, in reading order.

    That of a figure is what is read in its place.
    """
    match part:
        case Heading(content) | Paragraph(content):
            yield plain_text(content)
        case AbsenceNotice(_, label, statement):
            yield f"{label} {plain_text(statement)}"
        case Definition(term, description):
            yield plain_text(term)
            yield from _texts(description)
        case List(_, items):
            for item in items:
                yield from _texts(item)
        case DefinitionList(items, _, notes):
            yield from _texts(items)
            yield from _texts(notes)
        case Table(_, columns, groups):
            yield from (column.header for column in columns)
            yield from _texts(groups)
            yield from _texts(part.notes)
        case RowGroup(heading, rows):
            for row in ((heading,) if heading is not None else (), *rows):
                yield from _texts(row)
        case AbsenceSign(_, sign, mark):
            yield sign + mark
        case TableNote(mark, content):
            yield f"{mark} {plain_text(content)}"
        case Figure(_, alternative):
            yield alternative
        case Document():
            yield from _texts(part.sections)
        case Section(_, heading, blocks):
            if heading is not None:
                yield from texts(heading)
            yield from _texts(blocks)
        case _:
            assert_never(part)


def _texts(parts: tuple[Block | Definition | RowGroup | AbsenceSign | TableNote, ...]) -> Iterator[str]:
    for part in parts:
        yield from texts(part)


def join_texts(inlines: Iterable[Inline]) -> Inlines:
    """Join neighbouring texts and drop empty ones."""
    whole: list[Inline] = []
    for inline in inlines:
        match whole[-1:], inline:
            case _, Text(""):
                continue
            case [Text(before)], Text(after):
                whole[-1] = Text(before + after)
            case _:
                whole.append(inline)
    return tuple(whole)
