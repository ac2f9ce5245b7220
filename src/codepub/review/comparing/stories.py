"""Running heads, footers, notes and text boxes: what changed there belongs to no field, and is told as it stands."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from difflib import SequenceMatcher
from typing import Final

from codepub.ooxml.reading.letters import BODY, Letter, Paragraph
from codepub.patterns import compile_late
from codepub.review.comparing.aligning import align
from codepub.review.comparing.drafts import Stretch
from codepub.review.comparing.fields import SentFields
from codepub.review.comparing.grouping import group_changes
from codepub.review.comparing.pieces import END, SentLetter
from codepub.review.comparing.sent_letters import Anchors
from codepub.review.comparing.surroundings import describe_story
from codepub.review.edits import Unplaced

_NUMBER: Final = compile_late(r"\d+")
_NONE: Final = Anchors({}, {})


def compare_stories(fields: SentFields, sent: Iterable[Paragraph], returned: Iterable[Paragraph]) -> Iterator[Unplaced]:
    """Yield the changes outside of the body.

    A program may write a running head once for each kind of page: one that says what some running head said when it was
    sent is unchanged, whatever its numbers, which are those of pages.
    """
    was, now = _list_stories(sent), _list_stories(returned)
    known = {(_kind(one), _key(_join_kept(one))) for one in was}
    found = set[tuple[str, str]]()
    for paragraph in now:
        key = _kind(paragraph), _key(_join_kept(paragraph))
        found.add(key)
        is_marked = any(letter.inserted or letter.deleted for letter in paragraph.letters)
        if key in known and not is_marked:
            continue
        origin = paragraph if key in known else _find_alike(paragraph, was)
        if origin is not None and key not in known:
            found.add((_kind(origin), _key(_join_kept(origin))))
        letters = _make_letters(origin)
        yield from _tell_changes(fields, letters, paragraph)
    for paragraph in was:
        if (_kind(paragraph), _key(_join_kept(paragraph))) not in found and _join_kept(paragraph).strip():
            yield from _tell_changes(fields, _make_letters(paragraph), None, paragraph.story)


def _list_stories(paragraphs: Iterable[Paragraph]) -> list[Paragraph]:
    return [paragraph for paragraph in paragraphs if paragraph.story != BODY]


def _kind(paragraph: Paragraph) -> str:
    return re.sub(r"\d+$", "", paragraph.story)


def _key(words: str) -> str:
    return " ".join(_NUMBER.sub("0", words).split())


def _list_kept(paragraph: Paragraph) -> list[Letter]:
    return [letter for letter in paragraph.letters if letter.inserted is None]


def _join_kept(paragraph: Paragraph) -> str:
    return "".join(letter.text for letter in _list_kept(paragraph))


def _find_alike(paragraph: Paragraph, others: Sequence[Paragraph]) -> Paragraph | None:
    words = _join_kept(paragraph).split()
    alike = [
        (SequenceMatcher(None, _join_kept(other).split(), words, autojunk=False).ratio(), number)
        for number, other in enumerate(others)
        if _kind(other) == _kind(paragraph)
    ]
    best = max(alike, default=(0.0, 0))
    return others[best[1]] if best[0] >= 0.5 else None


def _make_letters(paragraph: Paragraph | None) -> tuple[SentLetter, ...]:
    kept = () if paragraph is None else _list_kept(paragraph)
    return (*(SentLetter(letter.text, is_added=True, look=letter.look) for letter in kept), SentLetter(END))


def _tell_changes(
    fields: SentFields, letters: Sequence[SentLetter], paragraph: Paragraph | None, story: str = ""
) -> Iterator[Unplaced]:
    flow = align(_NONE, letters, () if paragraph is None else (paragraph,))
    stretch = Stretch(fields, flow, [None] * len(flow))
    for stray in group_changes(stretch, ()).strays:
        if (stray.change.old + stray.change.new).strip():
            around = "".join(piece.text for piece in flow if piece.text != END)
            yield describe_story(paragraph.story if paragraph is not None else story, around, stray.change)
