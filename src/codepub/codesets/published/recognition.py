"""Telling which list a file holds by what stands in it, and reading its entries."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from itertools import islice
from typing import Final

from codepub.characters import BYTE_ORDER_MARK, CONTROLS, LINE_SEPARATORS, TURNING
from codepub.codesets.code_set import Entry, SetName
from codepub.codesets.published.files import MAX_ROW_LENGTH, PublishedPart, PublishedRow, read_rows, split_cells
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
from codepub.codesets.published.set_layouts import LAYOUTS, make_plain_layout
from codepub.codesets.published.unreadable import UnreadableError

_HEAD_ROWS: Final = 60
"""How many rows may stand before the first entry: titles, notices of copyright, headings. HCPCS has 11."""
_HEAD_CELLS: Final = 3_000
"""How many cells these rows may have; 60 rows of the widest published list, HCPCS with 48 columns, have 2,880."""

_BLANK: Final = " \t\r\n\xa0\x1a"
"""What an empty row may hold; older files end with the mark of DOS."""

_UNWANTED: Final = re.compile(f"[{CONTROLS}{LINE_SEPARATORS}{BYTE_ORDER_MARK}{TURNING}]")
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


def recognize_lists(part: PublishedPart, declared: SetName | None = None) -> list[RecognizedList]:
    """Find the layouts of a part: none, one, or one for each set it holds.

    ``declared`` is the set of a list with a code and a description, which does not tell its set.

    Raises:
        UnreadableError: The part is not a list at all.
    """
    with closing(read_rows(part)) as rows:
        head = list(_take_head(rows))
    in_lines = [] if any(row.cells for row in head) else list(_find_line_layouts(part, head))
    found = in_lines or _find_table_layouts(part, head, declared)
    return list({one.layout.set: one for one in reversed(found)}.values())[::-1]


def _take_head(rows: Iterator[PublishedRow]) -> Iterator[PublishedRow]:
    """Take the rows that tell a list: at most `_HEAD_ROWS`, `_HEAD_CELLS`, and as many characters as a row may have."""
    size = cells = 0
    for row in islice(rows, _HEAD_ROWS):
        yield row
        size += len(row.text) + sum(map(len, row.cells))
        cells += len(row.cells) or 1 + row.text.count(",") + row.text.count("\t")
        if size > MAX_ROW_LENGTH or cells > _HEAD_CELLS:
            return


def _find_line_layouts(part: PublishedPart, head: list[PublishedRow]) -> Iterator[RecognizedList]:
    first = next((row.text.rstrip("\r\n") for row in head if row.text.strip()), "")
    for layout in LAYOUTS:
        if isinstance(layout, LineLayout) and layout.line.fullmatch(first):
            yield RecognizedList(layout, part)


def _find_table_layouts(
    part: PublishedPart, head: list[PublishedRow], declared: SetName | None
) -> list[RecognizedList]:
    """Find the layouts of a table; one with tabs may still be CSV, whose cells hold them."""
    delimiters = "\t," if any("\t" in row.text for row in head) else ","
    found = (list(_find_layouts_with(delimiter, part, head, declared)) for delimiter in delimiters)
    return next(filter(None, found), [])


def _find_layouts_with(
    delimiter: str, part: PublishedPart, head: list[PublishedRow], declared: SetName | None
) -> Iterator[RecognizedList]:
    rows = _take_sound(split_cells(head, delimiter))
    headings = list(map(headings_of, rows))
    tables = [layout for layout in LAYOUTS if isinstance(layout, TableLayout)]
    for layout in [*tables, *([make_plain_layout(declared)] if declared else [])]:
        found = _find_heading(layout, part, delimiter, rows, headings, any(row.cells for row in head))
        if found is not None:
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


def _find_heading(
    layout: TableLayout,
    part: PublishedPart,
    delimiter: str,
    rows: list[PublishedRow],
    headings: list[list[str]],
    is_sheet: bool,
) -> RecognizedList | None:
    """Find the heading of a layout: the first row that, with those it is stacked on, has what is needed."""
    for at, row in enumerate(rows):
        depths = range(1, min(layout.stacked, at + 1) + 1)
        columns = max(
            (columns_of(layout, join_stacked(headings[at + 1 - depth : at + 1])) for depth in depths), key=len
        )
        if all(name in columns for name in layout.needed):
            above = " ".join(clean(" ".join(before.cells)) for before in rows[:at])
            found = RecognizedList(layout, part, delimiter, row.number, columns, above, is_sheet)
            first = next(_read_cells(found, iter(rows), ReadingPosition()), None)
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
    return found.layout.read(_read_cells(found, rows, position))


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


def _match_lines(
    layout: LineLayout, rows: Iterable[PublishedRow], position: ReadingPosition
) -> Iterator[re.Match[str]]:
    for row in rows:
        position.row = row.number
        text = row.text.replace("\xa0", " ").rstrip("\r\n")
        if not text.strip(_BLANK):
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
