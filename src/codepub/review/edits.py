"""What a returned copy says: edits of fields, words that belong to no field, comments. Frozen data, no file known.

Paths are those of the record as it was sent.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from codepub.origin import FieldPath


@dataclass(frozen=True, slots=True)
class Hand:
    """Who made a change and when, as the file claims; ``author`` is None where it was not recorded.

    ``when`` is ISO 8601 as the file has it: with its offset where the instant is known, without one where it is local.
    """

    author: str | None
    when: str | None = None


@dataclass(frozen=True, slots=True)
class WordChange:
    """One change that was read: neighbouring words taken out and put in by one hand.

    Both texts are plain; where both are the same, their formatting changed.
    """

    old: str
    new: str
    hand: Hand


@dataclass(frozen=True, slots=True)
class ValueEdit:
    """A value gets other words; ``new`` is what an author would type: small markup where the field is written in it.

    ``old`` is what the author had typed, None where the value was not given. ``doubt`` says why this is a proposal
    only, None where it may be applied. ``changes`` is empty where the change is told with another edit, as where a text
    of a list was joined to another or parted from one.
    """

    path: FieldPath
    old: str | None
    new: str
    changes: tuple[WordChange, ...]
    doubt: str | None = None


@dataclass(frozen=True, slots=True)
class ValueRemoved:
    """All words of a value were taken out; a text in a list goes with its place in it."""

    path: FieldPath
    old: str
    changes: tuple[WordChange, ...]
    doubt: str | None = None


@dataclass(frozen=True, slots=True)
class RowAdded:
    """A row, or a text of a list, was put in before the row that had this index when it was sent, or at the end.

    ``cells`` are the fields of the row by their names, as an author would type them; ``""`` is the only key of a text.
    """

    path: FieldPath
    before: int
    cells: Mapping[str, str]
    changes: tuple[WordChange, ...]
    doubt: str | None = None


@dataclass(frozen=True, slots=True)
class RowRemoved:
    """A row was taken out; ``path`` ends with its index, ``old`` is the words of its cells."""

    path: FieldPath
    old: str
    changes: tuple[WordChange, ...]
    doubt: str | None = None


FieldEdit = ValueEdit | ValueRemoved | RowAdded | RowRemoved


@dataclass(frozen=True, slots=True)
class Unplaced:
    """A change of words that belong to no field: the nearest heading, the words around it, and why it has no place."""

    near: str
    around: str
    change: WordChange
    why: str


@dataclass(frozen=True, slots=True)
class ReturnedRemark:
    """A comment or a reply to one."""

    hand: Hand
    initials: str
    text: str


@dataclass(frozen=True, slots=True)
class ReturnedThread:
    """A comment with its replies: the field it stands on, None where it stands on none, and the words it quotes."""

    path: FieldPath | None
    near: str
    quoted: str
    remarks: tuple[ReturnedRemark, ...]
    is_resolved: bool


@dataclass(frozen=True, slots=True)
class ReturnedCopy:
    """All that was read from one returned file."""

    identifier: str
    reviewer: str
    edits: tuple[FieldEdit, ...]
    unplaced: tuple[Unplaced, ...]
    threads: tuple[ReturnedThread, ...]

    @property
    def read(self) -> int:
        """The number of changes read."""
        return sum(len(edit.changes) for edit in self.edits) + len(self.unplaced)
