from __future__ import annotations

import textwrap

import pytest
from fontTools.ttLib import TTFont

from codepub.glyphs import COVERED, glyphless
from codepub.writers.faces import FACES, Face, find_font_file


def test_the_table_is_that_of_the_regular_faces_that_come_with_codepub() -> None:
    regular = [face for face in FACES if (face.weight, face.style) == (400, "normal")]
    fresh = textwrap.wrap(write_ranges(set().union(*map(read_characters, regular))), 118, break_on_hyphens=False)

    assert COVERED.strip().splitlines() == fresh


def read_characters(face: Face) -> set[int]:
    with TTFont(find_font_file(face), lazy=True) as font:
        return set(font.getBestCmap())


def write_ranges(numbers: set[int]) -> str:
    ranges: list[list[int]] = []
    for number in sorted(numbers):
        if ranges and ranges[-1][1] == number - 1:
            ranges[-1][1] = number
        else:
            ranges.append([number, number])
    return " ".join(f"{first:X}" if first == last else f"{first:X}-{last:X}" for first, last in ranges)


def test_no_other_face_has_a_character_of_its_own() -> None:
    assert all(glyphless().search("".join(map(chr, read_characters(face)))) is None for face in FACES)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("a–b ‑ ℞ ♀ ≥ ⇒ β ⅓ א ا Ж ✓", []),
        ("one\ttwo\nthree\u3000four ⚠\ufe0f", []),
        ("漢字 and 漢, 👍", ["漢字", "漢", "👍"]),
        ("\\ ] ^ - [", []),
    ],
)
def test_neighbouring_characters_without_a_glyph_are_found_together(text: str, found: list[str]) -> None:
    assert glyphless().findall(text) == found
