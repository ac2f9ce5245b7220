"""HTML elements and the structure elements they become in a tagged PDF (ISO 32000-1, 14.8.4)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from codepub.diagnostics import CallError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from xml.etree.ElementTree import Element

SVG = "{http://www.w3.org/2000/svg}"

STRUCTURE_TYPES: Mapping[str, str] = {
    "address": "Div",
    "article": "Art",
    "aside": "Div",
    "blockquote": "BlockQuote",
    "caption": "Caption",
    "del": "Del",
    "div": "Div",
    "dl": "L",
    "figcaption": "Caption",
    "figure": "Div",
    "footer": "Div",
    "h1": "H1",
    "h2": "H2",
    "h3": "H3",
    "h4": "H4",
    "h5": "H5",
    "h6": "H6",
    "header": "Div",
    "img": "Figure",
    "ins": "Ins",
    "nav": "Div",
    "ol": "L",
    "p": "P",
    "pre": "P",
    "section": "Sect",
    f"{SVG}svg": "Figure",
    "table": "Table",
    "tbody": "TBody",
    "td": "TD",
    "tfoot": "TFoot",
    "th": "TH",
    "thead": "THead",
    "tr": "TR",
    "ul": "L",
}

OWN_TYPES: Mapping[str, str] = {"Del": "Span", "Ins": "Span"}
"""Structure types that PDF 1.7 does not know, each with the one that readers take it for
(ISO 32000-1, 14.7.3)."""

# Elements that say nothing PDF 1.7 has a structure type for: their content belongs to the element around them.
PLAIN = frozenset([
    "a", "abbr", "b", "bdi", "bdo", "body", "br", "cite", "code", "col", "colgroup", "data", "dfn", "em", "hr",
    "html", "i", "kbd", "main", "mark", "q", "s", "samp", "small", "span", "strong", "sub", "sup", "time", "u",
    "var", "wbr",
])  # fmt: skip


class StructureError(CallError):
    """The structure of a PDF does not follow from its HTML; nothing was written."""


@dataclass(frozen=True, slots=True)
class Step:
    """One structure element on the way from the Document down to content.

    ``place`` orders it among its siblings: the number of the HTML element in its document, and, for the two halves
    of a list item, which comes first. ``source`` is the HTML element it stands for.
    """

    role: str
    place: tuple[int, int]
    source: Element


Path = tuple[Step, ...]


def find_structure_paths(root: Element) -> dict[Element, Path]:
    """Return the structure elements that enclose the content of each HTML element, outermost first.

    ``root`` is the ``html`` element. Elements inside an ``svg`` have no path of their own.

    Raises:
        StructureError: An element has no role here.
    """
    numbers = {element: number for number, element in enumerate(root.iter())}
    heads = _map_term_groups(root)

    def walk(element: Element, outer: Path) -> Iterator[tuple[Element, Path]]:
        path = outer + _make_steps(element, numbers, heads)
        yield element, path
        if element.tag == f"{SVG}svg":
            return
        for child in element:
            if isinstance(child.tag, str):  # a comment's tag is a function
                yield from walk(child, path)

    return {element: path for body in root.iter("body") for element, path in walk(body, ())}


def label_path(path: Path) -> Path:
    """Return the path to the label of a list item, from the path to its body."""
    body = path[-1]
    return (*path[:-1], replace(body, role="Lbl", place=(body.place[0], 0)))


def _make_steps(element: Element, numbers: Mapping[Element, int], heads: Mapping[Element, Element]) -> Path:
    def step(role: str, half: int = 0, source: Element = element) -> Step:
        return Step(role, (numbers[source], half), source)

    match element.tag:
        case "p" | "div" | "aside" | "span" if element.get("role") == "note":
            return (step("Note"),)
        case "li":
            return step("LI"), step("LBody", 1)
        case "dt" | "dd":
            half = "Lbl" if element.tag == "dt" else "LBody"
            return step("LI", source=heads.get(element, element)), step(half)
        case "div" if element in heads:
            return ()
        case "a" if element.get("href"):
            return (step("Link"),)
    role = STRUCTURE_TYPES.get(element.tag) or _find_plain_role(element)
    return (step(role),) if role else ()


def _find_plain_role(element: Element) -> str | None:
    if element.tag not in PLAIN:
        raise StructureError(
            f"A tagged PDF has no structure type for <{element.tag}>; "
            "write another element, or add it to STRUCTURE_TYPES in writers/pdf/tagging/roles.py."
        )
    # A change of language inside a text is told by a Span (ISO 14289-1, 7.2).
    return "Span" if element.get("lang") and element.tag not in ("html", "body", "main") else None


def _map_term_groups(root: Element) -> dict[Element, Element]:
    """Map each ``dt`` and ``dd`` to the element that opens its group; a ``div`` around a group is mapped to itself."""
    heads: dict[Element, Element] = {}
    for definitions in root.iter("dl"):
        head = previous = None
        for entry in _walk_entries(definitions):
            if entry.tag == "div":
                heads[entry], head = entry, None
                continue
            if head is None or (entry.tag == "dt" and previous == "dd"):
                head = entry
            heads[entry], previous = head, entry.tag
    return heads


def _walk_entries(definitions: Element) -> Iterator[Element]:
    """Yield terms, descriptions and their wrappers in order: HTML allows ``dl > div > dt``."""
    for child in definitions:
        yield child
        if child.tag == "div":
            yield from child
