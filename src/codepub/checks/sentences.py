"""The sentence in which something was found: what stands before it and behind it."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from codepub.patterns import compile_late

_SENTENCE_END: Final = compile_late(r"[.;!?](?=\s|$)|\n[ \t]*\n")


class Surroundings(NamedTuple):
    """What stands before and behind something in its sentence."""

    before: str
    after: str


def find_surroundings(match: re.Match[str]) -> Surroundings:
    """Find what stands around a match in its sentence; a semicolon ends one, too."""
    ends = _SENTENCE_END.search(match.string, match.end())
    before = _SENTENCE_END.split(match.string[: match.start()])[-1]
    return Surroundings(before, match.string[match.end() : ends.start() if ends else None])
