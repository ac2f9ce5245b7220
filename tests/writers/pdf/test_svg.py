from __future__ import annotations

from math import inf

import pytest

from codepub.writers.pdf.svg import count_drawn_elements

SVG = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink">{}</svg>'


def nested(levels: int, uses: int) -> str:
    """A picture in which each level uses the one below so many times."""
    used = [f'<use href="#g{level}"/>' * uses for level in range(levels)]
    groups = "".join(f'<g id="g{level}">{inner}</g>' for level, inner in enumerate(used, 1))
    return SVG.format(f'<rect id="g0" width="1" height="1"/>{groups}')


def test_elements_that_are_used_are_counted_anew_for_each_use() -> None:
    #  svg, rect 1; g1 = 1 + 3 × (use 1 + rect 1) = 7; g2 = 1 + 3 × (use 1 + g1 7) = 25
    assert count_drawn_elements(nested(levels=2, uses=3).encode()) == 1 + 1 + 7 + 25


def test_a_picture_that_would_take_days_to_draw_is_counted_at_once() -> None:
    assert count_drawn_elements(nested(levels=100, uses=10).encode()) > 10**100


@pytest.mark.parametrize(
    "inner",
    [
        '<g id="a"><use href="#a"/></g>',
        '<g id="a"><use xlink:href="#b"/></g><g id="b"><use xlink:href="other.svg#a"/></g>',
        '<pattern id="a"><rect fill="url(#a)"/></pattern>',
        """<mask id="a"><rect style="mask: url( '#a' )"/></mask>""",
    ],
)
def test_what_uses_itself_never_ends(inner: str) -> None:
    assert count_drawn_elements(SVG.format(inner).encode()) == inf


@pytest.mark.parametrize(
    ("inner", "count"),
    [
        ('<a id="top" href="#top"><rect/></a>', 3),
        ('<use href="#none"/><rect fill="#abc" id="abc"/>', 3),
        ('<linearGradient id="l"><stop/></linearGradient><rect fill="url(#l)"/>', 6),
    ],
)
def test_a_reference_that_draws_nothing_is_not_counted(inner: str, count: int) -> None:
    assert count_drawn_elements(SVG.format(inner).encode()) == count


@pytest.mark.parametrize("content", [b"", b"\x89PNG\r\n\x1a\n", b"h1 { color: red }", b"<svg>"])
def test_what_is_no_xml_draws_nothing(content: bytes) -> None:
    assert count_drawn_elements(content) == 0
