"""Templates of the theme, filled in: page shells and styles."""

from __future__ import annotations

from typing import Final

from codepub.diagnostics import CallError
from codepub.sandbox import Sandbox, UnfilledError
from codepub.writers.theme import Theme

_SANDBOX: Final = Sandbox(autoescape=True, trim_blocks=True)


def render_template(theme: Theme, name: str, **values: object) -> str:
    """Fill in a template of the theme, by its file name; values are escaped for HTML.

    Raises:
        CallError: The template is at fault.
    """
    try:
        return _SANDBOX.fill(theme.templates[name], values)
    except UnfilledError as error:
        raise CallError(f"templates/{name} cannot be rendered: {error}. Mend it, or take it out.") from error
