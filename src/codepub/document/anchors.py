"""How the places of a document are named: ids in HTML and Markdown, destinations in PDF, bookmarks in Word."""

from __future__ import annotations

import re
from collections import Counter, defaultdict, deque
from collections.abc import Iterator
from typing import Final

from codepub.document.digest import digest
from codepub.document.nodes import Document, Leaf
from codepub.document.walk import leaves
from codepub.origin import Origin

_READABLE: Final = 24


def anchor(origin: Origin) -> str:
    """Name a place in a page: record and path, rows from 1, as in ``cpt-32120-specifications-modifiers-3``."""
    steps = (*origin.record, *(str(step + 1) if isinstance(step, int) else step for step in origin.path))
    return re.sub(r"[^0-9a-z_]+", "-", "-".join(steps).lower())


def bookmark(origin: Origin, nth: int = 1) -> str:
    """Name the bookmark of the nth leaf of an origin, counted from 1.

    The last steps of the path make it readable, rows counted from 1; eight digits of the origin's digest make it
    unique. Word wants a letter first, then letters, digits and underscores, at most 40 characters
    (ECMA-376 Part 1, 17.13.6.2).
    """
    name = f"{_readable(origin)}_{digest(origin)[:8]}"
    return name if nth == 1 else f"{name}_{nth}"


class Anchors:
    """The places of one document: which leaf of its origin each leaf is, and where links lead."""

    def __init__(self, document: Document) -> None:
        self._numbers: defaultdict[Leaf, deque[int]] = defaultdict(deque)
        self._destinations: dict[Origin, Origin] = {}
        counted = Counter[Origin]()
        for leaf in leaves(document):
            counted[leaf.origin] += 1
            self._numbers[leaf].append(counted[leaf.origin])
            for origin in _upwards(leaf.origin):
                self._destinations.setdefault(origin, leaf.origin)

    def number(self, leaf: Leaf) -> int:
        """Return which of the leaves of its origin a leaf is, from 1.

        Each is asked for once; of equal leaves the first is asked for first.
        """
        return self._numbers[leaf].popleft()

    def destination(self, origin: Origin | None) -> Origin | None:
        """Return the origin of the first leaf that lies at an origin or below it, whose first leaf a link leads to.

        A row of a table is no leaf: who leads to it arrives at its first cell.
        """
        return None if origin is None else self._destinations.get(origin)


def _upwards(origin: Origin) -> Iterator[Origin]:
    yield origin
    for length in range(len(origin.path) - 1, -1, -1):
        yield Origin(origin.record, origin.path[:length])


def _readable(origin: Origin) -> str:
    """Return as many of the last steps as fit, whole."""
    steps = [str(step + 1) if isinstance(step, int) else step for step in origin.path or origin.record]
    words = [re.sub(r"[^0-9A-Za-z]+", "_", step).strip("_") for step in steps]
    fitting = next(tail for tail in _tails(words) if len(tail) <= _READABLE)
    return fitting.lstrip("_0123456789") or "record"


def _tails(words: list[str]) -> Iterator[str]:
    yield from ("_".join(words[first:]) for first in range(len(words)))
    yield words[-1][:_READABLE]
