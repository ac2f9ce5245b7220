"""A document as one HTML page: self-contained, responsive, accessible."""

from __future__ import annotations

from collections.abc import Sequence
from html import unescape
from typing import Final

from markupsafe import Markup

from codepub.document.anchors import Anchors
from codepub.document.nodes import Document, Standing
from codepub.document.walk import deepest_level
from codepub.patterns import compile_late
from codepub.writers.html.content import ContentWriter
from codepub.writers.html.css import quote_for_css
from codepub.writers.html.fonts import EmbeddedFace, embed_faces
from codepub.writers.html.shell import fill_shell, find_draft, render_stylesheet
from codepub.writers.html.wayfinding import OnScreen
from codepub.writers.rendered import WHOLE, Rendered
from codepub.writers.theme import Theme

_UNSEEN: Final = compile_late(r"(?s)<style>.*?</style>|<[^>]*>")
"""What of a page is not text."""
_ADDED: Final = "0123456789.–↑→-"
"""What the list of sources, the styles and browsers add: numbers and marks of lists, arrows, hyphens."""


def write_html(document: Document, theme: Theme) -> Rendered:
    """Write a page that needs no other file: its style and its fonts are in it.

    Raises:
        CallError: The page shell or the style is at fault.
        MachineError: A package of fonts is missing.
    """
    anchors = Anchors(document)
    content = ContentWriter(document, theme, anchors, OnScreen(document, anchors)).write_sections(document.sections)
    # With any style at all, what only a screen has, such as the imprint, is around the content.
    without_fonts = fill_shell(document, theme, content, Markup("/**/"))
    around = _read_text(without_fonts.replace(content, "")) + document.signposts.contents + _ADDED
    faces = tuple(embed_faces(document, theme.typography, around))
    return Rendered({WHOLE: fill_shell(document, theme, content, _style_screen(document, theme, faces)).encode()})


def _read_text(page: str) -> str:
    """Return the characters that a page shows, without its style and its tags."""
    return unescape(_UNSEEN.sub("", page))


def _style_screen(document: Document, theme: Theme, faces: Sequence[EmbeddedFace]) -> Markup:
    running = (document.imprint.short, document.imprint.title, *document.imprint.numbering)
    style = render_stylesheet(
        theme,
        "publication.css",
        screen=True,
        deepest=deepest_level(document),
        faces=faces,
        running=tuple(map(quote_for_css, running)),
        footer=quote_for_css("\n".join(document.imprint.footer)),
        scrolls=quote_for_css(document.signposts.scrolls),
        draft=_quote_mark(document.standing),
    )
    return Markup(style)  # noqa: S704 -- the publisher's own


def _quote_mark(standing: Standing) -> Markup:
    draft = find_draft(standing)
    return Markup("") if draft is None else quote_for_css(draft.mark)
