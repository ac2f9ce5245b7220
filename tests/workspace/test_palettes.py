"""The palettes that are shipped: what is read stands out from what it is read on, by the measure of WCAG 2.2."""

from __future__ import annotations

import pytest

from codepub.writers.theme import Palette
from tests.publications import theme

TEXT, MARK = 4.5, 3.0
"""The least contrast of text, and of what is no text but carries meaning (WCAG 2.2, 1.4.3 and 1.4.11)."""
PALETTES = {"light": theme().palette, "dark": theme().dark}


def luminance(color: str) -> float:
    """Return the relative luminance of a colour, ``#rrggbb`` (WCAG 2.2, glossary)."""
    shares = [int(color[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4 for share in shares)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def test_the_measure_knows_black_and_white() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("palette", PALETTES.values(), ids=PALETTES)
def test_text_can_be_read_on_every_ground(palette: Palette) -> None:
    for ground in (palette.ground, palette.tint, palette.note):
        for ink in (palette.ink, palette.quiet, palette.accent, palette.note_ink):
            assert contrast(ink, ground) >= TEXT, (ink, ground)


@pytest.mark.parametrize("palette", PALETTES.values(), ids=PALETTES)
def test_the_edge_of_a_note_can_be_seen(palette: Palette) -> None:
    assert contrast(palette.note_edge, palette.ground) >= MARK
