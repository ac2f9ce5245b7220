"""Records and documents that somebody changed here and there, by chance."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from functools import cache
from random import Random
from typing import Any

from pydantic import ValidationError

from codepub.document.nodes import (
    AbsenceNotice,
    Block,
    Cell,
    Column,
    Definition,
    DefinitionList,
    Document,
    Emphasis,
    Heading,
    Inline,
    Inlines,
    Link,
    List,
    Paragraph,
    RowGroup,
    Section,
    Spread,
    Strong,
    Superscript,
    Table,
    TableNote,
    Text,
)
from codepub.document.provenance import Absent, Derived, Value
from codepub.records.kinds import CODE_SUMMARY
from codepub.yaml.reading import read
from tests.publications import SAMPLES, UNKNOWN, composed
from tests.writers.documents import RATES, ROOT, figure, sign

WORDS = [
    "report",
    "the",
    "code",
    "once",
    "per",
    "session",
    "when",
    "both",
    "sides",
    "32120",
    "are",
    "J95.830",
    "treated,",
    "and",
    "$14.50",
    "is",
    "paid;",
    "see",
    "below",
]

# Records ---------------------------------------------------------------------------------------------------------


@cache
def data_of_sample(name: str) -> dict[str, Any]:
    """Read the record of a sample as data."""
    data = read(SAMPLES[name], SAMPLES[name].read_bytes(), CODE_SUMMARY.shape).data
    assert data is not None
    return data


def edit_data(data: dict[str, Any], chance: Random, number: int) -> Document:
    """Make a number of edits in the data of a record, each of which can be published, and publish what comes of it."""
    current, document = data, composed(data)
    for _ in range(number):
        changed = copy.deepcopy(current)
        _edit_somewhere(changed, chance)
        try:
            document = composed(changed)
        except (ValidationError, LookupError):  # it is no record, or cites a source that is gone
            continue
        current = changed
    return document


def _edit_somewhere(data: dict[str, Any], chance: Random) -> None:
    holder, key = chance.choice(list(_list_places(data)))
    value = holder[key]
    match chance.choice(("word", "word", "word", "gone", "row", "swap", "unavailable")):
        case "word" if isinstance(value, str):
            holder[key] = edit_text(value, chance)
        case "row" if isinstance(holder, list):
            row = copy.deepcopy(value)
            holder.insert(
                chance.randrange(len(holder) + 1), row if isinstance(row, dict) else edit_text(str(row), chance)
            )
        case "swap" if isinstance(holder, list):
            chance.shuffle(holder)
        case "gone":
            del holder[key]
        case "unavailable":
            holder[key] = dict(UNKNOWN)
        case _:
            pass


def _list_places(holder: Any) -> Iterator[tuple[Any, Any]]:
    steps = range(len(holder)) if isinstance(holder, list) else list(holder)
    for step in steps:
        if step in ("system", "code") and "title" in holder:
            continue
        yield holder, step
        if isinstance(holder[step], dict | list):
            yield from _list_places(holder[step])


def edit_text(text: str, chance: Random) -> str:
    """Put in, take out or replace a word or a few."""
    words = text.split(" ")
    at = chance.randrange(len(words))
    width = chance.choice((0, 1, 1, 2, 3))
    words[at : at + width] = chance.choices(WORDS, k=chance.choice((0, 1, 1, 2, 5)))
    return " ".join(words)


# Documents -------------------------------------------------------------------------------------------------------


def make_sections(chance: Random) -> tuple[Section, ...]:
    return (Section("publication", _make_heading(chance), tuple(_make_blocks(chance, 2))),)


def edit_sections(sections: tuple[Section, ...], chance: Random) -> tuple[Section, ...]:
    """Change, drop, add and turn round blocks of sections, and of what is in them."""
    return tuple(_edit_section(section, chance) for section in sections)


def _edit_section(section: Section, chance: Random) -> Section:
    blocks: list[Block] = []
    for block in section.blocks:
        match chance.randrange(6):
            case 0:
                continue
            case 1:
                blocks += (next(iter(_make_blocks(chance, 1))), block)
            case 2 | 3:
                blocks.append(_edit_block(block, chance))
            case _:
                blocks.append(block)
    heading = section.heading if chance.random() < 0.8 else _make_heading(chance)
    return Section(section.name, heading, tuple(blocks))


def _edit_block(block: Block, chance: Random) -> Block:
    match block:
        case Section():
            return _edit_section(block, chance)
        case Paragraph():
            return Paragraph(_edit_words(block.content, chance), block.source, block.role)
        case List(ordered, items, start):
            return List(ordered, _shake(items, (_make_item(chance),), chance), start)
        case DefinitionList(items, spread, notes):
            return DefinitionList(_shake(items, (_make_definition(chance),), chance), spread, notes)
        case Table(name, columns, groups, origin, notes):
            changed = tuple(
                RowGroup(group.heading, _shake(group.rows, (_make_row(chance, len(columns)),), chance))
                for group in groups
            )
            return Table(name, columns, changed, origin, notes[: chance.randrange(2)])
        case _:
            return next(iter(_make_blocks(chance, 1)))


def _shake(parts: tuple[Any, ...], more: tuple[Any, ...], chance: Random) -> tuple[Any, ...]:
    kept = [part for part in parts if chance.random() < 0.8] + list(more)[: chance.randrange(2)]
    if chance.random() < 0.3:
        chance.shuffle(kept)
    return tuple(kept or parts)


def _edit_words(content: Inlines, chance: Random) -> Inlines:
    kept = [inline for inline in content if chance.random() < 0.8]
    if chance.random() < 0.5:
        kept.insert(chance.randrange(len(kept) + 1), _make_inline(chance, 1))
    return tuple(kept) or _make_words(chance)


def _make_blocks(chance: Random, depth: int) -> Iterator[Block]:
    for _ in range(chance.randrange(1, 7)):
        yield _make_block(chance, depth)


def _make_block(chance: Random, depth: int) -> Block:
    match chance.randrange(9 if depth else 8):
        case 0 | 1:
            return _make_paragraph(chance)
        case 2:
            return _make_notice(chance)
        case 3:
            return List(chance.random() < 0.5, tuple(_make_item(chance) for _ in range(chance.randrange(1, 5))))
        case 4:
            spread = chance.choice(list(Spread))
            return DefinitionList(tuple(_make_definition(chance) for _ in range(chance.randrange(1, 4))), spread)
        case 5 | 6:
            return _make_table(chance)
        case 7:
            return figure(*RATES[: chance.randrange(1, 3)])
        case _:
            return Section(chance.choice("ab"), _make_heading(chance), tuple(_make_blocks(chance, depth - 1)))


def _make_heading(chance: Random) -> Heading:
    return Heading(_make_words(chance), Derived((ROOT / chance.choice("pq"),)))


def _make_paragraph(chance: Random) -> Paragraph:
    origin = ROOT / chance.choice("xyz")
    return Paragraph(_make_words(chance), chance.choice((Value(origin), Derived((origin,)))))


def _make_notice(chance: Random) -> AbsenceNotice:
    return AbsenceNotice("unknown", chance.choice(("Unavailable", "Withheld")), _make_words(chance), Absent(ROOT / "x"))


def _make_item(chance: Random) -> tuple[Paragraph | List, ...]:
    paragraph = _make_paragraph(chance)
    return (paragraph, List(False, ((_make_paragraph(chance),),))) if chance.random() < 0.3 else (paragraph,)


def _make_definition(chance: Random) -> Definition:
    said = chance.choice((_make_paragraph, _make_notice, lambda _: sign(ROOT / "s")))(chance)
    return Definition((Text(chance.choice(WORDS)),), (said,))


def _make_table(chance: Random) -> Table:
    columns = tuple(Column(name) for name in "AB"[: chance.randrange(1, 3)])
    rows = tuple(_make_row(chance, len(columns)) for _ in range(chance.randrange(1, 5)))
    notes = (TableNote("a", _make_words(chance), Derived((ROOT / "n",))),)
    return Table("T", columns, (RowGroup(None, rows),), ROOT / "t", notes[: chance.randrange(2)])


def _make_row(chance: Random, columns: int) -> tuple[Cell, ...]:
    return tuple(
        sign(ROOT / "s", mark=chance.choice("ab")) if chance.random() < 0.2 else _make_cell(chance)
        for _ in range(columns)
    )


def _make_cell(chance: Random) -> Paragraph:
    return Paragraph(() if chance.random() < 0.1 else _make_words(chance), Value(ROOT / "t" / chance.randrange(9)))


def _make_words(chance: Random) -> Inlines:
    return tuple(_make_inline(chance, 2) for _ in range(chance.randrange(1, 5)))


def _make_inline(chance: Random, depth: int) -> Inline:
    words = Text(" ".join(chance.choices(WORDS, k=chance.randrange(1, 6))) + chance.choice(("", " ", ". ")))
    if depth == 0 or chance.random() < 0.6:
        return words
    content = tuple(_make_inline(chance, depth - 1) for _ in range(chance.randrange(1, 3)))
    match chance.randrange(4):
        case 0:
            return Emphasis(content)
        case 1:
            return Strong(content)
        case 2:
            return Superscript(content)
        case _:
            return Link(f"https://example.org/{chance.randrange(2)}", content)
