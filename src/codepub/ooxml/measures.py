"""Numbers and measures as Word files write them (ECMA-376 Part 1, 22.9.2; Part 4 for those without a unit)."""

from __future__ import annotations

from typing import Final

from codepub.patterns import compile_late

TWIPS_PER_INCH: Final = 1440
TWIPS_PER_MILLIMETRE: Final = TWIPS_PER_INCH / 25.4
MAX_NUMBER: Final = 2**31 - 1
"""The highest number that Word holds, a signed one of 32 bits; the lowest is its opposite less one."""

# A text with more digits than Word's numbers have is no number: what is converted is bounded.
_PLAIN_NUMBER: Final = compile_late(r"[+-]?[0-9]{1,10}(\.[0-9]{0,30})?")
_MEASURE: Final = compile_late(r"(-?[0-9]{1,10}(?:\.[0-9]{1,30})?)(mm|cm|in|pt|pc|pi|%)")
_TWIPS_PER_UNIT: Final = {
    "mm": TWIPS_PER_MILLIMETRE,
    "cm": TWIPS_PER_MILLIMETRE * 10,
    "in": TWIPS_PER_INCH,
    "pt": 20,
    "pc": 240,
    "pi": 240,
}


def parse_whole_number(text: str) -> int | None:
    """Parse a number and round it, since some programs write fractions; return None where Word holds no such number."""
    if not _PLAIN_NUMBER.fullmatch(text.strip()):
        return None
    number = round(float(text))
    return number if -MAX_NUMBER - 1 <= number <= MAX_NUMBER else None


def has_unit(text: str) -> bool:
    """Tell whether a text is a number with a unit or a percent sign (ST_UniversalMeasure, ST_Percentage)."""
    return _MEASURE.fullmatch(text.strip()) is not None


def parse_twips(text: str) -> int | None:
    """Parse a measure and return it in twentieths of a point, the unit of those without one; None where it is none."""
    found = _MEASURE.fullmatch(text.strip())
    if found is None:
        return parse_whole_number(text)
    return round(float(found[1]) * _TWIPS_PER_UNIT[found[2]]) if found[2] in _TWIPS_PER_UNIT else None
