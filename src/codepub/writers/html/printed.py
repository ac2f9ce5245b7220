"""A document as the page that a PDF is printed from: its style comes beside it."""

from __future__ import annotations

from markupsafe import Markup

from codepub.document.anchors import Anchors
from codepub.document.nodes import Document
from codepub.writers.html.content import ContentWriter
from codepub.writers.html.shell import fill_shell
from codepub.writers.html.wayfinding import OnPaper
from codepub.writers.theme import Theme


def render_page(document: Document, theme: Theme) -> str:
    """Render the page of a document as it is printed from, with no style.

    Raises:
        CallError: The page shell is at fault, or leaves out the content of a document that has rights or is a draft.
    """
    writer = ContentWriter(document, theme, Anchors(document), OnPaper(document.imprint.continued))
    return fill_shell(document, theme, writer.write_sections(document.sections), Markup(""))
