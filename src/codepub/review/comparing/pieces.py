"""The letters of a place in both files at once: what was sent, what was typed, what was taken out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from codepub.document.nodes import Citation
from codepub.ooxml.reading.letters import PLAIN, Look, Paragraph, Place
from codepub.review.copies import SentLeaf
from codepub.review.edits import Hand

END: Final = "\N{PARAGRAPH SEPARATOR}"
"""The letter that stands for the end of a paragraph."""


class Wrapper(NamedTuple):
    """What an inline says of the letters in it: its kind and, of links and codes, where it leads and its title."""

    kind: str
    target: str = ""
    title: str = ""


class SentLetter(NamedTuple):
    """A letter as it was sent.

    ``leaves`` are those it stands in, outermost first. ``wrappers`` are the inlines around it. A letter of a citation
    has the citation, and the number of its copy among those of the leaf. ``is_added`` tells of what is no word of an
    author's: signs set into values, and all that stands outside of leaves. ``derived`` is the tag of such words.
    """

    text: str
    leaves: tuple[SentLeaf, ...] = ()
    wrappers: tuple[Wrapper, ...] = ()
    citation: tuple[int, Citation] | None = None
    is_added: bool = False
    look: Look = PLAIN
    derived: str | None = None

    @property
    def leaf(self) -> SentLeaf | None:
        """The innermost leaf that it stands in."""
        return self.leaves[-1] if self.leaves else None


@dataclass(frozen=True, slots=True)
class Piece:
    """A letter of a place: one that was sent, one that was typed, or one of those that was taken out.

    ``sent`` is None where it was typed. ``inserted``, ``deleted`` and ``reformatted`` tell by whom. ``line`` is the
    paragraph of the returned file that it stands in, ``at`` its place there; it has neither where the file lacks it.
    """

    text: str
    sent: SentLetter | None
    look: Look = PLAIN
    inserted: Hand | None = None
    deleted: Hand | None = None
    reformatted: Hand | None = None
    tags: tuple[str, ...] = ()
    bookmarks: tuple[str, ...] = ()
    line: Paragraph | None = None
    at: Place | None = None

    @property
    def is_typed(self) -> bool:
        """Whether it was put in."""
        return self.sent is None

    @property
    def is_gone(self) -> bool:
        """Whether it was taken out."""
        return self.deleted is not None


Flow = Sequence[Piece]


def split_at_ends(flow: Flow, *, sent: bool) -> Iterator[range]:
    """Yield the places of each paragraph with its end: as they were sent, or as they are now."""
    start = 0
    for place, piece in enumerate(flow):
        is_end = not piece.is_typed if sent else not piece.is_gone
        if piece.text == END and is_end:
            yield range(start, place + 1)
            start = place + 1
    if start < len(flow):
        yield range(start, len(flow))
