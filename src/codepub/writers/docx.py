"""A document becomes a Word file.

A heading of level n has the style "Heading n": to Word's navigation, to screen readers and in a PDF that Word makes,
the style Title is no heading, and levels would differ from those of the other formats by one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from typing import Final

from codepub.diagnostics import ContentError, Diagnostic, Severity
from codepub.document import Document
from codepub.origin import Origin
from codepub.writers.landings import landings
from codepub.writers.ooxml.body import body
from codepub.writers.ooxml.bookmarks import bookmarked
from codepub.writers.ooxml.numbering import Numbering
from codepub.writers.ooxml.package import core_properties, font_table, packed, settings
from codepub.writers.ooxml.page import PageSetup, first_head, footer, page_setup, running_head, section, text_width
from codepub.writers.ooxml.reference import Reference, opened
from codepub.writers.ooxml.runs import Writing
from codepub.writers.ooxml.styles import styled
from codepub.writers.ooxml.xml import Element, parsed, w
from codepub.writers.rendered import Rendered
from codepub.writers.theme import Theme

_NOT_XML: Final = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What is no ``Char`` of XML 1.0, clause 2.2."""


def write_docx(document: Document, theme: Theme) -> Rendered:
    """Write a document as a Word file (Office Open XML, transitional).

    Raises:
        CallError: The theme's reference is not a Word document.
        ContentError: The document holds a character that XML cannot hold.
    """
    reference = Reference() if theme.reference is None else opened(theme.reference)
    try:
        return _written(document, theme, reference)
    except ValueError as error:
        refused = [_refused(origin, text) for origin, text in _strings(document, None) if _NOT_XML.search(text)]
        if not refused:
            raise
        raise ContentError(*refused) from error


def _written(document: Document, theme: Theme, reference: Reference) -> Rendered:
    styles, ids = styled(theme, document.language, reference.styles)
    setup = reference.page or page_setup(theme.page)
    existing = None if reference.numbering is None else parsed(reference.numbering.blob)
    numbering = Numbering.begun(existing)
    names = (name for name, _ in bookmarked(document))
    writing = Writing(ids, names, landings(document), numbering, text_width(setup))
    roots = {
        "document": _document(document, writing, setup),
        "styles": styles,
        "numbering": numbering.root,
        "settings": settings(document.language, mirrored=theme.page.inner != theme.page.outer),
        "header": running_head(document.imprint, ids),
        "firstHeader": first_head(ids),
        "footer": footer(document.imprint, ids, writing.width),
        **({} if reference.fonts else {"fontTable": font_table(theme.typography)}),
    }
    content = packed(roots, writing.links, reference, core_properties(document))
    return Rendered(content, tuple(writing.diagnostics))


def _document(document: Document, writing: Writing, setup: PageSetup) -> Element:
    return w("document", w("body", *body(writing, document.blocks), section(setup)))


def _strings(part: object, origin: Origin | None) -> Iterator[tuple[Origin | None, str]]:
    """Give every string of frozen data, with the origin it lies nearest to."""
    if isinstance(part, str):
        yield origin, part
    elif isinstance(part, tuple):
        for member in part:
            yield from _strings(member, origin)
    elif is_dataclass(part):
        nearest = getattr(part, "origin", origin)
        for field in fields(part):
            yield from _strings(getattr(part, field.name), nearest)


def _refused(origin: Origin | None, text: str) -> Diagnostic:
    shown = _NOT_XML.sub("\ufffd", text)
    codes = ", ".join(sorted({f"U+{ord(character):04X}" for character in _NOT_XML.findall(text)}))
    return Diagnostic(
        rule="word-character",
        severity=Severity.ERROR,
        message=f"{codes} in “{shown}” cannot stand in a Word file.",
        hint="Remove the character; it is invisible and mostly comes from copying.",
        origin=origin,
    )
