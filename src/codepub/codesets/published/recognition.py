"""Telling which list a file holds by what stands in it, and reading its entries."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from itertools import islice
from typing import Final

from codepub.characters import BYTE_ORDER_MARK, CONTROLS, LINE_SEPARATORS, TURNING
from codepub.codesets.code_set import Entry
from codepub.codesets.published.files import (
    MAX_ROW_LENGTH,
    PublishedPart,
    PublishedRow,
    list_later_sheets,
    read_rows,
    split_cells,
)
from codepub.codesets.published.layout_kinds import (
    Cells,
    LineLayout,
    ListLayout,
    TableLayout,
    clean,
    columns_of,
    headings_of,
    join_stacked,
)
from codepub.codesets.published.set_layouts import LAYOUTS
from codepub.codesets.published.unreadable import UnreadableError
from codepub.diagnostics import quote_text
from codepub.patterns import compile_late

_HEAD_ROWS: Final = 60
"""How many rows may stand before the first entry: titles, notices of copyright, headings. HCPCS has 11."""
_HEAD_CELLS: Final = 3_000
"""How many cells these rows may have; 60 rows of the widest published list, HCPCS with 48 columns, have 2,880."""

_DELIMITERS: Final = "\t,;|"

_BLANK: Final = " \t\r\n\xa0\x1a"
"""What an empty row may hold; older files end with the mark of DOS."""

_UNWANTED: Final = compile_late(f"[{CONTROLS}{LINE_SEPARATORS}{BYTE_ORDER_MARK}{TURNING}]")
"""What no row may hold. Other unfit characters are let through: a list is kept as it was published, damage and all."""


@dataclass(frozen=True, slots=True)
class RecognizedList:
    """A part, and the layout that it has.

    ``heading`` is the row that its heading ends in, 0 for none; ``columns`` says where its columns are, by name;
    ``above`` are the words above the heading.
    """

    layout: ListLayout
    part: PublishedPart
    delimiter: str = ","
    heading: int = 0
    columns: dict[str, int] = field(default_factory=dict)
    above: str = ""
    is_sheet: bool = False


@dataclass(slots=True)
class ReadingPosition:
    """The row that is being read and the entry that was read last, for messages; it changes while a list is read."""

    row: int = 0
    entry: Entry | None = None


def recognize_lists(part: PublishedPart, layouts: Sequence[ListLayout] = LAYOUTS) -> list[RecognizedList]:
    """Find which of some layouts a part has: none, one, or one for each set it holds.

    Of a workbook it is the first sheet that has any; what stands before it are notes.

    Raises:
        UnreadableError: The part is not a list at all.
    """
    for sheet, head in read_heads(part):
        in_lines = [] if any(row.cells for row in head) else list(_find_line_layouts(sheet, head, layouts))
        if found := in_lines or _find_table_layouts(sheet, head, layouts):
            return list({one.layout.set: one for one in reversed(found)}.values())[::-1]
    return []


def read_heads(part: PublishedPart) -> Iterator[tuple[PublishedPart, list[PublishedRow]]]:
    """Yield a part with the rows that tell a list, and, where it is a workbook, each of its later sheets with its own.

    Raises:
        UnreadableError: The part is not a list at all.
    """
    head = _read_head(part)
    yield part, head
    if not head or head[0].cells:
        yield from ((sheet, _read_head(sheet)) for sheet in list_later_sheets(part))


def _read_head(part: PublishedPart) -> list[PublishedRow]:
    with closing(read_rows(part)) as rows:
        return list(_take_head(rows))


def _take_head(rows: Iterator[PublishedRow]) -> Iterator[PublishedRow]:
    """Take the rows that tell a list: at most `_HEAD_ROWS`, `_HEAD_CELLS`, and as many characters as a row may have."""
    size = cells = 0
    for row in islice(rows, _HEAD_ROWS):
        yield row
        size += len(row.text) + sum(map(len, row.cells))
        cells += len(row.cells) or 1 + sum(map(row.text.count, _DELIMITERS))
        if size > MAX_ROW_LENGTH or cells > _HEAD_CELLS:
            return


def _find_line_layouts(
    part: PublishedPart, head: list[PublishedRow], layouts: Sequence[ListLayout]
) -> Iterator[RecognizedList]:
    """Find the layouts that the first line and most others have: a word may look like a code, many words do not."""
    lines = [_spell_line(row.text) for row in head if row.text.strip(_BLANK)]
    for layout in layouts:
        if isinstance(layout, LineLayout):
            fit = [layout.line.fullmatch(line) is not None for line in lines if not layout.passes_over(line)]
            if fit and fit[0] and 2 * sum(fit) > len(fit):
                yield RecognizedList(layout, part)


def _find_table_layouts(
    part: PublishedPart, head: list[PublishedRow], layouts: Sequence[ListLayout]
) -> list[RecognizedList]:
    found = (list(_find_layouts_in(part, table, layouts)) for table in split_head(head))
    return next(filter(None, found), [])


@dataclass(frozen=True, slots=True)
class TableHead:
    """The first rows of a table, split at one delimiter, and their headings as the patterns of headings spell them."""

    delimiter: str
    rows: list[PublishedRow]
    headings: list[list[str]]
    is_sheet: bool

    def find_columns(self, layout: TableLayout, at: int) -> dict[str, int]:
        """Find where the columns of a layout are, if a row, with those it is stacked on, is its heading."""
        depths = range(1, min(layout.stacked, at + 1) + 1)
        return max(
            (columns_of(layout, join_stacked(self.headings[at + 1 - depth : at + 1])) for depth in depths), key=len
        )


def split_head(head: list[PublishedRow]) -> Iterator[TableHead]:
    """Split the first rows at each delimiter that they may have; rows of a sheet are split already.

    One with tabs may still be CSV, whose cells hold them; one with commas may be that of a spreadsheet that splits at
    semicolons.
    """
    is_sheet = any(row.cells for row in head)
    for delimiter in _DELIMITERS:
        if delimiter == "," or (not is_sheet and any(delimiter in row.text for row in head)):
            rows = _take_sound(split_cells(head, delimiter))
            yield TableHead(delimiter, rows, list(map(headings_of, rows)), is_sheet)


def _find_layouts_in(part: PublishedPart, table: TableHead, layouts: Sequence[ListLayout]) -> Iterator[RecognizedList]:
    for layout in layouts:
        if isinstance(layout, TableLayout) and (found := _find_heading(layout, part, table)) is not None:
            yield found


def _take_sound(rows: Iterator[PublishedRow]) -> list[PublishedRow]:
    """Take rows up to the first that is no CSV, which may be a title, or a row that the head cut through."""
    sound = []
    try:
        for row in rows:
            sound.append(row)  # noqa: PERF402 -- rows that came before a failure are kept
    except UnreadableError:
        return sound
    return sound


def _find_heading(layout: TableLayout, part: PublishedPart, table: TableHead) -> RecognizedList | None:
    """Find the heading of a layout: the first row that, with those it is stacked on, has what is needed."""
    for at, row in enumerate(table.rows):
        columns = table.find_columns(layout, at)
        if all(name in columns for name in layout.needed):
            above = " ".join(clean(" ".join(before.cells)) for before in table.rows[:at])
            found = RecognizedList(layout, part, table.delimiter, row.number, columns, above, table.is_sheet)
            first = next(_read_cells(found, iter(table.rows), ReadingPosition()), None)
            return found if first is None or layout.fits(first) else None
    return None


def read_entries(found: RecognizedList, position: ReadingPosition) -> Iterator[Entry]:
    """Read the entries of a part; ``position`` follows the row.

    Raises:
        UnreadableError: The row at the position cannot be read.
    """
    rows: Iterator[PublishedRow] = read_rows(found.part)
    if isinstance(found.layout, LineLayout):
        return found.layout.read(_match_lines(found.layout, _refuse_illegible(found, rows, position), position))
    rows = _refuse_illegible(found, split_cells(rows, found.delimiter), position)
    return found.layout.read(_refuse_unclear_days(found, _read_cells(found, rows, position)))


def _refuse_illegible(
    found: RecognizedList, rows: Iterable[PublishedRow], position: ReadingPosition
) -> Iterator[PublishedRow]:
    """Refuse rows that hold, in what is kept of them, a character that no publication can hold."""
    for row in rows:
        position.row = row.number
        kept = row.text or "\n".join(row.cells[at] for at in found.columns.values() if at < len(row.cells))
        if row.number > found.heading and kept.strip(_BLANK):
            _refuse_unwanted(kept)
        yield row


def _refuse_unwanted(text: str) -> None:
    if unwanted := _UNWANTED.search(text):
        name = unicodedata.name(unwanted[0], "CONTROL CHARACTER")
        raise UnreadableError(
            f"U+{ord(unwanted[0]):04X} {name} stands here, which no text may hold.",
            "Take it out, or download the file again.",
        )


def _spell_line(text: str) -> str:
    """Spell a line without its end, no-break spaces, and the quotes in which a spreadsheet puts a line with commas."""
    line = text.replace("\xa0", " ").rstrip("\r\n")
    return line[1:-1].replace('""', '"') if len(line) > 1 and line[0] == line[-1] == '"' else line


def _match_lines(
    layout: LineLayout, rows: Iterable[PublishedRow], position: ReadingPosition
) -> Iterator[re.Match[str]]:
    for row in rows:
        position.row = row.number
        text = _spell_line(row.text)
        if not text.strip(_BLANK) or layout.passes_over(text):
            continue
        match = layout.line.fullmatch(text)
        if match is None:
            raise UnreadableError(
                f"This is not a line of the layout {layout.title!r}.", "Is the file cut off, or another list?"
            )
        yield match


def _read_cells(found: RecognizedList, rows: Iterator[PublishedRow], position: ReadingPosition) -> Iterator[Cells]:
    """Read the rows below the heading by column; notes below the last entry are passed over."""
    begun = False
    for row in rows:
        position.row = row.number
        if row.number <= found.heading:
            continue
        cells = {name: clean(row.cells[at]) if at < len(row.cells) else "" for name, at in found.columns.items()}
        if not any(cell.strip(_BLANK) for cell in row.cells) or (not begun and not cells["code"]):
            continue
        if _is_note(row):
            continue
        _check_width(found, row)
        begun = True
        yield cells


def _refuse_unclear_days(found: RecognizedList, rows: Iterator[Cells]) -> Iterator[Cells]:
    """Refuse days that may be turned round: a spreadsheet that splits at semicolons puts the day before the month."""
    for cells in rows:
        for cell in cells.values() if found.delimiter == ";" else ():
            day = _SLASHED.fullmatch(cell)
            if day is not None and day[1] != day[2]:
                raise UnreadableError(
                    f"{quote_text(cell)} may be two days: this list was saved where the day stands before the month.",
                    "Write the days as 2026-01-31 throughout, or give the list as published.",
                )
        yield cells


_SLASHED: Final = compile_late(r"0?(\d|1[0-2])/0?(\d|1[0-2])/\d{4}", re.ASCII)


def _is_note(row: PublishedRow) -> bool:
    """Tell a note from a row: words in one cell and nothing else."""
    filled = [cell for cell in row.cells if cell.strip()]
    return len(filled) == 1 and len(filled[0].split()) > 1


def _check_width(found: RecognizedList, row: PublishedRow) -> None:
    layout = found.layout
    needed = layout.needed if isinstance(layout, TableLayout) else ()
    lacking = [name for name in needed if found.columns[name] >= len(row.cells)]
    if lacking and not found.is_sheet:  # a sheet leaves out what is empty at a row's end
        raise UnreadableError(f"The row ends before its column {lacking[0]!r}.", "Is the file cut off?")
