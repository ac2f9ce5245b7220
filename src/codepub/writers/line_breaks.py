"""Where a line must not break: in a quantity, in a short compound, and in words that a slash joins."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from codepub.patterns import compile_late

_LONGEST: Final = 18
"""The most characters that are kept in one line, so that they fit into a narrow column."""
_SYMBOLS: Final = (
    "mcg|[mµμk]?g|[mµμd]?[Ll]|[mckµμ]?m|mmHg|cmH2O|k?Pa|[mµμ]?mol|mEq|[kM]?I?U|m?Gy|mSv|MBq|mCi|k?V|mA|[kM]?Hz|J|W|Fr|"
    "h|min|m?s|bpm|°[CF]|%"
)
"""The symbols of units, as they stand after a number."""
_NUMBER: Final = r"\d(?:[\d.,]*\d)?(?:[-–]\d(?:[\d.,]*\d)?)?"
_SLASHED: Final = r"(?:/[^\s/,;:)\]]{1,8})+"
_UNIT: Final = rf"\ ?(?:{_SYMBOLS})(?![^\W\d_])"
_KEPT: Final = compile_late(
    rf"""(?<![\w/.])
    (?: (?:[≤≥<>±≈×]\ )?{_NUMBER}(?:\ ×\ {_NUMBER})?           # a number, with what compares it
        (?: {_UNIT}(?:{_SLASHED}(?:{_UNIT})?)? | {_SLASHED} | (?![-–]?[^\W_]) )
      | [^\W_]+(?:[-–][^\W_]+)+                               # a compound
      | [^\W_]{{1,12}}{_SLASHED}                                # words that a slash joins
    )
    | \A{_SLASHED}                                             # what goes on after a raised sign
    """,
    re.VERBOSE,
)
_BREAKABLE: Final = compile_late(r"[^\w.,]")

_KEPT_SPACE: Final = "\ufdd0"
"""A character that no text holds (Unicode 16.0, 23.7), in place of a space at which a line must not break."""


class Piece(NamedTuple):
    """Characters of a text, and whether a line may not break in them."""

    text: str
    is_kept: bool


def split_pieces(text: str) -> Iterator[Piece]:
    """Divide a text into what is kept in one line and what lies between."""
    at = 0
    for found in _KEPT.finditer(text):
        if len(found[0]) <= _LONGEST and _BREAKABLE.search(found[0]):
            if at < found.start():
                yield Piece(text[at : found.start()], is_kept=False)
            yield Piece(found[0], is_kept=True)
            at = found.end()
    if at < len(text):
        yield Piece(text[at:], is_kept=False)


def list_words(text: str) -> list[str]:
    """List the words of a text, between which a line may break; what is kept in one line counts as one."""
    pieces = (piece.text.replace(" ", _KEPT_SPACE) if piece.is_kept else piece.text for piece in split_pieces(text))
    return [word.replace(_KEPT_SPACE, " ") for word in "".join(pieces).split()]
