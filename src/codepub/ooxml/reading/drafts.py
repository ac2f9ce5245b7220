"""What is being read at a moment: a paragraph, a table, the bookmarks that are open, the places of comments."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from codepub.ooxml.reading.letters import CellPlace, Letter, Mark, Paragraph, Place
from codepub.ooxml.reading.refusal import TAKE_OUT, UnreadableWordError

MAX_OPEN_BOOKMARKS: Final = 200
"""The most bookmarks around one letter, which says them all."""


@dataclass(slots=True)
class TableDraft:
    """A table while its rows are read: where the reading is."""

    number: int
    row: int = -1
    column: int = 0
    row_inserted: Mark | None = None
    row_deleted: Mark | None = None

    def begin_row(self, *, first_column: int, inserted: Mark | None, deleted: Mark | None) -> None:
        """Go to the next row."""
        self.row += 1
        self.column = first_column
        self.row_inserted = inserted
        self.row_deleted = deleted


@dataclass(slots=True)
class ParagraphDraft:
    """A paragraph while its letters are read."""

    style: str | None = None
    heading: int | None = None
    list_level: int | None = None
    mark_inserted: Mark | None = None
    mark_deleted: Mark | None = None
    cell: CellPlace | None = None
    letters: list[Letter] = field(default_factory=list)
    tags: dict[str, None] = field(default_factory=dict)
    bookmarks: dict[str, None] = field(default_factory=dict)

    def finish(self, story: str, index: int) -> Paragraph:
        """Return the paragraph that was read."""
        return Paragraph(
            story=story,
            index=index,
            letters=tuple(self.letters),
            style=self.style,
            heading=self.heading,
            list_level=self.list_level,
            mark_inserted=self.mark_inserted,
            mark_deleted=self.mark_deleted,
            cell=self.cell,
            tags=tuple(self.tags),
            bookmarks=tuple(self.bookmarks),
            indexes=(index,),
        )


@dataclass(slots=True)
class Bookmarks:
    """The bookmarks that are open, in the order of their starts; ``ended`` are the identifiers that have an end."""

    ended: frozenset[str] = frozenset()
    names: tuple[str, ...] = ()
    _open: dict[str, str] = field(default_factory=dict)

    def start(self, identifier: str, name: str) -> None:
        """Open a bookmark; one that never ends spans nothing (17.13.6.2).

        Raises:
            UnreadableWordError: Too many are open.
        """
        if identifier in self.ended:
            self._open[identifier] = name
            self.names = tuple(self._open.values())
        if len(self._open) > MAX_OPEN_BOOKMARKS:
            fact = f"More than {MAX_OPEN_BOOKMARKS:,} of its bookmarks stand around the same words."
            raise UnreadableWordError(fact, TAKE_OUT)

    def end(self, identifier: str) -> None:
        """Close a bookmark."""
        if self._open.pop(identifier, None) is not None:
            self.names = tuple(self._open.values())


@dataclass(slots=True)
class CommentPlaces:
    """Where comments start, end and have their marks, by their identifiers."""

    starts: dict[str, Place] = field(default_factory=dict)
    ends: dict[str, Place] = field(default_factory=dict)
    marks: dict[str, Place] = field(default_factory=dict)

    def find(self, identifier: str) -> tuple[Place | None, Place | None]:
        """Find where a comment starts and ends; without a whole range both are where its mark is."""
        mark = self.marks.get(identifier)
        start = self.starts.get(identifier, mark)
        return start, self.ends.get(identifier, mark or start) if start else None
