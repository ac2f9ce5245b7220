"""Numbers and measures as Word files write them (ECMA-376 Part 1, 22.9.2; Part 4 for those without a unit)."""

from __future__ import annotations

import re
from typing import Final

TWIPS_PER_INCH: Final = 1440
TWIPS_PER_MILLIMETRE: Final = TWIPS_PER_INCH / 25.4
HIGHEST: Final = 2**31 - 1
"""The highest number that Word holds; the lowest is its opposite less one."""

# More digits than a number of Word's has make none: what is read is bounded before it is converted.
_PLAIN: Final = re.compile(r"[+-]?[0-9]{1,10}(\.[0-9]{0,30})?")
_UNIVERSAL: Final = re.compile(r"(-?[0-9]{1,10}(?:\.[0-9]{1,30})?)(mm|cm|in|pt|pc|pi|%)")
_TWIPS: Final = {
    "mm": TWIPS_PER_MILLIMETRE,
    "cm": TWIPS_PER_MILLIMETRE * 10,
    "in": TWIPS_PER_INCH,
    "pt": 20,
    "pc": 240,
    "pi": 240,
}


def whole_number(text: str) -> int | None:
    """Give a number, rounded where it has a fraction, as some programs write it; None where it is none of Word's."""
    if not _PLAIN.fullmatch(text.strip()):
        return None
    number = round(float(text))
    return number if -HIGHEST - 1 <= number <= HIGHEST else None


def has_unit(text: str) -> bool:
    """Tell whether a text is a number with a unit or a percent sign (ST_UniversalMeasure, ST_Percentage)."""
    return _UNIVERSAL.fullmatch(text.strip()) is not None


def twips(text: str) -> int | None:
    """Give a measure in twentieths of a point, which it is in where it has no unit; None where it is none."""
    found = _UNIVERSAL.fullmatch(text.strip())
    if found is None:
        return whole_number(text)
    return round(float(found[1]) * _TWIPS[found[2]]) if found[2] in _TWIPS else None
