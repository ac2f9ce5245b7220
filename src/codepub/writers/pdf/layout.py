"""A document laid out in pages, before it is painted: what tags are made from, and what can be joined with others."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from codepub.diagnostics import CallError
from codepub.document.nodes import Document, Role
from codepub.writers.html.printed import render_page
from codepub.writers.html.shell import is_redline, render_stylesheet
from codepub.writers.pdf.assets import BASE
from codepub.writers.pdf.draft_mark import refuse_hidden_mark, style_draft
from codepub.writers.pdf.engine import CSS, HTML
from codepub.writers.pdf.fitting import fit
from codepub.writers.pdf.press import Press
from codepub.writers.pdf.visible_text import find_margin_texts, find_visible_text, keep_letters

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

    from codepub.writers.pdf.tagging.painting import LaidOutDocument, LaidOutPage


@dataclass(frozen=True, slots=True)
class PageLayout:
    """The pages of a document, and the root of the HTML that they were laid out from."""

    root: Element
    paged: LaidOutDocument


def lay_out(document: Document, press: Press) -> PageLayout:
    """Lay a document out in pages.

    Raises:
        CallError: The page shell is at fault, or a style hides the rights notice or the mark of a draft.
    """
    page = render_page(document, press.theme)
    html = HTML(string=page, base_url=BASE, url_fetcher=press.fetcher)
    styles = [*press.styles, *style_draft(document.standing, press), *_style_redline(page, press)]
    layout = fit(lambda name: _set(html, press, styles, name))
    press.fonts.lines.clear()
    refuse_hidden_mark(document.standing, layout.paged.pages)
    if document.rights:
        _refuse_hidden_rights(document.rights, layout.root, layout.paged.pages)
    return layout


def _style_redline(page: str, press: Press) -> Iterator[CSS]:
    """Yield the style of what comes and goes; none where a page shows nothing of the kind."""
    if is_redline(page):
        yield CSS(string=render_stylesheet(press.theme, "redline.css", screen=False), font_config=press.fonts)


def _set(html: HTML, press: Press, styles: list[CSS], fit_name: str) -> PageLayout:
    html.etree_element.set("class", fit_name)
    # The wrapper that is there goes on with the classes that it was asked for first.
    html.wrapper_element = type(html.wrapper_element).from_html_root(html.etree_element, content_language=None)
    return PageLayout(html.etree_element, html.render(font_config=press.fonts, stylesheets=styles))


def _refuse_hidden_rights(rights: Sequence[str], root: Element, pages: Sequence[LaidOutPage]) -> None:
    """Raise `CallError` where a style hides what must stand on the pages; line breaks and hyphens hide nothing."""
    everywhere, *somewhere = map(keep_letters, rights)
    notices = [element for element in root.iter() if Role.RIGHTS in (element.get("class") or "").split()]
    whole = keep_letters(find_visible_text(notices, pages))
    on_each_page = all(any(everywhere in keep_letters(area) for area in find_margin_texts(page)) for page in pages)
    if not on_each_page or not all(text in whole for text in somewhere):
        raise CallError(
            "templates/print.css or templates/publication.css hides the rights notice of CPT: its first sentence must "
            "stand on every page, and the whole at the end. Show `string(footer)` in a margin, and `.rights`."
        )
