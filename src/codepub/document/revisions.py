"""What comes and goes as a whole in a redline, told by the words in it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import assert_never

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
    Heading,
    Inlines,
    Inserted,
    Link,
    List,
    Node,
    Paragraph,
    Revision,
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
from codepub.document.walk import children


def find_revision(*nodes: Node) -> Revision | None:
    """Find out whether nodes are inserted, or deleted, as a whole: all words of theirs are so.

    What holds no words, such as a list without items, never is. Several nodes are a row, or an item of a list.
    """
    found: Revision | None = None
    for revision in _list_revisions(nodes):
        if revision is None or (found is not None and type(revision) is not type(found)):
            return None
        found = found or revision
    return found


def unmark(content: Inlines) -> Inlines:
    """Return words that come or go as a whole without what says so."""
    return tuple(part for one in content for part in (one.content if isinstance(one, Inserted | Deleted) else (one,)))


def _list_revisions(nodes: tuple[Node, ...]) -> Iterator[Revision | None]:
    """Yield what becomes of each leaf and each term."""
    for node in nodes:
        match node:
            case Heading(content) | Paragraph(content) | TableNote(_, content):
                yield _judge_words(content)
            case AbsenceNotice(_, _, statement):
                yield _judge_words(statement)
            case Figure():
                yield node.revision
            case AbsenceSign():
                yield None
            case Definition(term, description):
                yield _judge_words(term)
                yield from _list_revisions(description)
            case Document() | Section() | List() | DefinitionList() | Table() | RowGroup():
                yield from _list_revisions(children(node))
            case Inserted() | Deleted():
                yield node
            case Text() | Emphasis() | Strong() | Superscript() | Subscript() | Link() | CodeReference():
                yield None
            case Citation() | Span():
                yield None
            case _:
                assert_never(node)


def _judge_words(content: Inlines) -> Revision | None:
    """Tell what all of some words are; of no words nothing is told."""
    match content:
        case (Inserted() as first, *others) if all(isinstance(one, Inserted) for one in others):
            return first
        case (Deleted() as first, *others) if all(isinstance(one, Deleted) for one in others):
            return first
        case _:
            return None
