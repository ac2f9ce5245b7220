"""A text that fits into a line but for the space at its end, which WeasyPrint 70 breaks after its first word."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

SplitLine = Callable[..., Any]
"""WeasyPrint's ``split_first_line``, of whose results the third is where the next line begins, in bytes, or none."""


def keep_fitting_text(split_line: SplitLine) -> SplitLine:
    """Return a way to split a line that leaves a text whole where it fits without the space before the next inline.

    WeasyPrint measures that space with the text, finds it too wide, and looks for the first place where it may break;
    it lets the space itself hang over the edge of a line, as CSS asks (CSS Text 3, 4.1.3).
    """

    @wraps(split_line)
    def split(text: str, style: Any, context: Any, max_width: float | None, *others: Any, **options: Any) -> Any:
        line = split_line(text, style, context, max_width, *others, **options)
        following = line[2]
        if not (following and text.endswith(" ") and style["white_space"] == "normal"):
            return line
        if b" " in text.encode()[:following].strip(b" "):
            return line
        bare = split_line(text.rstrip(" "), style, context, max_width, *others, **options)
        return line if bare[2] else split_line(text, style, context, None, *others, **options)

    return split
