"""Lists: numbering definitions, one for bullets and one for each ordered list, so that each begins at 1."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from codepub.writers.ooxml.xml import Element, qualified, w

DEEPEST: Final = 8
"""The deepest level of a list, counted from 0 (ECMA-376 Part 1, 17.9.3)."""
_STEP: Final = 360
_BULLETS: Final = ("•", "–", "▪")
_NUMERALS: Final = ("decimal", "lowerLetter", "lowerRoman")


@dataclass(slots=True)
class Numbering:
    """The numbering part while a document is written; ``root`` holds the publisher's own definitions, if any."""

    root: Element
    bullets: int
    numbers: int
    last: int

    @classmethod
    def begun(cls, existing: Element | None) -> Numbering:
        """Add the definitions of our lists to those that are there."""
        root = w("numbering") if existing is None else existing
        free = _highest(root, "abstractNum", "abstractNumId") + 1
        last = _highest(root, "num", "numId") + 1
        root.insert(_definitions_end(root), _definition(free, ordered=False))
        root.insert(_definitions_end(root), _definition(free + 1, ordered=True))
        _insert_instance(root, w("num", w("abstractNumId", val=free), numId=last))
        return cls(root, bullets=last, numbers=free + 1, last=last)

    def ordered(self, depth: int, start: int) -> int:
        """Give the identifier of a new ordered list whose items at a depth count from a number."""
        self.last += 1
        restart = w("lvlOverride", w("startOverride", val=start), ilvl=depth)
        _insert_instance(self.root, w("num", w("abstractNumId", val=self.numbers), restart, numId=self.last))
        return self.last


def list_indent(depth: int) -> int:
    """Give where the text of items at a depth begins, in twentieths of a point from the margin."""
    return _STEP * (depth + 1)


def _highest(root: Element, tag: str, attribute: str) -> int:
    numbers = [int(each.get(qualified(attribute), "0")) for each in root.iterchildren(qualified(tag))]
    return max(numbers, default=0)


def _definitions_end(root: Element) -> int:
    """Give the place before the first ``w:num``: definitions come first (ECMA-376 Part 1, 17.9.17)."""
    return next((at for at, child in enumerate(root) if child.tag in _AFTER_DEFINITIONS), len(root))


def _insert_instance(root: Element, instance: Element) -> None:
    cleanup = root.find(qualified("numIdMacAtCleanup"))
    root.append(instance) if cleanup is None else cleanup.addprevious(instance)


_AFTER_DEFINITIONS: Final = {qualified("num"), qualified("numIdMacAtCleanup")}


def _definition(identifier: int, *, ordered: bool) -> Element:
    levels = [_level(depth, ordered=ordered) for depth in range(DEEPEST + 1)]
    return w("abstractNum", w("multiLevelType", val="multilevel"), *levels, abstractNumId=identifier)


def _level(depth: int, *, ordered: bool) -> Element:
    sign = f"%{depth + 1}." if ordered else _BULLETS[depth % len(_BULLETS)]
    numeral = _NUMERALS[depth % len(_NUMERALS)] if ordered else "bullet"
    return w(
        "lvl",
        w("start", val=1),
        w("numFmt", val=numeral),
        w("lvlText", val=sign),
        w("lvlJc", val="left"),
        w("pPr", w("ind", left=list_indent(depth), hanging=_STEP)),
        ilvl=depth,
    )
