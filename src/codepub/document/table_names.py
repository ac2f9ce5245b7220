"""What tables are called by who lists them: screen readers, and programs that look a table up by its name."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from codepub.document.nodes import Document, Section, Table
from codepub.document.text import plain_text
from codepub.document.walk import descendants


class _Placed(NamedTuple):
    table: Table
    part: str


def name_tables(document: Document) -> Mapping[int, str]:
    """Return a name for each table, by its identity, that no other has.

    It is the table's own where that is the only one; else the heading of its part of level 2 tells it from those in
    other parts, and a number from those in the same.
    """
    placed = list(_place_tables(document))
    own = Counter(table.name for table, _ in placed)
    there = Counter((table.name, part) for table, part in placed)
    written = Counter[tuple[str, str]]()
    names: dict[int, str] = {}
    for table, part in placed:
        written[table.name, part] += 1
        is_elsewhere = own[table.name] > there[table.name, part]
        is_repeated = there[table.name, part] > 1
        told = (part if is_elsewhere else "", str(written[table.name, part]) if is_repeated else "")
        names[id(table)] = ", ".join(filter(None, (table.name, *told)))
    return names


def _place_tables(document: Document) -> Iterator[_Placed]:
    for section in document.sections:
        for block in section.blocks:
            part = plain_text(block.heading) if isinstance(block, Section) and block.heading is not None else ""
            yield from (_Placed(node, part) for node in (block, *descendants(block)) if isinstance(node, Table))
