"""Edits of the fields of one place, before they are given the changes that they are made of."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from codepub.origin import FieldPath
from codepub.review.comparing.fields import FieldKind, SentFields, Written, write_plain
from codepub.review.comparing.markup import Line, read_words, write_phrase, write_prose
from codepub.review.comparing.owning import Owners, SentParagraph, list_sent_paragraphs
from codepub.review.comparing.pieces import END, Flow, split_at_ends
from codepub.review.comparing.prose_lines import NewItems, Stack, list_stacks
from codepub.review.copies import SentLeaf
from codepub.review.edits import FieldEdit, RowAdded, ValueEdit, ValueRemoved, WordChange


@dataclass(frozen=True, slots=True)
class Draft:
    """An edit without its changes: the places of the letters that it speaks of, and how it is made.

    ``is_certain`` says that it is one, though none of its letters may have changed, as where an item is divided.
    ``knows_looks`` says that the field is written in markup, which can say how words look.
    """

    places: frozenset[int]
    make: Callable[[tuple[WordChange, ...]], FieldEdit]
    is_certain: bool = False
    knows_looks: bool = False


@dataclass(frozen=True)  # without slots: what is found is kept
class Stretch:
    """The letters of one place, and the leaf of each."""

    fields: SentFields
    flow: Flow
    owners: Owners

    @cached_property
    def paragraphs(self) -> list[SentParagraph]:
        """Its paragraphs as they were sent."""
        return list_sent_paragraphs(self.flow)

    @cached_property
    def lines(self) -> list[range]:
        """Its paragraphs as they are now."""
        return list(split_at_ends(self.flow, sent=False))

    def alone(self) -> set[str]:
        """Return the tags of the leaves that have a paragraph of their own."""
        return {one.leaf.tag for one in self.paragraphs if one.leaf is not None}

    def is_alive(self, at: int) -> bool:
        """Tell whether a place holds a word that is there now."""
        piece = self.flow[at]
        return not piece.is_gone and piece.text != END

    def is_kept(self, at: int) -> bool:
        """Tell whether a place holds a word of an author that was sent and is still there."""
        sent = self.flow[at].sent
        return self.is_alive(at) and sent is not None and not sent.is_added


def write_value(fields: SentFields, path: FieldPath, flow: Flow, places: Sequence[int]) -> Written:
    """Write the letters of a value that is one paragraph as its author would type them."""
    kind = fields.find_kind(path)
    return write_phrase(flow, places) if kind in _MARKED else write_plain(kind, read_words(flow, places))


_MARKED: Final = ("prose", "phrase")


def draft_values(stretch: Stretch) -> Iterator[Draft]:
    """Yield the edits of values, and of statements of absence, but not of the texts of lists that stand as items."""
    alone = stretch.alone()
    places = defaultdict[tuple[FieldPath, str], list[int]](list)
    leaves: dict[tuple[FieldPath, str], SentLeaf] = {}
    for at, leaf in enumerate(stretch.owners):
        if leaf is not None and not (leaf.tag in alone and _is_item(stretch, leaf)):
            places[leaf.path, leaf.kind].append(at)
            leaves.setdefault((leaf.path, leaf.kind), leaf)
    supplied = set[FieldPath]()
    for (path, kind), own in places.items():
        if kind == "absent" and (draft := _draft_supply(stretch, leaves[path, kind], own)):
            supplied.add(path)
            yield draft
    for (path, kind), own in places.items():
        if kind == "value" and not any(path[: len(absent)] == absent for absent in supplied):
            yield _draft_value(stretch, path, own)


def _is_item(stretch: Stretch, leaf: SentLeaf) -> bool:
    return leaf.kind == "value" and stretch.fields.is_listed_text(leaf.path)


def _draft_value(stretch: Stretch, path: FieldPath, places: Sequence[int]) -> Draft:
    fields, flow = stretch.fields, stretch.flow
    old = fields.find_typed(path)
    if not read_words(flow, places).strip() and not _has_citation(stretch, places):
        return Draft(frozenset(places), _make_removal(path, old or "", is_allowed=fields.may_go(path)))
    lines = _list_lines(stretch, path, places)
    kind = fields.find_kind(path)
    written = write_prose(flow, lines) if kind == "prose" else write_value(fields, path, flow, places)
    return Draft(
        frozenset(places),
        lambda changes: ValueEdit(path, old, written.text, changes, written.doubt),
        knows_looks=kind in _MARKED,
    )


def _has_citation(stretch: Stretch, places: Sequence[int]) -> bool:
    return any(
        stretch.is_alive(at) and (sent := stretch.flow[at].sent) is not None and sent.citation is not None
        for at in places
    )


_EMPTIED: Final = "The field must not be empty: say why its value is not given."


def _make_removal(path: FieldPath, old: str, *, is_allowed: bool) -> Callable[[tuple[WordChange, ...]], FieldEdit]:
    doubt = None if is_allowed else _EMPTIED
    return lambda changes: ValueRemoved(path, old, changes, doubt)


def _list_lines(stretch: Stretch, path: FieldPath, places: Sequence[int]) -> list[Line]:
    """Return the paragraphs of a value of prose, each with the lists it stands in: as before, or as its neighbours."""
    own, flow, new = set(places), stretch.flow, NewItems()
    stacks = list_stacks(stretch.fields.find_typed(path) or "")
    kept = {leaf.number for at in places if stretch.is_kept(at) and (leaf := stretch.owners[at]) is not None}
    used, found = set[int](), list[Line]()
    beside: tuple[Stack, int | None] = ((), None)
    for line in stretch.lines:
        words = [at for at in line if at in own and stretch.is_alive(at)]
        if not words or (not read_words(flow, words).strip() and not _has_citation(stretch, words)):
            continue
        first = next((at for at in words if stretch.is_kept(at)), words[0])
        number, level = _find_number(stretch.owners[first]), _find_level(flow, first)
        is_first = number not in used and (stretch.is_kept(first) or number not in kept)
        known = stacks[number - 1] if number <= len(stacks) else ()
        if is_first:
            stack = known
            used.add(number)
        else:
            stack = new.place_beside(*(beside if found else (known, _find_sent_level(stretch, number))), level)
        found.append(Line(tuple(words), stack))
        beside = stack, level
    return found


def _find_number(leaf: SentLeaf | None) -> int:
    return 1 if leaf is None else leaf.number


def _find_level(flow: Flow, at: int) -> int | None:
    line = flow[at].line
    return None if line is None else line.list_level


def _find_sent_level(stretch: Stretch, number: int) -> int | None:
    """Return the level of the paragraph with a number that is still there."""
    kept = (at for at, leaf in enumerate(stretch.owners) if leaf and leaf.number == number and stretch.is_kept(at))
    return next((_find_level(stretch.flow, at) for at in kept), None)


# Over a statement of absence ---------------------------------------------------------------------------------------

_NO_LIST: Final[Stack] = ()
_REMAINS: Final = "Words of the statement that there is no value still stand there."
_SEVERAL: Final = "The field holds several values, which the words are not divided into."


def _draft_supply(stretch: Stretch, leaf: SentLeaf, places: Sequence[int]) -> Draft | None:
    """Draft a value that was typed over a statement of absence; None where none was typed."""
    flow, path = stretch.flow, leaf.path
    typed = [at for at in places if flow[at].is_typed and not flow[at].is_gone]
    if not read_words(flow, typed).strip():
        return None
    stated = [
        at for at, piece in enumerate(flow) if piece.sent is not None and any(one == leaf for one in piece.sent.leaves)
    ]
    written = _write_supply(stretch, path, typed, (*stated, *typed))
    doubts = [written.doubt, _REMAINS if any(map(stretch.is_kept, stated)) else None]
    doubt = " ".join(filter(None, doubts)) or None
    return Draft(frozenset((*stated, *places)), lambda changes: ValueEdit(path, None, written.text, changes, doubt))


def _write_supply(stretch: Stretch, path: FieldPath, typed: Sequence[int], around: Sequence[int]) -> Written:
    kind: FieldKind = stretch.fields.find_kind(path)
    own = set(typed)
    gone = [at for at in around if stretch.flow[at].is_gone]  # they tell what a plain letter looks like there
    lines = [[at for at in line if at in own and stretch.flow[at].text != END] for line in stretch.lines]
    lines = [line for line in lines if read_words(stretch.flow, line).strip()]
    if kind == "several":
        return Written("\n".join(read_words(stretch.flow, line).strip() for line in lines), _SEVERAL)
    if kind == "prose":
        stacks = _stack_typed(stretch, lines)
        prose = [Line((*gone, *line), stack) for line, stack in zip(lines, stacks, strict=True)]
        return write_prose(stretch.flow, prose)
    return write_value(stretch.fields, path, stretch.flow, sorted((*gone, *typed)))


def _stack_typed(stretch: Stretch, lines: Sequence[Sequence[int]]) -> Iterator[Stack]:
    new, beside, beside_level = NewItems(), _NO_LIST, None
    for line in lines:
        level = _find_level(stretch.flow, line[0])
        beside = new.place_beside(beside, beside_level, level)
        beside_level = level
        yield beside


# Texts of lists that stand as items --------------------------------------------------------------------------------


def draft_items(stretch: Stretch) -> Iterator[Draft]:
    """Yield the edits of the texts of lists that have a paragraph each: changed, removed, divided, joined, new."""
    alone = stretch.alone()
    lists = defaultdict[FieldPath, dict[int, SentLeaf]](dict)
    for leaf in stretch.owners:
        if leaf is not None and leaf.tag in alone and _is_item(stretch, leaf):
            lists[leaf.path[:-1]][_index(leaf)] = leaf
    for path, leaves in lists.items():
        yield from _ItemDrafts(stretch, path, leaves).list_drafts()


def _index(leaf: SentLeaf) -> int:
    index = leaf.path[-1]
    return index if isinstance(index, int) else 0


class _ItemDrafts:
    """The texts of one list, shared out among the paragraphs that are there now."""

    def __init__(self, stretch: Stretch, path: FieldPath, leaves: dict[int, SentLeaf]) -> None:
        self._stretch, self._path, self._leaves = stretch, path, leaves
        self._texts: dict[int, list[int]] = {}
        self._new: list[tuple[int, list[int], bool]] = []
        self._share_out()

    def _share_out(self) -> None:
        stretch = self._stretch
        for number, line in enumerate(stretch.lines):
            words = [at for at in line if stretch.is_alive(at) and self._find(at) is not None]
            if not read_words(stretch.flow, words).strip():
                continue
            first = next((at for at in words if stretch.is_kept(at)), words[0])
            index = self._find(first)
            is_typed = not stretch.is_kept(first)
            if index is not None and index not in self._texts and not (is_typed and self._is_kept_later(index, line)):
                self._texts[index] = words
            elif index is not None:
                before = index if index not in self._texts else index + 1
                self._new.append((before, [*self._find_new_end(number, is_typed=is_typed), *words], not is_typed))

    def _find(self, at: int) -> int | None:
        leaf = self._stretch.owners[at]
        is_own = leaf is not None and leaf.kind == "value" and leaf.path[:-1] == self._path
        return _index(leaf) if is_own and leaf is not None else None

    def _is_kept_later(self, index: int, line: range) -> bool:
        places = range(line.stop, len(self._stretch.flow))
        return any(self._find(at) == index and self._stretch.is_kept(at) for at in places)

    def _find_new_end(self, number: int, *, is_typed: bool) -> list[int]:
        """Return the place of the end that was typed with a new paragraph: its own, or that of the one before it."""
        lines, flow = self._stretch.lines, self._stretch.flow
        own, before = lines[number][-1], lines[number - 1][-1] if number else None
        if not is_typed:
            return []
        if flow[own].text == END and flow[own].is_typed:
            return [own]
        return [] if before is None or not flow[before].is_typed else [before]

    def list_drafts(self) -> Iterator[Draft]:
        """Yield the edits in the order of the list."""
        stretch = self._stretch
        taken = {at for _, places, _ in self._new for at in places}
        for index in sorted(self._leaves):
            own = {at for at in range(len(stretch.flow)) if self._find(at) == index} - taken
            joined = {at for words in self._texts.values() for at in words}
            yield self._draft_text(index, frozenset((own - joined) | set(self._texts.get(index, ()))))
        for before, places, is_divided in self._new:
            yield self._draft_new(before, places, is_divided=is_divided)

    def _draft_text(self, index: int, places: frozenset[int]) -> Draft:
        fields, path = self._stretch.fields, (*self._path, index)
        old, words = fields.find_typed(path), self._texts.get(index)
        if words is None:
            return Draft(places, _make_removal(path, old or "", is_allowed=True), is_certain=True)
        gone = [at for at in places if self._stretch.flow[at].is_gone]
        written = write_value(fields, path, self._stretch.flow, sorted({*words, *gone}))
        return Draft(
            places,
            lambda changes: ValueEdit(path, old, written.text, changes, written.doubt),
            knows_looks=fields.find_kind(path) in _MARKED,
        )

    def _draft_new(self, before: int, places: Sequence[int], *, is_divided: bool) -> Draft:
        written = write_value(self._stretch.fields, (*self._path, before), self._stretch.flow, places)
        return Draft(
            frozenset(places),
            lambda changes: RowAdded(self._path, before, {"": written.text}, changes, written.doubt),
            is_certain=is_divided,
        )
