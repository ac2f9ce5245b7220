"""Both files letter by letter: what was changed without recording gets the marks that it lacks, of an unknown hand.

Afterwards every change is one of the same kind: a letter that was put in, or one that was taken out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from itertools import pairwise
from typing import Final, NamedTuple

from codepub.ooxml.reading.letters import Letter, Mark, Paragraph, Place
from codepub.patterns import compile_late
from codepub.review.comparing.looks import tell_reformatting
from codepub.review.comparing.pieces import END, Piece, SentLetter
from codepub.review.comparing.sent_letters import Anchors
from codepub.review.edits import Hand

_UNKNOWN: Final = Hand(None)
_TOKEN: Final = compile_late(rf"{END}|\w+|.", re.DOTALL)
_INVISIBLE: Final = "\N{ZERO WIDTH JOINER}\N{SOFT HYPHEN}"
"""Letters that programs put in by themselves."""
_NO_BREAK: Final = str.maketrans("\N{NO-BREAK SPACE}", " ")


class _Read(NamedTuple):
    """A letter of the returned file, or the end of one of its paragraphs."""

    letter: Letter
    line: Paragraph
    at: Place


def align(anchors: Anchors, sent: Sequence[SentLetter], returned: Sequence[Paragraph]) -> tuple[Piece, ...]:
    """Return the letters of a place, sent and typed, in the order of the returned file.

    What was both put in and taken out is left out; so are letters that programs put in by themselves.
    """
    read = [one for one in _list_letters(returned) if not _is_noise(one.letter, sent)]
    kept = [one for one in read if one.letter.inserted is None]
    found = dict(_match(anchors, sent, kept))
    return _settle_ends(tuple(_merge(sent, read, kept, found)))


def _list_letters(paragraphs: Sequence[Paragraph]) -> Iterator[_Read]:
    for line in paragraphs:
        for at, letter in enumerate(line.letters):
            yield _Read(letter, line, Place(line.index, at))
        end = Letter(END, line.mark_inserted, line.mark_deleted)
        yield _Read(end, line, Place(line.index, len(line.letters)))


def _is_noise(letter: Letter, sent: Sequence[SentLetter]) -> bool:
    return letter.text in _INVISIBLE and all(one.text != letter.text for one in sent)


def _merge(
    sent: Sequence[SentLetter], read: Sequence[_Read], kept: Sequence[_Read], found: dict[int, int]
) -> Iterator[Piece]:
    """Yield what was read in its order, and before each letter that was sent those sent before it that are missing."""
    places = {one.at: found.get(at) for at, one in enumerate(kept)}
    missing_from = 0
    for one in read:
        was = places.get(one.at)
        if was is not None:
            yield from (_make_missing(letter) for letter in sent[missing_from:was])
            missing_from = was + 1
            yield _make_kept(sent[was], one)
        elif one.letter.deleted is None:
            yield _make_typed(one)
    yield from (_make_missing(letter) for letter in sent[missing_from:])


def _make_missing(letter: SentLetter) -> Piece:
    return Piece(letter.text, letter, letter.look, deleted=_UNKNOWN)


def _make_kept(sent: SentLetter, read: _Read) -> Piece:
    letter = read.letter
    deleted = _hand(letter.deleted)
    reformatted = None if deleted else tell_reformatting(sent, letter)
    return Piece(
        sent.text,
        sent,
        letter.look,
        deleted=deleted,
        reformatted=reformatted,
        tags=letter.tags,
        bookmarks=letter.bookmarks,
        line=read.line,
        at=read.at,
    )


def _make_typed(read: _Read) -> Piece:
    letter = read.letter
    return Piece(
        letter.text.translate(_NO_BREAK),
        None,
        letter.look,
        inserted=_hand(letter.inserted) or _UNKNOWN,
        tags=letter.tags,
        bookmarks=letter.bookmarks,
        line=read.line,
        at=read.at,
    )


def _hand(mark: Mark | None) -> Hand | None:
    return None if mark is None else Hand(mark.author, mark.when)


# Which letter is which ---------------------------------------------------------------------------------------------


def _match(anchors: Anchors, sent: Sequence[SentLetter], kept: Sequence[_Read]) -> Iterator[tuple[int, int]]:
    """Yield for each letter that was not put in with recording the one that was sent, by their places."""
    was, now = [one.text for one in sent], [one.letter.text.translate(_NO_BREAK) for one in kept]
    was = [text.translate(_NO_BREAK) for text in was]
    if was == now:
        yield from ((at, at) for at in range(len(was)))
        return
    ends = 1 if was and now and was[-1] == now[-1] == END else 0  # the end of a cell, or of a stretch, stays its end
    starts = [(0, 0), *_find_starts(anchors, sent, kept), (len(was) - ends, len(now) - ends)]
    for (was_from, now_from), (was_to, now_to) in pairwise(starts):
        for was_at, now_at in _match_words(was[was_from:was_to], now[now_from:now_to]):
            yield now_from + now_at, was_from + was_at
    if ends:
        yield len(now) - 1, len(was) - 1


def _find_starts(anchors: Anchors, sent: Sequence[SentLetter], kept: Sequence[_Read]) -> list[tuple[int, int]]:
    """Find where the same leaves begin in both, in their order."""
    was, now = dict[str, int](), dict[str, int]()
    for at, one in enumerate(sent):
        for leaf in one.leaves:
            was.setdefault(leaf.tag, at)
    for at, read in enumerate(kept):
        for tag in anchors.find_tags(read.letter.tags, read.letter.bookmarks):
            now.setdefault(tag, at)
    found = [(was_at, now[tag]) for tag, was_at in sorted(was.items(), key=lambda one: one[1]) if tag in now]
    return _keep_rising(found)


def _keep_rising(pairs: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Drop the pairs that lie behind a later one: a paragraph that was moved starts nothing."""
    kept = list[tuple[int, int]]()
    for place, (was, now) in enumerate(pairs):
        later = [other for _, other in pairs[place + 1 :]]
        is_moved_down = sum(other < now for other in later) > sum(other >= now for other in later)
        if not is_moved_down and (not kept or (now >= kept[-1][1] and was >= kept[-1][0])):
            kept.append((was, now))
    return kept


def _match_words(was: Sequence[str], now: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Yield the places of letters that are the same: by paragraphs where there are many, then by words."""
    if was == now:
        yield from ((at, at) for at in range(len(was)))
        return
    lines, others = _split("".join(was), _LINE), _split("".join(now), _LINE)
    if len(lines) > 1 and len(others) > 1:
        for was_part, now_part in _pair_stretches(lines, others):
            for was_at, now_at in _match_tokens(was[was_part], now[now_part]):
                yield was_part.start + was_at, now_part.start + now_at
    else:
        yield from _match_tokens(was, now)


_LINE: Final = compile_late(rf"[^{END}]*{END}|[^{END}]+")


def _pair_stretches(lines: Sequence[str], others: Sequence[str]) -> Iterator[tuple[slice, slice]]:
    """Yield the stretches of letters that hold the same paragraphs, and those that do not."""
    was, now = _places(lines), _places(others)
    for _, was_from, was_to, now_from, now_to in SequenceMatcher(None, lines, others, autojunk=False).get_opcodes():
        yield slice(was[was_from], was[was_to]), slice(now[now_from], now[now_to])


def _match_tokens(was: Sequence[str], now: Sequence[str]) -> Iterator[tuple[int, int]]:
    words, others = _split("".join(was), _TOKEN), _split("".join(now), _TOKEN)
    was_at, now_at = _places(words), _places(others)
    for block in SequenceMatcher(None, words, others, autojunk=False).get_matching_blocks():
        length = was_at[block.a + block.size] - was_at[block.a]
        yield from ((was_at[block.a] + step, now_at[block.b] + step) for step in range(length))


def _split(text: str, shape: re.Pattern[str]) -> list[str]:
    return shape.findall(text)


def _places(parts: Sequence[str]) -> list[int]:
    """Return where each part begins, and where the last one ends."""
    places = [0]
    for part in parts:
        places.append(places[-1] + len(part))
    return places


def _settle_ends(flow: tuple[Piece, ...]) -> tuple[Piece, ...]:
    """Let paragraphs that were put in without recording begin with their end, as programs record them.

    Of ``one¶ new¶`` either end may be the new one; the words belong behind those that they were typed behind.
    """
    pieces = list(flow)
    for at, piece in enumerate(pieces):
        if piece.text == END and piece.is_typed and piece.inserted == _UNKNOWN:
            start = at
            while start > 0 and pieces[start - 1].is_typed and pieces[start - 1].text != END:
                start -= 1
            if start > 0 and pieces[start - 1].text == END and not pieces[start - 1].is_typed:
                pieces[start - 1 : at + 1] = [piece, *pieces[start:at], pieces[start - 1]]
    return tuple(pieces)
