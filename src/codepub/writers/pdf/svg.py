"""How much an SVG draws: elements that are used again are drawn again, each time with all they use themselves."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from math import inf
from typing import Final
from xml.etree.ElementTree import Element, ParseError, fromstring

from codepub.patterns import compile_late

_SPACE: Final = "{http://www.w3.org/2000/svg}"
_HREFS: Final = ("href", "{http://www.w3.org/1999/xlink}href")
_PAINTED_WITH: Final = compile_late(r"url\([^)#]{0,2048}#([^)'\"]{1,256})")
"""A reference in a property, such as ``fill`` or ``mask`` (SVG 1.1, 4.2, FuncIRI)."""


def count_drawn_elements(content: bytes) -> float:
    """Count the elements that a picture draws, with each use of one counted anew; 0 where it is no XML.

    The count is infinite where an element uses itself. It is made without drawing: each element is looked at once.

    Raises:
        RecursionError: Elements are nested deeper than Python goes.
    """
    try:
        root = fromstring(content)  # noqa: S314 -- WeasyPrint reads it by the same; Expat 2.4.1 bounds entities
    except ParseError:
        return 0
    named = {name: element for element in root.iter() if (name := element.get("id"))}
    return _count_drawn(root, named, {})


def _count_drawn(element: Element, named: Mapping[str, Element], known: dict[Element, float]) -> float:
    if element not in known:
        known[element] = inf  # until it is counted: what leads back here never ends
        used = (named[name] for name in _find_references(element) if name in named)
        known[element] = 1 + sum(_count_drawn(inner, named, known) for inner in (*element, *used))
    return known[element]


def _find_references(element: Element) -> Iterator[str]:
    for name, value in element.attrib.items():
        if name in _HREFS and element.tag in (f"{_SPACE}use", "use"):
            yield value.partition("#")[2]
        else:
            yield from _PAINTED_WITH.findall(value)
