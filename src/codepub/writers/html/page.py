"""A document as one HTML page: self-contained, responsive, accessible."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
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
from codepub.writers.html.shell import fill_shell, find_draft, is_redline, render_stylesheet
from codepub.writers.html.wayfinding import OnScreen
from codepub.writers.rendered import WHOLE, Rendered
from codepub.writers.theme import Theme

_UNSEEN: Final = compile_late(r"(?s)<style>.*?</style>|<[^>]*>")
"""What of a page is not text."""
_NO_RULES: Final = Markup("/**/")
"""A style that says nothing: a shell is filled with it as with one that does, and sooner."""
_ADDED: Final = "0123456789.–·↑→-"
"""What the list of sources, the styles and browsers add: numbers and marks of lists, dots, arrows, hyphens."""


def write_html(document: Document, theme: Theme) -> Rendered:
    """Write a page that needs no other file: its style and its fonts are in it.

    Raises:
        CallError: The page shell or the style is at fault.
        MachineError: A package of fonts is missing.
    """
    anchors = Anchors(document)
    content = ContentWriter(document, theme, anchors, OnScreen(document, anchors)).write_sections(document.sections)
    unstyled = fill_shell(document, theme, content, _NO_RULES)
    around = "".join((_read_text(unstyled.replace(content, "")), *_list_words_of_style(document), _ADDED))
    faces = tuple(embed_faces(document, theme.typography, around))
    style = _style_screen(document, theme, faces)
    if is_redline(content):
        style += Markup(render_stylesheet(theme, "redline.css", screen=True))  # noqa: S704 -- the publisher's own
    return Rendered({WHOLE: fill_shell(document, theme, content, style).encode()})


def _read_text(page: str) -> str:
    """Return the characters that a page shows, without its style and its tags."""
    return unescape(_UNSEEN.sub("", page))


def _list_words_of_style(document: Document) -> Iterator[str]:
    """List the words that a style sets around the content, of which the list of contents is a part."""
    imprint, signposts, draft = document.imprint, document.signposts, find_draft(document.standing)
    yield from (signposts.contents, signposts.scrolls, imprint.short, imprint.title, *imprint.numbering)
    if draft is not None:
        yield draft.mark


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
