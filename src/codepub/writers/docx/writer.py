"""A document becomes a Word file.

A heading of level n has the style "Heading n": to Word's navigation, to screen readers and in a PDF that Word makes,
the style Title is no heading, and levels would differ from those of the other formats by one.
"""

from __future__ import annotations

from functools import lru_cache

from codepub.diagnostics import ContentError
from codepub.document.anchors import Anchors
from codepub.document.nodes import Document
from codepub.ooxml.numbering import Numbering
from codepub.ooxml.xml import Element, w
from codepub.writers.docx.body import body
from codepub.writers.docx.characters import refuse_settings, refused_texts
from codepub.writers.docx.package import core_properties, font_table, packed, settings
from codepub.writers.docx.page import PageSetup, first_head, footer, page_setup, running_head, section, text_width
from codepub.writers.docx.reference import Reference, copy_of, open_reference
from codepub.writers.docx.runs import Writing
from codepub.writers.docx.styles import styled
from codepub.writers.options import Options
from codepub.writers.rendered import WHOLE, Rendered
from codepub.writers.table import Writer
from codepub.writers.theme import Theme


def open_docx_writer() -> Writer:
    """Open a writer of Word files (Office Open XML, transitional), which reads the publisher's own file once.

    It raises:
        CallError: The reference is not a Word document; a setting holds a character that XML cannot hold.
        ContentError: The document holds such a character.
    """
    open_once = lru_cache(maxsize=1)(open_reference)

    def write(document: Document, theme: Theme, options: Options) -> Rendered:
        content = options.docx.reference
        own = Reference(page_setup(theme.page)) if content is None else copy_of(open_once(content, theme.page))
        try:
            return _written(document, theme, own)
        except ValueError as error:
            refuse_settings(document, theme)
            refused = refused_texts(document)
            if not refused:
                raise
            raise ContentError(*refused) from error

    return write


def _written(document: Document, theme: Theme, reference: Reference) -> Rendered:
    styles, ids = styled(theme, document, reference.styles)
    numbering = Numbering.begun(reference.numbering)
    writing = Writing(ids, Anchors(document), numbering, text_width(reference.page))
    roots = {
        "document": _document(document, writing, reference.page),
        "styles": styles,
        "numbering": numbering.root,
        "settings": settings(document.language, mirrored=theme.page.inner != theme.page.outer),
        "header": running_head(document.imprint, ids),
        "firstHeader": first_head(ids),
        "footer": footer(document.imprint, ids, writing.width),
        "fontTable": font_table(theme.typography) if reference.fonts is None else reference.fonts,
        **({} if reference.theme is None else {"theme/theme1": reference.theme}),
    }
    content = packed(roots, writing.links, reference.bullets, core_properties(document))
    return Rendered({WHOLE: content}, (*reference.diagnostics, *writing.diagnostics))


def _document(document: Document, writing: Writing, setup: PageSetup) -> Element:
    return w("document", w("body", *body(writing, document), section(setup)))
