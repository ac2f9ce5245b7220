"""Templates of the theme, filled in: page shells and styles."""

from __future__ import annotations

from functools import cache

from jinja2 import StrictUndefined
from jinja2.sandbox import ImmutableSandboxedEnvironment

from codepub.diagnostics import CallError
from codepub.writers.theme import Theme


def rendered(theme: Theme, name: str, **values: object) -> str:
    """Fill in a template of the theme, by its file name; values are escaped for HTML.

    Raises `CallError` where the template is at fault.
    """
    try:
        return _environment().from_string(dict(theme.templates)[name]).render(values)
    except Exception as error:  # a template raises what any expression may
        raise CallError(f"templates/{name} cannot be rendered: {error}. Mend it, or take it out.") from error


@cache
def _environment() -> ImmutableSandboxedEnvironment:
    return ImmutableSandboxedEnvironment(undefined=StrictUndefined, autoescape=True, trim_blocks=True)
