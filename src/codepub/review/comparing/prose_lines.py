"""Prose as lines, one for each of its paragraphs, each with the lists and items that it stands in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import count, groupby
from typing import NamedTuple

from codepub.document.nodes import Inlines, List, Paragraph
from codepub.document.provenance import Value
from codepub.markup.parsing import ReferenceTargets, parse_prose
from codepub.origin import Origin, RecordId

_NOWHERE = Origin(RecordId("", ""))


class Step(NamedTuple):
    """A list, told from others by a number, and an item of it."""

    list: int
    ordered: bool
    start: int
    item: int


Stack = tuple[Step, ...]
"""The lists that a paragraph stands in, outermost first."""


def list_stacks(markup: str) -> tuple[Stack, ...]:
    """Return where each paragraph of prose stands, in reading order."""
    return tuple(_list_stacks(parse_prose(markup, _NOWHERE, ReferenceTargets()), (), count()))


def _list_stacks(blocks: Iterable[Paragraph | List], around: Stack, numbers: Iterator[int]) -> Iterator[Stack]:
    for block in blocks:
        if isinstance(block, Paragraph):
            yield around
        else:
            number = next(numbers)
            for item in block.items:
                yield from _list_stacks(
                    item, (*around, Step(number, block.ordered, block.start, next(numbers))), numbers
                )


def build_blocks(lines: Sequence[tuple[Stack, Inlines]]) -> tuple[Paragraph | List, ...]:
    """Return the paragraphs and lists of lines: those beside each other that stand in one list or item share it."""
    return tuple(_build(lines))


def _build(lines: Sequence[tuple[Stack, Inlines]]) -> Iterator[Paragraph | List]:
    for key, group in groupby(
        lines, lambda line: (line[0][0].list, line[0][0].ordered, line[0][0].start) if line[0] else None
    ):
        if key is None:
            yield from (Paragraph(content, Value(_NOWHERE)) for _, content in group)
            continue
        items = groupby(group, lambda line: line[0][0].item)
        within = (tuple((stack[1:], content) for stack, content in item) for _, item in items)
        yield List(key[1], tuple(build_blocks(item) for item in within), key[2])


class NewItems:
    """Gives lists and items that were typed the numbers that tell them apart."""

    def __init__(self) -> None:
        self._numbers = count(1_000_000)

    def place_beside(self, beside: Stack, beside_level: int | None, level: int | None) -> Stack:
        """Return where a new paragraph stands, by one beside it and the levels of both in lists, from 0, as shown."""
        if level is None:
            return beside if beside_level is None else ()
        depth = len(beside) - 1 if level == beside_level else level
        if beside and depth < len(beside):
            return (*beside[:depth], beside[depth]._replace(item=next(self._numbers)))
        is_ordered = beside[-1].ordered if beside else False
        return (*beside, Step(next(self._numbers), is_ordered, 1, next(self._numbers)))
