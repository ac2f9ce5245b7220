"""What the styles of a Word file say about headings, lists and the look of letters (ECMA-376 Part 1, 17.7)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from codepub.ooxml.measures import parse_whole_number
from codepub.ooxml.xml import Element, qualified, w
from codepub.patterns import compile_late

_VAL: Final = qualified("val")
_MAX_LINEAGE: Final = 20
"""How many styles may be based on each other; Word's own have five."""
_BODY_TEXT_LEVEL: Final = 9
"""The outline level of what is no heading (17.3.1.20)."""
_HEADING_NAME: Final = compile_late(r"(?i)heading ([1-9])")


@dataclass(frozen=True, slots=True)
class Style:
    """A style: its name, its own properties, and the style that it is based on."""

    name: str
    based_on: str | None
    paragraph: Element
    run: Element


@dataclass(frozen=True, slots=True)
class Styles:
    """The styles of a file by identifier."""

    _styles: Mapping[str, Style]
    _found: dict[tuple[str | None, str], Element | None] = field(default_factory=dict)

    def name(self, identifier: str | None) -> str | None:
        """Return the name of a style, its identifier where the file has none of it."""
        if identifier is None:
            return None
        return self._styles[identifier].name if identifier in self._styles else identifier

    def find_run_property(self, identifier: str | None, tag: str) -> Element | None:
        """Find what a character style says about a property of letters, or the nearest style below it that says so."""
        return self._find(identifier, tag, lambda style: style.run)

    def find_paragraph_property(self, identifier: str | None, tag: str) -> Element | None:
        """Find what a paragraph style says about a property of paragraphs, or the nearest style below it."""
        return self._find(identifier, tag, lambda style: style.paragraph)

    def _find(self, identifier: str | None, tag: str, choose: Callable[[Style], Element]) -> Element | None:
        if (identifier, tag) not in self._found:
            found = (choose(each).find(tag) for each in self._lineage(identifier))
            self._found[identifier, tag] = next((each for each in found if each is not None), None)
        return self._found[identifier, tag]

    def _lineage(self, identifier: str | None) -> Iterator[Style]:
        for _ in range(_MAX_LINEAGE):
            if identifier is None or identifier not in self._styles:
                return
            yield self._styles[identifier]
            identifier = self._styles[identifier].based_on


def read_styles(root: Element | None) -> Styles:
    """Read the part that holds styles; of two with one identifier the first counts."""
    styles: dict[str, Style] = {}
    for each in () if root is None else root.iterchildren(qualified("style")):
        identifier = each.get(qualified("styleId"), "")
        styles.setdefault(identifier, _read_style(each, identifier))
    return Styles(styles)


def _read_style(element: Element, identifier: str) -> Style:
    name, based_on = element.find(qualified("name")), element.find(qualified("basedOn"))
    return Style(
        name=identifier if name is None else name.get(_VAL, identifier),
        based_on=None if based_on is None else based_on.get(_VAL),
        paragraph=_find_or_empty(element, "pPr"),
        run=_find_or_empty(element, "rPr"),
    )


def _find_or_empty(element: Element, tag: str) -> Element:
    found = element.find(qualified(tag))
    return w(tag) if found is None else found


def find_heading_level(styles: Styles, properties: Element | None) -> int | None:
    """Return the level of a heading, from 1: by its own outline level, its style's, or its style's name."""
    identifier = find_style(properties, "pStyle")
    own = None if properties is None else properties.find(qualified("outlineLvl"))
    stated = own if own is not None else styles.find_paragraph_property(identifier, qualified("outlineLvl"))
    if stated is not None:
        level = parse_whole_number(stated.get(_VAL, ""))
        return level + 1 if level is not None and 0 <= level < _BODY_TEXT_LEVEL else None
    named = _HEADING_NAME.fullmatch(styles.name(identifier) or "")
    return int(named[1]) if named else None


def find_list_level(styles: Styles, properties: Element | None) -> int | None:
    """Return how deep an item of a list lies, from 0; None outside of lists (17.9.18: the number 0 takes one out)."""
    own = None if properties is None else properties.find(qualified("numPr"))
    identifier = find_style(properties, "pStyle")
    numbering = own if own is not None else styles.find_paragraph_property(identifier, qualified("numPr"))
    if numbering is None:
        return None
    number, level = numbering.find(qualified("numId")), numbering.find(qualified("ilvl"))
    if number is not None and parse_whole_number(number.get(_VAL, "")) == 0:
        return None
    return (None if level is None else parse_whole_number(level.get(_VAL, ""))) or 0


def find_style(properties: Element | None, tag: str) -> str | None:
    """Return the identifier of the style that properties name."""
    named = None if properties is None else properties.find(qualified(tag))
    return None if named is None else named.get(_VAL)
