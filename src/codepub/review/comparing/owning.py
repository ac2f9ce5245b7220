"""Whose a letter is: the leaf that it stands in, or the one that its paragraph belongs to."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain
from typing import NamedTuple

from codepub.review.comparing.pieces import END, Flow, Piece, split_at_ends
from codepub.review.comparing.sent_letters import Anchors
from codepub.review.copies import SentLeaf

Owners = list[SentLeaf | None]
"""The leaf of each letter of a place; None for words that belong to none."""


class SentParagraph(NamedTuple):
    """A paragraph as it was sent: the places of its letters, and the leaf that it holds, where it holds one only."""

    places: range
    leaf: SentLeaf | None


def list_sent_paragraphs(flow: Flow) -> list[SentParagraph]:
    """Return the paragraphs of a place as they were sent; what was typed lies in that in which it was typed."""
    return [SentParagraph(places, _find_only_leaf(flow, places)) for places in split_at_ends(flow, sent=True)]


def _find_only_leaf(flow: Flow, places: range) -> SentLeaf | None:
    sent = [flow[at].sent for at in places if flow[at].text != END]
    letters = [letter for letter in sent if letter is not None]
    leaves = {letter.leaves[0].tag: letter.leaves[0] for letter in letters if letter.leaves}
    if len(leaves) != 1:
        return None
    (leaf,) = leaves.values()
    is_whole = leaf.kind == "absent" or all(letter.leaves or letter.text.isspace() for letter in letters)
    return leaf if is_whole else None


def find_owners(anchors: Anchors, flow: Flow) -> Owners:
    """Find the leaf of each letter.

    A letter that was sent belongs to the leaf in which it was sent. One that was typed belongs to the leaf whose
    control or bookmark it stands in, beside letters of that leaf (elsewhere, it stands in a copy), or else to the one
    whose paragraph it stands in, or else to one beside it of which nothing is left. A paragraph of typed letters beside
    words of no leaf belongs to the leaf of the paragraph before it, or else of that behind it.
    """
    owners: Owners = [None if piece.sent is None else piece.sent.leaf for piece in flow]
    paragraphs = list_sent_paragraphs(flow)
    for paragraph in paragraphs:
        for at in paragraph.places:
            if flow[at].is_typed or flow[at].text == END:
                owners[at] = _find_by_anchors(anchors, flow, at) or paragraph.leaf
        if paragraph.leaf is None:
            _own_beside_emptied(flow, owners, paragraph.places)
    _own_new_paragraphs(flow, owners, paragraphs)
    _disown_in_citations(flow, owners)
    return owners


def _find_by_anchors(anchors: Anchors, flow: Flow, at: int) -> SentLeaf | None:
    piece = flow[at]
    names = anchors.find_tags(piece.tags, piece.bookmarks)
    beside = {
        leaf.tag: leaf
        for other in (_find_sent(flow, range(at - 1, -1, -1)), _find_sent(flow, range(at + 1, len(flow))))
        if other is not None and other.sent is not None
        for leaf in other.sent.leaves
    }
    return next((beside[name] for name in reversed(names) if name in beside), None)


def _find_sent(flow: Flow, places: range) -> Piece | None:
    return next((flow[at] for at in places if not flow[at].is_typed), None)


def _own_beside_emptied(flow: Flow, owners: Owners, places: range) -> None:
    """Give typed letters to the leaf beside them of which all letters are gone, where that is one only."""
    left = {owners[at].tag for at in places if not flow[at].is_gone and owners[at] is not None}  # type: ignore[union-attr]  # not None
    emptied = {leaf.tag for at in places if (leaf := owners[at]) is not None and leaf.tag not in left}
    if len(emptied) != 1:
        return
    for way in (places, reversed(places)):
        beside: SentLeaf | None = None
        for at in way:
            piece, owner = flow[at], owners[at]
            if piece.is_typed and owner is None:
                owners[at] = beside
            elif owner is not None and owner.tag in emptied:
                beside = owner
            elif not piece.is_gone:
                beside = None


def _own_new_paragraphs(flow: Flow, owners: Owners, paragraphs: Sequence[SentParagraph]) -> None:
    """Give paragraphs of typed letters, which stand among words of no leaf, to the leaf before or behind them."""
    numbers = list(chain.from_iterable([number] * len(one.places) for number, one in enumerate(paragraphs)))
    for places in split_at_ends(flow, sent=False):
        words = [at for at in places if not flow[at].is_gone and flow[at].text != END]
        if not words or any(owners[at] is not None or not flow[at].is_typed for at in words):
            continue
        number = numbers[words[0]]
        is_behind = any(
            flow[at].text != END and not flow[at].is_typed for at in paragraphs[number].places if at < words[0]
        )
        around = (number + 1, number - 1) if is_behind else (number - 1, number + 1)
        beside = (paragraphs[other].leaf for other in around if 0 <= other < len(paragraphs))
        leaf = next((one for one in beside if one is not None), None)
        for at in (*words, *(at for at in places if flow[at].text == END and flow[at].is_typed)):
            owners[at] = leaf


def _disown_in_citations(flow: Flow, owners: Owners) -> None:
    """Take letters that were typed into the number of a citation, which is nobody's to change, from its leaf."""
    alive = {_find_citation(piece, owner) for piece, owner in zip(flow, owners, strict=True) if not piece.is_gone}
    for at, piece in enumerate(flow):
        if piece.is_typed:
            before, behind = (
                _find_sent_place(flow, places) for places in (range(at - 1, -1, -1), range(at + 1, len(flow)))
            )
            if before is not None and behind is not None:
                cited = _find_citation(flow[before], owners[before])
                if cited is not None and cited in alive and cited == _find_citation(flow[behind], owners[behind]):
                    owners[at] = None


def _find_citation(piece: Piece, owner: SentLeaf | None) -> tuple[str, int] | None:
    is_cited = piece.sent is not None and piece.sent.citation is not None and owner is not None
    return (owner.tag, piece.sent.citation[0]) if is_cited else None  # type: ignore[union-attr,index]  # asked above


def _find_sent_place(flow: Flow, places: range) -> int | None:
    return next((at for at in places if not flow[at].is_typed), None)
