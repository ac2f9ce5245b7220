"""How the columns of a table share its width: as their longest words need, and so that the table is low."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import permutations
from typing import Final, assert_never

from codepub.document.nodes import AbsenceSign, Cell, ColumnKind, Paragraph, Table
from codepub.document.text import plain_text
from codepub.writers.decimals import count_decimals, find_padding
from codepub.writers.line_breaks import list_words

_GAP: Final = 1.2
"""The space between two columns, in ems."""
_LONGEST_WORD: Final = 9.5
"""The widest word of running text, in ems, that a column is made wide for; the few that are wider get a hyphen."""
_STEPS: Final = (4.0, 2.0, 1.0, 0.5)
"""What columns take from each other while the table gets lower, in ems; the large steps first."""
_MANY_COLUMNS: Final = 4
"""The most columns that stand well in a narrow table."""
_ROOM: Final = 1.06
"""How much wider a column is than its widest word is reckoned: bold words are, and typefaces differ."""
_SPACE: Final = 0.23
_WIDTHS: Final = dict.fromkeys(" iljtfrI.,:;'’|!()[]/-", 0.26) | dict.fromkeys("mwMW%@—…", 0.82)
"""The widths of narrow and of wide characters in ems, rounded up from those of usual typefaces without serifs."""

Words = tuple[float, ...]
"""The widths of the words of a cell, in ems."""


@dataclass(frozen=True, slots=True)
class ColumnNeeds:
    """What a column asks for: the least width at which no word of it is broken, in ems, and the words of its cells."""

    least: float
    cells: tuple[Words, ...]


def share_width(table: Table, width: float) -> tuple[float, ...]:
    """Return the share of each column in the width of a table; the shares add up to 1.

    Args:
        table: The table, of which the columns' headers and the cells count.
        width: The width of the whole table, in ems of its type.
    """
    needs = _list_needs(table)
    widths = _share_by_need(needs, width)
    for step in _STEPS:
        widths = _lower(needs, widths, step)
    return tuple(each / sum(widths) for each in widths)


def is_wide(table: Table, width: float) -> bool:
    """Tell whether a table asks for more than a width in ems: for its words, or for so many columns."""
    return len(table.columns) > _MANY_COLUMNS or sum(need.least for need in _list_needs(table)) > width


def _list_needs(table: Table) -> tuple[ColumnNeeds, ...]:
    columns = (tuple(row[index] for row in table.rows) for index in range(len(table.columns)))
    return tuple(
        _find_needs(column.header, column.kind, cells) for column, cells in zip(table.columns, columns, strict=True)
    )


def _find_needs(header: str, kind: ColumnKind, cells: Sequence[Cell]) -> ColumnNeeds:
    decimals = count_decimals(cells) if kind is ColumnKind.NUMBER else 0
    texts = (_cut_addresses(_read_cell(cell)) + find_padding(cell, decimals) for cell in cells)
    words = tuple(map(_measure_words, texts))
    longest = max((*_measure_words(header), *(word for cell in words for word in cell)), default=0.0)
    match kind:
        case ColumnKind.TEXT | ColumnKind.DATE:
            least = min(longest, _LONGEST_WORD)
        case ColumnKind.CODE | ColumnKind.NUMBER:
            values = [
                _measure_line(each) for each, cell in zip(words, cells, strict=True) if isinstance(cell, Paragraph)
            ]
            least = max(longest, *values, 0.0)
        case _:
            assert_never(kind)
    return ColumnNeeds(least * _ROOM + _GAP, words)


def _share_by_need(needs: Sequence[ColumnNeeds], width: float) -> list[float]:
    """Give each column what it needs at least, and of the rest a share by how much its cells need beyond that."""
    missing = [max(0.0, _measure_typical(need) + _GAP - need.least) for need in needs]
    missing = missing if any(missing) else [1.0] * len(needs)
    spare = max(0.0, width - sum(need.least for need in needs))
    return [need.least + spare * each / sum(missing) for need, each in zip(needs, missing, strict=True)]


@lru_cache(maxsize=64)
def _measure_typical(need: ColumnNeeds) -> float:
    """Measure a typical cell set in one line: long cells count for more than short ones."""
    lengths = [_measure_line(words) for words in need.cells]
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
        if used and used + _SPACE + word > width:
            lines, used = lines + 1, word
        else:
            used += word + (_SPACE if used else 0.0)
    return lines


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


def _measure_line(words: Words) -> float:
    return sum(words) + _SPACE * max(0, len(words) - 1)


def _measure_words(text: str) -> Words:
    return tuple(sum(map(_measure_character, word)) for word in list_words(text))


def _measure_character(character: str) -> float:
    return _WIDTHS.get(character, 0.6 if character.isupper() else 0.5)
