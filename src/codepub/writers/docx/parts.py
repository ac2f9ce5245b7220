"""The parts of a Word file, before they are packed: what is written of a document, to which others may add."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from codepub.document.anchors import Anchors
from codepub.document.nodes import Document, Paragraph, Role
from codepub.document.provenance import naming_origin
from codepub.document.text import plain_text
from codepub.document.walk import leaves
from codepub.ooxml.numbering import Numbering
from codepub.ooxml.xml import Element, w
from codepub.origin import Origin
from codepub.writers.docx.body import write_body
from codepub.writers.docx.marking import Marking
from codepub.writers.docx.package import make_core_properties, make_font_table, make_settings, pack
from codepub.writers.docx.page import (
    make_first_head,
    make_footer,
    make_running_head,
    make_section,
    text_height,
    text_width,
)
from codepub.writers.docx.pieces import list_cited, list_pieces
from codepub.writers.docx.reference import ReferenceDocument
from codepub.writers.docx.runs import Writing
from codepub.writers.docx.styles import complete_styles
from codepub.writers.rendered import WHOLE, Rendered
from codepub.writers.theme import Theme


@dataclass(frozen=True, slots=True)
class WordParts:
    """What a Word file is made of: parts of its text by their names, and its properties.

    ``writing`` is what its body was written with, ``reference`` what was taken from the publisher's own file.
    """

    writing: Writing
    reference: ReferenceDocument
    roots: dict[str, Element]
    properties: dict[str, Element]


def make_parts(
    document: Document, theme: Theme, reference: ReferenceDocument, anchors: Anchors, marking: Marking
) -> WordParts:
    """Make the parts of a document, whose words are marked with where they come from.

    Raises:
        ValueError: A text holds a character that XML cannot hold.
    """
    width = text_width(reference.page)
    styles, ids = complete_styles(theme, document, reference.styles, width)
    numbering = Numbering.begin(reference.numbering)
    pieces = list_pieces(document)
    writing = Writing(
        theme,
        ids,
        anchors,
        marking,
        numbering,
        width,
        text_height(reference.page),
        dict(_list_sources(document)),
        list_cited(document, pieces),
    )
    roots = {
        "document": w("document", w("body", *write_body(writing, pieces), make_section(reference.page))),
        "styles": styles,
        "numbering": numbering.root,
        "settings": make_settings(document.language, mirrored=theme.page.inner != theme.page.outer),
        "header": make_running_head(document, ids, width),
        "firstHeader": make_first_head(document, ids),
        "footer": make_footer(document.imprint, ids, width),
        "fontTable": make_font_table(theme.typography) if reference.fonts is None else reference.fonts,
        **({} if reference.theme is None else {"theme/theme1": reference.theme}),
    }
    return WordParts(writing, reference, roots, {"core": make_core_properties(document)})


def pack_parts(parts: WordParts) -> Rendered:
    """Pack the parts of a Word file."""
    writing, reference = parts.writing, parts.reference
    content = pack(parts.roots, writing.links, writing.pictures, reference.bullets, parts.properties)
    return Rendered({WHOLE: content}, (*reference.diagnostics, *writing.diagnostics))


def _list_sources(document: Document) -> Iterator[tuple[Origin, str]]:
    """List the entries in the list of sources by the origin that names them."""
    for leaf in leaves(document):
        place = naming_origin(leaf.source)
        if isinstance(leaf, Paragraph) and leaf.role is Role.SOURCE and place is not None:
            yield place, plain_text(leaf)
