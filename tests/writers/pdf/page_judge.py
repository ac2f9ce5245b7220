"""What a reader sees of laid-out pages: their lines, tables and headings, asked of WeasyPrint's boxes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")


@dataclass(frozen=True)
class Line:
    """A line of text: the element it is of, its text, and its edges in the page's area, from 0 at its top to 1.

    A picture counts as a line of the words that are read in its place.
    """

    element: Any
    text: str
    top: float
    bottom: float


@dataclass(frozen=True)
class SeenPage:
    """A page as seen: its lines, the rows of the part of each table that stands on it, and its lists of facts."""

    lines: tuple[Line, ...]
    tables: tuple[tuple[Any, int], ...]
    lonely: tuple[str, ...] = ()
    """The heads of groups of rows that have one row of several on the page."""
    facts: tuple[Any, ...] = ()

    @property
    def fill(self) -> float:
        return max((line.bottom for line in self.lines), default=0.0)

    @property
    def widest_hole(self) -> float:
        edges = sorted({(line.top, line.bottom) for line in self.lines})
        reached, widest = 0.0, 0.0
        for top, bottom in edges:
            widest = max(widest, top - reached)
            reached = max(reached, bottom)
        return widest


def see(page: Any) -> SeenPage:
    box = page._page_box
    (area,) = (child for child in box.children if not hasattr(child, "at_keyword"))
    top, height = box.content_box_y(), box.height
    lines = tuple(
        Line(
            each.element,
            _read(each),
            (each.position_y - top) / height,
            (each.position_y + each.height - top) / height,
        )
        for each in _descend(area)
        if type(each).__name__ in ("LineBox", "BlockReplacedBox")
    )
    tables = tuple(
        (each.element, len(list(_rows(each)))) for each in _descend(area) if type(each).__name__ == "TableBox"
    )
    groups = (each for each in _descend(area) if each.element_tag == "tbody")
    lonely = tuple(_read(group) for group in groups if _is_lonely(group))
    facts = tuple(each.element for each in _descend(area) if each.element_tag == "dl")
    return SeenPage(tuple(line for line in lines if line.text.strip()), tables, lonely, facts)


def _is_lonely(group: Any) -> bool:
    """Tell whether of a group of rows its head and one row alone stand on a page, and others on the next."""
    shown = [row.element.get("class") for row in group.children]
    return shown == ["group", None] and len(group.element) > len(shown)


def _read(box: Any) -> str:
    if type(box).__name__ == "BlockReplacedBox":
        return str(box.element.get("aria-label"))
    return "".join(inner.text for inner in box.descendants() if hasattr(inner, "text"))


def _descend(box: Any) -> Iterator[Any]:
    yield box
    for child in getattr(box, "children", ()):
        yield from _descend(child)


def _rows(table: Any) -> Iterator[Any]:
    for group in table.children:
        if group.element_tag == "tbody":
            yield from (
                row for row in group.children if row.element_tag == "tr" and row.element.get("class") != "group"
            )


def find_thin_breaks(pages: list[SeenPage]) -> list[str]:
    """Name the tables that begin with fewer than two rows before a break, or end with a single one after it."""
    found = []
    for before, after in pairwise(pages):
        if before.tables and after.tables and before.tables[-1][0] is after.tables[0][0]:
            (table, first), (_, last) = before.tables[-1], after.tables[0]
            if first < 2 or last < 2:
                found.append(f"{table.get('aria-label')}: {first} rows, then {last}")
    return found


def find_torn_facts(pages: list[SeenPage], most: int) -> list[str]:
    """Name the lists of so many facts at most that begin on a page and go on on the next, where no head says so."""
    return [
        str(facts.find(".//dt").text)
        for before, after in pairwise(pages)
        for facts in before.facts
        if any(facts is other for other in after.facts) and len(facts) <= most
    ]


def find_headings_at_the_foot(pages: list[SeenPage]) -> list[str]:
    last = (page.lines[-1] for page in pages)
    return [line.text for line in last if line.element.tag in HEADINGS]


def find_broken_words(pages: list[SeenPage], words: frozenset[str]) -> list[str]:
    """Find the words that end at the end of a line without a hyphen and go on in the next line of the same element."""
    lines = [line for page in pages for line in page.lines]
    return [
        f"{before.text.split()[-1]}|{after.text.split()[0]}"
        for before, after in pairwise(lines)
        if before.element is after.element and _is_broken(before.text, after.text, words)
    ]


def _is_broken(before: str, after: str, words: frozenset[str]) -> bool:
    if before != before.rstrip() or before.rstrip().endswith(("-", "‐", "–", "—", "/")):
        return False
    left, right = before.rsplit(maxsplit=1)[-1], after.split(maxsplit=1)[0]
    return left not in words and left + right in words and "://" not in left + right and "/" not in left


def measure_prose(pages: list[SeenPage], root: Any) -> float:
    """Return the mean number of characters in a full line of prose: of the paragraphs that stand in a part itself."""
    parts = (part for part in root.iter("section") if part.get("class") != "about")
    prose = {paragraph for part in parts for paragraph in part.findall("p") if not paragraph.get("class")}
    lines = [line for page in pages for line in page.lines if line.element in prose]
    full = [len(before.text.strip()) for before, after in pairwise(lines) if before.element is after.element]
    return sum(full) / len(full)
