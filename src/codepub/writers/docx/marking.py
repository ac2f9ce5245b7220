"""What says in a Word file where its words come from: a publication has a bookmark around the words of each leaf."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import count
from typing import Protocol

from codepub.document.anchors import Anchors, bookmark
from codepub.document.nodes import Inlines, Leaf, Paragraph, Span
from codepub.ooxml.xml import Element, w


class Marking(Protocol):
    """How words are marked with where they come from, as a body is written from its beginning to its end."""

    def enclose(self, leaf: Leaf, content: Iterable[Element]) -> Iterator[Element]:
        """Put the words of a leaf between its marks, where it has some."""
        ...

    def enclose_span(self, span: Span, content: Iterable[Element]) -> Iterator[Element]:
        """Put words that come from elsewhere than those around them between their marks, where they have some."""
        ...

    def divide_cell(self, cell: Paragraph) -> tuple[Inlines, ...]:
        """Divide the words of a cell into those of its paragraphs; one in most."""
        ...


class Bookmarks:
    """The marking of a publication: each leaf that has a place lies in a bookmark, which links lead to."""

    def __init__(self, anchors: Anchors) -> None:
        self._anchors = anchors
        self._identifiers = count()

    def enclose(self, leaf: Leaf, content: Iterable[Element]) -> Iterator[Element]:
        """Put the words of a leaf into its bookmark, where it has a place."""
        place = self._anchors.place(leaf)
        return iter(content) if place is None else self.open(bookmark(*place), content)

    def open(self, name: str, content: Iterable[Element]) -> Iterator[Element]:
        """Put words into a bookmark."""
        identifier = next(self._identifiers)
        yield w("bookmarkStart", id=identifier, name=name)
        yield from content
        yield w("bookmarkEnd", id=identifier)

    def enclose_span(self, span: Span, content: Iterable[Element]) -> Iterator[Element]:  # noqa: ARG002 -- of the protocol
        """Leave words that stand among others unmarked."""
        return iter(content)

    def divide_cell(self, cell: Paragraph) -> tuple[Inlines, ...]:
        """Leave a cell one paragraph."""
        return (cell.content,)
