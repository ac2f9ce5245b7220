"""The names of bookmarks: how Word carries origins."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import Final

from codepub.document.nodes import Document, digest
from codepub.origin import Origin
from codepub.writers.landings import Leaf, leaves

_READABLE: Final = 24


def bookmark(origin: Origin, nth: int = 1) -> str:
    """Give the name of the bookmark at the nth leaf of an origin, counted from 1.

    The last steps of the path make it readable, rows counted from 1; eight digits of the origin's digest make it
    unique. Word wants a letter first, then letters, digits and underscores, at most 40 characters
    (ECMA-376 Part 1, 17.13.6.2).
    """
    name = f"{_readable(origin)}_{digest(origin)[:8]}"
    return name if nth == 1 else f"{name}_{nth}"


def bookmarked(document: Document) -> Iterator[tuple[str, Leaf]]:
    """Give each leaf of a document with the name of its bookmark, in reading order."""
    seen: Counter[Origin] = Counter()
    for leaf in leaves(document):
        seen[leaf.origin] += 1
        yield bookmark(leaf.origin, seen[leaf.origin]), leaf


def _readable(origin: Origin) -> str:
    """Give as many of the last steps as fit, whole."""
    steps = [str(step + 1) if isinstance(step, int) else step for step in origin.path or origin.record]
    words = [re.sub(r"[^0-9A-Za-z]+", "_", step).strip("_") for step in steps]
    fitting = next(tail for tail in _tails(words) if len(tail) <= _READABLE)
    return fitting.lstrip("_0123456789") or "record"


def _tails(words: list[str]) -> Iterator[str]:
    yield from ("_".join(words[first:]) for first in range(len(words)))
    yield words[-1][:_READABLE]
