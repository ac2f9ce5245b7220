"""A document becomes a Word file.

The title has Word's style Title and, since that alone is no heading to navigation, screen readers and a PDF that Word
makes, an outline level of its own; every other heading of level n has the style "heading n". So levels are those of the
other formats.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from codepub.diagnostics import ContentError
from codepub.document.anchors import Anchors
from codepub.document.nodes import Document, Paragraph, Role
from codepub.document.provenance import naming_origin
from codepub.document.text import plain_text
from codepub.document.walk import leaves
from codepub.ooxml.numbering import Numbering
from codepub.ooxml.xml import w
from codepub.origin import Origin
from codepub.writers.docx.body import write_body
from codepub.writers.docx.characters import find_refused_texts, refuse_settings
from codepub.writers.docx.package import make_core_properties, make_font_table, make_settings, pack
from codepub.writers.docx.page import (
    make_first_head,
    make_footer,
    make_page_setup,
    make_running_head,
    make_section,
    text_height,
    text_width,
)
from codepub.writers.docx.pieces import list_cited, list_pieces
from codepub.writers.docx.reference import ReferenceDocument, copy_reference, open_reference
from codepub.writers.docx.runs import Writing
from codepub.writers.docx.styles import complete_styles
from codepub.writers.options import Options
from codepub.writers.rendered import WHOLE, Rendered
from codepub.writers.table import Writer
from codepub.writers.theme import Theme


def open_docx_writer() -> Writer:
    """Open a writer of Word files (Office Open XML, transitional), which reads the publisher's own file once.

    The writer raises:
        CallError: The reference is not a Word document; a setting holds a character that XML cannot hold.
        ContentError: The document holds such a character.
    """
    open_once = lru_cache(maxsize=1)(open_reference)

    def write(document: Document, theme: Theme, options: Options) -> Rendered:
        content = options.docx.reference
        own = (
            ReferenceDocument(make_page_setup(theme.page))
            if content is None
            else copy_reference(open_once(content, theme.page))
        )
        try:
            return _write_package(document, theme, own)
        except ValueError as error:
            refuse_settings(document, theme)
            refused = find_refused_texts(document)
            if not refused:
                raise
            raise ContentError(*refused) from error

    return write


def _write_package(document: Document, theme: Theme, reference: ReferenceDocument) -> Rendered:
    width, anchors = text_width(reference.page), Anchors(document)
    styles, ids = complete_styles(theme, document, reference.styles, width)
    numbering = Numbering.begin(reference.numbering)
    pieces = list_pieces(document)
    writing = Writing(
        theme,
        ids,
        anchors,
        numbering,
        width,
        text_height(reference.page),
        dict(_list_sources(document)),
        list_cited(anchors.anew(), pieces),
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
    content = pack(roots, writing.links, writing.pictures, reference.bullets, make_core_properties(document))
    return Rendered({WHOLE: content}, (*reference.diagnostics, *writing.diagnostics))


def _list_sources(document: Document) -> Iterator[tuple[Origin, str]]:
    """List the entries in the list of sources by the origin that names them."""
    for leaf in leaves(document):
        place = naming_origin(leaf.source)
        if isinstance(leaf, Paragraph) and leaf.role is Role.SOURCE and place is not None:
            yield place, plain_text(leaf)
