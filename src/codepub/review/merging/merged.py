"""What becomes of edits that came back: applied, received before, proposed or conflicting. Frozen data."""

from __future__ import annotations

import enum
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from codepub.origin import FieldPath
from codepub.review.edits import FieldEdit, ReturnedCopy
from codepub.yaml.editing.edits import Edit


class Fate(enum.StrEnum):
    """What becomes of an edit."""

    APPLIED = "applied"
    RECEIVED = "received before"
    PROPOSED = "proposed"
    CONFLICTING = "conflicting"


OPEN_FATES: Final = frozenset({Fate.PROPOSED, Fate.CONFLICTING})
"""The fates after which somebody has to decide."""


@dataclass(frozen=True, slots=True)
class Voice:
    """An edit, and the copy that it came back in."""

    copy: ReturnedCopy
    edit: FieldEdit


@dataclass(frozen=True, slots=True)
class MergedEdit:
    """What one or several copies say alike, and what becomes of it.

    ``place`` is where that stands in the record as it is now, None where it stands there no more; of a row that is
    added, the list. ``change`` is the edit of its text, in the indexes that rows have now; only what is applied has
    one. ``why`` is a sentence for whoever has to decide, and ``against`` the other side of a conflict: what the record
    says by now, or what another reviewer wrote.
    """

    voices: tuple[Voice, ...]
    place: FieldPath | None
    fate: Fate
    change: Edit | None = None
    why: str | None = None
    against: str | None = None

    @property
    def edit(self) -> FieldEdit:
        """The edit, as the first copy has it."""
        return self.voices[0].edit

    @property
    def read(self) -> int:
        """The number of changes that it was read from, in all copies."""
        return sum(len(voice.edit.changes) for voice in self.voices)


def count_read(merged: Iterable[MergedEdit], *fates: Fate) -> int:
    """Count the changes of edits with one of some fates."""
    return sum(one.read for one in merged if one.fate in fates)
