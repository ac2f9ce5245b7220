"""The line breaks of a text as its author had them: where words stay, lines stay."""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import SequenceMatcher
from typing import Final

from codepub.markup.parsing import ReferenceTargets, parse_prose
from codepub.origin import Origin, RecordId
from codepub.patterns import compile_late

_WIDTH: Final = 100
"""Columns up to which lines go that are newly broken, where the author's own are not longer."""
_LIKE_A_MARK: Final = compile_late(r"[-+*#>=~`|:]|[0-9]+[.)]")
"""What could begin something else than a line of a paragraph (CommonMark 4 and 5)."""
_NOWHERE: Final = Origin(RecordId("", ""))
_NO_TARGETS: Final = ReferenceTargets()


def reads_alike(one: str, other: str) -> bool:
    """Tell whether two texts in the small markup say the same, wherever their lines end."""
    if one == other:
        return True
    return parse_prose(one, _NOWHERE, _NO_TARGETS) == parse_prose(other, _NOWHERE, _NO_TARGETS)


def keep_line_breaks(old: str, new: str) -> str:
    """Return a new text in the small markup with the line breaks of the old one, wherever the words around them stay.

    Lines that become too long are broken. What comes of it is read again, and must say what the new text says.
    """
    ending = "\n" if old.endswith("\n") else ""
    width = max(_WIDTH, *map(len, old.split("\n")))
    kept = "\n".join(piece for line in _take_gaps(old, new).split("\n") for piece in _break_line(line, width))
    return (kept if reads_alike(kept, new) else new) + ending


def _take_gaps(old: str, new: str) -> str:
    """Take over the blanks between words of the old text where the new one has some of their kind."""
    (old_words, old_gaps), (words, gaps) = _divide(old), _divide(new)
    for tag, start, end, first, last in SequenceMatcher(None, old_words, words, autojunk=False).get_opcodes():
        if tag == "equal":
            for step in range(1, last - first):
                gaps[first + step] = _choose(old_gaps[start + step : start + step + 1], gaps[first + step])
        if tag in {"equal", "replace"}:
            gaps[first] = _choose([*old_gaps[start : start + 1], gaps[first]], gaps[first])
        elif tag == "delete" and first < len(gaps):
            gaps[first] = _choose(old_gaps[start : end + 1], gaps[first])
    return "".join(gap + word for gap, word in zip(gaps, words, strict=True)).strip("\n")


def _divide(text: str) -> tuple[list[str], list[str]]:
    """Divide a text into its words, and the blanks before each of them."""
    pairs = re.findall(r"(\s*)(\S+)", text)
    return [word for _, word in pairs], [gap for gap, _ in pairs]


def _choose(old: list[str], new: str) -> str:
    """Choose the first of the old blanks that ends as many lines as the new do, or one where they end none."""
    breaks = new.count("\n")
    return next((gap for gap in old if "\n" in gap and gap.count("\n") == max(1, breaks)), new)


def _break_line(line: str, width: int) -> Iterator[str]:
    """Break a line of a paragraph at its blanks; one of a list, or one that has no fit place, stays."""
    if line[:1] != " " and not _LIKE_A_MARK.match(line):
        while len(line) > width:
            places = [found.start() for found in re.finditer(r" (?=\S)", line[:width])]
            place = next((one for one in reversed(places) if not _LIKE_A_MARK.match(line, one + 1)), None)
            if place is None:
                break
            yield line[:place]
            line = line[place + 1 :]
    yield line
