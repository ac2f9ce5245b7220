"""Which parts of two documents are the same part: what is equal, what has one name, what has most of its words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Final, Generic, TypeVar

from codepub.patterns import compile_late

P = TypeVar("P")

_MOST_COMPARED: Final = 10_000
"""The most pairs of parts that are compared by their words, in one stretch; of longer ones, names alone tell."""
_LEAST_ALIKE: Final = 0.35
"""The least likeness of two parts that are one, changed: with fewer words in common they are two."""
_WORD: Final = compile_late(r"\w+")


@dataclass(frozen=True, slots=True)
class Traits(Generic[P]):
    """How parts are told from each other.

    ``show`` returns what is shown of one, equal where nothing changed; ``name`` what it is called, None where it has no
    name; ``read`` its words; ``can_pair`` tells whether two could be one part that changed.
    """

    show: Callable[[P], Hashable]
    name: Callable[[P], Hashable]
    read: Callable[[P], str]
    can_pair: Callable[[P, P], bool]


Pair = tuple[P | None, P | None]


def align(old: Sequence[P], new: Sequence[P], traits: Traits[P]) -> Iterator[Pair[P]]:
    """Yield the parts of both in order: pairs that are one part, and those that one of the two does not have.

    What is gone comes before what stands in its place.
    """
    for stretch_old, stretch_new, is_equal in _divide(old, new, traits.show):
        if is_equal:
            yield from zip(stretch_old, stretch_new, strict=True)
        else:
            yield from _align_by_name(stretch_old, stretch_new, traits)


def _divide(
    old: Sequence[P], new: Sequence[P], key: Callable[[P], Hashable]
) -> Iterator[tuple[Sequence[P], Sequence[P], bool]]:
    """Yield stretches that have equal keys, and those between them."""
    keys_old, keys_new = list(map(key, old)), list(map(key, new))
    for tag, old_at, old_end, new_at, new_end in SequenceMatcher(
        None, keys_old, keys_new, autojunk=False
    ).get_opcodes():
        yield old[old_at:old_end], new[new_at:new_end], tag == "equal"


def _align_by_name(old: Sequence[P], new: Sequence[P], traits: Traits[P]) -> Iterator[Pair[P]]:
    nameless = iter(range(len(old) + len(new)))

    def key(part: P) -> Hashable:
        return ("nameless", next(nameless)) if traits.name(part) is None else traits.name(part)

    for stretch_old, stretch_new, is_equal in _divide(old, new, key):
        if not is_equal:
            yield from _align_by_words(stretch_old, stretch_new, traits)
            continue
        for one, other in zip(stretch_old, stretch_new, strict=True):
            yield from [(one, other)] if traits.can_pair(one, other) else [(one, None), (None, other)]


def _align_by_words(old: Sequence[P], new: Sequence[P], traits: Traits[P]) -> Iterator[Pair[P]]:
    """Pair parts so that they are as alike as they can be, in all, and keep their order."""
    if len(old) * len(new) > _MOST_COMPARED:
        pairs: list[tuple[int, int]] = []
    else:
        pairs = _choose_pairs(_measure_all(old, new, traits))
    at_old = at_new = 0
    for one, other in (*pairs, (len(old), len(new))):
        yield from ((part, None) for part in old[at_old:one])
        yield from ((None, part) for part in new[at_new:other])
        if one < len(old) and other < len(new):
            yield old[one], new[other]
        at_old, at_new = one + 1, other + 1


def _measure_all(old: Sequence[P], new: Sequence[P], traits: Traits[P]) -> list[list[float]]:
    words_old, words_new = (
        [_count_words(traits.read(one)) for one in old],
        [_count_words(traits.read(one)) for one in new],
    )
    return [
        [
            _measure_likeness(held, others) if traits.can_pair(one, other) else 0.0
            for other, others in zip(new, words_new, strict=True)
        ]
        for one, held in zip(old, words_old, strict=True)
    ]


def _count_words(text: str) -> Counter[str]:
    return Counter(_WORD.findall(text))


def _measure_likeness(one: Counter[str], other: Counter[str]) -> float:
    """Return which share of the words of both is in both, from 0 to 1; too small a share is none."""
    common = sum(min(count, other[word]) for word, count in one.items() if word in other)
    whole = one.total() + other.total()
    likeness = 2 * common / whole if whole else 0.0
    return likeness if likeness >= _LEAST_ALIKE else 0.0


def _choose_pairs(likeness: Sequence[Sequence[float]]) -> list[tuple[int, int]]:
    """Choose the pairs, in order, whose likeness is greatest in all."""
    rows, columns = len(likeness), len(likeness[0]) if likeness else 0
    best = [[0.0] * (columns + 1) for _ in range(rows + 1)]
    for row in reversed(range(rows)):
        for column in reversed(range(columns)):
            paired = likeness[row][column] and likeness[row][column] + best[row + 1][column + 1]
            best[row][column] = max(best[row + 1][column], best[row][column + 1], paired)
    return list(_trace(likeness, best))


def _trace(likeness: Sequence[Sequence[float]], best: Sequence[Sequence[float]]) -> Iterator[tuple[int, int]]:
    row = column = 0
    while row < len(likeness) and column < len(likeness[row]):
        if best[row][column] == best[row + 1][column]:
            row += 1
        elif best[row][column] == best[row][column + 1]:
            column += 1
        else:
            yield row, column
            row, column = row + 1, column + 1
