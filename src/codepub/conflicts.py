"""What git leaves in a file it could not merge: two versions between marks (git-merge, "How conflicts are shown")."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

CONFLICT_FACT: Final = "Git left two versions here."
CONFLICT_WAY_OUT: Final = "Keep one of them, and delete the lines with <<<<<<<, ======= and >>>>>>>."

_OPENING_MARK: Final = "<<<<<<<"


@dataclass(frozen=True, slots=True)
class Conflict:
    """The lines of a text that hold two versions, from 1, both ends and their marks included."""

    start: int
    end: int


def find_conflict(text: str) -> Conflict | None:
    """Find the first place of a text that git left in two versions.

    A line of ``=======`` alone is none: it underlines headings. The third version that git shows on demand, after
    ``|||||||``, lies within.
    """
    if _OPENING_MARK not in text:
        return None
    start, divided = 0, False
    for number, line in enumerate(text.split("\n"), 1):
        match line[:8].rstrip(" \r"):
            case "<<<<<<<":
                start, divided = number, False
            case "=======":
                divided = start > 0
            case ">>>>>>>" if divided:
                return Conflict(start, number)
    return None
