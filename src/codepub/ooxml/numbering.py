"""Lists: numbering definitions, one for bullets and one for each ordered list, so that each begins at 1."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count
from typing import Final

from codepub.ooxml.xml import Element, qualified, w

MAX_DEPTH: Final = 8
"""The deepest level of a list, counted from 0 (ECMA-376 Part 1, 17.9.3)."""
MAX_LIST_NUMBER: Final = 32_767
"""The highest number that Word counts lines to (MS-OI29500, 2.1.215); LibreOffice begins lists that go beyond at 1.

A text may well begin with a code and a full stop.
"""
_INDENT_TWIPS: Final = 360
"""How far each level is indented beyond the one around it, in twentieths of a point."""
_BULLETS: Final = ("•", "–", "▪")
_NUMERALS: Final = ("decimal", "lowerLetter", "lowerRoman")


@dataclass(slots=True)
class Numbering:
    """The numbering part while a document is written; ``root`` holds the publisher's own definitions, if any."""

    root: Element
    bullets: int
    numbers: int
    free: Iterator[int]

    @classmethod
    def begin(cls, existing: Element | None) -> Numbering:
        """Begin a numbering part: add the definitions of our lists to those that are there."""
        root = w("numbering") if existing is None else existing
        definitions, free = (
            _find_free_numbers(root, "abstractNum", "abstractNumId"),
            _find_free_numbers(root, "num", "numId"),
        )
        signs, numbers, bullets = next(definitions), next(definitions), next(free)
        root.insert(_find_definitions_end(root), _make_definition(signs, ordered=False))
        root.insert(_find_definitions_end(root), _make_definition(numbers, ordered=True))
        _insert_instance(root, w("num", w("abstractNumId", val=signs), numId=bullets))
        return cls(root, bullets, numbers, free)

    def add_ordered_list(self, depth: int, start: int) -> int:
        """Add an ordered list whose items at a depth count from ``start``, and return its identifier."""
        number = next(self.free)
        restart = w("lvlOverride", w("startOverride", val=start), ilvl=depth)
        _insert_instance(self.root, w("num", w("abstractNumId", val=self.numbers), restart, numId=number))
        return number


def list_indent(depth: int) -> int:
    """Return where the text of items at a depth begins, in twentieths of a point from the margin."""
    return _INDENT_TWIPS * (depth + 1)


def _find_free_numbers(root: Element, tag: str, attribute: str) -> Iterator[int]:
    """Find the numbers that no definition has; the highest that is taken may be the highest there is."""
    taken = {each.get(qualified(attribute)) for each in root.iterchildren(qualified(tag))}
    return (number for number in count(1) if str(number) not in taken)


def _find_definitions_end(root: Element) -> int:
    """Find the place before the first ``w:num``: definitions come first (ECMA-376 Part 1, 17.9.17)."""
    return next((at for at, child in enumerate(root) if child.tag in _AFTER_DEFINITIONS), len(root))


def _insert_instance(root: Element, instance: Element) -> None:
    cleanup = root.find(qualified("numIdMacAtCleanup"))
    root.append(instance) if cleanup is None else cleanup.addprevious(instance)


_AFTER_DEFINITIONS: Final = {qualified("num"), qualified("numIdMacAtCleanup")}


def _make_definition(identifier: int, *, ordered: bool) -> Element:
    levels = [_make_level(depth, ordered=ordered) for depth in range(MAX_DEPTH + 1)]
    return w("abstractNum", w("multiLevelType", val="multilevel"), *levels, abstractNumId=identifier)


def _make_level(depth: int, *, ordered: bool) -> Element:
    sign = f"%{depth + 1}." if ordered else _BULLETS[depth % len(_BULLETS)]
    numeral = _NUMERALS[depth % len(_NUMERALS)] if ordered else "bullet"
    return w(
        "lvl",
        w("start", val=1),
        w("numFmt", val=numeral),
        w("lvlText", val=sign),
        w("lvlJc", val="left"),
        w("pPr", w("ind", left=list_indent(depth), hanging=_INDENT_TWIPS)),
        ilvl=depth,
    )
