"""A document becomes a Word file.

The title has Word's style Title and, since that alone is no heading to navigation, screen readers and a PDF that Word
makes, an outline level of its own; every other heading of level n has the style "heading n". So levels are those of the
other formats.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import lru_cache

from codepub.diagnostics import ContentError
from codepub.document.anchors import Anchors
from codepub.document.nodes import Document
from codepub.writers.docx.characters import find_refused_texts, refuse_settings
from codepub.writers.docx.marking import Bookmarks
from codepub.writers.docx.page import make_page_setup
from codepub.writers.docx.parts import make_parts, pack_parts
from codepub.writers.docx.reference import ReferenceDocument, copy_reference, open_reference
from codepub.writers.options import Options
from codepub.writers.rendered import Rendered
from codepub.writers.table import Writer
from codepub.writers.theme import PageGeometry, Theme


def open_docx_writer() -> Writer:
    """Open a writer of Word files (Office Open XML, transitional), which reads the publisher's own file once.

    The writer raises:
        CallError: The reference is not a Word document; a setting holds a character that XML cannot hold.
        ContentError: The document holds such a character.
    """
    open_once = lru_cache(maxsize=1)(open_reference)

    def write(document: Document, theme: Theme, options: Options) -> Rendered:
        reference = take_reference(theme, options, open_once)
        with explain_characters(document, theme):
            anchors = Anchors(document)
            return pack_parts(make_parts(document, theme, reference, anchors, Bookmarks(anchors)))

    return write


def take_reference(
    theme: Theme, options: Options, read: Callable[[bytes, PageGeometry], ReferenceDocument] = open_reference
) -> ReferenceDocument:
    """Take what the publisher's own Word file says of looks, if there is one, or else the page of the theme.

    Raises:
        CallError: The file is not a Word document.
    """
    content = options.docx.reference
    if content is None:
        return ReferenceDocument(make_page_setup(theme.page))
    return copy_reference(read(content, theme.page))


@contextmanager
def explain_characters(document: Document, theme: Theme) -> Iterator[None]:
    """Tell where a character comes from that XML cannot hold, and so no part of a Word file.

    Raises:
        CallError: A setting holds it.
        ContentError: The document holds it.
    """
    try:
        yield
    except ValueError as error:
        refuse_settings(document, theme)
        refused = find_refused_texts(document)
        if not refused:
            raise
        raise ContentError(*refused) from error
