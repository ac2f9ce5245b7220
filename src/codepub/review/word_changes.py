"""What changed between two texts, word by word: words and signs are changed whole, and few changes lie close."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from typing import Final, Literal, NamedTuple

from codepub.patterns import compile_late

_TOKEN: Final = compile_late(r"\w+(?:[.,'’:/-]\w+)*%?|\s+|.")
_FEW_WORDS: Final = 2
"""Words between two changes that count as changed where no more of them stayed."""
_CONTEXT: Final = 60
"""Characters of what stayed that are shown on either side of a change."""

Kind = Literal["same", "old", "new"]


class Stretch(NamedTuple):
    """Words that both texts have, or only the old one, or only the new one."""

    kind: Kind
    text: str


def compare_words(old: str, new: str) -> list[Stretch]:
    """Compare two texts of one paragraph word by word."""
    before, after = _TOKEN.findall(" ".join(old.split())), _TOKEN.findall(" ".join(new.split()))
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    return list(_join(_absorb(matcher.get_opcodes(), before), before, after))


_Block = tuple[str, int, int, int, int]


def _absorb(blocks: Sequence[_Block], before: Sequence[str]) -> Iterator[_Block]:
    """Take few words that stayed between two changes as changed."""
    for place, (tag, start, end, first, last) in enumerate(blocks):
        words = [token for token in before[start:end] if token[:1].isalnum()]
        is_between = 0 < place < len(blocks) - 1
        is_island = tag == "equal" and is_between and (not words or _is_slight(blocks, place, len(words)))
        yield ("replace" if is_island else tag, start, end, first, last)


def _is_slight(blocks: Sequence[_Block], place: int, words: int) -> bool:
    """Tell whether fewer words stayed than each of the changes beside them has tokens."""
    sizes = [max(end - start, last - first) for _, start, end, first, last in (blocks[place - 1], blocks[place + 1])]
    return words <= _FEW_WORDS and min(sizes) > 2 * words


def _join(blocks: Iterator[_Block], before: Sequence[str], after: Sequence[str]) -> Iterator[Stretch]:
    old, new = "", ""
    for tag, start, end, first, last in blocks:
        if tag != "equal":
            old, new = old + "".join(before[start:end]), new + "".join(after[first:last])
            continue
        yield from _write_change(old, new)
        old, new = "", ""
        yield Stretch("same", "".join(before[start:end]))
    yield from _write_change(old, new)


def _write_change(old: str, new: str) -> Iterator[Stretch]:
    if old:
        yield Stretch("old", old)
    if new:
        yield Stretch("new", new)


def shorten_same(stretches: Sequence[Stretch]) -> Iterator[Stretch]:
    """Leave out what stayed far from any change."""
    last = len(stretches) - 1
    for place, one in enumerate(stretches):
        if one.kind != "same":
            yield one
            continue
        head = "" if place == 0 else one.text[:_CONTEXT]
        tail = "" if place == last else one.text[-_CONTEXT:]
        if len(one.text) <= len(head) + len(tail) + 1:
            yield one
        else:
            yield Stretch("same", _cut(head, tail))


def _cut(head: str, tail: str) -> str:
    """Join the beginning and the end of what stayed, both cut between words."""
    words = head.rstrip().rpartition(" ")[0] or head
    rest = tail.lstrip().partition(" ")[2] or tail
    return f"{words} … {rest}" if head and tail else f"… {rest}" if tail else f"{words} …"
