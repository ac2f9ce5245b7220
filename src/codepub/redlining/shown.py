"""What formats show of parts of a document, as data that can be compared: words and structure, without origins."""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from itertools import groupby
from typing import assert_never

from codepub.document.nodes import (
    AbsenceNotice,
    AbsenceSign,
    Block,
    Cell,
    Citation,
    CodeReference,
    Definition,
    DefinitionList,
    Deleted,
    Emphasis,
    Figure,
    Heading,
    Inline,
    Inlines,
    Inserted,
    Link,
    List,
    Paragraph,
    Role,
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

Shown = tuple[Hashable, ...]
"""What is shown of a part: its kind, and what it holds."""


def show_words(content: Inlines) -> Shown:
    """Return the stretches of words that look alike, each with what marks it; how they are divided counts for nothing.

    Of what leads elsewhere counts where authors let it lead, and not how places of the document are named.
    """
    stretches = groupby(_list_stretches(content, ()), key=lambda stretch: stretch[0])
    return tuple((marks, "".join(words for _, words in same)) for marks, same in stretches)


def _list_stretches(content: Inlines, marks: tuple[Hashable, ...]) -> Iterator[tuple[Shown, str]]:
    for inline in content:
        match inline:
            case Text(text):
                if text:
                    yield marks, text
            case Citation(number, _, id):
                yield (*marks, ("Citation", id, number)), ""
            case Span(inner):
                yield from _list_stretches(inner, marks)
            case Emphasis(inner) | Strong(inner) | Superscript(inner) | Subscript(inner) | Link(_, inner):
                yield from _list_stretches(inner, (*marks, name_mark(inline)))
            case CodeReference(_, inner) | Inserted(inner) | Deleted(inner):
                yield from _list_stretches(inner, (*marks, name_mark(inline)))
            case _:
                assert_never(inline)


def name_mark(inline: Inline) -> Hashable:
    """Return what tells the mark of an inline from others: its kind and where it leads."""
    match inline:
        case Link(target, _, title) | CodeReference(target, _, _, title):
            return (type(inline).__name__, target, title)
        case _:
            return type(inline).__name__


def show(part: Block | Heading | Definition | RowGroup | AbsenceSign | TableNote) -> Shown:
    """Return what is shown of a part; a sign in place of a value is shown as the words and the mark that it has."""
    match part:
        case Heading(content):
            return ("Heading", show_words(content))
        case Paragraph(content, _, role):
            return ("Paragraph", role, show_words(content))
        case AbsenceNotice(reason, label, statement):
            return ("AbsenceNotice", reason, label, show_words(statement))
        case AbsenceSign():
            return ("Paragraph", Role.BODY, show_words(spell_sign(part)))
        case List(ordered, items, start):
            return ("List", ordered, start, tuple(tuple(map(show, item)) for item in items))
        case Definition(term, description):
            return ("Definition", show_words(term), tuple(map(show, description)))
        case DefinitionList(items, spread, notes):
            return ("DefinitionList", spread, tuple(map(show, items)), tuple(map(show, notes)))
        case Table(name, columns, groups):
            return ("Table", name, columns, tuple(map(show, groups)), tuple(map(show, part.notes)))
        case RowGroup(heading, rows):
            return ("RowGroup", None if heading is None else show(heading), tuple(map(show_row, rows)))
        case TableNote(mark, content):
            return ("TableNote", mark, show_words(content))
        case Figure(chart, alternative):
            return ("Figure", chart, alternative)
        case Section(name, heading, blocks):
            return ("Section", name, None if heading is None else show(heading), tuple(map(show, blocks)))
        case _:
            assert_never(part)


def show_row(row: tuple[Cell, ...]) -> Shown:
    """Return what is shown of a row."""
    return tuple(map(show, row))


def spell_sign(sign: AbsenceSign) -> Inlines:
    """Return the sign of a value that is not given as words, behind which the mark is raised."""
    return (Text(sign.sign), Superscript((Text(sign.mark),)))
