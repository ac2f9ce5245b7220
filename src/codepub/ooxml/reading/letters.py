"""A Word file as letters in paragraphs: with their marks of change, looks and anchors. Frozen data.

Clauses are those of ECMA-376 Part 1.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Literal, NamedTuple

BODY: Final = "body"
"""The story that is the document's own text; others are headers, notes and text boxes (17.18)."""
PICTURE: Final = "\ufffc"
"""The letter that stands for a picture or another object within a line."""


@dataclass(frozen=True, slots=True)
class Mark:
    """Who recorded a change and when, as the file claims (17.13.5).

    ``when`` is ISO 8601: with its offset where the instant is known, without one where it is local or may be.
    """

    author: str | None
    when: str | None


@dataclass(frozen=True, slots=True)
class Look:
    """How a letter looks: what small markup can say of it, and whether Word hides it (``w:vanish``).

    ``target`` is the address outside that it leads to, ``anchor`` the bookmark; ``style`` is the name of its character
    style.
    """

    bold: bool = False
    italic: bool = False
    raised: Literal["superscript", "subscript"] | None = None
    target: str | None = None
    anchor: str | None = None
    style: str | None = None
    hidden: bool = False


PLAIN: Final = Look()


class Letter(NamedTuple):
    r"""One character; a line break is ``\n``, a tab ``\t``. A tuple, since a file has tens of thousands.

    What is both inserted and deleted was put in by one hand and taken out by another. ``old_look`` is how the letter
    looked before ``reformatted`` was recorded. ``tags`` are those of the content controls around it, outermost first;
    ``bookmarks`` are those that are open here, in the order of their starts.
    """

    text: str
    inserted: Mark | None = None
    deleted: Mark | None = None
    look: Look = PLAIN
    old_look: Look | None = None
    reformatted: Mark | None = None
    tags: tuple[str, ...] = ()
    bookmarks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CellPlace:
    """The innermost cell that a paragraph stands in: the number of its table in the file, row and column, all from 0.

    A column is one of the table's grid (17.4.17), so a cell that spans two is followed by one whose column is two
    higher. The marks are those of the row, or the cell, or of one around its table.
    """

    table: int
    row: int
    column: int
    row_inserted: Mark | None = None
    row_deleted: Mark | None = None
    cell_inserted: Mark | None = None
    cell_deleted: Mark | None = None


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph with all of its letters, those taken out included.

    ``story`` is "body", or one such as "header1", "footnote2", "textbox1". ``index`` is its place among all paragraphs
    of the file; ``indexes`` are those of the paragraphs that it was joined of. ``style`` is a name, not an identifier.
    ``heading`` counts from 1, ``list_level`` from 0. ``mark_inserted`` and ``mark_deleted`` are about its end: without
    it, the next paragraph goes on here. ``tags`` and ``bookmarks`` are all that it holds, the empty ones included.
    """

    story: str
    index: int
    letters: tuple[Letter, ...]
    style: str | None = None
    heading: int | None = None
    list_level: int | None = None
    mark_inserted: Mark | None = None
    mark_deleted: Mark | None = None
    cell: CellPlace | None = None
    tags: tuple[str, ...] = ()
    bookmarks: tuple[str, ...] = ()
    indexes: tuple[int, ...] = ()

    @property
    def text(self) -> str:
        """All letters, as one text."""
        return "".join(letter.text for letter in self.letters)


class Place(NamedTuple):
    """A place between letters of the file as it is: the index of a paragraph and how many of its letters lie before."""

    paragraph: int
    letter: int


@dataclass(frozen=True, slots=True)
class Comment:
    r"""A comment, its paragraphs divided by ``\n``; ``start`` and ``end`` are None where it stands on no words.

    A comment with a mark and no range starts and ends there. ``parent`` is the id of the comment that it replies to.
    """

    id: str
    author: str | None
    initials: str
    when: str | None
    text: str
    is_done: bool = False
    parent: str | None = None
    start: Place | None = None
    end: Place | None = None


@dataclass(frozen=True, slots=True)
class WordFile:
    """All that is read from a Word file.

    ``paragraphs`` are those of all stories, the body's first. ``properties`` are the custom ones, ``variables`` those
    of the settings (``w:docVars``); ``identifier`` is ``dc:identifier``; ``program`` is what wrote the file.
    """

    paragraphs: tuple[Paragraph, ...]
    comments: tuple[Comment, ...] = ()
    properties: Mapping[str, str] = field(default_factory=dict)
    variables: Mapping[str, str] = field(default_factory=dict)
    identifier: str | None = None
    last_modified_by: str | None = None
    program: str | None = None
