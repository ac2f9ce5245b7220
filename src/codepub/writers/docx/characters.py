"""Characters that XML cannot hold, and so no Word file: which they are, and where they came from."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields
from typing import Final, assert_never

from codepub.diagnostics import CallError, Diagnostic, Severity
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
from codepub.document.provenance import naming_origin
from codepub.document.walk import children
from codepub.origin import Origin
from codepub.patterns import compile_late
from codepub.writers.theme import Theme

_NOT_XML: Final = compile_late("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What is no ``Char`` of XML 1.0, clause 2.2."""


def refuse_settings(document: Document, theme: Theme) -> None:
    """Refuse settings of a publisher that hold a character that XML cannot hold.

    Raises:
        CallError: There are some; all of them are named.
    """
    faults = [
        f"{name}: {_describe_characters(text)} Take it out."
        for name, text in _list_settings(document, theme)
        if _NOT_XML.search(text)
    ]
    if faults:
        raise CallError("\n".join(faults))


def _list_settings(document: Document, theme: Theme) -> Iterator[tuple[str, str]]:
    yield "`publisher` in codepub.toml", document.publisher
    yield "`language` in codepub.toml", document.language
    for table, values in (("typography", theme.typography), ("palette", theme.palette)):
        for field in fields(values):
            yield f"`{field.name}` of [{table}] in theme.toml", str(getattr(values, field.name))


def find_refused_texts(document: Document) -> list[Diagnostic]:
    """Return a diagnostic for each text of a document that holds a character that XML cannot hold."""
    refused = [_refuse_text(field, None, text) for field, text in _list_facts(document) if _NOT_XML.search(text)]
    content = (
        _refuse_text("content", origin, text) for origin, text in _walk_strings(document, None) if _NOT_XML.search(text)
    )
    return [*refused, *content]


def _list_facts(document: Document) -> Iterator[tuple[str, str]]:
    """Yield what a document says of itself, with the names of its fields."""
    yield from (("title", document.title), ("publisher", document.publisher), ("language", document.language))
    yield from (("keywords", keyword) for keyword in document.keywords)
    imprint = document.imprint
    yield from (("imprint", text) for text in (imprint.short, imprint.title, *imprint.footer, *imprint.numbering))


def _walk_strings(node: Node, origin: Origin | None) -> Iterator[tuple[Origin | None, str]]:
    """Yield every string at and below a node, with the origin it lies nearest to."""
    nearest = _find_origin(node) or origin
    yield from ((nearest, text) for text in _own_strings(node))
    for child in children(node):
        yield from _walk_strings(child, nearest)


def _find_origin(node: Node) -> Origin | None:
    match node:
        case Heading() | Paragraph() | AbsenceNotice() | AbsenceSign() | TableNote() | Figure() | Span():
            return naming_origin(node.source)
        case Table():
            return node.origin
        case Text() | Emphasis() | Strong() | Superscript() | Subscript() | Link() | CodeReference() | Citation():
            return None
        case Document() | Section() | List() | DefinitionList() | Definition() | RowGroup():
            return None
        case Inserted() | Deleted():
            return None
        case _:
            assert_never(node)


def _own_strings(node: Node) -> tuple[str, ...]:
    match node:
        case Text(text) | Link(text):
            return (text,)
        case AbsenceNotice(_, label) | AbsenceSign(_, label):
            return (label,)
        case TableNote(mark):
            return (mark,)
        case Figure(chart, alternative):
            return (chart.name, alternative)
        case Table(name, columns):
            return (name, *(column.header for column in columns))
        case Emphasis() | Strong() | Superscript() | Subscript() | CodeReference() | Citation() | Span():
            return ()
        case Document() | Section() | Heading() | Paragraph() | List() | DefinitionList():
            return ()
        case Definition() | RowGroup():
            return ()
        case Inserted() | Deleted():
            return (node.change.author,)
        case _:
            assert_never(node)


def _refuse_text(field: str, origin: Origin | None, text: str) -> Diagnostic:
    return Diagnostic(
        rule="word-character",
        severity=Severity.ERROR,
        message=_describe_characters(text)
        if origin is not None
        else f"In the {field} of the publication, {_describe_characters(text)}",
        hint="Remove the character; it is invisible and mostly comes from copying.",
        origin=origin,
    )


def _describe_characters(text: str) -> str:
    shown = _NOT_XML.sub("\ufffd", text)
    codes = ", ".join(sorted({f"U+{ord(character):04X}" for character in _NOT_XML.findall(text)}))
    return f"{codes} in “{shown}” cannot stand in a Word file."
