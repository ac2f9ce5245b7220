"""Characters that Word writes by their number in a font of signs (`w:sym`, ECMA-376 Part 1, 17.3.3.30)."""

from __future__ import annotations

from functools import cache
from typing import Final

_PRIVATE: Final = 0xF000
"""What is added to the numbers of such fonts, where a program adds it."""
_SYMBOL: Final = {
    0x20: " !∀#∃%&∋()∗+,−./0123456789:;<=>?",
    0x40: "≅ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ[∴]⊥_",
    0x61: "αβχδεφγηιϕκλμνοπθρστυϖωξψζ{|}∼",
    0xA0: "€ϒ′≤⁄∞ƒ♣♦♥♠↔←↑→↓°±″≥×∝∂•÷≠≡≈…",
    0xBF: "↵ℵℑℜ℘⊗⊕∅∩∪⊃⊇⊄⊂⊆∈∉∠∇®©™∏√⋅¬∧∨⇔⇐⇑⇒⇓◊〈®©™∑",
    0xF1: "〉∫",
}
"""The encoding of the font Symbol, as Adobe publishes it; what is left out are pieces of brackets."""
_WINGDINGS: Final = {
    0x4A: "☺",
    0x4C: "☹",
    0x6C: "●",
    0x6E: "■",
    0x9F: "•",
    0xA7: "▪",
    0xA8: "□",
    0xDF: "←",
    0xE0: "→",
    0xE1: "↑",
    0xE2: "↓",
    0xE8: "➔",
    0xF3: "⬄",
    0xFB: "✗",
    0xFC: "✓",
    0xFD: "☒",
    0xFE: "☑",
}
"""The signs that AutoCorrect sets in Wingdings, and those of lists and boxes."""


def find_character(font: str, number: int) -> str:
    """Return the character of a number in a font; where the font is unknown, the one that Unicode has there.

    >>> find_character("Symbol", 0xF0B3)
    '≥'
    """
    if not 0x20 <= number <= 0x10FFFF or 0xD800 <= number <= 0xDFFF:
        return ""
    code = number - _PRIVATE if _PRIVATE <= number <= _PRIVATE + 0xFF else number
    match font:
        case "Symbol":
            return _index_symbols().get(code, chr(number))
        case "Wingdings":
            return _WINGDINGS.get(code, chr(number))
        case _:
            return chr(number)


@cache
def _index_symbols() -> dict[int, str]:
    return {start + at: sign for start, row in _SYMBOL.items() for at, sign in enumerate(row)}
