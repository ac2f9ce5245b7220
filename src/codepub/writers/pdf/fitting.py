"""How pages are filled: a document is set as designed, and more closely or more openly where it would end badly."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, Final, Protocol, TypeVar

if TYPE_CHECKING:
    from codepub.writers.pdf.tagging.painting import LaidOutDocument, LaidOutPage

FITS: Final = ("", "snug", "open")
"""The class of the whole page by which a style sets it as designed, more closely or more openly, in this order."""
_LEAST_LAST_PAGE: Final = 0.25
_LEAST_PAGE: Final = 0.8
"""How much of a page is filled at least: of the last one, and of each before it."""


class Layout(Protocol):
    """As much of a laid-out document as is judged: its pages."""

    @property
    def paged(self) -> LaidOutDocument:
        """The document of WeasyPrint."""
        ...


L = TypeVar("L", bound=Layout)


def fit(lay_out: Callable[[str], L]) -> L:
    """Lay a document out in the first fit that fills its pages; where none does, in the one that fills them best."""
    tried: list[tuple[float, L]] = []
    for name in FITS:
        layout = lay_out(name)
        tried.append((_measure_lack(layout.paged.pages), layout))
        if not tried[-1][0]:
            break
    return min(tried, key=lambda trial: trial[0])[1]


def measure_fill(page: LaidOutPage) -> float:
    """Return how far down its area the text and pictures of a page go, from 0 to 1; margins do not count."""
    box = page._page_box  # noqa: SLF001 -- WeasyPrint says it nowhere else
    areas = (area for area in box.children if not hasattr(area, "at_keyword"))
    seen = (each for area in areas for each in area.descendants() if _is_seen(each))
    lowest = max((each.position_y + each.height for each in seen), default=box.content_box_y())
    return float((lowest - box.content_box_y()) / box.height)


def _is_seen(box: Any) -> bool:
    return bool(getattr(box, "text", "").strip()) or hasattr(box, "replacement")


def _measure_lack(pages: Sequence[LaidOutPage]) -> float:
    """Return how much is missing to pages that are filled as they should be; a single page may be short."""
    *others, last = map(measure_fill, pages)
    lacks = [max(0.0, _LEAST_PAGE - fill) for fill in others]
    return sum(lacks) + (max(0.0, _LEAST_LAST_PAGE - last) if others else 0.0)
