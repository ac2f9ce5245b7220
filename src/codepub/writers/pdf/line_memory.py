"""Lines that were split once already: a text is measured again for each fit of a document, and for its least width."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from operator import itemgetter
from typing import Any, Final

SplitLine = Callable[..., Any]
"""WeasyPrint's ``split_first_line``; what it returns holds no style, and is drawn with that of its box."""

_read_setting: Final = itemgetter(
    *("font_family", "font_size", "font_style", "font_weight", "font_stretch", "font_kerning", "lang"),
    *("font_language_override", "direction", "white_space", "letter_spacing", "word_spacing", "tab_size"),
    *("overflow_wrap", "word_break", "hyphens", "hyphenate_character", "hyphenate_limit_chars"),
    "hyphenate_limit_zone",
)
_read_others: Final = itemgetter(
    *("font_variant_ligatures", "font_variant_position", "font_variant_caps", "font_variant_numeric"),
    *("font_variant_alternates", "font_variant_east_asian", "font_feature_settings", "font_variation_settings"),
    "text_decoration_line",
)
"""What WeasyPrint 70 asks of a style where it splits a line; the others may be sets, which are compared as written."""


def remember_lines(split_line: SplitLine) -> SplitLine:
    """Return a way to split a line that looks first among the lines that the fonts of its style know.

    Fonts without ``lines`` know none.
    """

    @wraps(split_line)
    def split(
        text: str,
        style: Any,
        context: Any,
        max_width: float | None,
        justification_spacing: float,
        is_line_start: bool = True,
        minimum: bool = False,
    ) -> Any:
        asked = (max_width, justification_spacing, is_line_start, minimum)
        lines = getattr(style.font_config, "lines", None)
        if lines is None:
            return split_line(text, style, context, *asked)
        key = (text, *asked, *_read_setting(style), str(_read_others(style)))
        if key not in lines:
            lines[key] = split_line(text, style, context, *asked)
        return lines[key]

    return split
