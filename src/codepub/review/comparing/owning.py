"""Whose a letter is: the leaf that it stands in, or the one that its paragraph belongs to."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain
from typing import NamedTuple

from codepub.review.comparing.pieces import END, Beside, Flow, find_beside, split_at_ends
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
    whose paragraph it stands in, or else to one beside it of which nothing is left. A paragraph of typed letters that
    was typed behind one of no leaf belongs to the leaf of the next one; before it, to that of the one above.
    """
    owners: Owners = [None if piece.sent is None else piece.sent.leaf for piece in flow]
    paragraphs, beside = list_sent_paragraphs(flow), find_beside(flow)
    for paragraph in paragraphs:
        for at in paragraph.places:
            if flow[at].is_typed or flow[at].text == END:
                owners[at] = _find_by_anchors(anchors, flow, at, beside[at]) or paragraph.leaf
        if paragraph.leaf is None and not _is_typed_over(flow, paragraph.places):
            _own_beside_emptied(flow, owners, paragraph.places)
    _own_new_paragraphs(flow, owners, paragraphs)
    _own_in_notes(flow, owners, beside)
    _disown_in_citations(flow, owners, beside)
    return owners


def _find_by_anchors(anchors: Anchors, flow: Flow, at: int, beside: Beside) -> SentLeaf | None:
    names = anchors.find_tags(flow[at].tags, flow[at].bookmarks)
    leaves = {leaf.tag: leaf for other in beside for leaf in _list_leaves(flow, other)} if names else {}
    return next((leaves[name] for name in reversed(names) if name in leaves), None)


def _list_leaves(flow: Flow, at: int | None) -> tuple[SentLeaf, ...]:
    sent = None if at is None else flow[at].sent
    return () if sent is None else sent.leaves


def _is_typed_over(flow: Flow, places: range) -> bool:
    """Tell whether all words of a paragraph are gone, some of them of no leaf: what is typed there is of none then."""
    words = [
        flow[at] for at in places if flow[at].text != END and not flow[at].is_typed and not flow[at].text.isspace()
    ]
    gone = [piece for piece in words if piece.is_gone]
    return len(gone) == len(words) and any(piece.sent is not None and piece.sent.leaf is None for piece in gone)


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
        if (
            not words
            or _is_typed_over(flow, places)
            or any(owners[at] is not None or not flow[at].is_typed for at in words)
        ):
            continue
        number = numbers[words[0]]
        is_behind = any(
            flow[at].text != END and not flow[at].is_typed for at in paragraphs[number].places if at < words[0]
        )
        other = number + 1 if is_behind else number - 1
        leaf = paragraphs[other].leaf if 0 <= other < len(paragraphs) else None
        for at in (*words, *(at for at in places if flow[at].text == END and flow[at].is_typed)):
            owners[at] = leaf


def _own_in_notes(flow: Flow, owners: Owners, beside: Sequence[Beside]) -> None:
    """Give letters that were typed beside the note in a statement, which still stands there, to the note."""
    stated = {
        leaf.tag
        for piece, leaf in zip(flow, owners, strict=True)
        if leaf is not None
        and not piece.is_gone
        and piece.sent is not None
        and not piece.sent.is_added
        and leaf.kind == "absent"
    }
    for at, piece in enumerate(flow):
        owner = owners[at]
        if piece.is_typed and piece.text != END and owner is not None and owner.tag in stated:
            leaves = (_list_leaves(flow, other) for other in beside[at])
            owners[at] = next((own[-1] for own in leaves if len(own) > 1 and own[0] == owner), owner)


def _disown_in_citations(flow: Flow, owners: Owners, beside: Sequence[Beside]) -> None:
    """Take letters that were typed into the number of a citation, which is nobody's to change, from its leaf."""
    alive = {_find_citation(flow, owners, at) for at in range(len(flow)) if not flow[at].is_gone}
    for at, piece in enumerate(flow):
        if piece.is_typed:
            before, behind = (_find_citation(flow, owners, other) for other in beside[at])
            if before is not None and before == behind and before in alive:
                owners[at] = None


def _find_citation(flow: Flow, owners: Owners, at: int | None) -> tuple[str, int] | None:
    sent, owner = (None, None) if at is None else (flow[at].sent, owners[at])
    is_cited = sent is not None and sent.citation is not None and owner is not None
    return (owner.tag, sent.citation[0]) if is_cited else None  # type: ignore[union-attr,index]  # asked above
