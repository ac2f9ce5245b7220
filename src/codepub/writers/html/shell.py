"""The shell of a page, which a workspace may have its own of, and the styles that go with it."""

from __future__ import annotations

from typing import assert_never

from markupsafe import Markup

from codepub.diagnostics import CallError
from codepub.document.nodes import Document, Draft, Released, Standing
from codepub.writers.templates import render_template
from codepub.writers.theme import Theme


def fill_shell(document: Document, theme: Theme, content: Markup, style: Markup) -> str:
    """Fill the shell of a page in.

    Raises:
        CallError: It is at fault, or leaves out the content of a document that has rights or is a draft.
    """
    draft = find_draft(document.standing)
    written = render_template(theme, "publication.html", document=document, content=content, style=style, draft=draft)
    if document.rights and content not in written:
        raise CallError(
            "templates/publication.html leaves out the content, and with it the rights notice of CPT, which must stand "
            "in every publication. Put {{ content }} back."
        )
    if draft and content not in written:
        raise CallError(
            "templates/publication.html leaves out the content, and with it the line that says of a draft that it is "
            "one. Put {{ content }} back."
        )
    return written


def find_draft(standing: Standing) -> Draft | None:
    """Return what a page says of a draft, where it is one."""
    match standing:
        case Draft():
            return standing
        case Released():
            return None
        case _:
            assert_never(standing)


def is_redline(content: str) -> bool:
    """Tell whether what was written for a page marks words that come or go; text alone holds no tags."""
    return "<ins " in content or "<del " in content


def render_stylesheet(theme: Theme, name: str, **values: object) -> str:
    """Render a style of the theme with its values set in.

    Raises:
        CallError: The template of the style is at fault.
    """
    return render_template(theme, name, palette=theme.palette, dark=theme.dark, typography=theme.typography, **values)
