"""Lines that are split once."""

from __future__ import annotations

import pytest

from codepub.writers.pdf.engine import HTML
from codepub.writers.pdf.font_map import LoadedFonts
from codepub.writers.pdf.layout import lay_out
from codepub.writers.pdf.press import set_up
from tests.publications import theme
from tests.writers.documents import document, table_of

PAGE = '<html lang="en"><body style="font: {}px Serif; width: 300px; {}"><p>The patient is an adult, or is not.'


def lay_out_once(fonts: LoadedFonts, size: int, style: str = "") -> int:
    """Lay a page out, and return how many lines were not known before."""
    known = len(fonts.lines)
    HTML(string=PAGE.format(size, style)).render(font_config=fonts)
    return len(fonts.lines) - known


def test_a_line_is_known_however_far_it_is_from_the_next() -> None:
    fonts = LoadedFonts()

    assert lay_out_once(fonts, 16) > 0
    assert lay_out_once(fonts, 16, "line-height: 3; padding-top: 40px; color: red") == 0


@pytest.mark.parametrize(
    "style",
    [
        "width: 200px",
        "font-weight: 700",
        "font-style: italic",
        "font-variant-numeric: tabular-nums",
        "letter-spacing: 1px",
        "word-spacing: 1px",
        "text-decoration: underline",
        "white-space: nowrap",
        "hyphens: auto",
        "overflow-wrap: break-word",
    ],
)
def test_a_line_that_is_set_otherwise_is_another(style: str) -> None:
    fonts = LoadedFonts()
    lay_out_once(fonts, 16)

    assert lay_out_once(fonts, 16, style) > 0


def test_a_line_of_another_size_is_another() -> None:
    fonts = LoadedFonts()
    lay_out_once(fonts, 16)

    assert lay_out_once(fonts, 17) > 0


def test_lines_are_forgotten_with_their_document() -> None:
    press = set_up(theme())
    lay_out(document(table_of(60)), press)

    assert press.fonts.lines == {}
