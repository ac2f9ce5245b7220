"""What a reader can see of the text that WeasyPrint laid out.

Text is not seen where it is invisible, smaller than anybody reads, of the colour of what it stands on, or beyond the
page or a box that cuts off what leaves it. That a picture lies over it is not found.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from xml.etree.ElementTree import Element

    from codepub.writers.pdf.tagging.painting import LaidOutPage

Colour = tuple[float, float, float]
"""Red, green and blue from 0 to 1."""

_MIN_SIZE_PIXELS: Final = 3 / 0.75
"""The least size of text that anybody reads, in pixels (3 points); a theme's text has 4 points or more."""
_MIN_CONTRAST: Final = 0.1
"""How much text must differ from its ground in red, in green or in blue; black on white differs by 1."""
_SLACK_PIXELS: Final = 1.0
"""How far text may stand over an edge, in pixels: lines are set by rounded widths."""
_WHITE: Final[Colour] = (1.0, 1.0, 1.0)


class _Window(NamedTuple):
    """The edges beyond which nothing is seen, in pixels."""

    left: float
    top: float
    right: float
    bottom: float

    def narrow_to(self, other: _Window) -> _Window:
        return _Window(
            max(self.left, other.left),
            max(self.top, other.top),
            min(self.right, other.right),
            min(self.bottom, other.bottom),
        )


@dataclass(frozen=True, slots=True)
class VisiblePiece:
    """Text of one line that can be seen, and the element of the HTML it belongs to; none in the margin of a page."""

    text: str
    element: Element | None


def find_visible_text(elements: Iterable[Element], pages: Iterable[LaidOutPage]) -> str:
    """Find what can be seen of elements of the HTML, joined over lines and pages in the order of reading."""
    wanted = {inner for element in elements for inner in element.iter()}
    areas = (area for page in pages for area in _divide_page(page))
    return "".join(piece.text for _, pieces in areas for piece in pieces if piece.element in wanted)


def find_margin_texts(page: LaidOutPage) -> Sequence[str]:
    """Find what can be seen in each margin box of a page: running heads, footers."""
    return ["".join(piece.text for piece in pieces) for margin, pieces in _divide_page(page) if margin]


def keep_letters(text: str) -> str:
    """Keep only the letters and digits of a text, in lower case: they stay when lines break and words get hyphens."""
    return "".join(filter(str.isalnum, text)).casefold()


def _divide_page(page: LaidOutPage) -> Iterator[tuple[bool, Iterator[VisiblePiece]]]:
    """Yield the flow of a page and each of its margin boxes, which are known by a rule in @page such as @top-left.

    The pieces of each are looked for when they are gone through.
    """
    box = page._page_box  # noqa: SLF001 -- WeasyPrint says it nowhere else
    paper = _find_paper(_find_paper(_WHITE, box.background), box.canvas_background)
    window = _Window(0, 0, box.margin_width(), box.margin_height())
    for area in box.children:
        yield hasattr(area, "at_keyword"), _find_pieces(area, window, paper)


def _find_pieces(box: Any, window: _Window, paper: Colour | None) -> Iterator[VisiblePiece]:
    """Yield the text that is seen of a box; ``paper`` is what it stands on, none where that is a picture."""
    if _is_hidden_whole(box):
        return
    if matrix := box.transformation_matrix:
        window = _reverse_transformation(matrix, window)
    paper = _find_paper(paper, getattr(box, "background", None))
    if text := getattr(box, "text", ""):
        if _is_legible(box, window, paper):
            yield VisiblePiece(text, box.element)
        return
    if box.style["overflow"] != "visible":
        left, top = box.padding_box_x(), box.padding_box_y()
        window = window.narrow_to(_Window(left, top, left + box.padding_width(), top + box.padding_height()))
    for child in box.children:
        yield from _find_pieces(child, window, paper)


def _is_hidden_whole(box: Any) -> bool:
    """Tell whether a box is clear as glass, cut to a piece (CSS 2, 11.1.2), or flattened by a transformation."""
    style, matrix = box.style, box.transformation_matrix
    cut = style["position"] in ("absolute", "fixed") and style["clip"]
    return bool(style["opacity"] < _MIN_CONTRAST or cut or (matrix and not matrix.determinant))


def _reverse_transformation(matrix: Any, window: _Window) -> _Window:
    """Return the window as seen by boxes that are transformed afterwards."""
    corners = [
        matrix.invert.transform_point(x, y) for x in (window.left, window.right) for y in (window.top, window.bottom)
    ]
    (left, right), (top, bottom) = ((min(edges), max(edges)) for edges in zip(*corners, strict=True))
    return _Window(left, top, right, bottom)


def _find_paper(under: Colour | None, background: Any) -> Colour | None:
    if background is None:
        return under
    if any(layer.image for layer in background.layers):
        return None
    return _read_colour(background.color) if background.color.alpha > 1 / 2 else under


def _is_legible(box: Any, window: _Window, paper: Colour | None) -> bool:
    ink = box.style["color"]
    contrast = 1 if paper is None else max(abs(a - b) for a, b in zip(_read_colour(ink), paper, strict=True))
    return bool(
        box.style["visibility"] == "visible"
        and box.style["font_size"] >= _MIN_SIZE_PIXELS
        and ink.alpha * contrast >= _MIN_CONTRAST
        and window.left - _SLACK_PIXELS <= box.position_x
        and box.position_x + box.width <= window.right + _SLACK_PIXELS
        and window.top <= box.position_y + box.height / 2 <= window.bottom
    )


def _read_colour(color: Any) -> Colour:
    red, green, blue = color.to("srgb")[:3]
    return red, green, blue
