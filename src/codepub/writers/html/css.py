"""Text in style sheets."""

from __future__ import annotations

from typing import Final

from markupsafe import Markup

_SAFE_IN_CSS: Final = frozenset(" .,:;-–()·©®")
"""The marks that stand for themselves in a string of CSS; others are written as their numbers."""


def quote_for_css(text: str) -> Markup:
    """Write a text as a string of CSS (CSS Syntax 3, 4.3.7), whatever characters it has."""
    return Markup('"{}"').format(Markup("").join(map(_escape_for_css, text)))


def _escape_for_css(character: str) -> str:
    return character if character.isalnum() or character in _SAFE_IN_CSS else f"\\{ord(character):x} "
