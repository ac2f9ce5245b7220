"""What tables are called by who lists them: screen readers, and programs that look a table up by its name."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from codepub.document.nodes import Document, Section, Table
from codepub.document.text import plain_text
from codepub.document.walk import descendants


class _Placed(NamedTuple):
    table: Table
    part: str


def name_tables(document: Document) -> Mapping[int, str]:
    """Return a name for each table, by its identity, that no other has; see `tell_apart`."""
    placed = list(_place_tables(document))
    names = tell_apart([(table.name, part) for table, part in placed])
    return {id(table): name for (table, _), name in zip(placed, names, strict=True)}


def tell_apart(named: Sequence[tuple[str, str]]) -> list[str]:
    """Return a name for each name and the part of level 2 that it stands in, so that no two are alike.

    It is the own one where no other has it; else the heading of the part tells it from those in other parts, and a
    number from those in the same. What has no name keeps none.
    """
    everywhere, there = Counter(name for name, _ in named), Counter(named)
    written = Counter[tuple[str, str]]()
    names: list[str] = []
    for name, part in named:
        written[name, part] += 1
        is_elsewhere, is_repeated = everywhere[name] > there[name, part], there[name, part] > 1
        told = (part if is_elsewhere else "", str(written[name, part]) if is_repeated else "")
        names.append(", ".join(filter(None, (name, *told))) if name else "")
    return names


def _place_tables(document: Document) -> Iterator[_Placed]:
    for section in document.sections:
        for block in section.blocks:
            part = plain_text(block.heading) if isinstance(block, Section) and block.heading is not None else ""
            yield from (_Placed(node, part) for node in (block, *descendants(block)) if isinstance(node, Table))
