"""What changed between two texts, word by word: readable, so that no letters are sorted out of words.

A word, a number, a code, a date is changed as a whole. A few words that stayed between two changes of more words
count as changed, and so does a text of which next to nothing stayed.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from typing import Final, NamedTuple

from codepub.document.nodes import (
    Change,
    Citation,
    CodeReference,
    Deleted,
    Emphasis,
    Inline,
    Inlines,
    Inserted,
    Link,
    Span,
    Strong,
    Subscript,
    Superscript,
    Text,
)
from codepub.patterns import compile_late
from codepub.redlining.shown import name_mark, show_words

_TOKEN: Final = compile_late(r"\s+|[$€£]?\w+(?:[.,:/'’\-\u2010-\u2013]\w+)*%?|.")
_MOST_WORDS_BETWEEN: Final = 2
"""The most words between two changes that count as changed, where each change has more."""
_LEAST_KEPT: Final = 0.25
"""The least share of the characters of words that must have stayed for a text not to count as another one."""


@dataclass(frozen=True, slots=True)
class _Token:
    """A word, a sign, a stretch of blanks or a citation; ``chain`` are the inlines around it, the outermost first."""

    text: str
    chain: Inlines
    key: Hashable

    @property
    def is_blank(self) -> bool:
        return self.text.isspace()

    @property
    def is_word(self) -> bool:
        return any(map(str.isalnum, self.text))


class _Piece(NamedTuple):
    """A token of both texts, or of one of them."""

    old: _Token | None
    new: _Token | None


class _Match(NamedTuple):
    """Tokens that follow each other in both texts: where they begin in the one and in the other, and how many."""

    old: int
    new: int
    size: int


def redline_words(old: Inlines, new: Inlines, change: Change) -> Inlines:
    """Return both texts in one, with what changed marked; the newer as it is where they show the same."""
    if show_words(old) == show_words(new):
        return new
    return _Weaving(change).weave(_align(list(_split(old, ())), list(_split(new, ()))))


def _split(content: Inlines, chain: Inlines) -> Iterator[_Token]:
    for inline in content:
        match inline:
            case Text(text):
                marks = tuple(map(name_mark, chain))
                for word in _TOKEN.findall(text):
                    yield _Token(word, (*chain, inline), (marks, word))
            case Citation(number, _, id):
                marks = tuple(map(name_mark, chain))
                yield _Token(f"[{number}]", (*chain, inline), (marks, id, number))
            case Span(inner) | Inserted(inner) | Deleted(inner):
                yield from _split(inner, chain)
            case Emphasis(inner) | Strong(inner) | Superscript(inner) | Subscript(inner) | Link(_, inner):
                yield from _split(inner, (*chain, inline))
            case CodeReference(_, inner):
                yield from _split(inner, (*chain, inline))


# Which tokens stayed ---------------------------------------------------------------------------------------------


def _align(old: Sequence[_Token], new: Sequence[_Token]) -> Iterator[_Piece]:
    """Yield the tokens of both texts in reading order, what is deleted before what stands in its place."""
    at_old = at_new = 0
    for kept_old, kept_new in (*_find_kept(old, new), (len(old), len(new))):
        yield from _align_between(old[at_old:kept_old], new[at_new:kept_new])
        if kept_old < len(old) and kept_new < len(new):
            yield _Piece(old[kept_old], new[kept_new])
        at_old, at_new = kept_old + 1, kept_new + 1


def _align_between(old: Sequence[_Token], new: Sequence[_Token]) -> Iterator[_Piece]:
    """Yield what stands between two words that stayed; blanks that both have at an edge stayed, too."""
    if _begin_alike(old, new):
        yield _Piece(old[0], new[0])
        old, new = old[1:], new[1:]
    behind = [_Piece(old[-1], new[-1])] if _begin_alike(old[::-1], new[::-1]) else []
    old, new = old[: len(old) - len(behind)], new[: len(new) - len(behind)]
    yield from (_Piece(token, None) for token in old)
    yield from (_Piece(None, token) for token in new)
    yield from behind


def _begin_alike(old: Sequence[_Token], new: Sequence[_Token]) -> bool:
    return bool(old and new and old[0].is_blank and old[0].key == new[0].key)


def _find_kept(old: Sequence[_Token], new: Sequence[_Token]) -> list[tuple[int, int]]:
    """Find the words and signs that stayed, as pairs of their places."""
    words_old = [place for place, token in enumerate(old) if not token.is_blank]
    words_new = [place for place, token in enumerate(new) if not token.is_blank]
    texts_old, texts_new = [old[place] for place in words_old], [new[place] for place in words_new]
    matches = _join_changes(_match(texts_old, texts_new), texts_old, texts_new)
    kept = [
        (words_old[match.old + step], words_new[match.new + step]) for match in matches for step in range(match.size)
    ]
    return kept if _is_same_text(kept, old, new) else []


def _match(old: Sequence[_Token], new: Sequence[_Token]) -> list[_Match]:
    """Find what is equal in both; what both begin and end with is not searched."""
    keys_old, keys_new = [token.key for token in old], [token.key for token in new]
    before = _count_equal(keys_old, keys_new)
    after = _count_equal(keys_old[before:][::-1], keys_new[before:][::-1])
    middle = SequenceMatcher(
        None, keys_old[before : len(old) - after], keys_new[before : len(new) - after], autojunk=False
    )
    found = [_Match(before + old_at, before + new_at, size) for old_at, new_at, size in middle.get_matching_blocks()]
    ends = (_Match(0, 0, before), *found, _Match(len(old) - after, len(new) - after, after))
    return [match for match in ends if match.size]


def _count_equal(old: Sequence[Hashable], new: Sequence[Hashable]) -> int:
    return next(
        (at for at, (one, other) in enumerate(zip(old, new, strict=False)) if one != other), min(len(old), len(new))
    )


def _join_changes(matches: Sequence[_Match], old: Sequence[_Token], new: Sequence[_Token]) -> list[_Match]:
    """Leave out a match of few words between two changes that are longer than it is."""
    kept: list[_Match] = []
    end_old = end_new = 0
    for place, match in enumerate(matches):
        following = matches[place + 1] if place + 1 < len(matches) else _Match(len(old), len(new), 0)
        words = _count_words(old[match.old : match.old + match.size])
        before = max(_count_words(old[end_old : match.old]), _count_words(new[end_new : match.new]))
        behind_old, behind_new = (
            old[match.old + match.size : following.old],
            new[match.new + match.size : following.new],
        )
        after = max(_count_words(behind_old), _count_words(behind_new))
        if words <= _MOST_WORDS_BETWEEN and words < min(before, after):
            continue
        kept.append(match)
        end_old, end_new = match.old + match.size, match.new + match.size
    return kept


def _count_words(tokens: Sequence[_Token]) -> int:
    return sum(token.is_word for token in tokens)


def _is_same_text(kept: Sequence[tuple[int, int]], old: Sequence[_Token], new: Sequence[_Token]) -> bool:
    """Tell whether enough of the words stayed."""
    whole = max(sum(len(token.text) for token in tokens if token.is_word) for tokens in (old, new))
    stayed = sum(len(old[place].text) for place, _ in kept if old[place].is_word)
    return stayed >= whole * _LEAST_KEPT


# Both texts in one -----------------------------------------------------------------------------------------------

_Marking = type[Inserted] | type[Deleted] | None


@dataclass(frozen=True, slots=True)
class _Weaving:
    """Makes inlines of pieces; what is deleted or inserted is marked around as many inlines as it fills."""

    change: Change

    def weave(self, pieces: Iterator[_Piece]) -> Inlines:
        """Make the inlines of a text."""
        return self._mark_runs(self._weave_level(list(pieces), 0))

    def _weave_level(self, pieces: Sequence[_Piece], depth: int) -> Iterator[tuple[_Marking, Inline]]:
        """Yield the inlines at a depth, each with what all of it is."""
        for group in _group(pieces, depth):
            inline = _find_inline(group, depth)
            marking = _find_marking(group)
            match inline:
                case Text():
                    yield marking, Text("".join(_find_token(piece).text for piece in group))
                case Citation():
                    yield marking, inline
                case Emphasis() | Strong() | Superscript() | Subscript() | Link() | CodeReference():
                    inner = self._weave_level(group, depth + 1)
                    is_whole = marking is not None or _is_kept(group)
                    content = tuple(one for _, one in inner) if is_whole else self._mark_runs(inner)
                    yield marking, replace(inline, content=content)
                case Span() | Inserted() | Deleted():
                    raise AssertionError("they are in no chain")

    def _mark_runs(self, inlines: Iterator[tuple[_Marking, Inline]]) -> Inlines:
        """Mark inlines that follow each other and come or go, together."""
        made: list[Inline] = []
        run: list[Inline] = []
        running: _Marking = None
        for marking, inline in (*inlines, (None, None)):
            if running is not None and marking is not running:
                made.append(running(tuple(run), self.change))
                run = []
            running = marking
            if inline is not None:
                (made if marking is None else run).append(inline)
        return tuple(made)


def _find_token(piece: _Piece) -> _Token:
    token = piece.new or piece.old
    if token is None:
        raise AssertionError("a piece is of one text at the least")
    return token


def _find_inline(group: Sequence[_Piece], depth: int) -> Inline:
    """Find the inline at a depth around a group: that of the newer text, where it has one."""
    newer = next((piece.new for piece in group if piece.new is not None), None)
    return (newer or _find_token(group[0])).chain[depth]


def _judge(piece: _Piece) -> _Marking:
    if piece.new is None:
        return Deleted
    return Inserted if piece.old is None else None


def _find_marking(group: Sequence[_Piece]) -> _Marking:
    """Find what all of a group is: inserted, or deleted; None where it stays or is of several kinds."""
    markings = set(map(_judge, group))
    return markings.pop() if len(markings) == 1 else None


def _is_kept(group: Sequence[_Piece]) -> bool:
    return all(_judge(piece) is None for piece in group)


def _group(pieces: Sequence[_Piece], depth: int) -> Iterator[list[_Piece]]:
    """Yield the pieces that one inline at a depth holds; words of a text are divided by what becomes of them."""
    group: list[_Piece] = []
    for piece in pieces:
        if group and not _belongs(piece, group, depth):
            yield group
            group = []
        group.append(piece)
    if group:
        yield group


def _belongs(piece: _Piece, group: Sequence[_Piece], depth: int) -> bool:
    """Tell whether a piece lies in the inline that holds a group: no text has it in another one."""
    inline, held = _find_token(piece).chain[depth], _find_token(group[-1]).chain[depth]
    if isinstance(inline, Text | Citation) and _judge(piece) is not _judge(group[-1]):
        return False
    sides: tuple[Callable[[_Piece], _Token | None], ...] = (lambda one: one.old, lambda one: one.new)
    return name_mark(inline) == name_mark(held) and all(_agree(side, piece, group, depth) for side in sides)


def _agree(side: Callable[[_Piece], _Token | None], piece: _Piece, group: Sequence[_Piece], depth: int) -> bool:
    """Tell whether one of the texts, where it has the piece, has it in the inline in which it has the group."""
    token = side(piece)
    last = next((held for one in reversed(group) if (held := side(one)) is not None), None)
    return token is None or last is None or token.chain[depth] is last.chain[depth]
