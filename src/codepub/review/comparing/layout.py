"""How a file is laid out: places in which words run on, stretches of its body and cells, and tables of these."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import pairwise
from typing import Final, TypeVar

from codepub.ooxml.reading.letters import BODY, Mark, Paragraph
from codepub.review.comparing.sent_letters import Anchors

Zone = tuple[Paragraph, ...]
"""Paragraphs between which words may move: a stretch of the body between two tables, or a cell."""


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table, its cells by their columns."""

    cells: dict[int, Zone]
    inserted: Mark | None
    deleted: Mark | None

    @property
    def paragraphs(self) -> Zone:
        """The paragraphs of all cells."""
        return tuple(paragraph for zone in self.cells.values() for paragraph in zone)


Table = tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class PairedZone:
    """A place as it was sent, and as it came back."""

    sent: Zone
    returned: Zone


@dataclass(frozen=True, slots=True)
class PairedRow:
    """A row as it was sent and as it came back, None where there was or is none, with the row that was sent before."""

    sent: Row | None
    returned: Row | None


@dataclass(frozen=True, slots=True)
class PairedTable:
    """A table as it was sent, and as it came back; both are empty where there was or is none."""

    sent: Table
    rows: tuple[PairedRow, ...]


Pair = PairedZone | PairedTable


def pair_places(anchors: Anchors, sent: Iterable[Paragraph], returned: Iterable[Paragraph]) -> tuple[Pair, ...]:
    """Pair the places of the body as it was sent with those of the body that came back, by their anchors, in order."""
    was, now = _lay_out(sent), _lay_out(returned)
    pairs, before_sent, before_returned = list[Pair](), list[Paragraph](), list[Paragraph]()
    for sent_table, returned_table in _match(anchors, _tables(was), _tables(now), _list_paragraphs):
        if sent_table is not None:
            before_sent += _take_zone(was, sent_table)
        if returned_table is not None:
            before_returned += _take_zone(now, returned_table)
        if sent_table is not None and returned_table is not None:
            pairs += [PairedZone(tuple(before_sent), tuple(before_returned))]
            before_sent, before_returned = [], []
        pairs.append(_pair_rows(anchors, sent_table or (), returned_table or ()))
    rest_sent, rest_returned = _rest(was), _rest(now)
    return (*pairs, PairedZone((*before_sent, *rest_sent), (*before_returned, *rest_returned)))


_Block = Paragraph | Table


def _lay_out(paragraphs: Iterable[Paragraph]) -> list[_Block]:
    """Return the paragraphs and tables of the body, in their order."""
    blocks, rows = list[_Block | int](), defaultdict[int, list[Paragraph]](list)
    for paragraph in paragraphs:
        if paragraph.story != BODY:
            continue
        if paragraph.cell is None:
            blocks.append(paragraph)
        else:
            if paragraph.cell.table not in rows:
                blocks.append(paragraph.cell.table)
            rows[paragraph.cell.table].append(paragraph)
    return [_make_table(rows[block]) if isinstance(block, int) else block for block in blocks]


def _make_table(paragraphs: Sequence[Paragraph]) -> Table:
    cells = defaultdict[int, defaultdict[int, list[Paragraph]]](lambda: defaultdict(list))
    for paragraph in paragraphs:
        if paragraph.cell is not None:
            cells[paragraph.cell.row][paragraph.cell.column].append(paragraph)
    return tuple(_make_row({at: tuple(zone) for at, zone in row.items()}) for _, row in sorted(cells.items()))


def _make_row(cells: dict[int, Zone]) -> Row:
    place = next(iter(cells.values()))[0].cell
    return Row(cells, place.row_inserted if place else None, place.row_deleted if place else None)


def _tables(blocks: Iterable[_Block]) -> list[Table]:
    return [block for block in blocks if isinstance(block, tuple)]


def _take_zone(blocks: list[_Block], table: Table) -> list[Paragraph]:
    """Take the paragraphs before a table, and the table, from blocks."""
    at = next(place for place, block in enumerate(blocks) if block is table)
    taken = [block for block in blocks[:at] if isinstance(block, Paragraph)]
    del blocks[: at + 1]
    return taken


def _rest(blocks: Iterable[_Block]) -> list[Paragraph]:
    return [block for block in blocks if isinstance(block, Paragraph)]


def _list_paragraphs(table: Table) -> Zone:
    return tuple(paragraph for row in table for paragraph in row.paragraphs)


def _pair_rows(anchors: Anchors, sent: Table, returned: Table) -> PairedTable:
    matches = _match(anchors, sent, returned, lambda row: row.paragraphs, lambda row: row.inserted is not None)
    return PairedTable(sent, tuple(PairedRow(was, now) for was, now in matches))


# Pairs -------------------------------------------------------------------------------------------------------------

T = TypeVar("T")
_ALIKE: Final = 0.5
"""How many of their words rows or tables without anchors must share to be taken for the same."""


def _match(
    anchors: Anchors,
    sent: Sequence[T],
    returned: Sequence[T],
    paragraphs: Callable[[T], Zone],
    is_new: Callable[[T], bool] = lambda _: False,
) -> Iterator[tuple[T | None, T | None]]:
    """Pair what was sent with what came back: by anchors, and between those by words; the rest stands alone."""
    named = _match_by_anchors(anchors, sent, returned, paragraphs, is_new)
    ends = [(-1, -1), *named, (len(sent), len(returned))]
    for (sent_at, returned_at), (sent_next, returned_next) in pairwise(ends):
        was, now = sent[sent_at + 1 : sent_next], returned[returned_at + 1 : returned_next]
        yield from _match_by_words(was, now, paragraphs, is_new)
        if sent_next < len(sent):
            yield sent[sent_next], returned[returned_next]


def _match_by_anchors(
    anchors: Anchors,
    sent: Sequence[T],
    returned: Sequence[T],
    paragraphs: Callable[[T], Zone],
    is_new: Callable[[T], bool],
) -> list[tuple[int, int]]:
    named = [_list_anchors(anchors, paragraphs(one)) for one in sent]
    found, last = list[tuple[int, int]](), -1
    for at, one in enumerate(returned):
        names = set[str]() if is_new(one) else _list_anchors(anchors, paragraphs(one))
        best = max(range(last + 1, len(sent)), key=lambda place: len(names & named[place]), default=None)
        if best is not None and names & named[best]:
            found.append((best, at))
            last = best
    return found


def _list_anchors(anchors: Anchors, zone: Zone) -> set[str]:
    """List the leaves that paragraphs hold, be they empty; what was put in with recording is none of theirs."""
    return {
        tag
        for paragraph in zone
        for letter in paragraph.letters
        if letter.inserted is None
        for tag in anchors.find_tags(letter.tags, letter.bookmarks)
    } | {tag for paragraph in zone for tag in anchors.find_tags(paragraph.tags, paragraph.bookmarks)}


def _match_by_words(
    sent: Sequence[T], returned: Sequence[T], paragraphs: Callable[[T], Zone], is_new: Callable[[T], bool]
) -> Iterator[tuple[T | None, T | None]]:
    """Pair what says the same, and between those what says nearly the same."""
    was = [_list_words(paragraphs(one)) for one in sent]
    now = [("",) if is_new(one) else _list_words(paragraphs(one)) for one in returned]
    for tag, was_from, was_to, now_from, now_to in SequenceMatcher(None, was, now, autojunk=False).get_opcodes():
        if tag == "equal":
            yield from zip(sent[was_from:was_to], returned[now_from:now_to], strict=True)
        else:
            alike = _match_alike(was[was_from:was_to], now[now_from:now_to])
            for was_at, now_at in alike:
                yield (
                    None if was_at is None else sent[was_from + was_at],
                    None if now_at is None else returned[now_from + now_at],
                )


def _match_alike(
    was: Sequence[tuple[str, ...]], now: Sequence[tuple[str, ...]]
) -> Iterator[tuple[int | None, int | None]]:
    passed = 0
    for at, words in enumerate(now):
        found = next((place for place in range(passed, len(was)) if _is_alike(was[place], words)), None)
        if found is None:
            yield None, at
        else:
            yield from ((place, None) for place in range(passed, found))
            yield found, at
            passed = found + 1
    yield from ((place, None) for place in range(passed, len(was)))


def _list_words(zone: Zone) -> tuple[str, ...]:
    """List the words of paragraphs with recorded changes rejected: an end that was put in parts no words."""
    texts = (
        "".join(letter.text for letter in paragraph.letters if letter.inserted is None)
        + ("" if paragraph.mark_inserted else " ")
        for paragraph in zone
    )
    return tuple("".join(texts).split())


def _is_alike(words: Sequence[str], others: Sequence[str]) -> bool:
    shared = (Counter(words) & Counter(others)).total()
    return words == others or shared >= _ALIKE * max(len(words), len(others), 1)
