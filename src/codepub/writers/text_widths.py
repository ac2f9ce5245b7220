"""How wide text is, about, in a typeface that nobody has at hand: enough to share out columns and to break lines."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final
from unicodedata import east_asian_width

from codepub.patterns import compile_late

SPACE: Final = 0.23
"""The width of a space, in ems."""
ROOM: Final = 1.2
"""How much wider a line may be than it is reckoned: bold words are, and typefaces differ."""

_WIDE: Final = ("W", "F")
"""What is as wide as high (Unicode Standard Annex 11), and breaks anywhere."""


class _CharacterWidths(dict[str, float]):
    """The widths of characters in ems, about those of usual typefaces; each is reckoned when it is first asked for."""

    def __missing__(self, character: str) -> float:
        if not character.isascii() and east_asian_width(character) in _WIDE:
            width = 1.0
        else:
            width = 0.6 if character.isupper() else 0.5
        self[character] = width
        return width


_WIDTHS: Final = _CharacterWidths(
    dict.fromkeys(" iljtfrI.,:;'’|!()[]/-", 0.26) | dict.fromkeys("mwMW%@—…", 0.82)  # narrow and wide ones
)
_BEHIND_HYPHENS: Final = compile_late(r"(?<=\w[-–/])(?=\w)")


def measure_words(text: str) -> tuple[float, ...]:
    """Return the width of each word of a text, in ems."""
    return tuple(map(measure_word, text.split()))


def measure_line(words: tuple[float, ...]) -> float:
    """Return the width of words set in one line, in ems."""
    return sum(words) + SPACE * max(0, len(words) - 1)


def measure_with_room(text: str, size: float) -> float:
    """Return the width that a text in one line needs in whichever typeface, in the unit of its size."""
    return measure_line(measure_words(text)) * ROOM * size


def break_lines(text: str, width: float) -> tuple[str, ...]:
    """Break a text into lines of at most a width in ems; a word that is wider goes on in the next line."""
    lines: list[str] = []
    for piece in (piece for word in text.split() for piece in _cut_word(word, width)):
        longer = f"{lines[-1]} {piece}" if lines else piece
        if lines and measure_line(measure_words(longer)) <= width:
            lines[-1] = longer
        else:
            lines.append(piece)
    return tuple(lines)


def _cut_word(word: str, width: float) -> Iterator[str]:
    """Yield a word, or the pieces of one that is wider than a line: cut behind its hyphens, else with new ones."""
    piece = ""
    for part in _BEHIND_HYPHENS.split(word):
        if piece and measure_word(piece + part) > width:
            yield piece
            piece = ""
        *cut, piece = _hyphenate(piece + part, width)
        yield from cut
    yield piece


def _hyphenate(word: str, width: float) -> Iterator[str]:
    """Yield a word, or pieces of a character at least where it is wider than a line, with hyphens between letters."""
    while measure_word(word) > width and len(word) > 1:
        end = next((end for end in range(2, len(word)) if measure_word(_end_piece(word, end)) > width), len(word)) - 1
        piece = _end_piece(word, end)
        yield piece if measure_word(piece) <= width else word[:end]
        word = word[end:]
    yield word


def _end_piece(word: str, end: int) -> str:
    """Return the beginning of a word, with a hyphen where it is cut between letters that are written with one."""
    hyphenated = all(letter.isalpha() and east_asian_width(letter) not in _WIDE for letter in word[end - 1 : end + 1])
    return word[:end] + "-" * hyphenated


def measure_word(word: str) -> float:
    """Return the width of a word, or of words that stand in one line, in ems."""
    return sum(map(_WIDTHS.__getitem__, word))
