"""Where changes stand that belong to no field: below which heading, among which words, and why they have no place."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import islice
from typing import Final

from codepub.ooxml.reading.letters import BODY, PICTURE, Paragraph
from codepub.origin import FieldPath, format_path
from codepub.review.comparing.fields import SentFields
from codepub.review.comparing.pieces import END, Flow, SentLetter
from codepub.review.edits import Hand, Unplaced, WordChange

_MAX_AROUND: Final = 60
"""Characters before and behind a change that tell where it stands."""

_OWN_WORDS: Final = "These are words of the publication, which no field holds."
_HEADING: Final = "A heading is no part of the record."
_SIGN: Final = "codepub sets this sign, or number, itself."
_PICTURE: Final = "A record holds no pictures."
_STORIES: Final = {
    "header": "The running head is no part of the record.",
    "footer": "The footer is no part of the record.",
    "footnote": "A record holds no notes.",
    "endnote": "A record holds no notes.",
    "textbox": "A record holds no text boxes.",
}
FOREIGN_TABLE: Final = "A table was put in where the record has no rows."


def find_headings(paragraphs: Iterable[Paragraph]) -> dict[int, str]:
    """Return the nearest heading above each paragraph, by the paragraph's index, with its changes rejected."""
    found, near = dict[int, str](), ""
    for paragraph in paragraphs:
        if paragraph.story == BODY and paragraph.heading is not None:
            near = "".join(letter.text for letter in paragraph.letters if letter.inserted is None).strip()
        found[paragraph.index] = near if paragraph.story == BODY else ""
    return found


def describe_stray(fields: SentFields, flow: Flow, places: Sequence[int], change: WordChange, near: str) -> Unplaced:
    """Tell where a change stands that belongs to no field, and why it belongs to none."""
    before = _read_sent(flow, range(places[0] - 1, -1, -1))[::-1]
    behind = _read_sent(flow, range(places[-1] + 1, len(flow)))
    around = f"{_cut_before(before)}{change.old or change.new}{_cut_behind(behind)}"
    return Unplaced(near, " ".join(around.split()), change, _say_why(fields, flow, places))


def _read_sent(flow: Flow, places: range) -> str:
    """Read what was sent beside a change, as far as it is told."""
    return "".join(islice((flow[at].text for at in places if not flow[at].is_typed), _MAX_AROUND + 1))


def describe_flood(old: str, new: str, most: str) -> Unplaced:
    """Tell of a place into which more was typed than is read as edits: all that changed there is one change."""
    start = _count_same(old, new)
    end = _count_same(old[start:][::-1], new[start:][::-1])
    old, new = (words[start : len(words) - end].replace(END, "\n") for words in (old, new))
    around = " ".join(new[:_MAX_AROUND].split())
    why = f"More than {most} characters were typed in one place, which is more than is read as edits."
    return Unplaced("", f"{around}…", WordChange(old, new, Hand(None)), why)


def _count_same(one: str, other: str) -> int:
    """Count the characters with which both begin."""
    differing = (at for at, pair in enumerate(zip(one, other, strict=False)) if pair[0] != pair[1])
    return next(differing, min(len(one), len(other)))


def describe_story(story: str, around: str, change: WordChange) -> Unplaced:
    """Tell of a change outside of the body."""
    why = next((words for kind, words in _STORIES.items() if story.startswith(kind)), _OWN_WORDS)
    return Unplaced("", " ".join(around.split()), change, why)


def _cut_before(text: str) -> str:
    line = text.rpartition(END)[2]
    return line if len(line) <= _MAX_AROUND else f"…{line[-_MAX_AROUND:]}"


def _cut_behind(text: str) -> str:
    line = text.partition(END)[0]
    return line if len(line) <= _MAX_AROUND else f"{line[:_MAX_AROUND]}…"


def _say_why(fields: SentFields, flow: Flow, places: Sequence[int]) -> str:
    pieces = [flow[at] for at in places]
    if any(piece.is_typed and piece.text == PICTURE for piece in pieces):
        return _PICTURE
    if any(piece.line is not None and piece.line.heading is not None for piece in pieces):
        return _HEADING
    sent = [piece.sent for piece in pieces if piece.sent is not None] or _find_beside(flow, places)
    if any(one.leaf is not None and one.leaf.kind == "absent" for one in sent):
        return "This says why a value is not given; type the value over all of it, or give it in the record."
    if any(one.leaf is not None and (one.is_added or one.citation) for one in sent):
        return _SIGN
    origins = [path for one in sent if (path := read_derived_path(one.derived)) is not None]
    if origins and fields.find_kind(origins[0]) != "several":
        return f"These words are made from {format_path(origins[0])}; change it in the record."
    return _OWN_WORDS


def _find_beside(flow: Flow, places: Sequence[int]) -> list[SentLetter]:
    beside = [flow[at].sent for at in (places[0] - 1, places[-1] + 1) if 0 <= at < len(flow)]
    return [one for one in beside if one is not None]


def read_derived_path(tag: str | None) -> FieldPath | None:
    """Read the path of the field that derived words are made from in the tag of their control, where it is whole."""
    if tag is None:
        return None
    _, *steps, number = tag.split("/")
    path = tuple(int(step) - 1 if step.isdigit() else step for step in steps)
    return path if path and number.isdigit() and isinstance(path[0], str) else None
