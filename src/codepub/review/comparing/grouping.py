"""Neighbouring letters that one hand changed are one change, of one edit or of none."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import Final, NamedTuple

from codepub.ooxml.reading.letters import PICTURE
from codepub.review.comparing.drafts import Draft, Stretch
from codepub.review.comparing.pieces import END, Piece
from codepub.review.comparing.sentences import SEPARATORS
from codepub.review.edits import FieldEdit, Hand, WordChange


class Stray(NamedTuple):
    """A change that belongs to no edit, and the places of its letters."""

    change: WordChange
    places: tuple[int, ...]


class Grouped(NamedTuple):
    """The edits of a place with their changes, and the changes that belong to none."""

    edits: tuple[FieldEdit, ...]
    strays: tuple[Stray, ...]


class _Group(NamedTuple):
    """Neighbouring letters that one hand changed, of one draft or of none."""

    draft: int | None
    places: tuple[int, ...]


def group_changes(stretch: Stretch, drafts: Sequence[Draft]) -> Grouped:
    """Give each edit its changes; an edit that has none is none."""
    of_draft = {at: number for number, draft in reversed(list(enumerate(drafts))) for at in draft.places}
    groups = [group for run in _list_runs(stretch, drafts, of_draft) for group in _divide(stretch, of_draft, run)]
    edits = list[FieldEdit]()
    for number, draft in enumerate(drafts):
        changes = tuple(_make_change(stretch, group.places) for group in groups if group.draft == number)
        if changes or draft.is_certain:
            edits.append(draft.make(changes))
    strays = (Stray(_make_change(stretch, one.places), one.places) for one in groups if one.draft is None)
    return Grouped(tuple(edits), tuple(strays))


def _list_runs(stretch: Stretch, drafts: Sequence[Draft], of_draft: Mapping[int, int]) -> Iterator[tuple[int, ...]]:
    """Yield the places of neighbouring letters that one hand changed: their words, or how they look."""

    def tell(at: int) -> tuple[str, str | None] | None:
        piece, number = stretch.flow[at], of_draft.get(at)
        hand = piece.inserted or piece.deleted
        if hand is not None:
            return "words", hand.author
        knows_looks = number is not None and drafts[number].knows_looks
        return ("look", piece.reformatted.author) if piece.reformatted and knows_looks else None

    for key, group in groupby(range(len(stretch.flow)), tell):
        if key is not None:
            yield tuple(group)


def _divide(stretch: Stretch, of_draft: Mapping[int, int], run: tuple[int, ...]) -> Iterator[_Group]:
    """Divide a run where its letters belong to other edits; what only separates values goes with one beside it."""
    parts = [
        _Group(draft, tuple(group)) for draft, group in groupby(run, lambda at: _find_draft(stretch, of_draft, at))
    ]
    whole = list[_Group]()
    for part in parts:
        last = whole[-1] if whole else None
        if last is not None and (last.draft == part.draft or _goes_with(stretch, last, part)):
            owner = part.draft if last.draft is None else last.draft
            whole[-1] = _Group(owner, last.places + part.places)
        else:
            whole.append(part)
    for group in whole:
        yield _Group(None, group.places) if _is_only_added(stretch, group) else group


def _find_draft(stretch: Stretch, of_draft: Mapping[int, int], at: int) -> int | None:
    piece = stretch.flow[at]
    is_no_word = piece.is_typed and piece.text == PICTURE
    return None if is_no_word or _is_of_kept_citation(stretch, at) else of_draft.get(at)


def _is_of_kept_citation(stretch: Stretch, at: int) -> bool:
    """Tell whether a letter of a citation's number is gone and the citation is not."""
    sent = stretch.flow[at].sent
    if sent is None or sent.citation is None:
        return False
    same = (one for one in stretch.flow if one.sent is not None and one.sent.leaf == sent.leaf)
    return any(not one.is_gone and one.sent and one.sent.citation == sent.citation for one in same)


def _goes_with(stretch: Stretch, one: _Group, other: _Group) -> bool:
    """Tell whether one of two groups beside each other is of no edit and only separates values."""
    without = [group for group in (one, other) if group.draft is None]
    return len(without) == 1 and _is_separator(stretch, without[0])


def _is_separator(stretch: Stretch, group: _Group) -> bool:
    pieces = [stretch.flow[at] for at in group.places]
    words = "".join(piece.text for piece in pieces)
    is_cited = any(piece.sent is not None and piece.sent.citation is not None for piece in pieces)
    return not is_cited and SEPARATORS.fullmatch(words) is not None


def _is_only_added(stretch: Stretch, group: _Group) -> bool:
    """Tell whether a group holds nothing but signs that were set into a value."""
    if group.draft is None:
        return False
    sent = [stretch.flow[at].sent for at in group.places]
    return all(letter is not None and letter.is_added and letter.text != END for letter in sent) and not any(
        letter is not None and letter.leaf is not None and letter.leaf.kind == "absent" for letter in sent
    )


# A change ----------------------------------------------------------------------------------------------------------

_LINE_ENDS: Final = str.maketrans(END, "\n")


def _make_change(stretch: Stretch, places: Sequence[int]) -> WordChange:
    pieces = [stretch.flow[at] for at in places]
    old, new = (_join(pieces, gone=True), _join(pieces, gone=False))
    hands = [hand for piece in pieces if (hand := piece.inserted or piece.deleted or piece.reformatted) is not None]
    latest = max((hand.when for hand in hands if hand.when), default=None)
    return WordChange(old, new, Hand(hands[0].author, latest))


def _join(pieces: Sequence[Piece], *, gone: bool) -> str:
    words = (one.text for one in pieces if one.reformatted or (one.is_gone if gone else one.is_typed))
    return "".join(words).translate(_LINE_ENDS)
