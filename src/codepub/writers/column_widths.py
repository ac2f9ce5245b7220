"""How the columns of a table share its width: as their longest words need, and so that the table is low."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import permutations
from typing import Final, assert_never

from codepub.document.nodes import AbsenceSign, Cell, Column, ColumnKind, Paragraph, Table
from codepub.document.text import plain_text
from codepub.writers.decimals import count_decimals, find_padding
from codepub.writers.line_breaks import list_words
from codepub.writers.text_widths import SPACE, measure_line, measure_word

_GAP: Final = 1.2
"""The space between two columns, in ems."""
_STEPS: Final = (4.0, 2.0, 1.0, 0.5)
"""What columns take from each other while the table gets lower, in ems; the large steps first."""
_MANY_COLUMNS: Final = 4
"""The most columns that stand well in a narrow table."""
Words = tuple[float, ...]
"""The widths of the words of a cell, in ems."""


@dataclass(frozen=True, slots=True)
class WordLimits:
    """The widest word of running text that a column is made wide for, in ems, and how much wider it is made.

    Words may be wider than they are reckoned: bold ones are, and typefaces differ.
    """

    longest: float
    room: float


HYPHENATED: Final = WordLimits(9.5, 1.06)
"""For formats that come with their typeface and set hyphens, which the few words get that are wider."""
UNHYPHENATED: Final = WordLimits(16.0, 1.38)
"""For Word: no word has more than some thirty letters, and DejaVu may stand in for Source Sans, 1.3 times as wide."""


@dataclass(frozen=True, slots=True)
class ColumnNeeds:
    """What a column asks for: the least width at which no word of it is broken, in ems, and the words of its cells."""

    least: float
    cells: tuple[Words, ...]


def share_width(table: Table, width: float, limits: WordLimits = HYPHENATED) -> tuple[float, ...]:
    """Return the share of each column in the width of a table; the shares add up to 1.

    Args:
        table: The table, of which the columns' headers and the cells count.
        width: The width of the whole table, in ems of its type.
        limits: The words that no column breaks, where the whole table has room for such.
    """
    return share_among(table.columns, table.rows, width, limits)


def share_among(
    columns: Sequence[Column], rows: Sequence[Sequence[Cell]], width: float, limits: WordLimits
) -> tuple[float, ...]:
    """Return the share of each column for rows that are not in a table yet; see `share_width`."""
    needs = _list_needs(columns, rows, limits)
    if sum(need.least for need in needs) > width:
        needs = _list_needs(columns, rows, HYPHENATED)
    widths = _share_by_need(needs, width)
    for step in _STEPS:
        widths = _lower(needs, widths, step)
    return tuple(each / sum(widths) for each in widths)


def is_wide(table: Table, width: float) -> bool:
    """Tell whether a table asks for more than a width in ems: for its words, or for so many columns."""
    return len(table.columns) > _MANY_COLUMNS or find_least_width(table.columns, table.rows, HYPHENATED) > width


def find_least_width(columns: Sequence[Column], rows: Sequence[Sequence[Cell]], limits: WordLimits) -> float:
    """Find the least width of a table, in ems, at which no word within limits is broken."""
    return sum(need.least for need in _list_needs(columns, rows, limits))


def find_line_widths(rows: Sequence[Sequence[Cell]], limits: WordLimits) -> list[float]:
    """Find the width in ems, of each column, at which all its cells stand in one line."""
    return [
        max(measure_line(_measure_cell(cell)) for cell in column) * limits.room + _GAP
        for column in zip(*rows, strict=True)
    ]


def count_lines(rows: Sequence[Sequence[Cell]], widths: Sequence[float]) -> list[int]:
    """Count about how many lines each row of a table takes, in columns of some widths in ems."""
    return [
        max(_count_lines(_measure_cell(cell), width - _GAP) for cell, width in zip(row, widths, strict=True))
        for row in rows
    ]


def _list_needs(
    columns: Sequence[Column], rows: Sequence[Sequence[Cell]], limits: WordLimits
) -> tuple[ColumnNeeds, ...]:
    return tuple(_find_needs(column, tuple(row[index] for row in rows), limits) for index, column in enumerate(columns))


def _find_needs(column: Column, cells: Sequence[Cell], limits: WordLimits) -> ColumnNeeds:
    decimals = count_decimals(cells) if column.kind is ColumnKind.NUMBER else 0
    words = tuple(_measure_words(_cut_addresses(_read_cell(cell)) + find_padding(cell, decimals)) for cell in cells)
    longest = max((*_measure_words(column.header), *(word for cell in words for word in cell)), default=0.0)
    match column.kind:
        case ColumnKind.TEXT | ColumnKind.DATE:
            least = min(longest, limits.longest)
        case ColumnKind.CODE | ColumnKind.NUMBER:
            values = [
                measure_line(each) for each, cell in zip(words, cells, strict=True) if isinstance(cell, Paragraph)
            ]
            least = max(longest, *values, 0.0)
        case _:
            assert_never(column.kind)
    return ColumnNeeds(least * limits.room + _GAP, words)


def _share_by_need(needs: Sequence[ColumnNeeds], width: float) -> list[float]:
    """Give each column what it needs at least, and of the rest a share by how much its cells need beyond that."""
    missing = [max(0.0, _measure_typical(need) + _GAP - need.least) for need in needs]
    missing = missing if any(missing) else [1.0] * len(needs)
    spare = max(0.0, width - sum(need.least for need in needs))
    return [need.least + spare * each / sum(missing) for need, each in zip(needs, missing, strict=True)]


@lru_cache(maxsize=64)
def _measure_typical(need: ColumnNeeds) -> float:
    """Measure a typical cell set in one line: long cells count for more than short ones."""
    lengths = [measure_line(words) for words in need.cells]
    return sum(length * length for length in lengths) / (sum(lengths) or 1.0)


def _lower(needs: Sequence[ColumnNeeds], widths: list[float], step: float) -> list[float]:
    """Let columns take a step of width from each other as long as the table gets lower by it."""
    height = _measure_height(needs, widths)
    while True:
        trials = [(_measure_height(needs, trial), trial) for trial in _list_trials(needs, widths, step)]
        lowest, best = min(trials, default=(height, widths))
        if lowest >= height:
            return widths
        height, widths = lowest, best


def _list_trials(needs: Sequence[ColumnNeeds], widths: Sequence[float], step: float) -> Iterator[list[float]]:
    for giver, taker in permutations(range(len(widths)), 2):
        if widths[giver] - step >= needs[giver].least:
            trial = list(widths)
            trial[giver] -= step
            trial[taker] += step
            yield trial


def _measure_height(needs: Sequence[ColumnNeeds], widths: Sequence[float]) -> tuple[int, int, float]:
    """Measure the lines of all rows, those of all cells, and how often columns that break are narrower than a cell."""
    columns = [_count_all_lines(need.cells, width - _GAP) for need, width in zip(needs, widths, strict=True)]
    rows = list(zip(*columns, strict=True))
    flowing = sum(
        _measure_typical(need) / width
        for need, width, lines in zip(needs, widths, columns, strict=True)
        if max(lines, default=1) > 1
    )
    return sum(map(max, rows)), sum(map(sum, rows)), flowing


@lru_cache(maxsize=1024)
def _count_all_lines(cells: tuple[Words, ...], width: float) -> tuple[int, ...]:
    return tuple(_count_lines(words, width) for words in cells)


def _count_lines(words: Words, width: float) -> int:
    lines, used = 1, 0.0
    for word in words:
        if used and used + SPACE + word > width:
            lines, used = lines + 1, word
        else:
            used += word + (SPACE if used else 0.0)
    return lines


def _measure_cell(cell: Cell) -> Words:
    return _measure_words(_cut_addresses(_read_cell(cell)))


def _read_cell(cell: Cell) -> str:
    match cell:
        case Paragraph():
            return plain_text(cell)
        case AbsenceSign(_, sign, mark):
            return sign + mark
        case _:
            assert_never(cell)


def _cut_addresses(text: str) -> str:
    """Set a space where an address of the web may break."""
    return " ".join(word.replace("/", "/ ") if "://" in word else word for word in text.split())


@lru_cache(maxsize=4096)
def _measure_words(text: str) -> Words:
    """Measure what stands between the places where a line may break."""
    return tuple(map(measure_word, list_words(text)))
