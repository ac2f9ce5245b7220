"""Checks of lists that are typed by hand or too close to a text: they do not print as meant, or only by chance."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from codepub.checks.check import WARNING, Breach, Subject, check
from codepub.patterns import compile_late
from codepub.records.contents import Passage

_BULLET: Final = "•‣◦▪▸►●○∙⁃➢➤"
_BULLET_LINE: Final = compile_late(rf"^[ \t]*([{_BULLET}])[ \t\u00a0]*\S", re.MULTILINE)
_DASH_LINES: Final = compile_late(r"(?:\A|\n[ \t]*\n|:[ \t]*\n)[ \t]*([–—·])[ \t][^\n]*\n[ \t]*\1[ \t]", re.MULTILINE)
_BULLET_IN_LINE: Final = compile_late(r"(•)[ \t\u00a0][^•]*[\s:;,.]•[ \t\u00a0]")
_DASH_OF_ITEM: Final = compile_late(r"([–—·])[ \t]+[^\W\d]")
_DASH_BEGUN: Final = compile_late(r"\n[ \t]*[–—·]")


@check("typed-bullet", WARNING, catches="A bullet typed as a character.", example="• the first, • the second")
def typed_bullets(subject: Subject) -> Iterator[Breach]:
    """Find bullets that are typed as characters: they make no list."""
    prose = subject.prose
    if prose.isascii() or not (any(map(prose.__contains__, _BULLET)) or _DASH_BEGUN.search(prose)):
        return
    for passage in subject.passages:
        if found := _find_bullet(passage):
            yield Breach(
                passage.path,
                f"`{found}` is typed as a bullet, and makes no list.",
                "Begin each item on a line of its own with a dash and a space, and put an empty line before the first."
                if passage.blocks
                else "This place holds one paragraph or item: take it out.",
                found,
            )


def _find_bullet(passage: Passage) -> str | None:
    text = passage.text
    found = _BULLET_LINE.search(text) or _BULLET_IN_LINE.search(text)
    if found is None and passage.blocks:
        found = _DASH_LINES.search(text)
    if found is None and isinstance(passage.path[-1], int):
        found = _DASH_OF_ITEM.match(text)
    return found[1] if found else None


_ITEM_BELOW: Final = compile_late(r"\n(?![-+*\s]|\d{1,9}[.)]\s)[^\n]*\n[ \t]*(?:[-+*]|\d{1,9}[.)])[ \t]")
"""A line of text and an item right below it; texts are searched with a line end before them."""

_ITEM: Final = compile_late(r"[ \t]*([-+*]|(\d{1,9})[.)])[ \t]+(?=\S)")
_STEP: Final = compile_late(r"[ \t]*[-+*][ \t]+[.\d]")
_PARAGRAPHS: Final = compile_late(r"\n[ \t]*\n")


@check(
    "list-without-line",
    WARNING,
    catches="A list right below a line of text.",
    example="The causes are\\n- a vessel",
)
def lists_without_line(subject: Subject) -> Iterator[Breach]:
    """Find lists that begin right below a line of text, and lines that become items though none were meant."""
    if not _ITEM_BELOW.search(f"\n{subject.prose}"):
        return
    for passage in subject.passages:
        if passage.blocks and _ITEM_BELOW.search(f"\n{passage.text}"):
            for item in _find_items_without_line(passage.text):
                sign = item.split()[0]
                yield Breach(
                    passage.path,
                    "An item of a list stands right below a line of text.",
                    f"Put an empty line before the list. If none is meant, type {_escape(sign)}.",
                    item,
                )


def _escape(sign: str) -> str:
    return f"{sign[:-1]}\\{sign[-1]}"


def _find_items_without_line(text: str) -> Iterator[str]:
    for paragraph in _PARAGRAPHS.split(text):
        lines = paragraph.strip("\n").split("\n")
        if lines[0][:1].isspace() or _ITEM.match(lines[0]):
            continue
        for above, line, below in zip(lines, lines[1:], (*lines[2:], ""), strict=False):
            item = _ITEM.match(line)
            if item and _begins_list(item, above, line, below):
                yield line.strip()
                break


def _begins_list(item: re.Match[str], above: str, line: str, below: str) -> bool:
    """Tell an item from a sign between two figures, and from a number that ends a sentence."""
    if item[2] is None:
        return not (above.rstrip()[-1:].isdigit() and _STEP.match(line))
    following = _ITEM.match(below)
    return int(item[2]) == 1 or bool(following and following[2] and int(following[2]) == int(item[2]) + 1)
