"""The mark that every page of a draft bears: in a margin, as an artifact, painted before the text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, assert_never

from markupsafe import Markup

from codepub.diagnostics import CallError
from codepub.document.nodes import Draft, Released, Standing
from codepub.writers.html.css import quote_for_css
from codepub.writers.html.shell import render_stylesheet
from codepub.writers.pdf.engine import CSS
from codepub.writers.pdf.press import Press
from codepub.writers.pdf.visible_text import find_margin_texts, keep_letters

if TYPE_CHECKING:
    from codepub.writers.pdf.tagging.painting import LaidOutPage


def style_draft(standing: Standing, press: Press) -> Iterator[CSS]:
    """Yield the style that marks the pages of a draft; none for what is released.

    Raises:
        CallError: The template of the style is at fault.
    """
    match standing:
        case Draft(mark):
            theme = press.theme
            sans = Markup('"{}"').format(theme.typography.sans)
            text = render_stylesheet(theme, "draft.css", page=theme.page, sans=sans, mark=quote_for_css(mark))
            yield CSS(string=text, font_config=press.fonts)
        case Released():
            return
        case _:
            assert_never(standing)


def refuse_hidden_mark(standing: Standing, pages: Iterable[LaidOutPage]) -> None:
    """Raise `CallError` where a style hides the mark of a draft."""
    match standing:
        case Draft(mark):
            wanted = keep_letters(mark)
            if not all(any(wanted in keep_letters(area) for area in find_margin_texts(page)) for page in pages):
                raise CallError(
                    "templates/draft.css or templates/print.css hides the mark of a draft, which stands on every page "
                    "until the publication is released. Show it in a margin, such as @right-middle."
                )
        case Released():
            return
        case _:
            assert_never(standing)
