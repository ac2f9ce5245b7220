"""What WeasyPrint paints into each marked-content sequence of a page.

WeasyPrint numbers the sequences of a page in the order in which it paints them, and says of each which box it holds;
a box knows its HTML element. That is the one place where marked content and HTML meet without a guess.
The order of reading is that of the boxes: floats and whatever has a position are painted out of it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from contextlib import AbstractContextManager
    from xml.etree.ElementTree import Element

    Marking = Callable[["Box", str], AbstractContextManager[None]]

POINTS_PER_PIXEL = 0.75


class Box(Protocol):
    """As much of a box of WeasyPrint as tagging uses; lengths are CSS pixels from the top left of the page."""

    element: Element | None
    element_tag: str | None
    width: float
    height: float
    link_annotation: Any

    def descendants(self, placeholders: bool) -> Iterator[Box]:
        """Yield itself and every box below it, in the order of the HTML, and those out of the flow if so asked."""
        ...

    def content_box_x(self) -> float:
        """Return the left edge of the content."""
        ...

    def content_box_y(self) -> float:
        """Return the top edge of the content."""
        ...


class Stream(Protocol):
    """As much of a content stream, which WeasyPrint paints on, as tagging uses."""

    marked: Marking


class LaidOutPage(Protocol):
    """As much of a page of ``weasyprint.Document.pages`` as is used; its box is not part of WeasyPrint's interface."""

    height: float
    _page_box: Any
    links: list[tuple[str, str, tuple[float, float, float, float], Box]]

    def paint(self, stream: Any, scale: float = 1) -> None:
        """Paint the page on a content stream."""
        ...


class LaidOutDocument(Protocol):
    """As much of a ``weasyprint.Document`` as tagging uses; the fonts are there when it is painted.

    In ``missing`` a font counts the characters that were to be set in it, and that no font has.
    """

    pages: list[Any]
    fonts: dict[Any, Any]

    def copy(self, pages: list[Any]) -> LaidOutDocument:
        """Return the same document with other pages."""
        ...

    def write_pdf(self, *, pdf_variant: str) -> bytes | None:
        """Paint the pages into a PDF."""
        ...


@dataclass(frozen=True, slots=True)
class Mark:
    """One marked-content sequence: the index of its page, its MCID there, and the box it holds."""

    page: int
    mcid: int
    box: Box


@dataclass(slots=True)
class PaintedPage:
    """A page of WeasyPrint that keeps the boxes it marks, in the order of their MCIDs."""

    page: LaidOutPage
    boxes: list[Box] = field(default_factory=list)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.page, name)

    def paint(self, stream: Stream, scale: float = 1) -> None:
        """Paint the page, keeping each box that is marked."""
        marked = stream.marked

        def keep(box: Box, tag: str) -> AbstractContextManager[None]:
            self.boxes.append(box)
            return marked(box, tag)

        stream.marked = keep
        self.page.paint(stream, scale)


def find_flow_marks(pages: Sequence[PaintedPage]) -> Iterator[Mark]:
    """Yield the marked-content sequences of all pages in reading order, without those in page margins."""
    for number, page in enumerate(pages):
        mcids = {id(box): mcid for mcid, box in enumerate(page.boxes)}
        for box in _walk_flow(page.page):
            if id(box) in mcids:
                yield Mark(number, mcids[id(box)], box)


def _walk_flow(page: LaidOutPage) -> Iterator[Box]:
    for area in page._page_box.children:  # noqa: SLF001 -- WeasyPrint says it nowhere else
        if not hasattr(area, "at_keyword"):  # a margin box is known by its rule in @page, such as @top-left
            yield from area.descendants(placeholders=True)


def bounding_box(mark: Mark, pages: Sequence[PaintedPage]) -> Iterable[float]:
    """Return the left, bottom, right and top of a box in points from the bottom left of its page."""
    left, top, height = mark.box.content_box_x(), mark.box.content_box_y(), pages[mark.page].page.height
    edges = (left, height - top - mark.box.height, left + mark.box.width, height - top)
    return (round(edge * POINTS_PER_PIXEL, 3) for edge in edges)
